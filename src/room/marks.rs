//! Words found again in the reading text of a point, and that text with marks.
//!
//! Positions in the graph count code points of the whole document, line breaks and page furniture included; the text of a
//! point is without them. So what is cut out is at most longer than the text, and words are looked for from where they
//! would stand backwards.

use maud::{Markup, html};
use std::ops::Range;

/// Words to find: where they stand in the document, and what they are.
#[derive(Clone, Debug)]
pub struct Wanted<'g, T> {
    pub range: Range<usize>,
    pub words: &'g str,
    /// A sentence is found first; what stands in it is looked for there only.
    pub is_sentence: bool,
    pub value: T,
}

/// Words as found: bytes of the text.
#[derive(Clone, Debug)]
pub struct Mark<T> {
    pub range: Range<usize>,
    pub value: T,
}

/// Finds the words in a text that begins at `start` of the document. What is not found is left out.
pub fn find<T: Clone>(text: &str, start: usize, wanted: &[Wanted<'_, T>]) -> Vec<Mark<T>> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |char: usize| bytes.get(char).copied().unwrap_or(text.len());
    let mut marks = Vec::new();
    // Ranges of the document and where they are in the text.
    let mut sentences: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut from = 0;
    for sentence in wanted.iter().filter(|wanted| wanted.is_sentence) {
        let Some(at) = text.get(from..).and_then(|rest| rest.find(sentence.words)) else { continue };
        let range = from + at..from + at + sentence.words.len();
        from = range.start;
        sentences.push((sentence.range.clone(), range.clone()));
        marks.push(Mark { range, value: sentence.value.clone() });
    }
    for words in wanted.iter().filter(|wanted| !wanted.is_sentence && !wanted.words.is_empty()) {
        let within = sentences.iter().find(|(range, _)| range.contains(&words.range.start));
        let (origin, window) = within.map_or((start, 0..text.len()), |(range, window)| (range.start, window.clone()));
        let base = bytes.partition_point(|byte| *byte < window.start);
        let last = base + words.range.start.saturating_sub(origin) + words.words.chars().count();
        let end = byte(last).min(window.end);
        let found = text.get(window.start..end).and_then(|part| part.rfind(words.words));
        if let Some(at) = found.map(|at| window.start + at) {
            marks.push(Mark { range: at..at + words.words.len(), value: words.value.clone() });
        }
    }
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    marks
}

/// Writes the text, each mark around its words, marks within marks. What overlaps another without lying in it ends with it.
/// `wrap` is told whether there are marks within.
pub fn write<T>(text: &str, marks: &[Mark<T>], wrap: &mut impl FnMut(&T, bool, Markup) -> Markup) -> Markup {
    part(text, 0..text.len(), marks, wrap)
}

fn part<T>(
    text: &str,
    range: Range<usize>,
    marks: &[Mark<T>],
    wrap: &mut impl FnMut(&T, bool, Markup) -> Markup,
) -> Markup {
    let (mut at, mut rest) = (range.start, marks);
    let mut pieces: Vec<Markup> = Vec::new();
    let words = |range: Range<usize>| html! { (text.get(range).unwrap_or_default()) };
    while let Some((mark, following)) = rest.split_first() {
        let (from, to) = (mark.range.start.max(at), mark.range.end.min(range.end));
        let inner = following.iter().take_while(|inner| inner.range.start < to).count();
        let (inner, following) = following.split_at(inner);
        rest = following;
        if from >= to {
            continue;
        }
        pieces.push(words(at..from));
        let content = part(text, from..to, inner, wrap);
        pieces.push(wrap(&mark.value, !inner.is_empty(), content));
        at = to;
    }
    pieces.push(words(at..range.end));
    html! { @for piece in pieces { (piece) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_behind_what_was_cut_out() {
        // In the document: "Die IMK dankt.\n- 4 -\nDie IMK bittet die IMK."
        let text = "Die IMK dankt. Die IMK bittet die IMK.";
        let wanted = |range: Range<usize>, words, is_sentence, value| Wanted { range, words, is_sentence, value };
        let all = [
            wanted(100..114, "Die IMK dankt.", true, 's'),
            wanted(121..144, "Die IMK bittet die IMK.", true, 'S'),
            wanted(104..107, "IMK", false, 'a'),
            wanted(125..128, "IMK", false, 'b'),
            wanted(140..143, "IMK", false, 'c'),
        ];
        let marks = find(text, 100, &all);
        let written = write(text, &marks, &mut |value, _, words| html! { (value) "(" (words) ")" });
        assert_eq!(written.into_string(), "s(Die a(IMK) dankt.) S(Die b(IMK) bittet die c(IMK).)");
    }

    #[test]
    fn marks_that_overlap_and_hostile_text_stay_whole() {
        let text = "<b> äöü";
        let mark = |range, value| Mark { range, value };
        let marks = [mark(0..6, 1), mark(2..8, 2), mark(8..10, 3)];
        let written = write(text, &marks, &mut |value, _, words| html! { (value) "(" (words) ")" }).into_string();
        assert!(written.contains("&lt;b"), "{written}");
        let plain: String = written.chars().filter(|c| !c.is_ascii_digit() && !"()".contains(*c)).collect();
        assert_eq!(plain, "&lt;b&gt; äöü");
    }
}
