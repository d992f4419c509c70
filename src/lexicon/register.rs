//! Where official texts stand: registers of statutes and series of printed papers, as `registers.ttl` describes them.

use super::error::Faults;
use super::node::Node;
use super::{Lexicon, Statute, Words};
use std::fmt::Write;

/// A register of statutes, with its addresses as templates.
#[derive(Clone, Debug)]
pub struct Register {
    /// Whether statutes are found by their CELEX number, else by their folder.
    by_celex: bool,
    celex_letter: Option<String>,
    title_start: Option<String>,
    /// The address names the act itself.
    identifies: bool,
    statute: Option<String>,
    section: Option<String>,
    article: Option<String>,
}

/// A series of papers with numbers of two parts, such as those of a parliament.
#[derive(Clone, Debug)]
pub struct PrintedSeries {
    /// Last part of its IRI: `bundestag`.
    pub name: String,
    /// Before the number in a label: `BT-Drs.`.
    pub label: String,
    /// Key of the body that prints it.
    pub publisher: Option<String>,
    /// The most digits of each part.
    pub digits: (usize, usize),
    address: Option<String>,
    /// The first year in which the address holds; the second part is then a year.
    since: Option<u32>,
}

/// An address of an official text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub iri: String,
    /// Names the act itself, and is no mere page about it.
    pub identifies: bool,
}

impl Lexicon {
    /// Where the official text of a statute stands, and what else identifies it.
    #[must_use]
    pub fn addresses(&self, statute: &Statute) -> Vec<Address> {
        self.registers.iter().filter_map(|register| register.address(statute, register.statute.as_ref()?, "")).collect()
    }

    /// Where the official text of a section or article stands.
    #[must_use]
    pub fn addresses_of_part(&self, statute: &Statute, article: bool, number: &str) -> Vec<Address> {
        let template = |register: &Register| if article { register.article.clone() } else { register.section.clone() };
        self.registers.iter().filter_map(|register| register.address(statute, &template(register)?, number)).collect()
    }

    /// The series whose marker starts at a token, and the token after it.
    #[must_use]
    pub fn series_at(&self, words: &Words<'_>, at: usize) -> Option<(u32, usize)> {
        let found = self.series_markers.longest_at(words, at)?;
        found.payloads.first().map(|series| (*series, found.next))
    }

    pub(super) fn add_register(&mut self, node: &Node<'_>) {
        self.registers.push(Register {
            by_celex: node.things("key").any(|key| key == "celex"),
            celex_letter: node.text("celexLetter"),
            title_start: node.text("titleStart"),
            identifies: node.texts("identifies").any(|value| value == "true"),
            statute: node.text("statuteAddress"),
            section: node.text("sectionAddress"),
            article: node.text("articleAddress"),
        });
    }

    pub(super) fn add_series(&mut self, node: &Node<'_>, faults: &mut Faults<'_>) {
        let Some(label) = node.text("rdfs:label") else {
            return faults.add(node.place(), node.key, "a series without a label", "give it one rdfs:label");
        };
        let digits = |property| node.text(property).and_then(|digits| digits.parse().ok()).unwrap_or(5);
        let id = super::build::count(self.series.len());
        for marker in node.texts("marker") {
            self.series_markers.insert(&mut self.stems, marker, id);
        }
        self.series.push(PrintedSeries {
            name: node.key.rsplit('/').next().unwrap_or_default().to_owned(),
            label,
            publisher: node.things("dcterms:publisher").next().map(str::to_owned),
            digits: (digits("firstDigits"), digits("secondDigits")),
            address: node.text("address"),
            since: node.text("addressSince").and_then(|year| year.parse().ok()),
        });
    }
}

impl Register {
    fn address(&self, statute: &Statute, template: &str, number: &str) -> Option<Address> {
        let key = if self.by_celex { statute.celex.as_deref()? } else { statute.slug.as_deref()? };
        let mut values = vec![("key", key), ("number", number)];
        if self.by_celex {
            let (year, letter, serial) = celex(key)?;
            let fits = self.celex_letter.as_deref().is_none_or(|of| of == letter)
                && self
                    .title_start
                    .as_deref()
                    .is_none_or(|start| statute.title.as_deref().is_some_and(|title| title.starts_with(start)));
            if !fits {
                return None;
            }
            values.extend([("year", year), ("serial", serial)]);
        }
        Some(Address { iri: fill(template, &values)?, identifies: self.identifies })
    }
}

/// Year, letter and number without zeros before it: `32016R0679` is of 2016, `R`, `679`.
fn celex(number: &str) -> Option<(&str, &str, &str)> {
    let (_, rest) = number.split_at_checked(1)?;
    let (year, rest) = rest.split_at_checked(4)?;
    let (letter, serial) = rest.split_at_checked(rest.find(|c: char| c.is_ascii_digit())?)?;
    Some((year, letter, serial.trim_start_matches('0')))
}

impl PrintedSeries {
    /// Where the paper of this number stands.
    #[must_use]
    pub fn address(&self, first: u32, second: u32) -> Option<String> {
        let year = if second < 50 { 2000 + second } else { 1900 + second };
        if self.since.is_some_and(|since| year < since) {
            return None;
        }
        let (first, second, year) = (first.to_string(), second.to_string(), year.to_string());
        fill(self.address.as_ref()?, &[("first", &first), ("second", &second), ("year", &year)])
    }

    /// Its last part as it is written: a year has two digits.
    #[must_use]
    pub fn number(&self, first: u32, second: u32) -> String {
        if self.digits.1 == 2 { format!("{first}/{second:02}") } else { format!("{first}/{second}") }
    }
}

/// A template with its values; none where it asks for one that is not there.
fn fill(template: &str, values: &[(&str, &str)]) -> Option<String> {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, slot)) = rest.split_once('{') {
        let (slot, after) = slot.split_once('}')?;
        let mut parts = slot.split(':');
        let name = parts.next()?;
        let value = values.iter().find(|(known, _)| *known == name)?.1;
        let width = parts.next().map_or(Ok(0), str::parse).ok()?;
        let keep = parts.next().map_or(Ok(usize::MAX), str::parse).ok()?;
        out.push_str(before);
        let padded = format!("{value:0>width$}");
        for c in padded.chars().take(keep) {
            let _ = out.write_char(c);
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled() {
        let paper = [("first", "18"), ("second", "3629")];
        assert_eq!(
            fill("/{first:2}/{second:5:3}/{first:2}{second:5}.pdf", &paper).as_deref(),
            Some("/18/036/1803629.pdf")
        );
        assert_eq!(fill("/{third}", &paper), None);
        assert_eq!(celex("32016R0679"), Some(("2016", "R", "679")));
        assert_eq!(celex("3"), None);
    }
}
