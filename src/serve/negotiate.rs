//! Which of the formats on offer a client likes best.

use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::sparql::results::QueryResultsFormat;

/// Formats of tables and of yes or no; the first is given to those who do not mind.
pub const RESULTS: [(&str, QueryResultsFormat); 8] = [
    ("application/sparql-results+json", QueryResultsFormat::Json),
    ("application/sparql-results+xml", QueryResultsFormat::Xml),
    ("text/csv", QueryResultsFormat::Csv),
    ("text/tab-separated-values", QueryResultsFormat::Tsv),
    ("application/json", QueryResultsFormat::Json),
    ("application/xml", QueryResultsFormat::Xml),
    ("text/json", QueryResultsFormat::Json),
    ("text/xml", QueryResultsFormat::Xml),
];

/// Formats of triples.
pub const TRIPLES: [(&str, RdfFormat); 8] = [
    ("text/turtle", RdfFormat::Turtle),
    ("application/n-triples", RdfFormat::NTriples),
    ("application/ld+json", RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
    ("application/rdf+xml", RdfFormat::RdfXml),
    ("application/n-quads", RdfFormat::NQuads),
    ("application/trig", RdfFormat::TriG),
    ("application/json", RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
    ("text/plain", RdfFormat::NTriples),
];

/// The offer that the value of an `Accept` header likes best: by weight, among equals the one offered first. An empty
/// header likes everything.
pub fn choose<'o, T>(accept: &str, offers: &'o [(&'static str, T)]) -> Option<&'o (&'static str, T)> {
    if accept.trim().is_empty() {
        return offers.first();
    }
    let ranges: Vec<(&str, u16)> = accept.split(',').filter_map(range).collect();
    let weight = |offer: &str| {
        // The most specific range that matches decides.
        let specific = |range: &str| match range.strip_suffix('*') {
            None if range.eq_ignore_ascii_case(offer) => Some(2),
            Some("*/") => Some(0),
            Some(kind) if kind.ends_with('/') && starts_with(offer, kind) => Some(1),
            _ => None,
        };
        ranges
            .iter()
            .filter_map(|(range, weight)| Some((specific(range)?, *weight)))
            .max()
            .map_or(0, |(_, weight)| weight)
    };
    let mut best: Option<(&(&str, T), u16)> = None;
    for offer in offers {
        let weight = weight(offer.0);
        if weight > best.as_ref().map_or(0, |(_, best)| *best) {
            best = Some((offer, weight));
        }
    }
    best.map(|(offer, _)| offer)
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// `text/turtle;q=0.8` → the range and its weight in thousandths; none where the weight is no number.
fn range(text: &str) -> Option<(&str, u16)> {
    let mut parts = text.split(';').map(str::trim);
    let range = parts.next()?;
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let weight = weight.map_or(Ok(1.0), str::parse::<f32>).ok().filter(|weight| (0.0..=1.0).contains(weight))?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
    Some((range, (weight * 1000.0).round() as u16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_offer_is_chosen() {
        let chosen = |accept| choose(accept, &TRIPLES).map(|(name, _)| *name);
        assert_eq!(chosen(""), Some("text/turtle"));
        assert_eq!(chosen("*/*"), Some("text/turtle"));
        assert_eq!(chosen("text/html, application/n-triples;q=0.5, */*;q=0.1"), Some("application/n-triples"));
        assert_eq!(chosen("application/*"), Some("application/n-triples"));
        assert_eq!(chosen("text/turtle;q=0, */*"), Some("application/n-triples"));
        assert_eq!(chosen("APPLICATION/LD+JSON;profile=x;q=0.3"), Some("application/ld+json"));
        assert_eq!(chosen("text/html"), None);
        assert_eq!(chosen("text/turtle;q=much"), None);
    }
}
