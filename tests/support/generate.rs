//! Collections of resolutions made from a small grammar, with the facts that are to be found in them.
//!
//! Conferences, their sittings, bodies and statutes are those of the lexicon; the sentences are of the simplest build, so
//! that whatever is not found in them is a fault of the program.

use super::facts::Row;
use gremium::lexicon::{Authority, Lexicon, SessionRecord, Words};
use gremium::text::Span;
use jiff::civil::Date;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A text and the rows of each table that come out of it.
#[derive(Clone, Debug)]
pub struct Collection {
    pub text: String,
    pub tables: BTreeMap<&'static str, Vec<Row>>,
    /// What each point says, by item and point.
    pub sentences: BTreeMap<[String; 2], String>,
}

/// A body with its article in the four cases.
#[derive(Clone, Debug)]
struct Named {
    label: String,
    nominative: String,
    genitive: String,
    dative: String,
    accusative: String,
}

/// What the generator takes from the lexicon.
#[derive(Clone, Debug)]
struct Vocabulary {
    conferences: Vec<(Named, Vec<SessionRecord>)>,
    bodies: Vec<Named>,
    statutes: Vec<String>,
}

const MONTHS: [&str; 12] = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
];
const TITLES: [&str; 6] =
    ["Lage", "Haushalt", "Ausbau der Netze", "Aus- und Fortbildung", "Rückblick und Ausblick", "Verschiedenes"];
const WORKS: [&str; 4] =
    ["die Prüfung fortzusetzen", "einen Entwurf zu erarbeiten", "das Verfahren zu erproben", "die Mittel zu erhöhen"];
const CLAIMS: [(&str, &str); 6] = [
    ("begrüßt den Entwurf", "welcomes"),
    ("stellt fest, dass sich das Verfahren bewährt hat", "finds"),
    ("betont die Bedeutung des Austauschs", "emphasises"),
    ("hält eine Regelung für erforderlich", "considers"),
    ("stimmt dem Entwurf zu", "approves"),
    ("bedauert, dass keine Einigung erzielt wurde", "regrets"),
];

/// A point of a resolution: one sentence. Numbers pick bodies and statutes, in the order of [`Vocabulary`].
#[derive(Clone, Debug)]
enum Sentence {
    /// „begrüßt den Entwurf“
    Claims(usize),
    /// „bittet A, B und C, die Prüfung fortzusetzen“
    Requests(Vec<usize>, usize, Deadline),
    /// „beauftragt A, unter Beteiligung des B …“
    Commissions(usize, Option<usize>, usize, Deadline),
    Demands(usize, usize),
    Thanks(Vec<usize>),
    /// „A wird gebeten, …“
    Passive(usize, usize),
    /// „bittet A, ihr … zu berichten“
    Reports(usize, Deadline),
    /// „bittet A, B über diesen Beschluss zu informieren“
    Informs(usize, usize),
    /// „bittet A, B einen Entwurf vorzulegen“
    Submits(usize, usize, Deadline),
    /// „nimmt den mündlichen Bericht des A zur Kenntnis“
    Reported(usize),
    /// „verweist auf die §§ 3 und 5 StPO“: statute and sections.
    Cites(usize, Vec<u32>),
}

#[derive(Clone, Debug)]
enum Deadline {
    None,
    Day(Date),
    /// Year and whether in spring.
    Season(i16, bool),
}

/// Collections of one to five items.
pub fn collections(lexicon: &Lexicon) -> impl Strategy<Value = Collection> {
    let vocabulary = vocabulary(lexicon);
    let (conferences, bodies, statutes) =
        (vocabulary.conferences.len(), vocabulary.bodies.len(), vocabulary.statutes.len());
    let item = (0..TITLES.len(), any::<bool>(), prop::collection::vec(sentence(bodies, statutes), 1..6));
    let items = prop::collection::vec(item, 1..6);
    (0..conferences, any::<prop::sample::Index>(), items)
        .prop_map(move |(conference, session, items)| render(&vocabulary, conference, session, &items))
}

