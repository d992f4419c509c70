//! `explain`: which rule made which statement from which words, and what was rejected and why.

use super::input::{self, Settings};
use super::{Outcome, output};
use anyhow::{Result, bail};
use gremium::act::{Act, Deadline, Due, Flow, Role};
use gremium::graph::{Graph, Syntax};
use gremium::lexicon::Lexicon;
use gremium::mention::{BodyId, Mention, MentionKind, why_unlinked};
use gremium::structure::{Label, Passage, PassageId};
use gremium::text::{PositionIndex, Span};
use gremium::{Analysis, Analyzer};
use oxigraph::model::{NamedOrBlankNodeRef, QuadRef, TermRef};
use std::collections::BTreeSet;
use std::convert::identity;
use std::fmt::{Debug, Display};
use std::io::{self, Write};
use std::path::PathBuf;

/// Show which rule made which statement from which words, and what was rejected and why
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gremium explain examples/imk-215.md 54       all of agenda item 54
  gremium explain examples/imk-215.md 54.2     its point 2; 54.0 is the heading, 54.N a protocol note
  gremium explain examples/imk-215.md https://w3id.org/gremium/id/body/bmi")]
pub struct Args {
    /// A document: file, folder, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Number of an agenda item, TOP.POINT, or IRI of a thing in the graph; without it, the whole document
    #[arg(value_name = "TOP[.POINT]|IRI")]
    what: Option<String>,
    #[command(flatten)]
    settings: Settings,
}

pub fn run(args: &Args) -> Result<Outcome> {
    let files = std::slice::from_ref(&args.file);
    let what = args.what.as_deref();
    if let Some(iri) = what.filter(|what| what.contains("://")) {
        let corpus = input::corpus(files, &args.settings)?;
        let statements = statements_about(iri, &corpus.graph);
        if statements.is_empty() {
            bail!("the graph of {} does not speak of {iri}", args.file.display());
        }
        output::write(None, |out| statements.write(Syntax::TriG, out))?;
        return Ok(corpus.outcome);
    }
    let lexicon = args.settings.lexicon()?;
    let (mut explanation, mut found) = (Vec::new(), false);
    let outcome = input::analyses(files, &Analyzer::new(&lexicon), &args.settings, identity, |analysis| {
        found |= passages(&analysis, &lexicon, what, &mut explanation)?;
        Ok(())
    })?;
    if let Some(place) = what.filter(|_| !found) {
        bail!("{} has no agenda item or point {place}", args.file.display());
    }
    output::write(None, |out| out.write_all(&explanation))?;
    Ok(outcome)
}

/// All that is said of a thing, and all that is said of what points to it: its mentions, acts and flows with their words.
fn statements_about(iri: &str, graph: &Graph) -> Graph {
    let subject = |quad: &QuadRef| match quad.subject {
        NamedOrBlankNodeRef::NamedNode(node) => Some(node.as_str().to_owned()),
        NamedOrBlankNodeRef::BlankNode(_) => None,
    };
    let points_there = |quad: &QuadRef| matches!(quad.object, TermRef::NamedNode(object) if object.as_str() == iri);
    let mut about: BTreeSet<String> = graph.quads().filter(points_there).filter_map(|quad| subject(&quad)).collect();
    about.insert(iri.to_owned());
    let mut statements = Graph::new();
    for quad in graph.quads().filter(|quad| subject(quad).is_some_and(|subject| about.contains(&subject))) {
        statements.insert_quad(quad);
    }
    statements
}

/// Explains the passages of one agenda item, or one of its points (`54.2`), or all passages where `place` is none.
///
/// Says whether there is such a place.
///
/// # Errors
/// Where `out` fails.
fn passages(analysis: &Analysis, lexicon: &Lexicon, place: Option<&str>, out: &mut dyn Write) -> io::Result<bool> {
    let explainer = Explainer { analysis, lexicon, positions: analysis.source.positions() };
    let mut found = false;
    for (id, passage) in (0..).zip(&analysis.document.passages) {
        if place.is_none_or(|place| explainer.is_at(passage, place)) {
            found = true;
            explainer.passage(id, passage, out)?;
        }
    }
    Ok(found)
}

struct Explainer<'a> {
    analysis: &'a Analysis,
    lexicon: &'a Lexicon,
    positions: PositionIndex<'a>,
}

