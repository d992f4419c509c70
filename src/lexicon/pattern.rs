//! The slot notation of `ontology/acts.ttl`: `fordert/fordern/aufgefordert {acc} … auf`.

/// How a verb does an act of some kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActPattern {
    /// Finite forms: singular, plural.
    pub singular: String,
    pub plural: String,
    /// For the passive; empty where the pattern has none.
    pub participle: String,
    /// How the addressee stands.
    pub slot: Slot,
    /// Words that must follow in the clause, in order; `closing` of them apart.
    pub complement: Vec<String>,
    /// A separable prefix that closes the clause bracket (`auf`, `zu`, `fest`).
    pub particle: Option<String>,
}

/// The case, and preposition if any, of the body that is addressed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Slot {
    #[default]
    None,
    Accusative,
    Dative,
    /// The subject: „Der Bund möge …“.
    Nominative,
    /// After this preposition.
    Preposition(String),
}

/// How an infinitive sends information: `vor|legen {dat} !`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowPattern {
    /// Words before the verb: `zur Kenntnis`.
    pub complement: Vec<String>,
    /// The infinitive: `vorlegen`.
    pub infinitive: String,
    /// `vor` in the infinitive `vorlegen`; closes a main clause: „legt … vor“.
    pub prefix: String,
    /// With „zu“: `vorzulegen`; empty where „zu“ stands apart (`zu berichten`).
    pub with_zu: String,
    pub slot: Slot,
    /// Without a named recipient it goes to the conference: the `!` of the notation.
    pub to_conference: bool,
}

/// Separable prefixes that may close a clause bracket.
const PARTICLES: [&str; 23] = [
    "ab", "an", "auf", "aus", "bei", "bereit", "ein", "entgegen", "fest", "fort", "her", "heran", "hervor", "hin",
    "mit", "nach", "nahe", "um", "vor", "weiter", "zu", "zurück", "zusammen",
];

/// Parses an act pattern; says what is wrong where it is none.
pub fn parse_act(text: &str) -> Result<ActPattern, String> {
    let mut words = text.split_whitespace();
    let forms = words.next().ok_or_else(|| "the pattern is empty".to_owned())?;
    let mut forms = forms.split('/').map(|form| if form == "-" { "" } else { form });
    let (Some(singular), Some(plural), Some(participle), None) =
        (forms.next(), forms.next(), forms.next(), forms.next())
    else {
        return Err("the verb needs three forms, singular/plural/participle".to_owned());
    };
    let mut pattern = ActPattern {
        singular: singular.into(),
        plural: plural.into(),
        participle: participle.into(),
        ..ActPattern::default()
    };
    for word in words {
        match word {
            "…" => {}
            "{acc}" | "{dat}" | "{nom}" => pattern.slot = slot(word, pattern.complement.pop()),
            _ if word.contains(['{', '}']) => return Err(unknown_slot(word)),
            _ => pattern.complement.push(word.to_owned()),
        }
    }
    if pattern.complement.last().is_some_and(|last| PARTICLES.contains(&last.as_str())) {
        pattern.particle = pattern.complement.pop();
    }
    Ok(pattern)
}

/// Parses a flow pattern; says what is wrong where it is none.
pub fn parse_flow(text: &str) -> Result<FlowPattern, String> {
    let mut pattern = FlowPattern::default();
    let mut before: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match word {
            "{acc}" | "{dat}" => pattern.slot = slot(word, before.pop_if(|_| !pattern.infinitive.is_empty())),
            "!" => pattern.to_conference = true,
            _ if word.contains(['{', '}']) => return Err(unknown_slot(word)),
            _ if pattern.infinitive.is_empty()
                && !word.starts_with(char::is_uppercase)
                && ["en", "ern", "eln"].iter().any(|end| word.ends_with(end))
                && word.len() > 4 =>
            {
                if let Some((prefix, verb)) = word.split_once('|') {
                    pattern.with_zu = format!("{prefix}zu{verb}");
                    prefix.clone_into(&mut pattern.prefix);
                }
                pattern.infinitive = word.replace('|', "");
                pattern.complement = std::mem::take(&mut before);
            }
            _ => before.push(word.to_owned()),
        }
    }
    // Two infinitives in a row (`einfließen lassen`): the last carries „zu“, the first belongs to the complement.
    if let Some(verb) = before.pop() {
        pattern.complement.push(std::mem::replace(&mut pattern.infinitive, verb));
    }
    if pattern.infinitive.is_empty() { Err("the pattern has no infinitive".to_owned()) } else { Ok(pattern) }
}

fn unknown_slot(word: &str) -> String {
    format!("there is no slot {word}, only {{acc}}, {{dat}} and, of acts, {{nom}}")
}

fn slot(word: &str, preposition: Option<String>) -> Slot {
    match (preposition, word) {
        (Some(preposition), _) => Slot::Preposition(preposition),
        (None, "{dat}") => Slot::Dative,
        (None, "{nom}") => Slot::Nominative,
        (None, _) => Slot::Accusative,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn act_patterns_parse() {
        let pattern = parse_act("fordert/fordern/aufgefordert {acc} … auf").unwrap_or_default();
        assert_eq!((pattern.slot, pattern.particle.as_deref()), (Slot::Accusative, Some("auf")));
        let pattern = parse_act("appelliert/appellieren/- an {acc}").unwrap_or_default();
        assert_eq!(pattern.slot, Slot::Preposition("an".to_owned()));
        let pattern = parse_act("nimmt/nehmen/genommen … zur Kenntnis").unwrap_or_default();
        assert_eq!(pattern.complement, ["zur", "Kenntnis"]);
        assert!(parse_act("bittet").is_err());
    }

    #[test]
    fn flow_patterns_parse() {
        let pattern = parse_flow("vor|legen {dat} !").unwrap_or_default();
        assert_eq!((pattern.with_zu.as_str(), pattern.to_conference), ("vorzulegen", true));
        let pattern = parse_flow("einfließen lassen in {acc}").unwrap_or_default();
        assert_eq!(
            (pattern.complement.as_slice(), pattern.infinitive.as_str()),
            (&["einfließen".to_owned()][..], "lassen")
        );
        assert_eq!(pattern.slot, Slot::Preposition("in".to_owned()));
        let pattern = parse_flow("zur Kenntnis geben {dat}").unwrap_or_default();
        assert_eq!((pattern.complement.len(), pattern.infinitive.as_str()), (2, "geben"));
    }
}
