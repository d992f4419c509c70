//! From Turtle nodes to a [`Lexicon`].

use super::node::{Node, nodes};
use super::pattern::{parse_act, parse_flow};
use super::turtle::{self, Statement};
use super::{
    ActKind, ActKindId, Authority, DatedName, FlowKindEntry, FormKind, Lexicon, LexiconError, ROLES, SessionRecord,
    Shape, ShapeKind, Statute, Trigger,
};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// The lexicon files of the crate, a statement a line; the build script makes it.
static COMPILED: &str = include_str!(concat!(env!("OUT_DIR"), "/lexicon.tsv"));

impl Lexicon {
    /// The lexicon of the crate with a user's own Turtle files, given as name and text, which add to it.
    ///
    /// # Errors
    /// Where a file is not Turtle, a pattern does not parse, or a body has no label.
    pub fn with(files: &[(String, String)]) -> Result<Self, LexiconError> {
        let mut statements: Vec<Statement<'_>> = COMPILED.lines().filter_map(Statement::read).collect();
        statements.extend(parse(files)?);
        Self::build(&statements)
    }

    /// The lexicon of these Turtle files alone, given as name and text. Later files add to earlier ones.
    ///
    /// # Errors
    /// As [`with`](Self::with).
    pub fn parse(files: &[(String, String)]) -> Result<Self, LexiconError> {
        Self::build(&parse(files)?)
    }