impl Explainer<'_> {
    fn item_number(&self, passage: &Passage) -> &str {
        self.analysis.document.items.get(passage.item as usize).map_or("", |item| &item.number)
    }

    /// Numbers of items may hold dots themselves (`6.5`), so the whole is tried before the part.
    fn is_at(&self, passage: &Passage, place: &str) -> bool {
        let number = self.item_number(passage);
        place == number
            || place.rsplit_once('.').is_some_and(|(item, point)| item == number && passage.label.to_string() == point)
    }

    fn passage(&self, id: PassageId, passage: &Passage, out: &mut dyn Write) -> io::Result<()> {
        let Analysis { source, document, mentions, acts, .. } = self.analysis;
        let start = self.positions.position(document.map.original(passage.span).start);
        let number = self.item_number(passage);
        writeln!(out, "{}:{}:{}: TOP {number}, {}", source.name, start.line, start.column, place_name(passage.label))?;
        for line in self.words(passage.span).lines() {
            writeln!(out, "    {line}")?;
        }
        for mention in mentions.mentions.iter().filter(|mention| mention.passage == id) {
            writeln!(out, "  {}", self.mention(mention))?;
            let MentionKind::Body(body) = mention.kind else { continue };
            if let Some(why) = why_unlinked(body, document, mentions, self.lexicon) {
                writeln!(out, "    not linked: {why}")?;
            }
        }
        for act in acts.acts.iter().filter(|act| act.passage == id) {
            writeln!(out, "  {}", self.act(act))?;
        }
        for flow in acts.flows.iter().filter(|flow| flow.passage == id) {
            writeln!(out, "  {}", self.flow(flow))?;
        }
        for rejection in mentions.rejected.iter().chain(&acts.rejected).filter(|rejection| rejection.passage == id) {
            writeln!(out, "  rejected  „{}“: {}", self.words(rejection.span), rejection.reason)?;
        }
        writeln!(out)
    }

    fn mention(&self, mention: &Mention) -> String {
        let (kind, value) = match &mention.kind {
            MentionKind::Body(body) => ("body", self.body(*body).to_owned()),
            MentionKind::Norm(norm) => ("norm", norm.citation()),
            MentionKind::Report(report) if report.oral => ("report", "oral report".to_owned()),
            MentionKind::Report(report) => ("report", report.title.clone().unwrap_or_default()),
            MentionKind::Reference(reference) => {
                let body = reference.body.map(|body| self.body(body).to_owned());
                let parts = [
                    body,
                    reference.when.map(|when| when.to_string()),
                    reference.item.as_ref().map(ToString::to_string),
                ];
                ("reference", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
            }
            MentionKind::Printed(paper) => {
                let series = self.lexicon.series.get(paper.series as usize);
                let label =
                    series.map(|series| format!("{} {}", series.label, series.number(paper.first, paper.second)));
                ("printed paper", label.unwrap_or_default())
            }
            MentionKind::Date(when) => ("date", when.to_string()),
        };
        let grounding = name(mention.grounding);
        format!("mention   „{}“ → {kind} {value} [{}, {grounding}]", self.words(mention.span), mention.rule)
    }

    fn act(&self, act: &Act) -> String {
        let kind = self.lexicon.act_kinds.get(act.kind as usize).map_or("", |kind| &kind.name);
        let mut line = format!("act       „{}“ → {} {kind}", self.words(act.trigger), self.body(act.actor));
        for (addressee, span) in &act.addressees {
            self.push(&mut line, "addressee", self.body(*addressee), *span);
        }
        for participant in &act.participants {
            let role = match participant.role {
                Role::Participation => "participation of",
                Role::Coordination => "coordination with",
                Role::Lead => "lead of",
            };
            self.push(&mut line, role, self.body(participant.body), participant.span);
        }
        self.push_deadline(&mut line, act.deadline);
        line + " [" + &name(act.modality) + "]"
    }

    fn flow(&self, flow: &Flow) -> String {
        let (from, to) = (self.body(flow.from), self.body(flow.to));
        let (kind, status) = (name(flow.kind), name(flow.status));
        let mut line = format!("flow      „{}“ → {from} {kind} {to}, {status}", self.words(flow.trigger));
        if let Some(about) = flow.about {
            line.extend([", about „", self.words(about), "“"]);
        }
        self.push_deadline(&mut line, flow.deadline);
        line + " [" + &name(flow.modality) + "]"
    }

    fn push(&self, line: &mut String, role: &str, value: impl Display, span: Span) {
        line.extend([", ", role, " ", &value.to_string(), " „", self.words(span), "“"]);
    }

    fn push_deadline(&self, line: &mut String, deadline: Option<Deadline>) {
        let Some(deadline) = deadline else { return };
        let due = match deadline.due {
            Due::When(when) => when.to_string(),
            Due::NextSession(body) => format!("next session of {}", self.body(body)),
            Due::SessionNumber(body, number) => format!("session {number} of {}", self.body(body)),
        };
        self.push(line, "by", due, deadline.span);
    }

    fn body(&self, id: BodyId) -> &str {
        self.analysis.mentions.bodies.get(id as usize).map_or("?", |body| &body.label)
    }

    fn words(&self, span: Span) -> &str {
        span.of(&self.analysis.document.reading)
    }
}

/// The name of a variant, as people write it.
fn name(variant: impl Debug) -> String {
    format!("{variant:?}").to_lowercase()
}

fn place_name(label: Label) -> String {
    match label {
        Label::Heading => "heading".to_owned(),
        Label::SubHeading(letter) => format!("sub-heading {letter}"),
        Label::Point(number) => format!("point {number}"),
        Label::Whole => "resolution".to_owned(),
        Label::Note => "protocol note".to_owned(),
        Label::NotePoint(number) => format!("protocol note, point {number}"),
    }
}
