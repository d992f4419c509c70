//! The table that a person edits, and what it becomes: mappings in that person's own authority file.

use super::Proposal;
use super::proposal::strength;
use crate::vocab::{gm, skos};
use oxrdf::{NamedNode, Term, Triple};
use oxttl::{TurtleParser, TurtleSerializer};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};

/// Columns of the table. Only the first is read back with the two that hold IRIs; the others are for the eye.
pub const COLUMNS: [&str; 11] = [
    "decision", "body", "label", "item", "item_name", "item_description", "item_types", "item_countries", "score",
    "strength", "reasons",
];

/// What a person may write into the column `decision`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// `accept` or `exact`: the same thing.
    Exact,
    /// `close`: near enough to link, not the same.
    Close,
    /// `reject`: not this; not to be proposed again.
    Reject,
}

/// Decisions by body and thing.
pub type Decisions = BTreeMap<(String, String), Decision>;

/// What is wrong with a table or with a file of decisions.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    #[error("{place}: no column {column} (keep the header line that `gremium link` wrote)")]
    Column { place: String, column: &'static str },
    #[error("{place}, line {line}: {cause}")]
    Row { place: String, line: u64, cause: String },
    #[error("{place}: {cause}")]
    File { place: String, cause: String },
}

/// Writes proposals as CSV, with an empty column for the decision.
///
/// # Errors
/// Those of the writer.
pub fn write_table(proposals: &[Proposal], out: impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    for Proposal { body, label, candidate, score, strength: sure } in proposals {
        let reasons: Vec<String> = score.reasons.iter().map(ToString::to_string).collect();
        table.write_record([
            "",
            body,
            &cell(label),
            &candidate.iri,
            &cell(&candidate.name),
            &cell(&candidate.description),
            &cell(&candidate.types.join("; ")),
            &cell(&candidate.countries.join("; ")),
            &score.points.to_string(),
            strength(*sure),
            &cell(&reasons.join("; ")),
        ])?;
    }
    table.flush()
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// Reads the decisions of an edited table; rows without one are passed over. Spreadsheets that write `;` for `,` and a
/// byte-order mark are understood.
///
/// # Errors
/// Where a column is missing, a decision is not known, an IRI is none, or two rows decide otherwise on the same pair.
pub fn read_table(place: &str, text: &str) -> Result<Decisions, ReviewError> {
    let text = text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or_default();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|c| header.bytes().filter(|byte| byte == c).count());
    let mut table =
        csv::ReaderBuilder::new().delimiter(separator.unwrap_or(b',')).flexible(true).from_reader(text.as_bytes());
    let whole = |error: csv::Error| ReviewError::File { place: place.to_owned(), cause: error.to_string() };
    let header = table.headers().map_err(whole)?.clone();
    let column = |name: &'static str| {
        let found = header.iter().position(|found| found.trim().eq_ignore_ascii_case(name));
        found.ok_or_else(|| ReviewError::Column { place: place.to_owned(), column: name })
    };
    let (decision, body, item) = (column("decision")?, column("body")?, column("item")?);
    let mut decisions = Decisions::new();
    for row in table.records() {
        let row = row.map_err(whole)?;
        let line = row.position().map_or(0, csv::Position::line);
        let wrong = |cause: String| ReviewError::Row { place: place.to_owned(), line, cause };
        let at = |column| row.get(column).map_or("", str::trim);
        let decision = match at(decision).to_lowercase().as_str() {
            "" => continue,
            "accept" | "exact" => Decision::Exact,
            "close" => Decision::Close,
            "reject" => Decision::Reject,
            other => return Err(wrong(format!("the decision {other:?} is none of accept, exact, close, reject"))),
        };
        let (body, item) = (at(body), at(item));
        for iri in [body, item] {
            NamedNode::new(iri).map_err(|error| wrong(format!("{iri:?} is not an IRI: {error}")))?;
        }
        match decisions.insert((body.to_owned(), item.to_owned()), decision) {
            Some(before) if before != decision => {
                return Err(wrong(format!("<{body}> and <{item}> are decided otherwise in a row above")));
            }
            _ => {}
        }
    }
    Ok(decisions)
}

