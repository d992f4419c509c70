//! What is taken from the lexicon: bodies whose gender is known, and statutes that are cited by sections.

use super::{FIRST_YEAR, LAST_YEAR};
use crate::lexicon::{Authority, AuthorityId, Lexicon, Words};
use crate::text::Span;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A body with its article in the four cases.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub label: String,
    pub nominative: String,
    pub genitive: String,
    pub dative: String,
    pub accusative: String,
}

#[derive(Clone, Debug)]
pub(super) struct Vocabulary {
    pub conferences: Vec<Named>,
    pub bodies: Vec<Named>,
    pub statutes: Vec<String>,
    pub sentences: Sentences,
}

/// The words of `ontology/sentences.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Sentences {
    pub months: Vec<String>,
    pub titles: Vec<String>,
    pub works: Vec<String>,
    /// With the kind of act that each is.
    pub claims: Vec<(String, String)>,
    say: BTreeMap<String, String>,
}

impl Sentences {
    /// A sentence by its name, what stands in braces filled in.
    pub fn say(&self, name: &str, said: &[(&str, &str)]) -> String {
        let words = self.say.get(name).cloned().unwrap_or_default();
        said.iter().fold(words, |words, (key, value)| words.replace(&format!("{{{key}}}"), value))
    }

    /// „3. Dezember 2021“
    pub fn day(&self, day: Date) -> String {
        let month = usize::try_from(day.month() - 1).ok().and_then(|month| self.months.get(month));
        format!("{}. {} {}", day.day(), month.map_or("", String::as_str), day.year())
    }
}

impl Vocabulary {
    /// Bodies and statutes whose label is a name of nobody else and in every year.
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let clear = || (0..).zip(&lexicon.authorities).filter(|(id, body)| is_lasting(*id, body, lexicon));
        let is_conference = |body: &Authority| body.kind == "kind/conference";
        let has_sat =
            |id: AuthorityId| lexicon.sessions.iter().any(|session| session.body == id && session.number.is_some());
        let conferences = clear().filter(|(id, body)| is_conference(body) && has_sat(*id));
        let bodies = clear().filter(|(_, body)| !is_conference(body));
        let is_body = |label: &str| lexicon.body_at(&words(label, lexicon), 0).is_some();
        // „BauGB“, „StPO“: one word, cited by sections, not by articles.
        let statutes = lexicon.statutes.iter().filter(|it| {
            let is_word = it.label.len() > 2 && it.label.chars().all(|c| c.is_ascii_alphabetic());
            is_word && it.label.ends_with('G') && !it.by_article && !is_body(&it.label)
        });
        Self {
            conferences: conferences.filter_map(|(_, body)| named(body, lexicon)).collect(),
            bodies: bodies.filter_map(|(_, body)| named(body, lexicon)).collect(),
            statutes: statutes.map(|it| it.label.clone()).collect(),
            sentences: toml::from_str(include_str!("../../ontology/sentences.toml")).unwrap_or_default(),
        }
    }
}

/// Whether a body has gone by its label, and by no other short name, all the years.
fn is_lasting(id: AuthorityId, body: &Authority, lexicon: &Lexicon) -> bool {
    let ends = [Date::constant(FIRST_YEAR, 1, 1), Date::constant(LAST_YEAR, 12, 31)];
    let mut names = body.dated_names.iter();
    names.all(|name| name.abbreviation.as_ref().is_none_or(|short| *short == body.label))
        && is_name(&body.label, lexicon)
        && ends.into_iter().all(|day| lexicon.bears(id, &body.label, day))
}

/// Whether these words name one body, and no statute.
fn is_name(name: &str, lexicon: &Lexicon) -> bool {
    let words = words(name, lexicon);
    lexicon.body_at(&words, 0).is_some_and(|found| found.payloads.len() == 1 && found.next == words.len())
        && lexicon.statute_at(&words, 0).is_none()
}

fn words<'n>(name: &'n str, lexicon: &Lexicon) -> Words<'n> {
    Words::new(name, Span::at(0, name.len()), &lexicon.stems)
}

/// A body with its articles, where its kind and the first word of its full name tell the gender.
fn named(body: &Authority, lexicon: &Lexicon) -> Option<Named> {
    let (label, full) = (&body.label, body.name_de.as_deref().unwrap_or_default());
    let [nominative, genitive, dative, accusative] = match body.kind.as_str() {
        "kind/conference" if full.contains("konferenz") || full.contains("Konferenz") => ["die", "der", "der", "die"],
        "kind/federal-ministry" if full.starts_with("Bundesministerium") => ["das", "des", "dem", "das"],
        "kind/conference-committee" if full.starts_with("Arbeitskreis") => ["der", "des", "dem", "den"],
        "kind/land" if is_name(&format!("Freistaat {label}"), lexicon) => {
            ["der Freistaat", "des Freistaates", "dem Freistaat", "den Freistaat"]
        }
        "kind/land" => ["das Land", "des Landes", "dem Land", "das Land"],
        _ => return None,
    };
    let with = |article: &str| format!("{article} {label}");
    Some(Named {
        nominative: with(nominative),
        genitive: with(genitive),
        dative: with(dative),
        accusative: with(accusative),
        label: label.clone(),
    })
}
