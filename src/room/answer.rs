//! Answers to questions in SPARQL as a table for people.

use super::View;
use super::layout::table;
use maud::{Markup, html};
use serde_json::Value;

/// As many rows of an answer stand on a page.
const SHOWN: usize = 1000;

impl View<'_> {
    /// SPARQL JSON as a table, whose things of the room are links; a graph as it is.
    pub fn answer(&self, caption: &str, json: &str) -> Markup {
        if !json.trim_start().starts_with('{') {
            return html! { pre tabindex="0" { code { (json) } } };
        }
        let Ok(answer) = serde_json::from_str::<Value>(json) else {
            return html! { p.problem { (self.t("answer.broken")) } };
        };
        if let Some(yes) = answer.get("boolean").and_then(Value::as_bool) {
            return html! { p { b { (self.t(if yes { "answer.yes" } else { "answer.no" })) } } };
        }
        let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
        let variables = list(answer.pointer("/head/vars"));
        let variables: Vec<&str> = variables.iter().filter_map(Value::as_str).collect();
        let solutions = list(answer.pointer("/results/bindings"));
        let cell =
            |solution: &Value, variable: &str| solution.get(variable).map_or_else(|| html! {}, |term| self.term(term));
        let rows: Vec<Vec<Markup>> = solutions
            .iter()
            .take(SHOWN)
            .map(|solution| variables.iter().map(|variable| cell(solution, variable)).collect())
            .collect();
        let columns: Vec<&str> = variables
            .iter()
            .map(|variable| super::texts::found(&format!("column.{variable}"), self.language).unwrap_or(variable))
            .collect();
        html! {
            p role="status" { (self.fill("answer.rows", &[("n", &solutions.len().to_string())])) }
            @if !rows.is_empty() { (table(caption, &columns, &rows)) }
            @if solutions.len() > SHOWN { p.quiet { (self.fill("more", &[("n", &(solutions.len() - SHOWN).to_string())])) } }
        }
    }

    fn term(&self, term: &Value) -> Markup {
        let field = |name| term.get(name).and_then(Value::as_str);
        let value = field("value").unwrap_or_default();
        if field("type") != Some("uri") {
            let language = field("xml:lang").filter(|language| *language != self.language.tag());
            return html! { span lang=[language] { (value) } };
        }
        match self.room.facts.node(value) {
            Some(node) if self.room.path(node).is_some() => self.link(node),
            _ if super::links::is_web(value) && !value.starts_with(self.room.base.as_str()) => {
                html! { a href=(value) { (value) } }
            }
            _ => html! { code { (value) } },
        }
    }
}
