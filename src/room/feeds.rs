//! Mandates as a calendar and as a feed: of all bodies, and of each.

use super::facts::Node;
use super::{Page, Room};
use crate::vocab::{gm, skos};
use maud::html;
use std::fmt::Write;

/// `mandates.ics`, `body/imk.atom`.
pub fn file(room: &Room, path: &str) -> Option<Page> {
    let (stem, is_calendar) =
        path.strip_suffix(".ics").map(|stem| (stem, true)).or_else(|| Some((path.strip_suffix(".atom")?, false)))?;
    let body = match stem {
        "mandates" => None,
        _ => Some(room.facts.node(&format!("{}{stem}", room.base)).filter(|_| stem.starts_with("body/"))?),
    };
    let concerns = |act: &Node| {
        body.is_none_or(|body| {
            [gm::ADDRESSEE, gm::ACTOR].iter().any(|p| room.facts.objects(*act, p).any(|node| node == body))
        })
    };
    let acts: Vec<Node> = room.lists.mandates.iter().filter(|act| concerns(act)).copied().collect();
    let iri = format!("{}{stem}", room.base);
    let (media_type, content) = if is_calendar {
        ("text/calendar; charset=utf-8", calendar(room, &acts))
    } else {
        (
            "application/atom+xml; charset=utf-8",
            atom(room, &acts, &iri, body.map_or("Gremium", |body| room.label(body))),
        )
    };
    Some(Page::file(media_type, content))
}

impl Room {
    /// „Konferenz bittet Ministerium: Lage (2. Sitzung, Punkt 3)“, in the language of the documents.
    fn summary(&self, act: Node) -> String {
        let names =
            |property| self.facts.objects(act, property).map(|node| self.label(node)).collect::<Vec<_>>().join(", ");
        let kind =
            self.facts.object(act, gm::KIND).and_then(|kind| self.facts.in_language(kind, skos::PREF_LABEL, "de"));
        let place = self.place(act).map(|(item, _)| self.label(item)).unwrap_or_default();
        format!(
            "{} {} {} ({place})",
            names(gm::ACTOR),
            kind.map_or("", |kind| self.facts.word(kind)),
            names(gm::ADDRESSEE)
        )
    }

    fn sentence(&self, act: Node) -> &str {
        let sentence = self.facts.object(act, gm::SENTENCE);
        sentence.and_then(|sentence| self.facts.value(sentence, gm::TEXT)).unwrap_or_default()
    }

    /// The day on which it was resolved.
    fn resolved(&self, act: Node) -> &str {
        self.place(act).map(|(item, _)| self.day(item)).filter(|day| day.len() == 10).unwrap_or("1970-01-01")
    }
}

/// Those with a day of their own, as events of a whole day.
fn calendar(room: &Room, acts: &[Node]) -> String {
    let mut lines =
        vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".to_owned(), "PRODID:-//Gremium//Mandates//DE".to_owned()];
    for act in acts {
        let session = room.facts.object(*act, gm::DUE_SESSION).and_then(|session| room.session_day(session));
        let Some(day) = room.facts.value(*act, gm::DUE_DATE).or(session) else { continue };
        let compact = |day: &str| day.replace('-', "");
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", calendar_text(room.facts.word(*act))),
            format!("DTSTAMP:{}T000000Z", compact(room.resolved(*act))),
            format!("DTSTART;VALUE=DATE:{}", compact(day)),
            format!("SUMMARY:{}", calendar_text(&room.summary(*act))),
            format!("DESCRIPTION:{}", calendar_text(room.sentence(*act))),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().fold(String::new(), |text, line| text + &folded(line))
}

fn calendar_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace(['\r', '\n'], " ")
}

/// A line of at most 75 bytes, continued on lines that begin with a blank, as RFC 5545 has it.
fn folded(line: &str) -> String {
    let (mut out, mut length) = (String::new(), 0);
    for c in line.chars() {
        if length + c.len_utf8() > 74 {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out + "\r\n"
}

fn atom(room: &Room, acts: &[Node], iri: &str, title: &str) -> String {
    let mut acts: Vec<(&str, Node)> = acts.iter().map(|act| (room.resolved(*act), *act)).collect();
    acts.sort_by(|a, b| b.0.cmp(a.0));
    let updated = acts.first().map_or("1970-01-01", |(day, _)| day);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let entries = html! {
        @for (day, act) in &acts {
            entry {
                id { (clean(room.facts.word(*act))) }
                title { (clean(&room.summary(*act))) }
                updated { (day) "T00:00:00Z" }
                summary { (clean(room.sentence(*act))) }
            }
        }
    };
    let head = html! { id { (clean(iri)) } title { (clean(title)) } updated { (updated) "T00:00:00Z" } author { name { "Gremium" } } };
    let _ = writeln!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"de\">{}{}</feed>",
        head.into_string(),
        entries.into_string()
    );
    out
}

/// Text without the control characters that XML cannot hold.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_of_a_calendar_are_folded_between_letters() {
        let text = folded(&"ä".repeat(100));
        assert!(text.lines().all(|line| line.len() <= 75));
        assert_eq!(text.replace("\r\n ", ""), "ä".repeat(100) + "\r\n");
    }
}
