//! Every text and every other wording of a study that can reach an output.

use crate::model::{Study, Text};

/// Visits every text that the author wrote as Markdown.
pub fn each_text(study: &mut Study, visit: &mut impl FnMut(&mut Text)) {
    for theme in &mut study.qualitative.codebook.themes {
        theme.definition.iter_mut().for_each(&mut *visit);
        theme.codes.iter_mut().filter_map(|code| code.definition.as_mut()).for_each(&mut *visit);
    }
    study.qualitative.excerpts.iter_mut().for_each(|excerpt| visit(&mut excerpt.text));
    for proposition in &mut study.propositions {
        visit(&mut proposition.statement);
        proposition.note.iter_mut().chain(&mut proposition.interpretation).for_each(&mut *visit);
        for finding in proposition.findings.iter_mut().flat_map(|(_, findings)| findings) {
            visit(&mut finding.text);
            finding.evidence.iter_mut().filter_map(|evidence| evidence.contradiction.as_mut()).for_each(&mut *visit);
        }
    }
    for display in &mut study.displays {
        visit(&mut display.caption);
        display.alt.iter_mut().chain(&mut display.note).for_each(&mut *visit);
    }
    study.paper.notice.iter_mut().chain(&mut study.paper.licence).for_each(&mut *visit);
    study.paper.declarations.iter_mut().for_each(|declaration| visit(&mut declaration.text));
    study.chapters.iter_mut().for_each(|chapter| visit(&mut chapter.text));
}

/// Visits titles, labels, notes and reasons; names of authors and keys of references are none of these.
pub fn each_label(study: &mut Study, visit: &mut impl FnMut(&mut String)) {
    for theme in &mut study.qualitative.codebook.themes {
        visit(&mut theme.label);
        theme.codes.iter_mut().for_each(|code| visit(&mut code.label));
    }
    study.timepoints.iter_mut().for_each(|timepoint| visit(&mut timepoint.label));
    study.strands.iter_mut().for_each(|strand| visit(&mut strand.label));
    for instrument in &mut study.measures.instruments {
        visit(&mut instrument.name);
        instrument.short.iter_mut().for_each(&mut *visit);
        for scale in &mut instrument.scales {
            visit(&mut scale.label);
            scale.norm.iter_mut().for_each(|norm| visit(&mut norm.population));
        }
    }
    for variable in &mut study.measures.variables {
        visit(&mut variable.label);
        variable.unit.iter_mut().for_each(&mut *visit);
        variable.levels.iter_mut().for_each(|level| visit(&mut level.label));
    }
    let reported = &mut study.reported;
    let notes = reported.describe.iter_mut().filter_map(|row| row.note.as_mut());
    let notes = notes.chain(reported.change.iter_mut().filter_map(|row| row.note.as_mut()));
    notes.chain(reported.share.iter_mut().filter_map(|row| row.note.as_mut())).for_each(&mut *visit);
    let sources = [&mut reported.describe_source, &mut reported.change_source, &mut reported.share_source];
    for source in sources.into_iter().flatten() {
        source.table.iter_mut().chain(&mut source.page).for_each(&mut *visit);
    }
    visit(&mut study.manifest.title);
    let paper = &mut study.paper;
    paper.subtitle.iter_mut().chain(&mut paper.short_title).chain(&mut paper.kind).for_each(&mut *visit);
    paper.keywords.iter_mut().for_each(&mut *visit);
    paper.affiliations.iter_mut().for_each(|affiliation| visit(&mut affiliation.name));
    paper.declarations.iter_mut().for_each(|declaration| visit(&mut declaration.label));
    study.accept.iter_mut().for_each(|accepted| visit(&mut accepted.reason));
    study.accept.iter_mut().filter_map(|accepted| accepted.about.as_mut()).for_each(&mut *visit);
}
