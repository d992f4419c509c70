//! From Turtle nodes to a [`Lexicon`].

use super::check::{check, unknown};
use super::correction::correct;
use super::error::Faults;
use super::node::{Node, nodes};
use super::pattern::{FlowPattern, parse_act, parse_flow};
use super::turtle::{self, Place, Statement};
use super::{
    ActKind, ActKindId, FlowKindEntry, FormKind, Lexicon, LexiconError, LexiconFile, ROLES, Shape, ShapeKind, Trigger,
};
use crate::text::digest;
use rustc_hash::FxHashMap;

/// The lexicon files of the crate, a statement a line; the build script makes it.
pub(super) static COMPILED: &str = include_str!(concat!(env!("OUT_DIR"), "/lexicon.tsv"));

const NOTATION: &str = "see the notation at the head of ontology/acts.ttl";

impl Lexicon {
    /// The lexicon of the crate with a user's own Turtle files, given as name and text, which add to it and correct it
    /// (`docs/corrections.md`).
    ///
    /// # Errors
    /// Where a file is not Turtle, a pattern does not parse, a body has no label, a name is borne by two at once,
    /// parents go round in a circle, a day is none, a correction meets nothing, or two corrections contradict each other:
    /// all that is wrong, with file and line.
    ///
    /// ```
    /// use gremium::lexicon::Lexicon;
    /// let mine = r#"
    ///     @base <https://w3id.org/gremium/id/> .
    ///     @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    ///     <body/bmi> skos:altLabel "Heimatministerium"@de .
    /// "#; // ministry of home affairs
    /// let lexicon = Lexicon::with(&[("mine.ttl".into(), mine.into())])?;
    /// assert_eq!(lexicon.bodies_named("Heimatministerium"), lexicon.bodies_named("BMI"));
    /// # Ok::<(), gremium::lexicon::LexiconError>(())
    /// ```
    pub fn with(files: &[(String, String)]) -> Result<Self, LexiconError> {
        let embedded = COMPILED.lines().filter_map(Statement::read);
        Self::build(embedded.collect(), files)
    }

    /// The lexicon of these Turtle files alone, given as name and text. Later files add to earlier ones.
    ///
    /// # Errors
    /// As [`with`](Self::with).
    pub fn parse(files: &[(String, String)]) -> Result<Self, LexiconError> {
        Self::build(Vec::new(), files)
    }

    /// SHA-256 of all that the lexicon was made from: documents that were analysed with lexicons of one digest may be one graph.
    #[must_use]
    pub fn digest(&self) -> String {
        let mine = self.files.iter().map(|file| file.digest.as_str());
        digest([digest(COMPILED.as_bytes()).as_str()].into_iter().chain(mine).collect::<String>().as_bytes())
    }

    fn build(mut statements: Vec<Statement<'_>>, files: &[(String, String)]) -> Result<Self, LexiconError> {
        let mut faults = Faults::new(files);
        if !files.is_empty() {
            parse(files, &mut statements, &mut faults);
            unknown(&statements, &mut faults);
            statements = correct(statements, &mut faults);
        }
        let nodes = nodes(&statements);
        if !files.is_empty() {
            check(&nodes, &mut faults);
        }
        let mut lexicon = Self {
            files: files.iter().map(|(name, text)| LexiconFile::new(name, digest(text.as_bytes()))).collect(),
            ..Self::default()
        };
        // About one name for three statements, and three words to a name.
        lexicon.stems.reserve(statements.len());
        lexicon.bodies.reserve(statements.len());
        let by_key: FxHashMap<&str, &Node<'_>> = nodes.iter().map(|node| (node.key, node)).collect();
        for node in &nodes {
            if node.key.starts_with("body/") {
                lexicon.add_authority(node, &by_key, &mut faults);
            } else if node.key.starts_with("statute/") {
                lexicon.add_statute(node, &by_key, &mut faults);
            } else if node.is_a("Register") {
                lexicon.add_register(node);
            } else if node.is_a("PrintedSeries") {
                lexicon.add_series(node, &mut faults);
            } else if node.key.starts_with("kind/") {
                lexicon.add_kind(node);
            } else if node.is_a("ActKind") {
                lexicon.add_act_kind(node, &mut faults);
            } else if node.is_a("FlowKind") {
                lexicon.flow_kinds.push(flow_kind(node, &mut faults));
            } else if let Some(role) = node.key.strip_prefix("role/") {
                lexicon.add_role(node, role, &mut faults);
            } else if node.key.starts_with("shape/") {
                lexicon.add_shape(node);
            }
        }
        lexicon.relate(&nodes, &by_key);
        faults.into_result().map(|()| lexicon)
    }

    fn add_act_kind(&mut self, node: &Node<'_>, faults: &mut Faults<'_>) {
        let id = count(self.act_kinds.len());
        let mut patterns = Vec::new();
        let note_patterns_from = node.texts("pattern").count();
        for text in node.of("pattern").chain(node.of("notePattern")) {
            let pattern = match parse_act(&text.object) {
                Ok(pattern) => pattern,
                Err(cause) => {
                    faults.add(text.place, node.key, format!("„{}“: {cause}", text.object), NOTATION);
                    continue;
                }
            };
            let forms = [
                (&pattern.singular, FormKind::Singular),
                (&pattern.plural, FormKind::Plural),
                (&pattern.participle, FormKind::Participle),
            ];
            for (form, number) in forms {
                if !form.is_empty() {
                    // Of a participle in several words („zur Kenntnis genommen“) the verb is the last.
                    let trigger = Trigger { form: form.as_str().into(), number, kind: id, pattern: patterns.len() };
                    let stem = self.stems.intern(form);
                    if self.trigger == 0 {
                        self.trigger = self.stems.mark();
                    }
                    self.stems.begin(form, stem, self.trigger);
                    let stem = stem as usize;
                    if self.triggers.len() <= stem {
                        self.triggers.resize_with(stem + 1, Vec::new);
                    }
                    self.triggers[stem].push(trigger);
                }
            }
            patterns.push(pattern);
        }
        self.act_kinds.push(ActKind {
            name: name_of(node),
            label_de: node.text_in("skos:prefLabel", "de").unwrap_or_default(),
            label_en: node.text_in("skos:prefLabel", "en").unwrap_or_default(),
            addressed: node.texts("addressed").any(|value| value == "true"),
            note_patterns_from,
            patterns,
            examples: node.texts("skos:example").map(str::to_owned).collect(),
            counter_examples: node.texts("counterExample").map(str::to_owned).collect(),
        });
    }

