//! Files to a [`Study`]: the only room that opens input files.
//!
//! Each file is read whole, its faults go into the sink, and reading goes on, so that one run tells everything that is
//! wrong. References resolve here, but for those to results, which nobody knows yet. Nothing is computed.

mod advice;
mod answers;
mod attribution;
mod bibliography;
mod code_names;
mod codebook;
mod conventions;
mod damage;
mod decode;
mod displays;
mod excerpt_signs;
mod excerpts;
mod folder;
mod images;
mod keys;
mod layout;
mod manifest;
mod measures;
mod memo;
mod memo_files;
mod misnamed;
mod names;
mod node;
mod paper;
mod parsed;
mod propositions;
mod prose;
mod quote;
mod reported;
mod same_words;
mod scoring;
mod second_coding;
mod slips;
mod speakers;
mod study;
mod summary;
mod table;
mod tables;
mod toml_fault;
mod yaml_fault;

use std::path::Path;

use folder::Folder;
use names::Names;

pub use bibliography::references_again;
pub use folder::sha256;
pub use parsed::Parsed;
pub use tables::{PrintedTables, printed_tables};

use crate::diag::{Severity, Sink, Sources, Stop};
use crate::model::{Qualitative, Study, VariableId};

/// Reads the study in a folder. The texts of its files go into `sources`.
///
/// # Errors
/// When anything in the study's files is wrong; the sink says what.
pub fn read(root: &Path, sources: &mut Sources, sink: &mut Sink) -> Result<Study, Stop> {
    read_again(root, &mut Parsed::default(), sources, sink)
}

/// Reads the study in a folder once more: a file whose text is the one that it had is not parsed again.
///
/// # Errors
/// As [`read`].
pub fn read_again(root: &Path, parsed: &mut Parsed, sources: &mut Sources, sink: &mut Sink) -> Result<Study, Stop> {
    let mut folder = Folder::new(root, parsed, sources);
    let manifest = manifest::manifest(&mut folder, sink);
    let Some(manifest) = manifest else { return Err(stop(sink)) };
    let src = manifest.src.clone();
    misnamed::misnamed(&mut folder, &src, sink);

    let (bibliography, keys, bib_complete) = bibliography::bibliography(&mut folder, &src, sink);
    let key_names = Names::new("reference", "references.bib", keys.clone(), bib_complete);
    let frame = study::frame(&mut folder, &key_names, sink);
    let (measures, measures_complete) = measures::measures(&mut folder, &key_names, sink);
    let (codebook, codebook_complete) = codebook::codebook(&mut folder, sink);
    let (paper, summary) = paper::paper(&mut folder, &format!("{src}/paper.yaml"), &manifest, sink);
    let chapters = prose::chapters(&mut folder, &src, summary.as_ref(), sink);
    let images = prose::images(&mut folder, &src, &chapters, sink);
    let template = prose::template(&mut folder, &manifest.template, sink);
    let Some(frame) = frame else {
        folder.report_unseen(sink);
        return Err(stop(sink));
    };

    let timepoint_names = frame.timepoint_names();
    let known = answers::Known {
        measures: &measures,
        timepoints: &frame.timepoints,
        layout: &frame.layout,
        group: frame.group.as_ref(),
        complete: measures_complete && timepoint_names.complete(),
    };
    let group = known.group_id().map(VariableId::new);
    let taken = answers::answers(&mut folder, &known, sink);
    let (made, sound) = taken.as_ref().map_or((None, true), |taken| (taken.group.clone(), taken.sound));
    let answers = taken.map(|taken| taken.answers);
    let mut measures = measures;
    measures.variables.extend(made);
    let known = reported::Known {
        measures: &measures,
        measures_complete,
        timepoints: &frame.timepoints,
        timepoint_names: &timepoint_names,
        keys: &key_names,
    };
    let before = sink.count(Severity::Error);
    let reported = reported::reported(&mut folder, &known, sink);
    if let Some(answers) = answers.as_ref().filter(|_| sound) {
        answers::without_data(answers, &measures, &reported, sink);
    }
    let home = "data/quantitative/reported";
    let missed = ["describe", "change", "share"].iter().any(|name| folder.missed(&format!("{home}/{name}.csv")))
        || folder.is_unseen(home);
    let reported_complete = sink.count(Severity::Error) == before && !missed;

    let named = code_names::CodeNames::of(&codebook, codebook_complete);
    let form = attribution::Form::of(&frame.attribution, &timepoint_names);
    let known = excerpts::Known {
        codes: &named,
        form: &form,
        attribution: &frame.attribution,
        study: &frame.origin,
        people: answers.as_ref().map_or(&[][..], |answers| &answers.people),
    };
    let before = sink.count(Severity::Error);
    let excerpts = excerpts::excerpts(&mut folder, &known, sink);
    let excerpts_complete = sink.count(Severity::Error) == before
        && timepoint_names.complete()
        && !folder.missed("data/qualitative/excerpts.csv")
        && !folder.is_unseen("data/qualitative/memos");
    let excerpt_ids = excerpts.iter().map(|excerpt| excerpt.id.to_string()).collect();
    let excerpt_names = Names::new("excerpt", "data/qualitative/memos", excerpt_ids, excerpts_complete);

    let known = second_coding::Known { excerpts: &excerpt_names, codes: &named };
    let second_coding = second_coding::second_coding(&mut folder, &known, sink);

    let known = propositions::Known {
        strands: &frame.strands,
        strand_names: frame.strand_names(),
        timepoints: timepoint_names.clone(),
        themes: named.themes.clone(),
        codes: named.codes.clone(),
        excerpts: excerpt_names.clone(),
        fit: frame.conventions.fit,
    };
    let propositions = propositions::propositions(&mut folder, &format!("{src}/propositions.yaml"), &known, sink);
    let known = displays::Known {
        measures: &measures,
        measures_complete,
        reported: &reported,
        answers: answers.as_ref(),
        reported_complete,
        timepoints: &frame.timepoints,
        timepoint_names: &timepoint_names,
        codes: named.codes,
        themes: named.themes,
        excerpts: excerpt_names,
    };
    let displays = displays::displays(&mut folder, &format!("{src}/displays.yaml"), &known, sink);
    folder.report_unseen(sink);
    sink.stop_on_errors()?;

    Ok(Study {
        manifest,
        timepoints: frame.timepoints,
        strands: frame.strands,
        conventions: frame.conventions,
        disclosure: frame.disclosure,
        known_words: frame.known_words,
        accept: frame.accept,
        measures,
        reported,
        answers,
        group,
        qualitative: Qualitative { codebook, excerpts, second_coding },
        propositions,
        displays,
        paper,
        chapters,
        bibliography,
        citation_keys: keys,
        images,
        template,
        inputs: folder.into_inputs(),
        origin: frame.origin,
    })
}

/// The folders of a study's text and of its builds, where its manifest can be read at all.
pub fn folders(root: &Path) -> Option<(String, String)> {
    let (mut parsed, mut sources) = (Parsed::default(), Sources::default());
    let mut folder = Folder::new(root, &mut parsed, &mut sources);
    let manifest = manifest::manifest(&mut folder, &mut Sink::new())?;
    Some((manifest.src, manifest.build_dir))
}

/// The stop of a reader that gave nothing; a reader that fails without saying why is our own bug.
fn stop(sink: &Sink) -> Stop {
    sink.stop_on_errors().expect_err("a reader gives nothing only after it reported an error")
}