/// Reads the decisions that a file of the user's lexicon holds already.
///
/// # Errors
/// Where it is not Turtle, or says anything else than decisions: such a file is not ours to rewrite.
pub fn read_decisions(place: &str, turtle: impl Read, base: &str) -> Result<Decisions, ReviewError> {
    let wrong = |cause: String| ReviewError::File { place: place.to_owned(), cause };
    let parser = TurtleParser::new().with_base_iri(base).map_err(|error| wrong(error.to_string()))?;
    let mut decisions = Decisions::new();
    for triple in parser.for_reader(turtle) {
        let Triple { subject, predicate, object } = triple.map_err(|error| wrong(error.to_string()))?;
        let decision = match predicate.as_str() {
            skos::EXACT_MATCH => Decision::Exact,
            skos::CLOSE_MATCH => Decision::Close,
            gm::REJECTS => Decision::Reject,
            other => {
                return Err(wrong(format!(
                    "holds {other}, so it is not a file of decisions (choose another --lexicon folder, or rename the file)"
                )));
            }
        };
        let (oxrdf::NamedOrBlankNode::NamedNode(body), Term::NamedNode(item)) = (subject, object) else {
            return Err(wrong("holds a link between things without an IRI".to_owned()));
        };
        decisions.insert((body.into_string(), item.into_string()), decision);
    }
    Ok(decisions)
}

/// Writes decisions as Turtle, sorted: the same decisions give the same bytes.
///
/// # Errors
/// Those of the writer.
pub fn write_decisions(decisions: &Decisions, mut out: impl Write) -> io::Result<()> {
    out.write_all(b"# Links that a person accepted or rejected; written by `gremium link --accept`.\n")?;
    let mut turtle = TurtleSerializer::new();
    for (prefix, namespace) in [("gm", gm::NS), ("skos", "http://www.w3.org/2004/02/skos/core#")] {
        turtle = turtle.with_prefix(prefix, namespace).map_err(io::Error::other)?;
    }
    let mut turtle = turtle.for_writer(out);
    for ((body, item), decision) in decisions {
        let property = match decision {
            Decision::Exact => skos::EXACT_MATCH,
            Decision::Close => skos::CLOSE_MATCH,
            Decision::Reject => gm::REJECTS,
        };
        let [body, property, item] = [body, property, item].map(NamedNode::new_unchecked);
        turtle.serialize_triple(Triple::new(body, property, item).as_ref())?;
    }
    turtle.finish()?.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "decision,body,label,item\naccept,https://a.example/b,B,http://w.example/1\n,https://a.example/b,B,http://w.example/2\nReject,https://a.example/b,B,http://w.example/3\nclose,https://a.example/c,\"C, D\",http://w.example/4\n";

    #[test]
    fn decisions_survive_the_way_through_turtle() {
        let decisions = read_table("t.csv", TABLE).unwrap();
        assert_eq!(
            decisions.values().copied().collect::<Vec<_>>(),
            [Decision::Exact, Decision::Reject, Decision::Close]
        );
        let mut turtle = Vec::new();
        write_decisions(&decisions, &mut turtle).unwrap();
        assert_eq!(read_decisions("links.ttl", turtle.as_slice(), crate::vocab::BASE).unwrap(), decisions);
    }

    #[test]
    fn tables_of_spreadsheets_are_read() {
        let spreadsheet =
            format!("\u{feff}{}", TABLE.replace("\"C, D\"", "CD").replace(',', ";").replace('\n', "\r\n"));
        assert_eq!(read_table("t.csv", &spreadsheet).unwrap(), read_table("t.csv", TABLE).unwrap());
    }

    #[test]
    fn a_wrong_row_is_named_by_its_line() {
        let error = |row: &str| read_table("t.csv", &format!("{TABLE}{row}\n")).unwrap_err().to_string();
        assert!(error("yes,https://a.example/b,B,http://w.example/1").contains("t.csv, line 6: the decision \"yes\""));
        assert!(error("accept,https://a.example/b b,B,http://w.example/1").contains("line 6"));
        assert!(error("reject,https://a.example/b,B,http://w.example/1").contains("decided otherwise"));
        assert!(read_table("t.csv", "a,b\n1,2\n").unwrap_err().to_string().contains("no column decision"));
    }

    #[test]
    fn a_file_that_says_more_is_not_rewritten() {
        let turtle = "<body/x> <http://www.w3.org/2000/01/rdf-schema#label> \"X\" .";
        assert!(
            read_decisions("links.ttl", turtle.as_bytes(), crate::vocab::BASE)
                .unwrap_err()
                .to_string()
                .contains("not a file of decisions")
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(cell("Bundesrat"), "Bundesrat");
    }
}
