//! The bodies of one document, each once, and what the document has taught about their names.

use super::Opens;
use super::choice::{Circumstances, narrow};
use crate::lexicon::{Asked, AuthorityId, Lexicon};
use crate::mention::{Body, BodyId, Referent};
use crate::text::{Tokens, word_key};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

/// Bodies met so far. Each is registered once under its key; mentions point to it.
#[derive(Debug, Default)]
pub(in crate::mention) struct Known {
    pub bodies: Vec<Body>,
    by_key: FxHashMap<String, BodyId>,
    /// Abbreviations that the document introduced for a body: `(NKA)` behind its name.
    taught: FxHashMap<String, BodyId>,
    /// The words that they begin with, each a bit: most words of a text have another.
    taught_words: u64,
    /// Those of them that the document gave to a body of its own, though the lexicon has another of that name.
    apart: FxHashSet<String>,
    /// Abbreviations of things that are no bodies, by their words: „Nationales Waffenregister“ → `NWR`.
    things: FxHashMap<String, String>,
    /// The last group of each shape, and of each shape with each word of its topic.
    groups: FxHashMap<(String, String), BodyId>,
    /// The last body of each leading noun: „die Stiftung“.
    heads: FxHashMap<String, BodyId>,
    pub conference: Option<BodyId>,
    /// Who speaks in the current passage: the conference, or who made the note.
    pub speaker: Option<BodyId>,
    conference_authority: Option<AuthorityId>,
    /// Last day of the sitting.
    pub day: Option<Date>,
    /// The bodies, other than the conference, that the item named, the last one last.
    introduced: Vec<BodyId>,
    /// The last group of each shape that the item named, in the order in which it did.
    item_groups: Vec<(String, BodyId)>,
    /// What a word may open.
    pub openers: Asked<Opens>,
}

impl Known {
    /// Knows nothing but what words may open.
    pub fn with(openers: Asked<Opens>) -> Self {
        Self { openers, ..Self::default() }
    }

    pub fn set_conference(&mut self, conference: BodyId) {
        self.conference = Some(conference);
        self.conference_authority = self.listed(conference);
    }

    /// The authority that a body is known as.
    pub fn listed(&self, id: BodyId) -> Option<AuthorityId> {
        match self.bodies.get(id as usize).map(|body| &body.referent) {
            Some(Referent::Known(id)) => Some(*id),
            _ => None,
        }
    }

    /// Whether „er“ stands for who speaks.
    pub fn speaker_is_masculine(&self) -> bool {
        self.speaker.and_then(|id| self.bodies.get(id as usize)).is_some_and(Body::is_masculine)
    }

    /// The body behind a name that the lexicon knows. Of several bearers the one is meant that the document introduced
    /// under the name, else the only one that belongs to its conference, acts for who speaks, or bore the name on the
    /// day of the sitting; else the name stays ambiguous.
    pub fn resolve(&mut self, lexicon: &Lexicon, candidates: &[AuthorityId], name: &str) -> Option<BodyId> {
        if let Some(body) = self.taught(name).filter(|_| self.apart.contains(name)) {
            return Some(body);
        }
        let (first, rest) = candidates.split_first()?;
        if rest.is_empty() {
            return self.authority(lexicon, *first);
        }
        let taught = self.taught(name);
        if taught.and_then(|body| self.listed(body)).is_some_and(|id| candidates.contains(&id)) {
            return taught;
        }
        let speaker = self.speaker.filter(|speaker| Some(*speaker) != self.conference);
        let circumstances = Circumstances {
            conference: self.conference_authority,
            speaker: speaker.and_then(|speaker| self.listed(speaker)),
            day: self.day,
        };
        let (left, _) = narrow(lexicon, candidates, name, circumstances);
        if let [only] = left.as_slice() {
            return self.authority(lexicon, *only);
        }
        // What is said of it depends on the name and on who may be meant, so that it is the same in every document.
        let label = lexicon.shared_name(candidates, name).unwrap_or(name).to_owned();
        let mut key = format!("body/ambiguous/{}", slug(&label));
        if left.len() < candidates.len() {
            let keys = left.iter().filter_map(|id| lexicon.authority(*id)).map(|body| slug(&body.key));
            key = format!("{key}/{}", keys.collect::<Vec<_>>().join("~"));
        }
        let kind = lexicon.authority(*left.first()?)?.kind.clone();
        Some(self.register(Body { key, label, kind, referent: Referent::Ambiguous(left), name: None }))
    }

