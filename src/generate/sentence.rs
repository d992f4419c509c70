//! The grammar: items of a few points, points of one sentence, and what each sentence says.

use super::Collection;
use super::vocabulary::{Named, Vocabulary};
use fastrand::Rng;
use jiff::civil::Date;
use std::fmt::Write;

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

/// A collection in the making: its text, and where the next fact stands.
struct Draft<'v> {
    vocabulary: &'v Vocabulary,
    conference: &'v Named,
    day: Date,
    /// When the conferences sat before.
    earlier: &'v [Date],
    items: usize,
    rng: Rng,
    out: Collection,
    place: [String; 2],
}

pub(super) fn write(
    vocabulary: &Vocabulary,
    conference: usize,
    day: Date,
    earlier: &[Date],
    items: usize,
    rng: Rng,
) -> Collection {
    let Some(conference) = vocabulary.conferences.get(conference) else { return Collection::default() };
    let text = format!("Beschlüsse {} am {}\n", conference.genitive, long(day));
    let out = Collection { text, ..Collection::default() };
    let mut draft = Draft { vocabulary, conference, day, earlier, items, rng, out, place: <[String; 2]>::default() };
    (1..=items).for_each(|number| draft.item(number));
    draft.out
}

/// „3. Dezember 2021“
fn long(day: Date) -> String {
    let month = usize::try_from(day.month()).ok().and_then(|month| MONTHS.get(month - 1)).unwrap_or(&"");
    format!("{}. {month} {}", day.day(), day.year())
}

impl<'v> Draft<'v> {
    fn item(&mut self, number: usize) {
        let sentences = self.rng.usize(1..6);
        let is_numbered = sentences > 1 || self.rng.bool();
        let title = self.one_of(&TITLES);
        self.place = [number.to_string(), "0".to_owned()];
        let points = if is_numbered { sentences } else { 0 };
        let row = [&self.place[0], title, &points.to_string(), "0"].map(str::to_owned);
        self.out.tables.entry("items").or_default().push(row.to_vec());
        let _ = write!(self.out.text, "\nTOP {number}: {title}\n\nBeschluss:\n\n");
        // „Sie“ (she) is the conference as long as it was the subject before.
        let mut has_spoken = false;
        for point in 1..=sentences {
            self.place[1] = if is_numbered { point.to_string() } else { "-".to_owned() };
            let mark = if is_numbered { format!("{point}. ") } else { String::new() };
            let subject = if has_spoken { "Sie".to_owned() } else { capitalised(&self.conference.nominative) };
            let is_passive = self.rng.u8(..12) == 0;
            let text = if is_passive { self.passive() } else { self.sentence(&subject) };
            has_spoken = !is_passive;
            let _ = write!(self.out.text, "{mark}{text}.\n\n");
            self.out.sentences.insert(self.place.clone(), text);
        }
    }

    /// „A wird gebeten, …“
    fn passive(&mut self) -> String {
        let [body] = self.bodies();
        self.act("requests", &body.label, "-");
        format!("{} wird gebeten, {}", capitalised(&body.nominative), self.one_of(&WORKS))
    }

    /// Writes a sentence of the conference, and down what it says.
    fn sentence(&mut self, subject: &str) -> String {
        let conference = self.conference;
        self.mention(&conference.label);
        let said = match self.rng.u8(..12) {
            0 => self.claim(),
            1 | 2 => self.request(),
            3 => self.commission(),
            4 => {
                let [body] = self.bodies();
                self.act("demands", &body.label, "-");
                format!("fordert {} auf, {}", body.accusative, self.one_of(&WORKS))
            }
            5 => {
                let bodies = self.some_bodies();
                for body in &bodies {
                    self.act("thanks", &body.label, "-");
                }
                format!("dankt {} für die geleistete Arbeit", all(&bodies, |body| &body.dative))
            }
            6 => {
                let ([body], (phrase, due)) = (self.bodies(), self.deadline());
                self.act("requests", &body.label, &due);
                self.flow(&body.label, &conference.label, "reports", "requested", &due);
                format!("bittet {}, ihr{phrase} über das Ergebnis zu berichten", body.accusative)
            }
            7 => {
                let [from, to] = self.bodies();
                self.act("requests", &from.label, "-");
                self.flow(&from.label, &to.label, "informs", "requested", "-");
                format!("bittet {}, {} über diesen Beschluss zu informieren", from.accusative, to.accusative)
            }
            8 => {
                let ([from, to], (phrase, due)) = (self.bodies(), self.deadline());
                self.act("requests", &from.label, &due);
                self.flow(&from.label, &to.label, "submits", "requested", &due);
                format!("bittet {}, {}{phrase} einen Entwurf vorzulegen", from.accusative, to.dative)
            }
            9 => {
                let [body] = self.bodies();
                self.act("takes-note", "-", "-");
                self.flow(&body.label, &conference.label, "reports", "done", "-");
                self.fact("reports", &["-", "oral", "-", "-", "-", &body.label]);
                format!("nimmt den mündlichen Bericht {} zur Kenntnis", body.genitive)
            }
            10 if !self.earlier.is_empty() => self.reference(),
            _ => self.citation(),
        };
        format!("{subject} {said}")
    }

