//! IRIs as pure functions of what the text says: the path of each thing below the base.
//!
//! Everything that happens in a sitting is named after the sitting's last day as the authority file knows it, so that
//! `18.06.21`, `16. bis 18. Juni 2021`, `214. Sitzung` and `Herbst 2019` lead to the same thing as its own collection.

use crate::calendar::{Season, When};
use crate::lexicon::{Lexicon, SessionRecord};
use crate::mention::{Body, ItemReference, Norm, Printed, Referent};
use jiff::civil::Date;
use std::borrow::Cow;
use std::fmt::Write;

/// One segment of a path: letters, digits and `-._~` stay, all else is percent-encoded, a slash too.
#[must_use]
pub fn segment(text: &str) -> Cow<'_, str> {
    let dots = text.bytes().all(|byte| byte == b'.');
    if !dots && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    // A segment of dots would be resolved away by whoever follows the link.
    if dots {
        out.push('~');
    }
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') || (!c.is_ascii() && c.is_alphanumeric()) {
            out.push(c);
        } else {
            let mut utf8 = [0; 4];
            for byte in c.encode_utf8(&mut utf8).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    Cow::Owned(out)
}

/// A path whose slashes are meant: `body/bmi`, `2018/37`.
#[must_use]
pub fn path(text: &str) -> Cow<'_, str> {
    // Looking at every byte without stopping is what the compiler makes a few wide comparisons of.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() | (byte == b'-') | (byte == b'/');
    if text.bytes().fold(true, |all, byte| all & plain(byte)) {
        return Cow::Borrowed(text);
    }
    if text.split('/').all(|piece| matches!(segment(piece), Cow::Borrowed(_))) {
        return Cow::Borrowed(text);
    }
    let pieces: Vec<Cow<'_, str>> = text.split('/').map(segment).collect();
    Cow::Owned(pieces.join("/"))
}

/// The sitting of a body: `imk/2021-12-03`; none where neither number nor time is known.
///
/// By the record of the authority file that the number or the time fits, else by what the text says: the last day, the
/// number, the season or year.
#[must_use]
pub fn session(lexicon: &Lexicon, body: &Body, number: Option<u32>, when: Option<When>) -> Option<String> {
    if let Some(record) = session_record(lexicon, body, number, when) {
        return Some(path(record.key.strip_prefix("session/").unwrap_or(&record.key)).into_owned());
    }
    let body = path(body.key.strip_prefix("body/").unwrap_or(&body.key));
    match (when, number) {
        (Some(when), _) if when.last_day().is_some() => when.last_day().map(|day| format!("{body}/{day}")),
        (_, Some(number)) => Some(format!("{body}/{number}")),
        (Some(when), None) => Some(format!("{body}/{}", segment(&when.to_string()))),
        (None, None) => None,
    }
}

/// The record of a sitting, if exactly one fits: never guessed where a season saw two sittings.
#[must_use]
pub fn session_record<'l>(
    lexicon: &'l Lexicon,
    body: &Body,
    number: Option<u32>,
    when: Option<When>,
) -> Option<&'l SessionRecord> {
    let Referent::Known(authority) = body.referent else { return None };
    let of_body = || lexicon.sessions.iter().filter(move |record| record.body == authority);
    if number.is_some()
        && let Some(record) = of_body().find(|record| record.number == number)
    {
        return Some(record);
    }
    let when = when?;
    let mut fitting = of_body().filter(|record| sits(record, when));
    fitting.next().filter(|_| fitting.next().is_none())
}

/// The last day of the sitting of a document, as its heading or the authority file gives it.
#[must_use]
pub fn session_day(lexicon: &Lexicon, body: &Body, number: Option<u32>, when: Option<When>) -> Option<Date> {
    when.and_then(When::last_day).or_else(|| session_record(lexicon, body, number, when)?.last)
}

fn sits(record: &SessionRecord, when: When) -> bool {
    let Some(last) = record.last else { return false };
    let first = record.first.unwrap_or(last);
    match when {
        When::Day(day) => first <= day && day <= last,
        When::Days(from, until) => first <= until && from <= last,
        When::Month(year, month) => last.year() == year && last.month() == month,
        When::Season(year, season) => {
            last.year() == year
                && match season {
                    Season::Spring => last.month() <= 7,
                    Season::Summer => (5..=9).contains(&last.month()),
                    Season::Autumn => last.month() >= 8,
                    Season::Winter => last.month() <= 2 || last.month() >= 11,
                }
        }
        When::Quarter(..) | When::Half(..) | When::Year(_) => false,
    }
}

/// An agenda item: `imk/2021-12-03/54`. A number that counts through the year (`2021/05`) names the item without its
/// sitting, since that is how decisions cite it: `it-planungsrat/2021/05`.
#[must_use]
pub fn item(session: &str, number: &str) -> String {
    match (number.contains('/'), session.rsplit_once('/')) {
        (true, Some((body, _))) => [body, "/", &path(number)].concat(),
        _ => [session, "/", &segment(number)].concat(),
    }
}