    pub fn authority(&mut self, lexicon: &Lexicon, id: AuthorityId) -> Option<BodyId> {
        let authority = lexicon.authority(id)?;
        if let Some(body) = self.by_key.get(&authority.key) {
            return Some(*body);
        }
        let body = Body {
            key: authority.key.clone(),
            label: authority.label.clone(),
            kind: authority.kind.clone(),
            referent: Referent::Known(id),
            name: authority.name_de.clone(),
        };
        // „Ständige Wissenschaftliche Kommission“ is „die Kommission“ later.
        let is_adjective = |word: &&str| word.starts_with(char::is_uppercase) && word.ends_with(['e', 'r', 's', 'n']);
        let mut nouns = authority.name_de.as_deref().unwrap_or(&authority.label).split_whitespace().peekable();
        let first = nouns.peek().copied();
        let head = nouns.find(|word| !is_adjective(word)).or(first).map(str::to_owned);
        let body = self.register(body);
        if let Some(head) = head {
            // „dem Ausschuss“ is the „Bund-Länder-Ausschuss“, or the „Strafrechtsausschuss“.
            let last = head.rsplit_once('-').map(|(_, last)| last);
            if let Some(last) = last.or_else(|| head.ends_with("ausschuss").then_some("Ausschuss")) {
                self.heads.insert(last.to_owned(), body);
            }
            self.heads.insert(head, body);
        }
        Some(body)
    }

    /// A body that no authority file lists; its key lies below the conference, since another conference may have a
    /// group of the same name.
    pub fn unknown(&mut self, label: &str, kind: &str, name: &str) -> BodyId {
        let home = self.conference.and_then(|id| self.bodies.get(id as usize)).map_or("body", |body| body.key.as_str());
        let key = format!("{home}/{}", slug(label));
        self.register(Body {
            key,
            label: label.to_owned(),
            kind: kind.to_owned(),
            referent: Referent::Unknown,
            name: Some(name.to_owned()),
        })
    }

    /// A part of another body, such as its chair or board.
    pub fn part(&mut self, whole: BodyId, part: &str, label: String, kind: &str) -> BodyId {
        let home = self.bodies.get(whole as usize).map_or("body", |body| body.key.as_str());
        let key = format!("{home}/{}", slug(part));
        self.register(Body { key, label, kind: kind.to_owned(), referent: Referent::Unknown, name: None })
    }

    fn register(&mut self, body: Body) -> BodyId {
        let next = u32::try_from(self.bodies.len()).unwrap_or(u32::MAX);
        let id = *self.by_key.entry(body.key.clone()).or_insert(next);
        if id == next {
            self.bodies.push(body);
        }
        id
    }

    pub fn label(&self, id: BodyId) -> &str {
        self.bodies.get(id as usize).map_or("", |body| body.label.as_str())
    }

    pub fn key(&self, id: BodyId) -> &str {
        self.bodies.get(id as usize).map_or("", |body| body.key.as_str())
    }

    pub fn kind(&self, id: BodyId) -> &str {
        self.bodies.get(id as usize).map_or("", |body| body.kind.as_str())
    }

    /// The body behind a name with an abbreviation in brackets: from here on the document may use the abbreviation, and a
    /// body that no authority file lists goes by it.
    pub fn abbreviated(&mut self, body: BodyId, abbreviation: &str, name: &str) -> BodyId {
        let unknown = self
            .bodies
            .get(body as usize)
            .is_some_and(|body| body.referent == Referent::Unknown && body.label != abbreviation);
        let body = if unknown && self.taught(abbreviation).is_none() && !self.apart.contains(abbreviation) {
            let kind = self.kind(body).to_owned();
            self.unknown(abbreviation, &kind, name)
        } else {
            body
        };
        self.taught.insert(abbreviation.to_owned(), body);
        let first = Tokens::new(abbreviation).next().map_or(0, |first| word_key(abbreviation, first.span));
        self.taught_words |= word_bit(first);
        body
    }