fn sentence(bodies: usize, statutes: usize) -> impl Strategy<Value = Sentence> {
    let some = || prop::sample::subsequence((0..bodies).collect::<Vec<_>>(), 1..4);
    let two = || prop::sample::subsequence((0..bodies).collect::<Vec<_>>(), 2).prop_map(|two| (two[0], two[1]));
    let work = || 0..WORKS.len();
    prop_oneof![
        (0..CLAIMS.len()).prop_map(Sentence::Claims),
        (some(), work(), deadline()).prop_map(|(of, work, by)| Sentence::Requests(of, work, by)),
        (two(), any::<bool>(), work(), deadline()).prop_map(|((one, other), with, work, by)| Sentence::Commissions(
            one,
            with.then_some(other),
            work,
            by
        )),
        (0..bodies, work()).prop_map(|(of, work)| Sentence::Demands(of, work)),
        some().prop_map(Sentence::Thanks),
        (0..bodies, work()).prop_map(|(of, work)| Sentence::Passive(of, work)),
        (0..bodies, deadline()).prop_map(|(of, by)| Sentence::Reports(of, by)),
        two().prop_map(|(from, to)| Sentence::Informs(from, to)),
        (two(), deadline()).prop_map(|((from, to), by)| Sentence::Submits(from, to, by)),
        (0..bodies).prop_map(Sentence::Reported),
        (0..statutes, prop::collection::btree_set(1u32..400, 1..5))
            .prop_map(|(statute, sections)| Sentence::Cites(statute, sections.into_iter().collect())),
    ]
}

fn deadline() -> impl Strategy<Value = Deadline> {
    let day = (2022i16..2026, 1i8..13, 1i8..29)
        .prop_map(|(year, month, day)| Deadline::Day(Date::constant(year, month, day)));
    prop_oneof![
        Just(Deadline::None),
        day,
        (2022i16..2026, any::<bool>()).prop_map(|(year, spring)| Deadline::Season(year, spring))
    ]
}

/// Bodies and statutes whose label is a name of nobody else and in every year.
fn vocabulary(lexicon: &Lexicon) -> Vocabulary {
    let lasting = |body: &Authority| {
        body.dated_names.iter().all(|name| name.abbreviation.as_ref().is_none_or(|short| *short == body.label))
    };
    let clear = || (0..).zip(&lexicon.authorities).filter(|(_, body)| lasting(body) && is_name(&body.label, lexicon));
    let conferences = clear().filter(|(_, body)| body.kind == "kind/conference" && body.label.ends_with("MK"));
    let conferences = conferences.filter_map(|(id, body)| {
        let sessions = lexicon
            .sessions
            .iter()
            .filter(|it| it.body == id && it.number.is_some() && it.first.is_some() && it.last.is_some());
        let sessions: Vec<SessionRecord> = sessions.cloned().collect();
        (!sessions.is_empty()).then(|| (named(body, lexicon).expect("a conference has a gender"), sessions))
    });
    let statutes = lexicon.statutes.iter().filter(|it| !it.by_article && it.label.len() > 2 && it.label.ends_with('G'));
    let is_body =
        |label: &str| lexicon.body_at(&Words::new(label, Span::at(0, label.len()), &lexicon.stems), 0).is_some();
    let statutes = statutes
        .filter(|it| it.label.chars().all(|c| c.is_ascii_alphabetic()) && !is_body(&it.label))
        .map(|it| it.label.clone());
    let vocabulary = Vocabulary {
        conferences: conferences.collect(),
        bodies: clear()
            .filter(|(_, body)| body.kind != "kind/conference")
            .filter_map(|(_, body)| named(body, lexicon))
            .collect(),
        statutes: statutes.collect(),
    };
    assert!(vocabulary.conferences.len() > 3 && vocabulary.bodies.len() > 25 && vocabulary.statutes.len() > 50);
    vocabulary
}

/// Whether these words name one body, and no statute.
fn is_name(name: &str, lexicon: &Lexicon) -> bool {
    let words = Words::new(name, Span::at(0, name.len()), &lexicon.stems);
    lexicon.body_at(&words, 0).is_some_and(|found| found.payloads.len() == 1 && found.next == words.len())
        && lexicon.statute_at(&words, 0).is_none()
}

/// A body with its articles, where its kind tells the gender.
fn named(body: &Authority, lexicon: &Lexicon) -> Option<Named> {
    let label = &body.label;
    let [nominative, genitive, dative, accusative] = match body.kind.as_str() {
        "kind/conference" => ["die", "der", "der", "die"],
        "kind/federal-ministry" if label.starts_with("BM") => ["das", "des", "dem", "das"],
        "kind/conference-committee" if label.starts_with("AK ") => ["der", "des", "dem", "den"],
        "kind/land" if is_name(&format!("Freistaat {label}"), lexicon) => {
            ["der Freistaat", "des Freistaates", "dem Freistaat", "den Freistaat"]
        }
        "kind/land" => ["das Land", "des Landes", "dem Land", "das Land"],
        _ => return None,
    };
    let with = |article: &str| format!("{article} {label}");
    let label = label.clone();
    Some(Named {
        nominative: with(nominative),
        genitive: with(genitive),
        dative: with(dative),
        accusative: with(accusative),
        label,
    })
}

