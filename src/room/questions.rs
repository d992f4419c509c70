//! The catalogue of questions, each open with its answer, and the page for questions of one's own.

use super::{Answer, Language, Page, View};
use crate::query::{Query, catalogue, find};
use crate::vocab::PREFIXES;
use maud::{Markup, html};

/// What the page for one's own questions begins with.
const BEGINNING: &str = "PREFIX gm: <https://w3id.org/gremium/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?body (COUNT(*) AS ?acts) WHERE {
  ?act gm:addressee ?addressee ; gm:modality \"asserted\" .
  ?addressee rdfs:label ?body .
}
GROUP BY ?body
ORDER BY DESC(?acts)
LIMIT 20";

/// Questions of the catalogue that a person asks.
pub fn reports() -> impl Iterator<Item = Query<'static>> {
    catalogue().into_iter().filter(|query| query.folder == "reports")
}

/// The question of that name; one with a value that must be given has it as its default.
pub fn named(name: &str) -> Option<Query<'static>> {
    find(&format!("reports/{name}"))
}

pub fn title(question: &Query<'static>, language: Language) -> &'static str {
    match language {
        Language::De => question.title_de,
        Language::En => question.title_en,
    }
}

impl View<'_> {
    pub fn questions(&self) -> Page {
        let content = html! {
            h1 { (self.t("menu.questions")) }
            p { (self.t("questions.text")) " " a href=(self.links.to("query")) { (self.t("questions.own")) } }
            ul.cards {
                @for question in reports() {
                    li { a href=(self.links.to(&format!("question/{}", question.name))) { (title(&question, self.language)) } }
                }
            }
        };
        self.page(self.t("menu.questions"), None, &content)
    }

    /// A question of the catalogue with its answer.
    pub fn question(&self, question: &Query<'static>, answer: Answer<'_>) -> Page {
        let title = title(question, self.language);
        let content = html! {
            h1 { (title) }
            (self.answered(title, answer))
            details.sparql {
                summary { (self.t("question.sparql")) }
                pre tabindex="0" { code { (question.sparql) } }
            }
            @if !self.links.is_static() {
                form action=(self.links.to("query")) {
                    input type="hidden" name="query" value=(question.sparql);
                    button { (self.t("question.change")) }
                }
            }
        };
        self.page(title, None, &content)
    }

    fn answered(&self, caption: &str, answer: Answer<'_>) -> Markup {
        match answer {
            Ok(json) => self.answer(caption, json),
            Err(problem) => html! { p.problem role="alert" { (problem) } },
        }
    }

    /// One's own question, and its answer.
    pub fn query(&self, answer: Option<Answer<'_>>) -> Page {
        let asked = self.field("query");
        let shown = if asked.is_empty() { BEGINNING } else { asked };
        let wrong = answer.and_then(Result::err).and_then(line_of);
        let content = html! {
            h1 { (self.t("query.title")) }
            p { (self.t("query.text")) }
            @if self.links.is_static() { p { (self.t("query.static")) } }
            form.query action=(self.links.to("query")) {
                label for="sparql" { (self.t("query.label")) }
                textarea #sparql name="query" rows="14" spellcheck="false" autocomplete="off" data-error-line=[wrong] { (shown) }
                @if !self.links.is_static() { p.row { button { (self.t("query.button")) } } }
            }
            details {
                summary { (self.t("query.prefixes")) }
                pre tabindex="0" { code {
                    @for (prefix, namespace) in PREFIXES { "PREFIX " (prefix) ": <" (namespace) ">\n" }
                } }
            }
            @if !asked.is_empty() {
                // Behind the number sign no server on the way sees the question.
                p { a #share href={ (self.links.to("query")) "#query=" (super::mandates::encode(asked)) } { (self.t("query.share")) } }
            }
            @if let Some(answer) = answer {
                section {
                    h2 { (self.t("query.answer")) }
                    @if let (Some(line), Err(_)) = (wrong, answer) {
                        p { (self.fill("query.line", &[("n", &line.to_string())])) }
                        pre.wrong { code { (asked.lines().nth(line.saturating_sub(1)).unwrap_or_default()) } }
                    }
                    (self.answered(self.t("query.answer"), answer))
                }
            }
            section {
                h2 { (self.t("menu.questions")) }
                ul.cards { @for question in reports() {
                    li { a href=(self.links.to(&format!("question/{}", question.name))) { (title(&question, self.language)) } }
                } }
            }
        };
        self.page(self.t("query.title"), None, &content)
    }
}

/// The line that an error of the parser names: `error at 3:14: …`.
fn line_of(problem: &str) -> Option<usize> {
    let rest = problem.split("error at ").nth(1)?;
    rest.split(':').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_an_answer_has_a_name() {
        for question in reports() {
            let (_, select) = question.sparql.split_once("SELECT").unwrap_or_default();
            let (columns, _) = select.split_once("WHERE").unwrap_or_default();
            let words: Vec<&str> = columns.split_whitespace().collect();
            let mut depth = 0;
            for (at, word) in words.iter().enumerate() {
                // Of „(COUNT(?x) AS ?y)“ the last is the column.
                let is_column = word.starts_with('?') && (depth == 0 || words[at - 1] == "AS");
                depth += word.matches('(').count();
                depth -= word.matches(')').count();
                let column = word.trim_start_matches('?').trim_end_matches(')');
                if !is_column {
                    continue;
                }
                for language in Language::ALL {
                    let name = super::super::texts::found(&format!("column.{column}"), language);
                    assert!(name.is_some(), "{}: column {column}", question.name);
                }
            }
        }
    }

    #[test]
    fn an_error_leads_to_its_line() {
        assert_eq!(line_of("the question is not SPARQL: error at 3:14: expected one of"), Some(3));
        assert_eq!(line_of("The query takes longer than 10 s"), None);
    }
}