/// What a reference names: the path of the thing with its class (`item/…`, `point/…`, `session/…`).
#[must_use]
pub fn target(body: &Body, session: Option<&str>, reference: Option<&ItemReference>) -> Option<String> {
    match reference {
        None | Some(ItemReference::Point(_)) => session.map(|session| format!("session/{session}")),
        Some(ItemReference::Item(number, None)) => Some(format!("item/{}", item(session?, number))),
        Some(ItemReference::Item(number, Some(point))) => Some(format!("point/{}/{point}", item(session?, number))),
        Some(ItemReference::Decision(words, point)) => {
            let (kind, number) = words.rsplit_once(' ').unwrap_or(("", words));
            let body = path(body.key.strip_prefix("body/").unwrap_or(&body.key));
            let kind = match kind {
                // As the collection itself numbers them.
                "" | "Beschluss" | "Entscheidung" => String::new(),
                kind => format!("{}/", segment(&kind.to_lowercase())),
            };
            let item = format!("{body}/{kind}{}", path(number));
            Some(point.map_or_else(|| format!("item/{item}"), |point| format!("point/{item}/{point}")))
        }
    }
}

/// A norm: `norm/stpo/99/2` (section 99, paragraph 2), `norm/aufenthg/75/nr-8`; a statute alone: `statute/stpo`.
#[must_use]
pub fn norm(norm: &Norm, lexicon: &Lexicon) -> String {
    let statute = statute(norm, lexicon);
    let Some(number) = &norm.number else { return statute };
    let mut out = format!("norm/{}/{}", statute.strip_prefix("statute/").unwrap_or(&statute), segment(number));
    for (mark, part) in
        [("", &norm.paragraph), ("satz-", &norm.sentence), ("nr-", &norm.item), ("buchst-", &norm.letter)]
    {
        if let Some(part) = part {
            let _ = write!(out, "/{mark}{}", segment(part));
        }
    }
    out
}

/// The evidence of a link from a thing to an item outside: `link/body/bmi/Q502698`.
#[must_use]
pub fn evidence(key: &str, item: &str) -> String {
    format!("link/{}/{}", path(key), segment(item.rsplit(['/', '#']).next().unwrap_or_default()))
}

/// A printed paper: `printed/bundestag/18/3629`.
#[must_use]
pub fn printed(paper: &Printed, lexicon: &Lexicon) -> Option<String> {
    let series = lexicon.series.get(paper.series as usize)?;
    Some(format!("printed/{}/{}", segment(&series.name), series.number(paper.first, paper.second)))
}

/// The statute of a norm: `statute/stpo`; one that no authority file lists by its title.
#[must_use]
pub fn statute(norm: &Norm, lexicon: &Lexicon) -> String {
    match norm.authority.and_then(|id| lexicon.statutes.get(id as usize)) {
        Some(statute) => path(&statute.key).into_owned(),
        None => format!("statute/{}", segment(&norm.statute.to_lowercase().replace(' ', "-"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::day;

    fn imk() -> (Lexicon, Body) {
        let record = |number, first, last| SessionRecord {
            key: format!("session/imk/{}", day_of(last)),
            body: 0,
            number: Some(number),
            first: Some(day_of(first)),
            last: Some(day_of(last)),
            place: None,
            location: None,
            grade: None,
        };
        let mut lexicon = Lexicon::default();
        lexicon.sessions = vec![
            record(211, (2019, 12, 4), (2019, 12, 6)),
            record(214, (2021, 6, 16), (2021, 6, 18)),
            record(216, (2022, 3, 23), (2022, 3, 24)),
            record(217, (2022, 6, 1), (2022, 6, 3)),
        ];
        (lexicon, body("body/imk", Referent::Known(0)))
    }

    fn day_of((year, month, of_month): (i16, i8, i8)) -> jiff::civil::Date {
        day(year, month, of_month).expect("a day")
    }

    fn body(key: &str, referent: Referent) -> Body {
        Body { key: key.into(), label: String::new(), kind: String::new(), referent, name: None }
    }

    #[test]
    fn all_ways_to_name_a_sitting_meet() {
        let (lexicon, imk) = imk();
        let of = |number, when| session(&lexicon, &imk, number, when);
        let (first, last) = (day_of((2021, 6, 16)), day_of((2021, 6, 18)));
        for path in [of(None, Some(When::Day(last))), of(None, Some(When::Days(first, last))), of(Some(214), None)] {
            assert_eq!(path.as_deref(), Some("imk/2021-06-18"));
        }
        assert_eq!(of(None, Some(When::Season(2019, Season::Autumn))).as_deref(), Some("imk/2019-12-06"));
        assert_eq!(of(None, Some(When::Day(day_of((2022, 6, 2))))).as_deref(), Some("imk/2022-06-03"));
        assert_eq!(of(None, Some(When::Season(2022, Season::Spring))).as_deref(), Some("imk/2022-Frühjahr"), "two fit");
        assert_eq!(of(None, None), None);
        let other = body("body/jumiko", Referent::Unknown);
        assert_eq!(session(&lexicon, &other, Some(92), None).as_deref(), Some("jumiko/92"));
    }

    #[test]
    fn a_decision_is_cited_by_the_path_of_its_item() {
        let (_, imk) = imk();
        let cited = target(&imk, None, Some(&ItemReference::Decision("Beschluss 2018/37".into(), None)));
        assert_eq!(cited, Some(format!("item/{}", item("imk/2018-10-25", "2018/37"))));
        assert_eq!(item("imk/ak-ii/2020-10-08", "2020/3"), "imk/ak-ii/2020/3", "a body below another");
        let point = target(&imk, Some("imk/2020-12-11"), Some(&ItemReference::Item("17".into(), Some(2))));
        assert_eq!(point.as_deref(), Some("point/imk/2020-12-11/17/2"));
    }

    #[test]
    fn hostile_labels_make_one_segment() {
        assert_eq!(segment("a b/<\"ü\n"), "a%20b%2F%3C%22ü%0A");
        assert_eq!(path("body/.."), "body/~..");
    }
}