    fn build(statements: &[Statement<'_>]) -> Result<Self, LexiconError> {
        let nodes = nodes(statements);
        let mut lexicon = Self::default();
        // About one name for three statements, and three words to a name.
        lexicon.stems.reserve(statements.len());
        lexicon.bodies.reserve(statements.len());
        let by_key: FxHashMap<&str, &Node<'_>> = nodes.iter().map(|node| (node.key, node)).collect();
        for node in &nodes {
            if node.key.starts_with("body/") {
                lexicon.add_authority(node, &by_key)?;
            } else if node.key.starts_with("statute/") {
                lexicon.add_statute(node)?;
            } else if node.is_a("ActKind") {
                lexicon.add_act_kind(node)?;
            } else if node.is_a("FlowKind") {
                lexicon.flow_kinds.push(flow_kind(node)?);
            } else if let Some(role) = node.key.strip_prefix("role/") {
                lexicon.add_role(node, role);
            } else if node.key.starts_with("shape/") {
                lexicon.add_shape(node);
            }
        }
        lexicon.relate(&nodes);
        Ok(lexicon)
    }

    fn add_authority(&mut self, node: &Node<'_>, by_key: &FxHashMap<&str, &Node<'_>>) -> Result<(), LexiconError> {
        let label = node.text("label").ok_or_else(|| LexiconError::Authority {
            key: node.key.to_owned(),
            cause: "a body needs one rdfs:label".into(),
        })?;
        let id = count(self.authorities.len());
        let dated_names: Vec<DatedName> = node
            .things("altLabel")
            .chain(node.things("prefLabel"))
            .filter_map(|key| by_key.get(key))
            .filter_map(|name| {
                Some(DatedName {
                    text: name.text("literalForm")?,
                    from: date(name, "validFrom"),
                    until: date(name, "validUntil"),
                })
            })
            .collect();
        let listed =
            ["label", "prefLabel", "altLabel", "hiddenLabel"].into_iter().flat_map(|property| node.texts(property));
        for name in listed.chain(dated_names.iter().map(|name| name.text.as_str())) {
            self.bodies.insert(&mut self.stems, name, id);
        }
        for name in node.texts("membersName") {
            self.members.insert(&mut self.stems, name, id);
        }
        self.by_key.insert(node.key.to_owned(), id);
        self.authorities.push(Authority {
            key: node.key.to_owned(),
            label,
            name_de: node.text_in("prefLabel", "de"),
            name_en: node.text_in("prefLabel", "en"),
            kind: node.things("bodyKind").next().unwrap_or("kind/other").to_owned(),
            parent: None,
            chair_of: None,
            dated_names,
            links: node.links().map(|(property, iri)| (property, iri.to_owned())).collect(),
        });
        Ok(())
    }

    fn add_statute(&mut self, node: &Node<'_>) -> Result<(), LexiconError> {
        let label = node.text("label").ok_or_else(|| LexiconError::Authority {
            key: node.key.to_owned(),
            cause: "a statute needs one rdfs:label".into(),
        })?;
        let id = count(self.statutes.len());
        for name in ["label", "title", "title_short", "altLabel", "hiddenLabel"]
            .into_iter()
            .flat_map(|property| node.texts(property))
        {
            self.statute_names.insert(&mut self.stems, name, id);
        }
        self.statutes.push(Statute {
            key: node.key.to_owned(),
            label,
            title: node.text_in("title", "de"),
            by_article: node.things("division").any(|division| division == "Article"),
            slug: node.text("slug"),
            celex: node.text("celex"),
        });
        Ok(())
    }

    fn add_act_kind(&mut self, node: &Node<'_>) -> Result<(), LexiconError> {
        let id = count(self.act_kinds.len());
        let wrong = |cause| LexiconError::Pattern { key: node.key.to_owned(), cause };
        let mut patterns = Vec::new();
        for text in node.texts("pattern").chain(node.texts("notePattern")) {
            let pattern = parse_act(text).map_err(wrong)?;
            let forms = [
                (&pattern.singular, FormKind::Singular),
                (&pattern.plural, FormKind::Plural),
                (&pattern.participle, FormKind::Participle),
            ];
            for (form, number) in forms {
                if !form.is_empty() {
                    // Of a participle in several words („zur Kenntnis genommen“) the verb is the last.
                    let trigger = Trigger { form: form.as_str().into(), number, kind: id, pattern: patterns.len() };
                    self.triggers.entry(self.stems.intern(form)).or_default().push(trigger);
                }
            }
            patterns.push(pattern);
        }
        self.act_kinds.push(ActKind {
            name: name_of(node),
            label_de: node.text_in("prefLabel", "de").unwrap_or_default(),
            label_en: node.text_in("prefLabel", "en").unwrap_or_default(),
            addressed: node.texts("addressed").any(|value| value == "true"),
            note_patterns_from: patterns.len() - node.texts("notePattern").count(),
            patterns,
            examples: node.texts("example").map(str::to_owned).collect(),
            counter_examples: node.texts("counterExample").map(str::to_owned).collect(),
        });
        Ok(())
    }

    fn add_role(&mut self, node: &Node<'_>, role: &str) {
        if let Some(position) = ROLES.iter().position(|name| *name == role) {
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
        ];
        let Some((_, kind)) = kinds.into_iter().find(|(class, _)| node.is_a(class)) else { return };
        let id = count(self.shapes.len());
        for noun in node.texts("noun") {
            self.shape_nouns.insert(&mut self.stems, noun, id);
        }
        if kind == ShapeKind::Member {
            self.member_ends = node.texts("noun").flat_map(|noun| [noun.to_owned(), noun.to_lowercase()]).collect();
        }
        self.shapes.push(Shape {
            kind,
            label: node.text("label").unwrap_or_default(),
            body_kind: node.things("bodyKind").next().unwrap_or("kind/other").to_owned(),
            nouns: node.texts("noun").map(str::to_owned).collect(),
            suffix: node.text("suffix").unwrap_or_default(),
        });
    }

    /// Second pass: what points from one thing to another.
    fn relate(&mut self, nodes: &[Node<'_>]) {
        for node in nodes {
            if let Some(id) = self.by_key.get(node.key).copied() {
                let find = |property| node.things(property).find_map(|key| self.by_key.get(key).copied());
                let (parent, chair_of) = (find("subOrganizationOf"), find("chairOf"));
                if let Some(authority) = self.authorities.get_mut(id as usize) {
                    (authority.parent, authority.chair_of) = (parent, chair_of);
                }
            } else if node.is_a("Session") {
                let Some(body) = node.things("sessionOf").find_map(|key| self.by_key.get(key).copied()) else {
                    continue;
                };
                self.sessions.push(SessionRecord {
                    key: node.key.to_owned(),
                    body,
                    number: node.text("number").and_then(|number| number.parse().ok()),
                    first: date(node, "firstDay"),
                    last: date(node, "lastDay"),
                    place: node.text("place"),
                    grade: node.text("grade"),
                });
            }
        }
    }
}

fn parse(files: &[(String, String)]) -> Result<Vec<Statement<'static>>, LexiconError> {
    let mut statements = Vec::new();
    for (file, text) in files {
        statements
            .extend(turtle::statements(text).map_err(|cause| LexiconError::Syntax { file: file.clone(), cause })?);
    }
    Ok(statements)
}

fn flow_kind(node: &Node<'_>) -> Result<FlowKindEntry, LexiconError> {
    let wrong = |cause| LexiconError::Pattern { key: node.key.to_owned(), cause };
    Ok(FlowKindEntry {
        name: name_of(node),
        label_de: node.text_in("prefLabel", "de").unwrap_or_default(),
        label_en: node.text_in("prefLabel", "en").unwrap_or_default(),
        patterns: node.texts("pattern").map(parse_flow).collect::<Result<_, _>>().map_err(wrong)?,
        nouns: node.texts("noun").map(str::to_owned).collect(),
        carries: node.texts("carries").map(str::to_owned).collect(),
        to_conference: node.texts("toConference").any(|value| value == "true"),
    })
}

fn name_of(node: &Node<'_>) -> String {
    node.key.rsplit('/').next().unwrap_or_default().to_owned()
}

fn date(node: &Node<'_>, property: &str) -> Option<Date> {
    node.text(property)?.parse().ok()
}

fn count(len: usize) -> ActKindId {
    u32::try_from(len).unwrap_or(u32::MAX)
}
