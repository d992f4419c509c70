//! A point as printed, every mention marked, and beside it what it does.

use super::View;
use super::facts::Node;
use super::marks::{self, Wanted};
use super::names::{fold_to_anchor, point_anchor};
use crate::vocab::{gm, oa, rdfs};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Class of a mention and how its words are marked.
const MENTIONS: [(&str, &str); 6] = [
    (gm::BODY_MENTION, "body"),
    (gm::NORM_MENTION, "norm"),
    (gm::REPORT_MENTION, "report"),
    (gm::REFERENCE, "reference"),
    (gm::DATE_MENTION, "date"),
    (gm::PRINTED_MENTION, "paper"),
];

/// What is marked, and the `id` of its words.
#[derive(Clone)]
struct Words {
    node: Node,
    kind: &'static str,
    anchor: String,
}

/// What stands in a point.
struct Passage {
    mentions: Vec<(Node, &'static str)>,
    acts: Vec<Node>,
    flows: Vec<Node>,
}

impl View<'_> {
    /// A point with its margin.
    pub fn point(&self, point: Node) -> Markup {
        let facts = &self.room.facts;
        let label = facts.value(point, gm::POINT_LABEL).unwrap_or_default();
        let anchor = point_anchor(label);
        let passage = self.passage(point);
        let text = facts.value(point, gm::TEXT).unwrap_or_default();
        let start = facts.number(point, oa::START).unwrap_or_default();
        let marks = marks::find(text, start, &self.wanted(point, &passage, &anchor));
        let anchors: BTreeMap<Node, &str> =
            marks.iter().map(|mark| (mark.value.node, mark.value.anchor.as_str())).collect();
        let trigger = |node| facts.object(node, gm::TRIGGER).and_then(|trigger| anchors.get(&trigger).copied());
        let printed =
            marks::write(text, &marks, &mut |words: &Words, has_inner, content| self.mark(words, has_inner, &content));
        html! {
            section.point id=(anchor) aria-label=(self.point_name(point)) {
                div.text {
                    a.number href={ "#" (anchor) } aria-label={ (self.t("permalink")) " " (self.point_name(point)) } {
                        @if label == "-" || label == "0" { "¶" } @else { (label) }
                    }
                    div.printed lang="de" dir="auto" { (printed) }
                }
                @if !(passage.acts.is_empty() && passage.flows.is_empty() && passage.mentions.is_empty()) {
                    div.margin {
                        ul.acts aria-label=(self.t("point.statements")) {
                            @for act in &passage.acts { li { (self.act(*act)) (self.source(*act)) " " (self.due_mark(*act)) (self.grounds(*act, trigger(*act))) } }
                            @for flow in &passage.flows {
                                li.flow {
                                    (self.flow(*flow)) (self.source(*flow)) " "
                                    @if let Some(status) = facts.value(*flow, gm::STATUS) { span.tag { (self.value("status", status)) } " " }
                                    (self.due_mark(*flow)) (self.grounds(*flow, trigger(*flow)))
                                }
                            }
                        }
                        (self.found_words(&passage, &anchors))
                    }
                }
            }
        }
    }

    fn passage(&self, point: Node) -> Passage {
        let facts = &self.room.facts;
        let mut passage = Passage { mentions: Vec::new(), acts: Vec::new(), flows: Vec::new() };
        for node in facts.subjects(gm::IN_POINT, point) {
            if let Some((_, kind)) = MENTIONS.into_iter().find(|(class, _)| facts.is_a(node, class)) {
                passage.mentions.push((node, kind));
            } else if facts.is_a(node, gm::ACT) {
                passage.acts.push(node);
            } else if facts.is_a(node, gm::FLOW) {
                passage.flows.push(node);
            }
        }
        passage.mentions.sort_by_key(|(node, _)| facts.number(*node, oa::START));
        passage.acts.sort_by_key(|node| self.room.order(*node));
        passage.flows.sort_by_key(|node| self.room.order(*node));
        passage
    }

