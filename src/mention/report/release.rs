//! What the sentences behind a report say of its publication: „Die Konferenz stimmt der Veröffentlichung des Berichts zu“ (agrees
//! to the publication of the report), „Der Bericht ist nicht zur Veröffentlichung bestimmt“.

use crate::lexicon::Words;
use crate::mention::{Mention, MentionKind, Release};
use crate::text::{Listed, set};
use std::ops::Range;

/// So many mentions back a report is looked for.
const NEAR: usize = 2048;

/// Marks the reports among the mentions of an item, the last of which are those of the passage, as its sentences say.
pub(in crate::mention) fn release(words: &Words<'_>, of_item: &mut [Mention]) {
    let is_report = |mention: &Mention| matches!(mention.kind, MentionKind::Report(_));
    if !of_item.iter().rev().take(NEAR).any(is_report) {
        return;
    }
    for sentence in words.sentences() {
        let Some((release, plural)) = said(words, sentence) else { continue };
        let end = words.span(sentence.start, sentence.end).end;
        let reports = of_item.iter_mut().rev().take(NEAR).filter(|mention| mention.span.start < end);
        let unmarked = reports.filter_map(|mention| match &mut mention.kind {
            MentionKind::Report(report) if !report.oral => Some(report),
            _ => None,
        });
        for report in unmarked.take(if plural { usize::MAX } else { 1 }) {
            report.release = report.release.or(Some(release));
        }
    }
}

/// What a sentence says of a publication, and whether of more than one document.
fn said(words: &Words<'_>, sentence: &Range<usize>) -> Option<(Release, bool)> {
    let noun = sentence
        .clone()
        .find(|at| words.is_one_of(*at, &set!["Veröffentlichung"]) && words.nesting().depth(*at) == 0)?;
    let has = |list: &[Listed]| sentence.clone().any(|at| words.is_one_of(at, list) && words.nesting().depth(at) == 0);
    // „der Veröffentlichung dieses Beschlusses“
    if (noun + 1..noun + 4).any(|at| words.word(at).starts_with("Beschl")) {
        return None;
    }
    let before = noun.checked_sub(1)?;
    let for_it = words.is_one_of(before, &set!["zur"]) && has(&set!["frei", "freigegeben", "bestimmt", "vorgesehen"]);
    let to_it = words.is_one_of(before, &set!["der", "einer", "seiner", "dessen", "deren", "ihrer"])
        && (has(&set!["stimmt", "stimmen"]) && has(&set!["zu"]) || has(&set!["zugestimmt", "einverstanden"]));
    if !(for_it || to_it) || has(&set!["sofern", "soweit", "wenn", "sobald"]) {
        return None;
    }
    let withheld = has(&set!["nicht"]);
    let plural = has(&set!["Berichte", "Dokumente", "Papiere", "Unterlagen", "sie"]);
    Some((if withheld { Release::NotReleased } else { Release::Released }, plural))
}