    fn claim(&mut self) -> String {
        let (words, kind) = self.one_of(&CLAIMS);
        self.act(kind, "-", "-");
        words.to_owned()
    }

    /// „bittet A, B und C, die Prüfung fortzusetzen“
    fn request(&mut self) -> String {
        let (bodies, (phrase, due)) = (self.some_bodies(), self.deadline());
        for body in &bodies {
            self.act("requests", &body.label, &due);
        }
        format!("bittet {},{phrase} {}", all(&bodies, |body| &body.accusative), self.one_of(&WORKS))
    }

    /// „beauftragt A, unter Beteiligung des B …“
    fn commission(&mut self) -> String {
        let (phrase, due) = self.deadline();
        let (body, with) = if self.rng.bool() {
            let [body, with] = self.bodies();
            self.fact("participants", &["commissions", &with.label, "participation", &body.label]);
            (body, format!(" unter Beteiligung {}", with.genitive))
        } else {
            let [body] = self.bodies();
            (body, String::new())
        };
        self.act("commissions", &body.label, &due);
        format!("beauftragt {},{with}{phrase} {}", body.accusative, self.one_of(&WORKS))
    }

    /// „verweist auf ihren Beschluss vom 3. Dezember 2021 zu TOP 2“
    fn reference(&mut self) -> String {
        let day = self.one_of(self.earlier);
        let item = self.rng.usize(1..=self.items);
        let other = self.one_of_named(&self.vocabulary.conferences);
        let whose = if other.label == self.conference.label || self.rng.bool() {
            (self.conference, "ihren Beschluss".to_owned())
        } else {
            self.mention(&other.label);
            (other, format!("den Beschluss {}", other.genitive))
        };
        self.act("points-out", "-", "-");
        self.fact("references", &[&whose.0.label, &day.to_string(), &format!("TOP {item}"), "decision"]);
        format!("verweist auf {} vom {} zu TOP {item}", whose.1, long(day))
    }

    /// „verweist auf die §§ 3 und 5 …“
    fn citation(&mut self) -> String {
        let vocabulary = self.vocabulary;
        let statute = self.rng.choice(&vocabulary.statutes).map_or("", String::as_str);
        let count = self.rng.usize(1..5);
        let mut sections = self.rng.choose_multiple(1..400u32, count);
        sections.sort_unstable();
        self.act("points-out", "-", "-");
        for section in &sections {
            self.fact("laws", &[&format!("{statute} § {section}")]);
        }
        let numbers: Vec<String> = sections.iter().map(u32::to_string).collect();
        let mark = if sections.len() > 1 { "die §§" } else { "§" };
        format!("verweist auf {mark} {} {statute}", enumeration(&numbers))
    }

    /// The words for a deadline, a blank before them, and what the tables say.
    fn deadline(&mut self) -> (String, String) {
        let year = self.day.year() + self.rng.i16(1..4);
        match self.rng.u8(..4) {
            0 => {
                let day = Date::constant(year, self.rng.i8(1..13), self.rng.i8(1..29));
                (format!(" bis zum {}", long(day)), day.to_string())
            }
            1 => (format!(" zur Frühjahrssitzung {year}"), format!("{year}-Frühjahr")),
            2 => (format!(" zur Herbstsitzung {year}"), format!("{year}-Herbst")),
            _ => (String::new(), "-".to_owned()),
        }
    }

    /// So many different bodies, which the point names.
    fn bodies<const N: usize>(&mut self) -> [&'v Named; N] {
        let mut found = [self.conference; N];
        let vocabulary = self.vocabulary;
        for (place, body) in found.iter_mut().zip(self.rng.choose_multiple(&vocabulary.bodies, N)) {
            *place = body;
        }
        for body in &found {
            self.mention(&body.label);
        }
        found
    }

    fn some_bodies(&mut self) -> Vec<&'v Named> {
        let vocabulary = self.vocabulary;
        let count = self.rng.usize(1..4);
        let found: Vec<&Named> = self.rng.choose_multiple(&vocabulary.bodies, count);
        for body in &found {
            self.mention(&body.label);
        }
        found
    }

    fn one_of_named(&mut self, all: &'v [Named]) -> &'v Named {
        self.rng.choice(all).unwrap_or(self.conference)
    }

    fn one_of<T: Copy + Default>(&mut self, all: &[T]) -> T {
        self.rng.choice(all).copied().unwrap_or_default()
    }

    fn mention(&mut self, label: &str) {
        self.fact("bodies", &[label]);
    }

    fn act(&mut self, kind: &str, addressee: &str, due: &str) {
        let actor = self.conference;
        self.fact("acts", &[&actor.label, kind, addressee, due]);
    }

    fn flow(&mut self, from: &str, to: &str, kind: &str, status: &str, due: &str) {
        self.fact("flows", &[from, to, kind, status, due]);
    }

    fn fact(&mut self, table: &'static str, values: &[&str]) {
        let row = self.place.iter().map(String::as_str).chain(values.iter().copied()).map(str::to_owned).collect();
        self.out.tables.entry(table).or_default().push(row);
    }
}

fn all(bodies: &[&Named], case: impl Fn(&Named) -> &String) -> String {
    enumeration(&bodies.iter().map(|body| case(body).clone()).collect::<Vec<_>>())
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
