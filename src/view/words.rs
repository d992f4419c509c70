//! The few words that pictures, pages and tables say themselves, in German and English.

use super::projection::Language;

pub(super) const EMPTY: [&str; 2] =
    ["Zu dieser Frage steht nichts in den Dokumenten.", "The documents say nothing on this question."];
pub(super) const SIMPLE: [&str; 2] = [
    "Vereinfacht: zu viele Verbindungen für eine Anordnung in Schichten.",
    "Simplified: too many edges for a layout in layers.",
];
pub(super) const SOURCE: [&str; 2] = ["Quelle", "Source"];
pub(super) const AND_MORE: [&str; 2] = ["und weitere:", "and more:"];
pub(super) const SITTINGS: [&str; 2] = ["Sitzungen", "Sittings"];
pub(super) const KIND: [&str; 2] = ["Art", "Kind"];
pub(super) const NODES: [&str; 2] = ["Knoten", "Nodes"];
pub(super) const EDGES: [&str; 2] = ["Verbindungen", "Edges"];

/// The word in a language.
pub(super) fn say(language: Language, words: [&'static str; 2]) -> &'static str {
    let [de, en] = words;
    match language {
        Language::De => de,
        Language::En => en,
    }
}
