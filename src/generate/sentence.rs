//! The grammar: items of a few points, points of one sentence, and what each sentence says. Its words are those of
//! `ontology/sentences.toml`.

use super::Collection;
use super::vocabulary::{Named, Vocabulary};
use fastrand::Rng;
use jiff::civil::Date;
use std::fmt::Write;

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
    let heading = vocabulary
        .sentences
        .say("heading", &[("a.genitive", &conference.genitive), ("day", &vocabulary.sentences.day(day))]);
    let out = Collection { text: heading + "\n", ..Collection::default() };
    let mut draft = Draft { vocabulary, conference, day, earlier, items, rng, out, place: <[String; 2]>::default() };
    (1..=items).for_each(|number| draft.item(number));
    draft.out
}

impl<'v> Draft<'v> {
    fn item(&mut self, number: usize) {
        let sentences = self.rng.usize(1..6);
        let is_numbered = sentences > 1 || self.rng.bool();
        let title = self.word(&self.vocabulary.sentences.titles);
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
            let subject = if has_spoken { self.say("pronoun", &[]) } else { capitalised(&self.conference.nominative) };
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
        let (subject, work) = (capitalised(&body.nominative), self.work());
        self.say("passive", &[("a.nominative", &subject), ("work", work)])
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
                let work = self.work();
                self.say("demand", &[("a.accusative", &body.accusative), ("work", work)])
            }
            5 => {
                let bodies = self.some_bodies();
                for body in &bodies {
                    self.act("thanks", &body.label, "-");
                }
                self.say("thanks", &[("all.dative", &all(&bodies, |body| &body.dative))])
            }
            6 => {
                let ([body], (phrase, due)) = (self.bodies(), self.deadline());
                self.act("requests", &body.label, &due);
                self.flow(&body.label, &conference.label, "reports", "requested", &due);
                self.say("report", &[("a.accusative", &body.accusative), ("due", &phrase)])
            }
            7 => {
                let [from, to] = self.bodies();
                self.act("requests", &from.label, "-");
                self.flow(&from.label, &to.label, "informs", "requested", "-");
                self.say("inform", &[("a.accusative", &from.accusative), ("b.accusative", &to.accusative)])
            }
            8 => {
                let ([from, to], (phrase, due)) = (self.bodies(), self.deadline());
                self.act("requests", &from.label, &due);
                self.flow(&from.label, &to.label, "submits", "requested", &due);
                self.say("submit", &[("a.accusative", &from.accusative), ("b.dative", &to.dative), ("due", &phrase)])
            }
            9 => {
                let [body] = self.bodies();
                self.act("takes-note", "-", "-");
                self.flow(&body.label, &conference.label, "reports", "done", "-");
                self.fact("reports", &["-", "oral", "-", "-", "-", &body.label]);
                self.say("oral", &[("a.genitive", &body.genitive)])
            }
            10 if !self.earlier.is_empty() => self.reference(),
            _ => self.citation(),
        };
        format!("{subject} {said}")
    }

    fn claim(&mut self) -> String {
        let vocabulary = self.vocabulary;
        let Some((words, kind)) = self.rng.choice(&vocabulary.sentences.claims) else { return String::new() };
        self.act(kind, "-", "-");
        words.clone()
    }

    /// „bittet A, B und C, die Prüfung fortzusetzen“
    fn request(&mut self) -> String {
        let (bodies, (phrase, due)) = (self.some_bodies(), self.deadline());
        for body in &bodies {
            self.act("requests", &body.label, &due);
        }
        let (asked, work) = (all(&bodies, |body| &body.accusative), self.work());
        self.say("request", &[("all.accusative", &asked), ("due", &phrase), ("work", work)])
    }

    /// „beauftragt A, unter Beteiligung des B …“
    fn commission(&mut self) -> String {
        let (phrase, due) = self.deadline();
        let (body, with) = if self.rng.bool() {
            let [body, with] = self.bodies();
            self.fact("participants", &["commissions", &with.label, "participation", &body.label]);
            (body, Some(with))
        } else {
            let [body] = self.bodies();
            (body, None)
        };
        self.act("commissions", &body.label, &due);
        let work = self.work();
        let said = [("a.accusative", body.accusative.as_str()), ("due", &phrase), ("work", work)];
        match with {
            Some(with) => self.say("commission_with", &[&said[..], &[("b.genitive", &with.genitive)]].concat()),
            None => self.say("commission", &said),
        }
    }

    /// „verweist auf ihren Beschluss vom 3. Dezember 2021 zu TOP 2“
    fn reference(&mut self) -> String {
        let day = self.one_of(self.earlier);
        let item = self.rng.usize(1..=self.items);
        let other = self.one_of_named(&self.vocabulary.conferences);
        let own = other.label == self.conference.label || self.rng.bool();
        let whose = if own { self.conference } else { other };
        if !own {
            self.mention(&other.label);
        }
        self.act("points-out", "-", "-");
        self.fact("references", &[&whose.label, &day.to_string(), &format!("TOP {item}"), "decision"]);
        let (day, item) = (self.vocabulary.sentences.day(day), item.to_string());
        let said = [("a.genitive", whose.genitive.as_str()), ("day", &day), ("item", &item)];
        self.say(if own { "own_decision" } else { "other_decision" }, &said)
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
        let said = [("sections", enumeration(&numbers)), ("statute", statute.to_owned())];
        let said = said.each_ref().map(|(key, value)| (*key, value.as_str()));
        self.say(if sections.len() > 1 { "sections" } else { "section" }, &said)
    }

    /// The words for a deadline, a blank before them, and what the tables say.
    fn deadline(&mut self) -> (String, String) {
        let year = self.day.year() + self.rng.i16(1..4);
        match self.rng.u8(..4) {
            0 => {
                let day = Date::constant(year, self.rng.i8(1..13), self.rng.i8(1..29));
                (self.say("day_due", &[("day", &self.vocabulary.sentences.day(day))]), day.to_string())
            }
            1 => (self.say("spring_due", &[("year", &year.to_string())]), format!("{year}-Frühjahr")),
            2 => (self.say("autumn_due", &[("year", &year.to_string())]), format!("{year}-Herbst")),
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

    /// The words of a sentence, what stands in braces filled in.
    fn say(&self, sentence: &str, said: &[(&str, &str)]) -> String {
        self.vocabulary.sentences.say(sentence, said)
    }

    fn work(&mut self) -> &'v str {
        self.word(&self.vocabulary.sentences.works)
    }

    fn word(&mut self, words: &'v [String]) -> &'v str {
        self.rng.choice(words).map_or("", String::as_str)
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
