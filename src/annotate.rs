//! Stand-off annotation: every mention with its place in the clean text of the source, or the text with marks.

use crate::Analysis;
use crate::emit::iri;
use crate::lexicon::Lexicon;
use crate::mention::{Body, Division, Mention, MentionKind, Norm, Reference};
use crate::text::{CodePoints, Span};
use serde::Serialize;
use std::fmt::{self, Write};

/// A mention as others read it; serialises to one line of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Annotation<'a> {
    pub file: &'a str,
    /// First code point of the clean text, counted from 0.
    pub start: u32,
    /// Code point behind the last.
    pub end: u32,
    /// The words between, with what stands between them in the source: line breaks, markup, page furniture.
    pub text: &'a str,
    /// `body`, `norm`, `report`, `reference`, `printed` or `date`.
    pub kind: &'static str,
    /// What is mentioned, as the graph calls it; dates and reports have no IRI here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iri: Option<String>,
    /// Normal form, as in the tables.
    pub label: String,
    /// The rule that found it.
    pub rule: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<NormValue<'a>>,
    #[serde(skip)]
    span: Span,
}

/// The parts of a cited norm under their German names, which have no settled English ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NormValue<'a> {
    pub statute: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absatz: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satz: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nummer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buchstabe: Option<&'a str>,
}

impl<'a> From<&'a Norm> for NormValue<'a> {
    fn from(norm: &'a Norm) -> Self {
        let number = |division| norm.number.as_deref().filter(|_| norm.division == Some(division));
        Self {
            statute: &norm.statute,
            section: number(Division::Section),
            article: number(Division::Article),
            absatz: norm.paragraph.as_deref(),
            satz: norm.sentence.as_deref(),
            nummer: norm.item.as_deref(),
            buchstabe: norm.letter.as_deref(),
        }
    }
}

/// The mentions of a document in the order of its text.
///
/// IRIs begin with `base` and are those of the graph.
#[must_use]
pub fn annotations<'a>(analysis: &'a Analysis, lexicon: &Lexicon, base: &str) -> Vec<Annotation<'a>> {
    let Analysis { source, document, mentions, .. } = analysis;
    let code_points = CodePoints::new(&source.text);
    let body = |id: u32| mentions.bodies.get(id as usize);
    let annotation = |mention: &'a Mention| {
        let span = document.map.original(mention.span);
        let (kind, path, label, value) = match &mention.kind {
            MentionKind::Body(id) => {
                let path = body(*id).map(|body| iri::path(&body.key).into_owned());
                ("body", path, body(*id).map(|body| body.label.clone()).unwrap_or_default(), None)
            }
            MentionKind::Norm(norm) => ("norm", Some(iri::norm(norm, lexicon)), norm.citation(), Some(norm.into())),
            MentionKind::Report(report) => ("report", None, report.title.clone().unwrap_or_default(), None),
            MentionKind::Reference(reference) => {
                let body = reference.body.and_then(body);
                let path = body.and_then(|body| {
                    let session = iri::session(lexicon, body, reference.session, reference.when);
                    iri::target(body, session.as_deref(), reference.item.as_ref())
                });
                ("reference", path, reference_label(reference, body), None)
            }
            MentionKind::Printed(paper) => {
                let series = lexicon.series.get(paper.series as usize);
                let label =
                    series.map(|series| format!("{} {}", series.label, series.number(paper.first, paper.second)));
                ("printed", iri::printed(paper, lexicon), label.unwrap_or_default(), None)
            }
            MentionKind::Date(when) => ("date", None, when.to_string(), None),
        };
        let iri = path.map(|path| format!("{base}{path}"));
        let (start, end) = (code_points.before(span.start), code_points.before(span.end));
        Annotation {
            file: &source.name,
            start,
            end,
            text: span.of(&source.text),
            kind,
            iri,
            label,
            rule: mention.rule,
            value,
            span,
        }
    };
    mentions.mentions.iter().map(annotation).collect()
}

fn reference_label(reference: &Reference, body: Option<&Body>) -> String {
    let body = body.map(|body| body.label.clone());
    let parts = [body, reference.when.map(|when| when.to_string()), reference.item.as_ref().map(ToString::to_string)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Writes the clean text as HTML with a `mark` around the words of each annotation, class and title saying what it is.
///
/// Marks never nest: where annotations overlap, as the members of `§§ 96, 97 AufenthG` do, the words are cut at every
/// end and each piece names all that cover it.
///
/// # Errors
/// Where `out` fails.
pub fn html(text: &str, annotations: &[Annotation], out: &mut impl Write) -> fmt::Result {
    let mut cuts: Vec<u32> = annotations.iter().flat_map(|a| [a.span.start, a.span.end]).collect();
    cuts.push(Span::at(0, text.len()).end);
    cuts.sort_unstable();
    cuts.dedup();
    let mut by_start: Vec<&Annotation> = annotations.iter().collect();
    by_start.sort_by_key(|a| a.span.start);
    let mut coming = by_start.into_iter().peekable();
    let mut open: Vec<&Annotation> = Vec::new();
    let mut from = 0;
    for to in cuts {
        let piece = Span::new(from, to).of(text);
        open.retain(|a| a.span.end > from);
        while let Some(next) = coming.next_if(|a| a.span.start <= from) {
            open.push(next);
        }
        open.retain(|a| a.span.end > from);
        if open.is_empty() {
            escape(piece, out)?;
        } else {
            mark(piece, &open, out)?;
        }
        from = to;
    }
    Ok(())
}

fn mark(words: &str, open: &[&Annotation], out: &mut impl Write) -> fmt::Result {
    let mut kinds: Vec<&str> = open.iter().map(|a| a.kind).collect();
    kinds.dedup();
    write!(out, "<mark class=\"{}\" title=\"", kinds.join(" "))?;
    for (index, annotation) in open.iter().enumerate() {
        out.write_str(if index > 0 { "; " } else { "" })?;
        escape(&annotation.label, out)?;
    }
    out.write_str("\">")?;
    escape(words, out)?;
    out.write_str("</mark>")
}

fn escape(text: &str, out: &mut impl Write) -> fmt::Result {
    for c in text.chars() {
        match c {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            c => out.write_char(c)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annotation(kind: &'static str, label: &str, start: u32, end: u32) -> Annotation<'static> {
        let label = label.to_owned();
        let span = Span::new(start, end);
        Annotation { file: "", start, end, text: "", kind, iri: None, label, rule: "", value: None, span }
    }

    #[test]
    fn overlapping_marks_are_cut_and_everything_is_escaped() {
        let text = "§§ 96, 97 <A&B>";
        let marks =
            [annotation("norm", "A \"96\"", 4, 8), annotation("norm", "A 97", 8, 15), annotation("body", "A", 11, 16)];
        let mut out = String::new();
        assert!(html(text, &marks, &mut out).is_ok());
        assert_eq!(
            out,
            "§§<mark class=\"norm\" title=\"A &quot;96&quot;\"> 96,</mark><mark class=\"norm\" title=\"A 97\"> 97</mark>\
             <mark class=\"norm body\" title=\"A 97; A\"> &lt;A&amp;</mark><mark class=\"body\" title=\"A\">B</mark>&gt;"
        );
    }
}
