//! Reported results beside computed ones: does what is printed agree with the data?

use super::field::Field;
use super::finding::{Findings, Kind, StudyResult};
use super::quantity::Known;
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{Address, fixed};

/// A printed figure beside the one of the data.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The address without a source.
    pub address: Address,
    pub field: Field,
    pub printed: Known,
    /// `None` where the data do not give the figure.
    pub computed: Option<f64>,
    /// The decimals to which a disclosure profile rounded the computed figure: there is nothing behind them.
    pub rounded: Option<usize>,
    /// Whether the computed figure, rounded or cut to the printed decimals, may be the printed one.
    pub agrees: bool,
    pub origin: Origin,
}

/// Every printed figure whose result is computed, too, in the order of the results.
pub fn compared(findings: &Findings) -> Vec<Compared> {
    let both = findings.results().iter().filter_map(|result| Some((result, findings.reported_beside(result)?)));
    // The figures of a norm stand among the descriptives, where they are compared.
    let both = both.filter(|(computed, _)| !matches!(computed.kind, Kind::Norm { .. }));
    both.flat_map(|(computed, reported)| figures(computed, reported)).collect()
}

fn figures(computed: &StudyResult, reported: &StudyResult) -> Vec<Compared> {
    let printed = reported.fields.iter().filter_map(|(field, quantity)| {
        let known = quantity.known()?;
        let stands_in_print = known.printed.is_some() || field.is_count() && counted(&reported.kind, *field);
        stands_in_print.then_some((*field, known))
    });
    printed
        .filter(|(field, _)| computed.quantity(*field).is_none_or(|quantity| quantity.withheld().is_none()))
        .map(|(field, printed)| {
            let known = computed.quantity(field).and_then(super::quantity::Quantity::known);
            let value = known.map(|known| known.value);
            Compared {
                address: computed.address.clone(),
                field,
                printed: printed.clone(),
                computed: value,
                rounded: known.and_then(|known| known.rounded),
                agrees: known.is_some_and(|known| agree(printed, known)),
                origin: reported.origin.clone(),
            }
        })
        .collect()
}

/// Counts that are read from a file, and not made of others.
fn counted(kind: &Kind, field: Field) -> bool {
    match kind {
        Kind::Family { .. } => false,
        Kind::Share { .. } => matches!(field, Field::Count | Field::Total),
        _ => field == Field::N,
    }
}

/// Whether a printed figure and one of the data may be the same. The latter has an interval of its own where a
/// disclosure profile rounds it.
fn agree(printed: &Known, computed: &Known) -> bool {
    let ends = [computed.value, computed.low, computed.high];
    let spans = computed.low <= printed.low && computed.high >= printed.high;
    spans || ends.into_iter().any(|value| may_be(printed, value))
}

/// Whether a value may have been printed so: rounded either way at a half, or cut off.
fn may_be(printed: &Known, value: f64) -> bool {
    let slack = 1e-9 * value.abs().max(1.0);
    let inside = |low: f64, high: f64| value >= low - slack && value <= high + slack;
    if inside(printed.low, printed.high) {
        return true;
    }
    match &printed.printed {
        Some(figure) if !figure.is_bound() => {
            let unit = printed.high - printed.low;
            let cut = if figure.value() < 0.0 {
                (printed.value - unit, printed.value)
            } else {
                (printed.value, printed.value + unit)
            };
            inside(cut.0, cut.1)
        }
        _ => false,
    }
}

/// A warning for each printed figure that is not the one of the data.
pub fn tell(findings: &Findings, sink: &mut Sink) {
    for figure in compared(findings).into_iter().filter(|figure| !figure.agrees) {
        let printed =
            figure.printed.printed.as_ref().map_or_else(|| figure.printed.value.to_string(), |p| p.text().to_owned());
        let data = match figure.computed {
            Some(value) => format!("the data give {}", rounded(value, &figure)),
            None => "the data give none".to_owned(),
        };
        let message = format!("`{}.{}` is printed as {printed}, and {data}", figure.address, figure.field.as_str());
        let hint =
            format!("`{}` is the computed one; the printed one is at `reported.{}`", figure.address, figure.address);
        sink.push(Diagnostic::warning("reported-differs", message).at(&figure.origin).hint(hint));
    }
}

/// A value with two decimals more than the printed figure has, as far as a profile leaves them.
fn rounded(value: f64, figure: &Compared) -> String {
    let decimals = figure.printed.printed.as_ref().map_or(0, |printed| printed.decimals() + 2);
    let decimals = figure.rounded.map_or(decimals, |most| most.min(decimals));
    fixed(value, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::Quantity;
    use crate::model::Printed;

    #[test]
    fn rounding_and_cutting_agree() {
        let printed = |text| Quantity::printed(Printed::parse(text).as_ref()).known().cloned().expect("a number");
        assert!(may_be(&printed("0.2"), 0.15) && may_be(&printed("0.2"), 0.25) && may_be(&printed("0.2"), 0.29));
        assert!(may_be(&printed("-0.2"), -0.29) && !may_be(&printed("-0.2"), -0.31) && !may_be(&printed("0.2"), 0.31));
        assert!(may_be(&printed("<0.001"), 0.0001) && !may_be(&printed("<0.001"), 0.002));
        assert!(may_be(&printed("12"), 12.0) && !may_be(&printed("0.2"), 0.14));
    }
}
