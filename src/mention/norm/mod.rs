//! Norms: statutes and the parts of them that a passage cites.
//!
//! The reader goes from anchor to anchor (a section mark, „Absatz“, the name of a statute) and never looks at a token
//! that belongs to a citation twice. Citation forms are those of the „Handbuch der Rechtsförmlichkeit“ (Federal Ministry
//! of Justice), with the abbreviations that practice adds.

mod memory;
mod parts;
mod title;

use super::{Division, Grounding, Norm};
use crate::lexicon::{Asked, Lexicon, StatuteId, Words};
use crate::text::{Span, Token, TokenKind, TokenView};
pub use memory::Memory;
use memory::Statute;
use parts::{Branch, connected, division, is_article, is_part, leading_parts, provisions};
use title::{Form, Kind, abbreviation, bracketed, head, is_opener, kind_of, qualifier, subject, union_number};

/// A norm with the words that cite it.
#[derive(Clone, Debug)]
pub struct Citation {
    /// Of the whole text. Each member of a list has its own words, the last one those of the statute; provisions that a
    /// range only implies (`4` of „§§ 3 bis 5“) share the words between its ends.
    pub span: Span,
    pub norm: Norm,
    pub rule: &'static str,
    pub grounding: Grounding,
}

/// Norms, and citations that could not be resolved, each with the reason.
pub type Norms = (Vec<Citation>, Vec<(Span, &'static str)>);

/// The norms of one passage in the order of the text, and citations without a statute that it could not resolve, each
/// with the reason. The passages of a document must come in order, with [`Memory::begin_item`] before each item; `openers` go
/// with the vocabulary of the words.
pub fn norms(words: &Words<'_>, lexicon: &Lexicon, memory: &mut Memory, openers: &mut Asked<bool>) -> Norms {
    memory.begin_passage();
    let view = TokenView { text: words.text(), tokens: words.tokens() };
    let mut reader = Reader { view, words, lexicon, memory, openers, found: Vec::new(), rejected: Vec::new() };
    let mut at = 0;
    while at < view.tokens.len() {
        at = reader.read(at).unwrap_or(at + 1);
    }
    (reader.found, reader.rejected)
}

struct Reader<'t, 'w> {
    view: TokenView<'w>,
    words: &'w Words<'t>,
    lexicon: &'w Lexicon,
    memory: &'w mut Memory,
    openers: &'w mut Asked<bool>,
    found: Vec<Citation>,
    rejected: Vec<(Span, &'static str)>,
}

/// Provisions in a row that wait for the statute at their end.
struct Group {
    division: Division,
    branches: Vec<Branch>,
}

impl Reader<'_, '_> {
    /// Reads what begins at the token; the position after it, or none where nothing does.
    fn read(&mut self, at: usize) -> Option<usize> {
        let token = self.view.get(at)?;
        let may = match token.kind {
            TokenKind::Word => self.opens(at),
            TokenKind::Number => true,
            _ => token.is('§'),
        };
        if !may {
            return None;
        }
        if division(self.view, at).is_some() {
            return self.cited(at, at, &[], None);
        }
        if let Some((leads, next)) = leading_parts(self.view, at) {
            let joined = matches!(self.view.word(next), "des" | "der" | "in" | "von" | "im" | "zu");
            let section = next + usize::from(joined) + usize::from(joined && is_article(self.view.word(next + 1)));
            // Parts without a section are passed over as a whole: „Absatz 1, Absatz 2, …“ is read once.
            return self.cited(leads.first()?.first, section, &leads, None).or(Some(next));
        }
        if token.is_number() || token.is_capitalised() {
            return self.alone(at);
        }
        None
    }

    /// Whether a citation can begin with the word at `at`: most words of a text open none.
    fn opens(&mut self, at: usize) -> bool {
        let begins = |word: &str| opens_citation(word) || self.lexicon.begins_statute(self.words, at);
        // Provisions are written with capitals, but for one abbreviation.
        let written = |word: &str| word == "lit" || word.starts_with(char::is_uppercase);
        // What a compound is, its last word says.
        self.openers.of(self.words, at, |word| written(word) && begins(word))
            || self.view.hyphen(at + 1) && self.view.capitalised(at)
    }

    /// A statute named outside a citation, or before its provisions (`StPO § 99`).
    fn alone(&mut self, at: usize) -> Option<usize> {
        let (statute, rule, next) = self
            .known(at)
            .map(|(statute, next)| (statute, "statute-name", next))
            .or_else(|| self.titled(at, false).map(|(statute, next)| (statute, "statute-title", next)))?;
        if self.view.hyphen(next) && self.view.glued(next) && self.view.glued(next + 1) {
            self.rejected.push((self.view.span(at, next), "part of a compound"));
            return Some(next);
        }
        let provision = next + usize::from(matches!(self.view.word(next), "," | "in" | "dort" | "("));
        let names_body = self.lexicon.body_at(self.words, at).is_some_and(|body| body.next >= next);
        if names_body && division(self.view, next).is_none() {
            self.rejected.push((self.view.span(at, next), "also the name of a body"));
            return Some(next);
        }
        if division(self.view, provision).is_some() {
            let before = (statute.clone(), at);
            let found = self.found.len();
            if let Some(end) = self.cited(provision, provision, &[], Some(before)) {
                if self.found.get(found).is_some_and(|citation| citation.norm.statute != statute.label) {
                    let citation = Self::citation(&statute, self.view.span(at, next), rule);
                    self.found.insert(found, citation);
                }
                return Some(end);
            }
        }
        self.memory.name(&statute);
        let span = self.view.span(at, next);
        if matches!(statute.kind, Kind::ByLaw | Kind::Agreement) {
            self.rejected.push((span, "by-laws and agreements are cited by provision only"));
        } else {
            self.found.push(Self::citation(&statute, span, rule));
        }
        Some(next)
    }

    fn citation(statute: &Statute, span: Span, rule: &'static str) -> Citation {
        Citation { span, norm: statute.norm(), rule, grounding: Grounding::Literal }
    }

    /// Provisions from the division mark at `at`, joined by „und“, „i. V. m.“ and the like, up to their statute. Their
    /// words begin at `first`; `leads` are the parts read there, `before` a statute that stands before them.
    fn cited(&mut self, first: usize, at: usize, leads: &[Branch], before: Option<(Statute, usize)>) -> Option<usize> {
        let (mut groups, mut start, mut next) = (Vec::new(), first, at);
        let named = loop {
            let Some((division, plural, number)) = division(self.view, next) else { break None };
            let Some((branches, end)) = provisions(self.view, start, number, division, plural) else { break None };
            groups.push(Group { division, branches });
            if let Some(named) = self.statute_after(end, division) {
                break Some(named);
            }
            let Some(mark) = connected(self.view, end) else { break None };
            (start, next) = (mark, mark);
        };
        let last = groups.last()?;
        let own = last.division;
        let end = last.branches.last()?.end;
        let (statute, rule, grounding, statute_end, opening) = match (named, before) {
            (Some((statute, next, grounding)), _) => (statute, "provision", grounding, next, None),
            (None, Some((statute, from))) => (statute, "provision-after-statute", Grounding::Literal, end, Some(from)),
            (None, None) => {
                let Some(statute) = self.memory.context(own) else {
                    self.rejected.push((self.view.span(first, end), "no statute is named for the provision"));
                    return Some(end);
                };
                (statute.clone(), "provision-in-context", Grounding::Inherited, end, None)
            }
        };
        self.emit(&groups, leads, &Found { statute: &statute, rule, grounding, own, statute_end, opening });
        self.memory.name(&Statute { division: Some(own), ..statute });
        Some(statute_end)
    }

    fn emit(&mut self, groups: &[Group], leads: &[Branch], found: &Found<'_>) {
        let count: usize = groups.iter().map(|group| group.branches.len()).sum();
        let mut position = 0;
        for group in groups {
            for branch in &group.branches {
                position += 1;
                if group.division != found.own {
                    self.rejected
                        .push((self.view.span(branch.first, branch.end), "no statute is named for the provision"));
                    continue;
                }
                let mut norm = found.statute.norm();
                norm.division = Some(group.division);
                branch.fill(&mut norm);
                let first = if position == 1 { found.opening.unwrap_or(branch.first) } else { branch.first };
                let end = if position == count { found.statute_end } else { branch.end };
                // „Absatz 2 und 3 des § 99“: one norm for each part that stands before the section.
                let (last, others) = leads.split_last().map_or((None, leads), |(last, others)| (Some(last), others));
                for lead in others.iter().filter(|_| position == 1) {
                    let mut norm = norm.clone();
                    lead.fill(&mut norm);
                    self.push(norm, self.view.span(lead.first, lead.end), found);
                }
                let first = last.filter(|_| position == 1).map_or(first, |lead| lead.first);
                if let Some(lead) = last {
                    lead.fill(&mut norm);
                }
                self.push(norm, self.view.span(first, end), found);
            }
        }
    }

    fn push(&mut self, norm: Norm, span: Span, found: &Found<'_>) {
        self.found.push(Citation { span, norm, rule: found.rule, grounding: found.grounding });
    }

    /// The statute that follows a provision: at once (`§ 99 StPO`), in the genitive („des Bundesjagdgesetzes“), or as
    /// „der o. g. Verordnung“.
    fn statute_after(&mut self, at: usize, division: Division) -> Option<(Statute, usize, Grounding)> {
        let view = self.view;
        let literal = |(statute, next)| (statute, next, Grounding::Literal);
        let article = match view.word(at) {
            "des" | "der" | "dem" | "im" | "vom" | "dieses" | "dieser" => at + 1,
            "in" | "aus" | "nach" | "von" if matches!(view.word(at + 1), "der" | "dem") => at + 2,
            _ => {
                return self
                    .known(at)
                    .map(|known| self.qualified(known))
                    .or_else(|| self.abbreviated(at))
                    .or_else(|| self.titled(at, true))
                    .map(literal);
            }
        };
        if let Some(found) = self.pointed(article, division) {
            return Some(found);
        }
        let mut noun = article;
        while noun < article + 3 && !view.capitalised(noun) && view.get(noun).is_some_and(Token::is_word) {
            noun += 1;
        }
        self.known(noun).or_else(|| self.abbreviated(noun)).or_else(|| self.titled(noun, true)).map(literal)
    }

    /// „o. g. Verordnung“, „genannten Gesetzes“, „Gesetzes“ without a subject of its own: a statute named before.
    fn pointed(&mut self, at: usize, division: Division) -> Option<(Statute, usize, Grounding)> {
        let mut noun = at;
        while noun < at + 5
            && matches!(
                self.view.word(noun),
                "o" | "g"
                    | "."
                    | "oben"
                    | "genannten"
                    | "vorgenannten"
                    | "obengenannten"
                    | "erwähnten"
                    | "gleichen"
                    | "besagten"
                    | "neuen"
            )
        {
            noun += 1;
        }
        let head = head(self.view, noun).filter(|head| head.is_bare() && !head.counted)?;
        let subject = matches!(self.view.word(head.next), "zur" | "zum" | "über" | "für" | "gegen")
            || union_number(self.view, head.next).is_some();
        let of_body =
            matches!(head.kind, Kind::ByLaw | Kind::Agreement | Kind::Treaty) && is_article(self.view.word(head.next));
        if subject || of_body {
            return None;
        }
        self.memory.last(head.kind, division).map(|statute| (statute.clone(), head.next, Grounding::Inherited))
    }

    /// A statute of the authority file, or an abbreviation that the document taught; with the bracket behind it that
    /// gives the same statute its abbreviation.
    fn known(&mut self, at: usize) -> Option<(Statute, usize)> {
        let (statute, next) = if let Some((id, next)) = self.lexicon.statute_at(self.words, at) {
            (self.authority(id)?, next)
        } else {
            let end = abbreviation(self.view, at)?;
            (self.memory.taught(self.view.span(at, end).of(self.view.text))?.clone(), end)
        };
        let same = self.view.is(next, '(').then(|| self.lexicon.statute_at(self.words, next + 1)).flatten();
        let close = match same {
            Some((id, close)) => (Some(id) == statute.authority && self.view.is(close, ')')).then_some(close),
            None => bracketed(self.view, next).map(|(start, close)| {
                self.teach(start, close, &statute);
                close
            }),
        };
        Some((statute, close.map_or(next, |close| close + 1)))
    }

    fn authority(&self, id: StatuteId) -> Option<Statute> {
        let entry = self.lexicon.statutes.get(id as usize)?;
        Some(Statute {
            label: entry.label.clone(),
            authority: Some(id),
            kind: kind_of(entry.title.as_deref().unwrap_or(&entry.label)),
            division: Some(if entry.by_article { Division::Article } else { Division::Section }),
        })
    }

    /// The statute of a Land that bears a federal name: `VwVfG NRW` is not `VwVfG`.
    fn qualified(&self, (statute, next): (Statute, usize)) -> (Statute, usize) {
        let end = qualifier(self.view, next);
        if end == next || self.view.is(next - 1, ')') {
            return (statute, next);
        }
        let label = format!("{} {}", statute.label, self.view.word(next));
        (Statute { label, authority: None, ..statute }, end)
    }

    /// An abbreviation that no authority file knows, after a provision.
    fn abbreviated(&mut self, at: usize) -> Option<(Statute, usize)> {
        let end = abbreviation(self.view, at)?;
        let label = self.view.span(at, end).of(self.view.text).to_owned();
        let statute = Statute { kind: kind_of(&label), label, authority: None, division: None };
        self.teach(at, end, &statute);
        Some((statute, end))
    }

    fn teach(&mut self, start: usize, end: usize, statute: &Statute) {
        self.memory.teach(self.view.span(start, end).of(self.view.text), statute);
    }

    /// A statute by its title. Unless it is cited by provision, the words must show that one statute is meant: a title
    /// with its subject and a definite article, an ordinal, a quotation mark or an abbreviation.
    fn titled(&mut self, at: usize, cited: bool) -> Option<(Statute, usize)> {
        let view = self.view;
        let head = head(view, at)?;
        let union = union_number(view, head.next).filter(|_| matches!(head.kind, Kind::Ordinance | Kind::Directive));
        let contract = matches!(head.kind, Kind::ByLaw | Kind::Agreement | Kind::Treaty | Kind::Directive);
        let related = match view.word(head.next) {
            "zur" | "zum" | "über" | "für" | "gegen" => {
                head.form == Form::Titular || (cited && (head.is_bare() || contract))
            }
            "der" | "des" | "zwischen" => cited && contract,
            _ => false,
        };
        let subject =
            || subject(view, head.next, &|at| self.lexicon.statute_at(self.words, at).is_some()).filter(|_| related);
        let end = union.or_else(subject).or((!head.is_bare()).then_some(head.next))?;
        let titled = end > head.next;
        let bracket = bracketed(view, end);
        let definite = self.definite(at, &head);
        let sure = union.is_some() || cited || bracket.is_some() || (definite && (titled || head.form == Form::Proper));
        if !sure {
            return None;
        }
        let amending = titled && view.word(head.next + 1) == "Änderung";
        let counts = (union.is_some() || amending).then_some(Division::Article);
        let rest = Span::new(view.span(at, head.next).end, view.span(at, end).end);
        let label = head.nominative.clone() + rest.of(view.text);
        let mut statute = Statute { label, authority: None, kind: head.kind, division: counts };
        let Some((start, close)) = bracket else { return Some((statute, end)) };
        match self.lexicon.statute_at(self.words, start).filter(|(_, next)| *next == close) {
            // The bracket abbreviates the statute inside the title: „zur Änderung der …-Verordnung (…V)“.
            Some((id, _)) if amending && self.ends_with(id, at, end) => {}
            // „Richtlinie (EU) 2017/853 (Feuerwaffenrichtlinie)“: the number tells it from another of that name.
            Some(_) if union.is_some() => {}
            Some((id, _)) => statute = self.authority(id)?,
            None => {
                let short = view.span(start, close).of(view.text);
                let number = head.number.filter(|_| view.number(start).is_none());
                statute.label = number.map_or_else(|| short.to_owned(), |number| format!("{number}. {short}"));
                self.teach(start, close, &statute);
            }
        }
        Some((statute, close + 1))
    }

    /// Whether the words before `at` or an ordinal show that one statute is meant.
    fn definite(&self, at: usize, head: &title::Head) -> bool {
        let view = self.view;
        let before = |back: usize| at.checked_sub(back).map_or("", |at| view.word(at));
        match before(1) {
            "" | "das" | "des" | "dem" | "der" | "die" | "den" | "im" | "vom" | "zum" | "zur" | "beim" | "ins"
            | "„" | "\"" | "»" => true,
            // „der Entwurf eines Dritten Gesetzes zur Änderung des Waffengesetzes“: by its number it is one.
            word => head.counted && (!word.starts_with("ein") || word == "eines"),
        }
    }

    /// Whether the words before `end` name the statute `id`.
    fn ends_with(&self, id: StatuteId, at: usize, end: usize) -> bool {
        (at.max(end.saturating_sub(8))..end).any(|start| self.lexicon.statute_at(self.words, start) == Some((id, end)))
    }
}

/// Whether a word by itself may open a citation: a division mark, a part, a statute by title or abbreviation.
fn opens_citation(word: &str) -> bool {
    is_part(word) || is_opener(word)
}

/// What all members of a citation share.
struct Found<'a> {
    statute: &'a Statute,
    rule: &'static str,
    grounding: Grounding,
    own: Division,
    /// Position after the statute.
    statute_end: usize,
    /// Where the words begin, if the statute stands first.
    opening: Option<usize>,
}