    fn add_role(&mut self, node: &Node<'_>, role: &str, faults: &mut Faults<'_>) {
        if let Some(position) = ROLES.iter().position(|name| *name == role) {
            self.role_verbs.extend(flow_patterns(node, faults).into_iter().map(|pattern| (position, pattern)));
            for phrase in node.texts("phrase") {
                self.roles.insert(&mut self.stems, phrase, count(position));
            }
        }
    }

    fn add_shape(&mut self, node: &Node<'_>) {
        let kinds = [
            ("GroupShape", ShapeKind::Group),
            ("SuffixShape", ShapeKind::Suffix),
            ("HeadShape", ShapeKind::Head),
            ("OrganShape", ShapeKind::Organ),
            ("ChairShape", ShapeKind::Chair),
            ("MemberShape", ShapeKind::Member),
            ("OfficeShape", ShapeKind::Office),
            ("RoleShape", ShapeKind::Role),
            ("CompoundHead", ShapeKind::CompoundHead),
            ("AbbreviatedShape", ShapeKind::Abbreviated),
            ("ComplementShape", ShapeKind::Complement),
            ("AnaphorShape", ShapeKind::Anaphor),
            ("DocumentShape", ShapeKind::Document),
        ];
        let Some((_, kind)) = kinds.into_iter().find(|(class, _)| node.is_a(class)) else { return };
        let id = count(self.shapes.len());
        // An epithet stands with many shapes, of which the noun behind it tells one: to find it, one is enough.
        let epithet = |noun: &str| {
            let mut others = self.shapes.iter().filter(|shape| shape.kind == ShapeKind::Abbreviated);
            kind == ShapeKind::Abbreviated && others.any(|shape| shape.nouns.iter().any(|other| other == noun))
        };
        let nouns: Vec<&str> = node.texts("noun").filter(|noun| !epithet(noun)).collect();
        let index = if kind == ShapeKind::Complement { &mut self.complements } else { &mut self.shape_nouns };
        for noun in nouns {
            index.insert(&mut self.stems, noun, id);
        }
        if kind == ShapeKind::Member {
            for noun in node.texts("noun") {
                self.member_ends.insert(noun, id);
                self.member_ends.insert(&noun.to_lowercase(), id);
            }
        }
        for suffix in node.texts("suffix") {
            match kind {
                ShapeKind::Suffix => self.suffixes.insert(suffix, id),
                ShapeKind::Abbreviated => self.abbreviated_suffixes.insert(suffix, id),
                ShapeKind::Document => {
                    self.documents.insert(suffix, id);
                    // The noun alone begins with a capital.
                    let mut letters = suffix.chars();
                    let first = letters.next().into_iter().flat_map(char::to_uppercase);
                    self.documents.insert(&first.chain(letters).collect::<String>(), id);
                }
                _ => {}
            }
        }
        self.shapes.push(Shape {
            kind,
            label: node.text("rdfs:label").unwrap_or_default(),
            body_kind: node.things("bodyKind").next().unwrap_or("kind/other").to_owned(),
            nouns: node.texts("noun").map(str::to_owned).collect(),
            suffix: node.text("suffix").unwrap_or_default(),
        });
    }
}

pub(super) fn parse(files: &[(String, String)], statements: &mut Vec<Statement<'_>>, faults: &mut Faults<'_>) {
    for (file, (_, text)) in (0..).zip(files) {
        match turtle::statements(text, file) {
            Ok(said) => statements.extend(said),
            Err((line, cause)) => {
                let place = Place { file, line };
                let remedy = "correct the Turtle; an IRI holds no blanks, and every subject has one";
                faults.add(Some(place), turtle::subject_near(text, line), cause, remedy);
            }
        }
    }
}

fn flow_patterns(node: &Node<'_>, faults: &mut Faults<'_>) -> Vec<FlowPattern> {
    let mut patterns = Vec::new();
    for text in node.of("pattern") {
        match parse_flow(&text.object) {
            Ok(pattern) => patterns.push(pattern),
            Err(cause) => faults.add(text.place, node.key, format!("„{}“: {cause}", text.object), NOTATION),
        }
    }
    patterns
}

fn flow_kind(node: &Node<'_>, faults: &mut Faults<'_>) -> FlowKindEntry {
    let patterns = flow_patterns(node, faults);
    FlowKindEntry {
        name: name_of(node),
        label_de: node.text_in("skos:prefLabel", "de").unwrap_or_default(),
        label_en: node.text_in("skos:prefLabel", "en").unwrap_or_default(),
        patterns,
        nouns: node.texts("noun").map(str::to_owned).collect(),
        carries: node.texts("carries").map(str::to_owned).collect(),
        to_conference: node.texts("toConference").any(|value| value == "true"),
    }
}

fn name_of(node: &Node<'_>) -> String {
    node.key.rsplit('/').next().unwrap_or_default().to_owned()
}

pub(super) fn count(len: usize) -> ActKindId {
    u32::try_from(len).unwrap_or(u32::MAX)
}