/// A collection in the making: its text, and where the next fact stands.
struct Draft<'v> {
    vocabulary: &'v Vocabulary,
    conference: &'v Named,
    out: Collection,
    place: [String; 2],
}

fn render(
    vocabulary: &Vocabulary,
    conference: usize,
    session: prop::sample::Index,
    items: &[(usize, bool, Vec<Sentence>)],
) -> Collection {
    let (conference, sessions) = &vocabulary.conferences[conference];
    let session = session.get(sessions);
    let mut draft = Draft {
        vocabulary,
        conference,
        out: Collection { text: heading(conference, session), tables: BTreeMap::new(), sentences: BTreeMap::new() },
        place: Default::default(),
    };
    for (index, (title, numbered, sentences)) in items.iter().enumerate() {
        draft.item(index + 1, TITLES[*title], *numbered || sentences.len() > 1, sentences);
    }
    draft.out
}

fn heading(conference: &Named, session: &SessionRecord) -> String {
    let (number, first, last) = (session.number.unwrap(), session.first.unwrap(), session.last.unwrap());
    let days =
        if first == last { format!("am {}", long(last)) } else { format!("vom {} bis {}", long(first), long(last)) };
    format!("Beschlüsse der {number}. Sitzung {} {days}\n", conference.genitive)
}

/// „3. Dezember 2021“
fn long(day: Date) -> String {
    format!("{}. {} {}", day.day(), MONTHS[usize::try_from(day.month() - 1).unwrap()], day.year())
}

impl<'v> Draft<'v> {
    fn item(&mut self, number: usize, title: &str, numbered: bool, sentences: &[Sentence]) {
        let points = if numbered { sentences.len() } else { 0 };
        self.place = [number.to_string(), "0".to_owned()];
        let row = [&self.place[0], title, &points.to_string(), "0"].map(str::to_owned);
        self.out.tables.entry("items").or_default().push(row.to_vec());
        write!(self.out.text, "\nTOP {number}: {title}\n\nBeschluss:\n\n").unwrap();
        // „Sie“ (she) is the conference as long as it was the subject before.
        let mut spoken = false;
        for (index, sentence) in sentences.iter().enumerate() {
            self.place[1] = if numbered { (index + 1).to_string() } else { "-".to_owned() };
            if numbered {
                write!(self.out.text, "{}. ", index + 1).unwrap();
            }
            let subject = if spoken { "Sie".to_owned() } else { capitalised(&self.conference.nominative) };
            let text = self.sentence(&subject, sentence);
            spoken = !matches!(sentence, Sentence::Passive(..));
            write!(self.out.text, "{text}.\n\n").unwrap();
            self.out.sentences.insert(self.place.clone(), text);
        }
    }