    /// The words of mentions, triggers and sentences. An `id` is made of the words themselves, so that it means the same
    /// after the document was replaced by one that still has them.
    fn wanted(&self, point: Node, passage: &Passage, anchor: &str) -> Vec<Wanted<'_, Words>> {
        let facts = &self.room.facts;
        let statements = || passage.acts.iter().chain(&passage.flows);
        let mut nodes: Vec<(Node, &'static str)> = passage.mentions.clone();
        nodes.extend(statements().flat_map(|node| facts.objects(*node, gm::TRIGGER)).map(|node| (node, "trigger")));
        let sentences = facts.subjects(gm::IN_POINT, point).filter(|node| facts.is_a(*node, gm::SENTENCE_CLASS));
        nodes.extend(sentences.map(|node| (node, "sentence")));
        nodes.sort_by_key(|(node, _)| facts.number(*node, oa::START));
        nodes.dedup();
        let mut used: BTreeMap<String, usize> = BTreeMap::new();
        let wanted = nodes.into_iter().filter_map(|(node, kind)| {
            let words = facts.value(node, oa::EXACT).or_else(|| facts.value(node, gm::TEXT))?;
            let range = facts.number(node, oa::START)?..facts.number(node, oa::END)?;
            let mut id = format!("{anchor}-{}", fold_to_anchor(words));
            let count = used.entry(id.clone()).or_default();
            *count += 1;
            if *count > 1 {
                id = format!("{id}.{count}");
            }
            Some(Wanted { range, words, is_sentence: kind == "sentence", value: Words { node, kind, anchor: id } })
        });
        wanted.collect()
    }

    /// Words with their mark: a link where there is somewhere to go and no link within.
    fn mark(&self, words: &Words, has_inner: bool, content: &Markup) -> Markup {
        let facts = &self.room.facts;
        let id = &words.anchor;
        let target = (!has_inner).then(|| facts.object(words.node, gm::DENOTES)).flatten();
        match (words.kind, target.and_then(|target| self.target(target))) {
            ("sentence", _) => html! { span.sentence id=(id) { (content) } },
            ("trigger", _) => html! { b.trigger id=(id) { (content) } },
            (kind, Some(address)) => html! { a class={ "mention " (kind) } id=(id) href=(address) { (content) } },
            (kind, None) => html! { span class={ "mention " (kind) } id=(id) { (content) } },
        }
    }

    /// Where a mention leads: a page of this room, or a text elsewhere.
    pub fn target(&self, node: Node) -> Option<String> {
        let facts = &self.room.facts;
        if let Some(path) = self.room.path(node) {
            return Some(self.links.to(path));
        }
        if let Some(statute) = facts.object(node, crate::vocab::eli::IS_PART_OF) {
            let anchor = fold_to_anchor(self.room.label(node));
            return Some(self.links.to(&format!("{}#{anchor}", self.room.path(statute)?)));
        }
        let elsewhere = facts.value(node, rdfs::SEE_ALSO).filter(|address| super::links::is_web(address));
        elsewhere.map(str::to_owned)
    }

    /// Every mention of a passage with the rule that found it and how the words carry it.
    fn found_words(&self, passage: &Passage, anchors: &BTreeMap<Node, &str>) -> Markup {
        let facts = &self.room.facts;
        html! {
            @if !passage.mentions.is_empty() {
                details.found {
                    summary { (passage.mentions.len()) " " (self.t(if passage.mentions.len() == 1 { "point.mention" } else { "point.mentions" })) }
                    ul {
                        @for (mention, kind) in &passage.mentions {
                            li {
                                @let words = facts.value(*mention, oa::EXACT).unwrap_or_default();
                                @match anchors.get(mention) {
                                    Some(anchor) => a href={ "#" (anchor) } lang="de" { "„" (words) "“" },
                                    None => span lang="de" { "„" (words) "“" },
                                }
                                " " span.quiet {
                                    (self.value("mention", kind))
                                    @if let Some(thing) = facts.object(*mention, gm::DENOTES) { " " (self.room.label(thing)) }
                                    @if let Some(rule) = facts.value(*mention, gm::RULE) { " · " (self.value("rule", rule)) }
                                    @if let Some(grounding) = facts.value(*mention, gm::GROUNDING) { " · " (self.value("grounding", grounding)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