    /// From here on an abbreviation of the lexicon is that of a body of this document.
    pub fn set_apart(&mut self, abbreviation: &str) {
        self.apart.insert(abbreviation.to_owned());
    }

    /// Whether an abbreviation may begin with the word that has this key.
    pub const fn may_teach(&self, key: u64) -> bool {
        self.taught_words & word_bit(key) > 0
    }

    pub fn taught(&self, abbreviation: &str) -> Option<BodyId> {
        self.taught.get(abbreviation).copied()
    }

    pub fn teach_thing(&mut self, stems: String, abbreviation: &str) {
        self.things.insert(stems, abbreviation.to_owned());
    }

    pub fn thing(&self, stems: &str) -> Option<&str> {
        self.things.get(stems).map(String::as_str)
    }

    /// A group met before: of the same shape, with the topic's first word among its own. Without a topic the last group
    /// of that shape.
    pub fn group(&self, shape: &str, topic: &[String]) -> Option<BodyId> {
        let word = topic.first().cloned().unwrap_or_default();
        let candidate = self.groups.get(&(shape.to_owned(), word)).copied()?;
        let known = topic
            .iter()
            .filter(|word| self.groups.get(&(shape.to_owned(), (*word).clone())) == Some(&candidate))
            .count();
        // A longer topic may hold words that the group's first, shorter name had not.
        (known == topic.len() || known >= 2).then_some(candidate)
    }

    /// The group that the item named last: of the same shape, or of one that the shape shortens („die Arbeitsgruppe“ for a
    /// Bund-Länder-Arbeitsgruppe).
    pub fn group_of_item(&self, shape: &str) -> Option<BodyId> {
        let last = |fits: &dyn Fn(&str) -> bool| {
            self.item_groups.iter().rev().take(64).find(|(other, _)| fits(other)).map(|(_, body)| *body)
        };
        last(&|other| other == shape).or_else(|| last(&|other| other.ends_with(shape)))
    }

    pub fn introduce(&mut self, body: BodyId) {
        if Some(body) != self.conference {
            self.introduced.push(body);
        }
    }

    /// The body named last that a demonstrative agrees with, else the last one: „Diese“ is no Land and no council.
    pub fn demonstrated(&self, demonstrative: &str) -> Option<BodyId> {
        let agrees = |body: &&BodyId| {
            let masculine = self.bodies.get(**body as usize).is_some_and(Body::is_masculine);
            match demonstrative {
                "Dieser" => masculine,
                "Diese" => !masculine && self.kind(**body) != "kind/land",
                _ => !masculine,
            }
        };
        self.introduced.iter().rev().take(3).find(agrees).or(self.introduced.last()).copied()
    }

    /// Forgets what holds for one item only.
    pub fn begin_item(&mut self) {
        self.introduced.clear();
        self.item_groups.clear();
    }

    pub fn remember_group(&mut self, shape: &str, kind: &str, topic: &[String], body: BodyId) {
        self.item_groups.retain(|(other, _)| other != shape);
        self.item_groups.push((shape.to_owned(), body));
        self.groups.insert((kind.to_owned(), String::new()), body);
        for word in topic {
            self.groups.insert((shape.to_owned(), word.clone()), body);
        }
        self.groups.insert((shape.to_owned(), String::new()), body);
    }

    pub fn headed(&self, noun: &str) -> Option<BodyId> {
        self.heads.get(noun).copied()
    }
}

/// One of 64 bits for the key of a word.
const fn word_bit(key: u64) -> u64 {
    1 << (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58)
}

/// A label as the last part of an IRI: lower case, umlauts written out, everything else a hyphen.
pub(crate) fn slug(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    for c in label.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            c if c.is_ascii_alphanumeric() => out.push(c),
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}