    /// Writes a sentence, and down what it says.
    fn sentence(&mut self, subject: &str, sentence: &Sentence) -> String {
        let own = self.conference.label.clone();
        if !matches!(sentence, Sentence::Passive(..)) {
            self.mention(&own);
        }
        match sentence {
            Sentence::Claims(claim) => {
                let (words, kind) = CLAIMS[*claim];
                self.act(kind, "-", "-");
                format!("{subject} {words}")
            }
            Sentence::Requests(of, work, by) => {
                let (phrase, due) = deadline_words(by);
                let whom = self.all(of, |body| &body.accusative);
                self.bodies(of).iter().for_each(|body| self.act("requests", &body.label, &due));
                format!("{subject} bittet {whom},{phrase} {}", WORKS[*work])
            }
            Sentence::Commissions(of, with, work, by) => {
                let (phrase, due) = deadline_words(by);
                let body = self.body(*of);
                self.act("commissions", &body.label, &due);
                let with = with.map(|with| self.body(with)).map_or_else(String::new, |with| {
                    self.fact("participants", &["commissions", &with.label, "participation", &body.label]);
                    format!(" unter Beteiligung {}", with.genitive)
                });
                format!("{subject} beauftragt {},{with}{phrase} {}", body.accusative, WORKS[*work])
            }
            Sentence::Demands(of, work) => {
                let body = self.body(*of);
                self.act("demands", &body.label, "-");
                format!("{subject} fordert {} auf, {}", body.accusative, WORKS[*work])
            }
            Sentence::Thanks(of) => {
                self.bodies(of).iter().for_each(|body| self.act("thanks", &body.label, "-"));
                format!("{subject} dankt {} für die geleistete Arbeit", self.all(of, |body| &body.dative))
            }
            Sentence::Passive(of, work) => {
                let body = self.body(*of);
                self.act("requests", &body.label, "-");
                format!("{} wird gebeten, {}", capitalised(&body.nominative), WORKS[*work])
            }
            Sentence::Reports(of, by) => {
                let (phrase, due) = deadline_words(by);
                let body = self.body(*of);
                self.act("requests", &body.label, &due);
                self.flow(&body.label, &own, "reports", "requested", &due);
                format!("{subject} bittet {}, ihr{phrase} über das Ergebnis zu berichten", body.accusative)
            }
            Sentence::Informs(from, to) => {
                let (from, to) = (self.body(*from), self.body(*to));
                self.act("requests", &from.label, "-");
                self.flow(&from.label, &to.label, "informs", "requested", "-");
                format!("{subject} bittet {}, {} über diesen Beschluss zu informieren", from.accusative, to.accusative)
            }
            Sentence::Submits(from, to, by) => {
                let (phrase, due) = deadline_words(by);
                let (from, to) = (self.body(*from), self.body(*to));
                self.act("requests", &from.label, &due);
                self.flow(&from.label, &to.label, "submits", "requested", &due);
                format!("{subject} bittet {}, {}{phrase} einen Entwurf vorzulegen", from.accusative, to.dative)
            }
            Sentence::Reported(by) => {
                let body = self.body(*by);
                self.act("takes-note", "-", "-");
                self.flow(&body.label, &own, "reports", "done", "-");
                self.fact("reports", &["-", "oral", "-", "-", "-", &body.label]);
                format!("{subject} nimmt den mündlichen Bericht {} zur Kenntnis", body.genitive)
            }
            Sentence::Cites(statute, sections) => {
                let statute = &self.vocabulary.statutes[*statute];
                self.act("points-out", "-", "-");
                for section in sections {
                    self.fact("laws", &[&format!("{statute} § {section}")]);
                }
                let numbers: Vec<String> = sections.iter().map(u32::to_string).collect();
                let mark = if sections.len() > 1 { "die §§" } else { "§" };
                format!("{subject} verweist auf {mark} {} {statute}", enumeration(&numbers))
            }
        }
    }

    /// A body of the vocabulary, which the point names.
    fn body(&mut self, at: usize) -> &'v Named {
        let body = &self.vocabulary.bodies[at];
        self.mention(&body.label);
        body
    }

    fn bodies(&mut self, at: &[usize]) -> Vec<&'v Named> {
        at.iter().map(|at| self.body(*at)).collect()
    }

    fn all(&self, at: &[usize], case: impl Fn(&Named) -> &String) -> String {
        enumeration(&at.iter().map(|at| case(&self.vocabulary.bodies[*at]).clone()).collect::<Vec<_>>())
    }

    fn mention(&mut self, label: &str) {
        self.fact("bodies", &[label]);
    }

    fn act(&mut self, kind: &str, addressee: &str, due: &str) {
        self.fact("acts", &[&self.conference.label, kind, addressee, due]);
    }

    fn flow(&mut self, from: &str, to: &str, kind: &str, status: &str, due: &str) {
        self.fact("flows", &[from, to, kind, status, due]);
    }

    fn fact(&mut self, table: &'static str, values: &[&str]) {
        let row = self.place.iter().map(String::as_str).chain(values.iter().copied()).map(str::to_owned).collect();
        self.out.tables.entry(table).or_default().push(row);
    }
}

/// The words for a deadline, a blank before them, and what the tables say.
fn deadline_words(by: &Deadline) -> (String, String) {
    match by {
        Deadline::None => (String::new(), "-".to_owned()),
        Deadline::Day(day) => (format!(" bis zum {}", long(*day)), day.to_string()),
        Deadline::Season(year, true) => (format!(" zur Frühjahrssitzung {year}"), format!("{year}-Frühjahr")),
        Deadline::Season(year, false) => (format!(" zur Herbstsitzung {year}"), format!("{year}-Herbst")),
    }
}

/// „A, B und C“
fn enumeration(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} und {last}", before.join(", ")),
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
