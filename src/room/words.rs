//! Pages of plain words: how the graph is made and how good it is, accessibility, plain language.

use super::layout::table;
use super::{Page, View, texts};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// F1 of each table of each gold document: what the tests hold, so no page can claim more.
const FIGURES: &str = include_str!("../../tests/ratchet.tsv");

impl View<'_> {
    /// The page whose paragraphs the file of texts holds under the name of its path.
    pub fn words(&self) -> Page {
        let prefix = format!("{}.", self.path);
        let parts: Vec<(&str, &str)> = texts::section(&prefix, self.language).collect();
        let title = parts.iter().find(|(key, _)| *key == "title").map_or("", |(_, text)| text);
        let content = html! {
            article.words {
                h1 { (title) }
                @for (key, text) in &parts {
                    @match key.split('.').next() {
                        Some("title") => {},
                        Some("h") => h2 { (text) },
                        _ => p { (text) },
                    }
                }
                @if self.path == "quality" { (self.figures()) }
            }
        };
        self.page(title, None, &content)
    }

    /// A row for each collection, a column for each table.
    fn figures(&self) -> Markup {
        let mut figures: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for line in FIGURES.lines() {
            if let ["gold", collection, table, figure] = line.split('\t').collect::<Vec<_>>()[..] {
                figures.entry(collection).or_default().insert(table, figure);
            }
        }
        let tables: BTreeSet<&str> = figures.values().flat_map(|row| row.keys().copied()).collect();
        let columns: Vec<&str> = std::iter::once(self.t("figures.table")).chain(tables.iter().copied()).collect();
        let rows: Vec<Vec<Markup>> = figures
            .iter()
            .map(|(collection, row)| {
                let cells = tables.iter().map(|table| html! { (row.get(table).copied().unwrap_or("–")) });
                std::iter::once(html! { (collection) }).chain(cells).collect()
            })
            .collect();
        html! {
            h2 { (self.t("figures.title")) }
            p { (self.t("figures.text")) }
            (table(self.t("figures.title"), &columns, &rows))
        }
    }
}
