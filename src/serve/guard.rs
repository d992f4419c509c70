//! A look at the text of a query before it is parsed. Parsers and optimisers recurse, and what is nested deep enough ends
//! them; so nothing is handed on whose words alone say that it is out of all proportion.

use super::Limits;

/// Why a query is not even parsed: what there is too much of, and where that became clear.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: the query has more than {limit} {what}. Ask in smaller steps")]
pub struct Refusal {
    pub line: usize,
    pub column: usize,
    pub what: &'static str,
    pub limit: u64,
}

/// Words of a query as far as their number matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Open(u8),
    Close,
    /// `.`, `;`, `,`: what stands between triple patterns, or between the arguments of a function.
    Separator,
    /// `!`, `-`: may stand before themselves, and so nest without a bracket. (`+` too, but that is a path operator first.)
    Sign,
    Operator,
    Term,
    Values,
}

/// Refuses a query whose words break a limit.
///
/// # Errors
/// The first limit that is broken. What is no SPARQL at all passes: the parser says better what is wrong with it.
pub fn check(query: &str, limits: &Limits) -> Result<(), Refusal> {
    let refusal = |at: usize, what, limit| {
        let before = query.get(..at).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Err(Refusal { line, column, what, limit })
    };
    if query.len() as u64 > limits.query_bytes {
        return refusal(usize::try_from(limits.query_bytes).unwrap_or(0), "bytes", limits.query_bytes);
    }
    let mut open: Vec<u8> = Vec::new();
    let (mut patterns, mut steps, mut cells, mut signs) = (0, 0, 0, 0);
    // The depth at which the data of a VALUES block stands; it is expected from the keyword to the first brace.
    let (mut values_expected, mut values_depth) = (false, None);
    let mut at = 0;
    while let Some((token, start, end)) = next(query.as_bytes(), at) {
        at = end;
        signs = if token == Token::Sign { signs + 1 } else { 0 };
        match token {
            Token::Open(bracket) => {
                open.push(bracket);
                if bracket == b'{' {
                    patterns += 1;
                    if values_expected {
                        (values_expected, values_depth) = (false, Some(open.len()));
                        patterns -= 1;
                    }
                }
            }
            Token::Close => {
                if values_depth == Some(open.len()) {
                    values_depth = None;
                }
                open.pop();
            }
            Token::Separator => patterns += u64::from(open.last() != Some(&b'(')),
            Token::Operator => steps += 1,
            Token::Term => cells += u64::from(values_depth.is_some()),
            Token::Values => values_expected = true,
            Token::Sign => {}
        }
        if open.len() as u64 + signs > limits.nesting {
            return refusal(start, "levels of nesting", limits.nesting);
        }
        if patterns > limits.patterns {
            return refusal(start, "triple patterns", limits.patterns);
        }
        if steps > limits.path_steps {
            return refusal(start, "path steps and operators", limits.path_steps);
        }
        if cells > limits.values {
            return refusal(start, "cells of VALUES", limits.values);
        }
    }
    Ok(())
}

/// The next word from `at` on: what it is, its first byte and the byte behind it.
fn next(text: &[u8], mut at: usize) -> Option<(Token, usize, usize)> {
    loop {
        match text.get(at)? {
            byte if byte.is_ascii_whitespace() => at += 1,
            b'#' => at += text.get(at..)?.iter().position(|byte| *byte == b'\n')?,
            _ => break,
        }
    }
    let rest = text.get(at..)?;
    let (token, length) = match rest.first()? {
        bracket @ (b'{' | b'(' | b'[') => (Token::Open(*bracket), 1),
        b'}' | b')' | b']' => (Token::Close, 1),
        quote @ (b'"' | b'\'') => (Token::Term, string(rest, *quote)),
        b'<' => iri(rest).map_or((Token::Operator, 1), |length| (Token::Term, length)),
        b'.' | b';' | b',' => (Token::Separator, 1),
        b'!' | b'-' => (Token::Sign, 1),
        b'^' if rest.get(1) == Some(&b'^') => (Token::Sign, 2),
        b'?' | b'$' => match word(rest.get(1..)?) {
            0 => (Token::Operator, 1),
            length => (Token::Term, 1 + length),
        },
        b'@' => (Token::Sign, 1 + word(rest.get(1..)?)),
        b'/' | b'|' | b'^' | b'*' | b'+' | b'=' | b'>' | b'&' => (Token::Operator, 1),
        _ => match word(rest) {
            0 => (Token::Term, 1),
            length if rest.get(..length)?.eq_ignore_ascii_case(b"values") => (Token::Values, length),
            length => (Token::Term, length),
        },
    };
    Some((token, at, at + length))
}

