//! The few words that pictures, pages and tables say themselves, in German and English.

use super::projection::Language;

type Words = [&'static str; 2];

pub(super) const EMPTY: Words =
    ["Zu dieser Frage steht nichts in den Dokumenten.", "The documents say nothing on this question."];
pub(super) const SIMPLE: Words = [
    "Vereinfacht: zu viele Verbindungen für eine Anordnung in Schichten.",
    "Simplified: too many edges for a layout in layers.",
];
pub(super) const MATRIX: Words = [
    "Zeile: von wem. Spalte: an wen. Zahl: Aussagen. Linien trennen Gruppen, die viel miteinander zu tun haben.",
    "Row: from whom. Column: to whom. Number: statements. Lines part groups that have much to do with each other.",
];
pub(super) const HOW_TO: Words = [
    "Die Tabelle unten nennt alle Verbindungen mit ihren Sätzen.",
    "The table below lists all edges with their sentences.",
];
pub(super) const SOURCE: Words = ["Quelle", "Source"];
pub(super) const AND_MORE: Words = ["und weitere:", "and more:"];
pub(super) const SITTING: Words = ["Sitzung vom", "Sitting of"];
pub(super) const SITTINGS: Words = ["Sitzungen", "Sittings"];
pub(super) const KIND: Words = ["Art", "Kind"];
pub(super) const NODES: Words = ["Knoten", "Nodes"];
pub(super) const EDGES: Words = ["Verbindungen", "Edges"];
pub(super) const OUTLINE: Words = ["Gliederung", "Outline"];
pub(super) const TABLE: Words = ["Tabelle", "Table"];
pub(super) const FROM: Words = ["Von", "From"];
pub(super) const EDGE: Words = ["Verbindung", "Edge"];
pub(super) const TO: Words = ["An", "To"];
pub(super) const WEIGHT: Words = ["Zahl", "Number"];
pub(super) const PLACE: Words = ["Stelle", "Place"];
pub(super) const PLACES: Words = ["Stellen", "Places"];
pub(super) const DEADLINE: Words = ["Frist", "Deadline"];
pub(super) const STATUS: Words = ["Stand", "Status"];
pub(super) const ONE_MENTION: Words = ["1 Aussage", "1 statement"];
pub(super) const MENTIONS: Words = ["Aussagen", "statements"];
pub(super) const SENTENCES: Words = ["Belege", "Evidence"];
pub(super) const SEARCH: Words = ["Suche", "Search"];
pub(super) const CLOSER: Words = ["Näher", "Closer"];
pub(super) const FARTHER: Words = ["Weiter", "Farther"];
pub(super) const WHOLE: Words = ["Ganzes Bild", "Whole picture"];
pub(super) const SHOW: Words = ["Zeigen", "Show"];
pub(super) const PICTURE: Words =
    ["Bild; Pfeiltasten bewegen, + und − vergrößern und verkleinern", "Picture; arrow keys move it, + and − scale it"];

/// The word in a language.
pub(super) fn say(language: Language, words: Words) -> &'static str {
    let [de, en] = words;
    match language {
        Language::De => de,
        Language::En => en,
    }
}

/// How far a matter has come, for readers; a status that is not known here stands as it is.
pub(super) fn status(status: &str, language: Language) -> &str {
    match status {
        "requested" => say(language, ["erbeten", "requested"]),
        "done" => say(language, ["vollzogen", "done"]),
        "pledged" => say(language, ["zugesagt", "pledged"]),
        other => other,
    }
}