/// Bytes of a variable, keyword, number or prefixed name. A dot belongs to it where more follows.
fn word(text: &[u8]) -> usize {
    let is_part =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'%' | b'-') || !byte.is_ascii();
    let mut length = 0;
    while let Some(byte) = text.get(length) {
        match byte {
            // Escapes of local names: `gm:a\/b`.
            b'\\' => length = (length + 2).min(text.len()),
            b'.' if length > 0 && text.get(length + 1).is_some_and(is_part) => length += 1,
            byte if is_part(byte) => length += 1,
            _ => break,
        }
    }
    length
}

/// Bytes of a string, to the end of the text where it is not closed.
fn string(text: &[u8], quote: u8) -> usize {
    let long = text.starts_with(&[quote; 3]);
    let delimiter = if long { 3 } else { 1 };
    let mut at = delimiter;
    while let Some(byte) = text.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' if !long => return at,
            byte if *byte == quote && (!long || text.get(at..at + 3) == Some(&[quote; 3])) => return at + delimiter,
            _ => at += 1,
        }
    }
    text.len()
}

/// Bytes of an IRI in angle brackets; none where `<` is the sign for less.
fn iri(text: &[u8]) -> Option<usize> {
    let end = text.iter().position(|byte| *byte == b'>')?;
    let bad = |byte: &u8| *byte <= b' ' || matches!(byte, b'"' | b'{' | b'}' | b'|' | b'^' | b'`');
    (!text.get(1..end)?.iter().any(bad)).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At the limit a query passes, one above it is refused for the reason given.
    fn holds_at(limit: u64, what: &str, query: impl Fn(usize) -> String) {
        let limits = Limits::default();
        let most = usize::try_from(limit).unwrap();
        for size in [most - 1, most] {
            assert_eq!(check(&query(size), &limits), Ok(()), "{size} {what}");
        }
        let refusal = check(&query(most + 1), &limits).unwrap_err();
        assert_eq!((refusal.what, refusal.limit), (what, limit));
    }

    #[test]
    fn each_limit_holds_to_the_one() {
        let limits = Limits::default();
        holds_at(limits.query_bytes, "bytes", |n| format!("ASK {{}}{}", " ".repeat(n - 6)));
        holds_at(limits.nesting, "levels of nesting", |n| format!("ASK {}{}", "{".repeat(n), "}".repeat(n)));
        holds_at(limits.nesting, "levels of nesting", |n| format!("ASK {{ FILTER({}?x) }}", "!".repeat(n - 2)));
        holds_at(limits.patterns, "triple patterns", |n| format!("ASK {{ {} }}", "?s ?p ?o . ".repeat(n - 1)));
        holds_at(limits.path_steps, "path steps and operators", |n| format!("ASK {{ ?s <p>{} ?o }}", "/<p>".repeat(n)));
        holds_at(limits.values, "cells of VALUES", |n| format!("ASK {{ VALUES ?x {{ {} }} }}", "1 ".repeat(n)));
        holds_at(limits.values, "cells of VALUES", |n| format!("ASK {{ VALUES (?x) {{ {} }} }}", "(<a>) ".repeat(n)));
    }

    #[test]
    fn what_stands_in_strings_iris_and_comments_does_not_count() {
        let many = "{".repeat(200);
        for query in [
            format!("ASK {{ ?s ?p \"{many}\" }}"),
            format!("ASK {{ ?s ?p '''{many}'\n{many}''' }}"),
            format!("ASK {{ ?s ?p \"\\\"{many}\" }}"),
            format!("ASK # {many}\n{{}}"),
            format!("ASK {{ <http://example.org/#{}> ?p ?o }}", ".".repeat(999)),
        ] {
            assert_eq!(check(&query, &Limits::default()), Ok(()), "{query}");
        }
    }

    #[test]
    fn a_less_sign_opens_no_iri() {
        let query = format!("ASK {{ FILTER(?a <?b) {} }} # >", "{".repeat(200));
        assert!(check(&query, &Limits::default()).is_err());
    }

    #[test]
    fn a_refusal_says_where() {
        let query = format!("ASK\n{}", "{".repeat(65));
        let refusal = check(&query, &Limits::default()).unwrap_err();
        assert_eq!((refusal.line, refusal.column), (2, 65));
    }

    #[test]
    fn all_questions_of_the_catalogue_pass() {
        for query in crate::query::catalogue() {
            assert_eq!(check(query.sparql, &Limits::default()), Ok(()), "{}", query.name);
        }
    }
}
