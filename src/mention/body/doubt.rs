//! Names that name no body where they stand: places, fields of work, parts of other names.

use super::known::Known;
use super::{Hit, Place};
use crate::lexicon::{AuthorityId, ShapeKind};
use crate::text::{Listed, Token, set};

/// Why a name is none here, if so.
pub(super) fn no_body(place: &Place<'_, '_>, at: usize, hit: &Hit, known: &Known) -> Option<&'static str> {
    const LOCATIVE: [Listed; 7] = set!["in", "im", "aus", "nach", "bei", "um", "In"];
    const PLACES: [Listed; 5] = set!["Bahnhof", "Hauptbahnhof", "Flughafen", "Standort", "Flughafens"];
    const ARTICLES: [Listed; 5] = set!["der", "den", "dem", "des", "die"];
    const SIDES: [&str; 14] = [
        "Vertreter", "Vertretern", "Vertreterinnen", "Beteiligung", "Einbindung", "Einbeziehung", "Mitwirkung",
        "Seiten", "Aufgabe", "Einsatzkräfte", "Einsatzkräften", "Angehörigen", "Beschäftigten", "Mitgliedern",
    ];
    let words = place.words;
    let before = at.checked_sub(1)?;
    let article = words.is_one_of(before, &ARTICLES);
    // No token where the article opens the text.
    let two_before = if article { before.checked_sub(1).unwrap_or(usize::MAX) } else { before };
    let event = matches!(known.kind(hit.body), "kind/association" | "kind/company")
        && words.is_capitalised(hit.next)
        && best_name(place, hit.next).is_none();
    // „dem Deutschen Städtetag Vorschläge“: a name that is inflected makes no compound.
    let inflected = hit.next > at + 1 && words.word(at).starts_with("Deutsche");
    // Nor does one that ends like a body's: „der Bundespsychotherapeutenkammer Eckpunkte“.
    let whole = || place.lexicon.suffix_of(ShapeKind::Abbreviated, words.word(at)).is_some();
    if event && !inflected && !whole() && hit.next <= at + 2 && !SIDES.contains(&words.word(two_before)) {
        return Some("a name within the name of an event or thing");
    }
    if words.is(before, '(')
        && words.is(hit.next, ')')
        && before.checked_sub(1).is_some_and(|noun| {
            words.word(noun).to_lowercase().ends_with("verordnung")
                || words.is_one_of(noun, &set!["Richtlinie", "Beschluss", "Rahmenbeschluss"])
        })
    {
        return Some("part of the number of an act of the Union");
    }
    if words.is(before, '/') && before.checked_sub(1).and_then(|at| words.token(at)).is_some_and(Token::is_number) {
        return Some("part of the number of an act of the Union");
    }
    let titled =
        words.nesting().partner(before) == Some(hit.next + 1) && words.token(hit.next).is_some_and(Token::is_number);
    match known.kind(hit.body) {
        "kind/chair" if is_office_held(place, at, hit) => Some("the chair as an office that somebody holds"),
        _ if words.is_one_of(before, &set!["für"]) && words.word(hit.next).starts_with("zuständig") => {
            Some("a field that somebody is responsible for")
        }
        "kind/land" if !article && (words.is_one_of(before, &LOCATIVE) || words.is_one_of(before, &PLACES)) => {
            Some("a Land as a place")
        }
        // „Polizei 2020“
        "kind/collective" if titled => Some("a name within a title"),
        "kind/collective" => {
            let label = known.label(hit.body);
            let single = !label.contains(' ');
            // „in vielen Landkreisen“
            let among = words.token(before).is_some_and(|token| token.is_word() && !token.is_capitalised())
                && words.word(before).ends_with("en")
                && before.checked_sub(1).is_some_and(|at| words.is_one_of(at, &set!["in", "In", "aus"]));
            if single && ["ausländische", "fremde"].iter().any(|foreign| words.word(before).starts_with(foreign)) {
                return Some("services of other states");
            }
            let states = matches!(hit.rule, "name in the authority file") && known.key(hit.body).ends_with("laender");
            if states
                && best_name(place, hit.next)
                    .is_some_and(|id| place.lexicon.authority(id).is_some_and(|body| body.kind == "kind/land"))
            {
                return Some("a word before the names of the Länder");
            }
            if single
                && !states
                && hit.next == at + 1
                && (among || words.is_one_of(two_before, &set!["in", "In", "im", "aus"]))
                && !is_authority(place, at)
            {
                return Some("a collective body as a place");
            }
            let field = |at: usize| words.word(at).starts_with("Bereich");
            if single
                && !states
                && (field(two_before)
                    || field(before)
                    || (0..3).any(|back| before.checked_sub(back).is_some_and(&field)))
            {
                return Some("a field of work");
            }
            let genitive = article && matches!(words.word(before), "der" | "des");
            // „Unterrichtung der Länder“: whom the noun's verb would have as its object.
            let object = || {
                place.lexicon.flow_kinds.iter().flat_map(|kind| &kind.nouns).any(|noun| noun == words.word(two_before))
            };
            let noun =
                genitive && words.is_capitalised(two_before) && !SIDES.contains(&words.word(two_before)) && !object();
            // „die Zusammenarbeit der Länder“: they act; „die Senatoren der Länder“ are in the name of others.
            let acting = || states && !names_people(place, two_before);
            (noun && single && !label.ends_with('n') && !label.ends_with("rde") && !acting())
                .then_some("an institution as the attribute of a noun")
        }
        _ => None,
    }
}

/// `Sicherheitsbehörden`, `Gesundheitsämter`: named by function, wherever they stand.
fn is_authority(place: &Place<'_, '_>, at: usize) -> bool {
    place.lexicon.suffix_of(ShapeKind::Suffix, &place.words.word(at).to_lowercase()).is_some()
}

/// Whether a noun is one for authorities or for people in office, whose name „der Länder“ completes.
fn names_people(place: &Place<'_, '_>, at: usize) -> bool {
    const PEOPLE: [&str; 8] =
        ["chefs", "chefinnen", "minister", "ministern", "senatoren", "innen", "beauftragten", "ressorts"];
    let word = place.words.word(at).to_lowercase();
    PEOPLE.iter().any(|end| word.ends_with(end)) || is_authority(place, at)
}

/// „dankt Hessen für den Vorsitz“, „den Vorsitz übernimmt Bremen“, „Hessen als Vorsitzland“: the office, not who holds it.
fn is_office_held(place: &Place<'_, '_>, at: usize, hit: &Hit) -> bool {
    const HOLD: [&str; 10] =
        ["übern", "führt", "führen", "innehat", "inne", "wechsel", "liegt", "wahrnimmt", "abgibt", "übergibt"];
    let words = place.words;
    let before = |back: usize| at.checked_sub(back).map_or("", |at| words.word(at));
    if before(1) == "als" || before(2) == "als" && matches!(before(1), "der" | "die") {
        return true;
    }
    let office = matches!(words.word(at), "Vorsitz" | "Präsidentschaft");
    // „den Übergang des Vorsitzes auf Hessen“, „deren Vorsitz weiterhin Bayern innehat“
    let passes = words.is_one_of(at, &set!["Vorsitzes"])
        && matches!(before(2), "Übergang" | "Übergabe" | "Übernahme" | "Wechsel" | "Weitergabe");
    let anothers = matches!(before(1), "deren" | "dessen");
    let for_it = anothers
        || before(2) == "für"
        || matches!(before(1), "unter" | "Unter")
        || matches!(before(2), "unter" | "Unter");
    let held = || {
        let held_by = |at: usize| HOLD.iter().any(|verb| words.word(at).starts_with(verb));
        let stands_before =
            at.checked_sub(1).is_some_and(|article| words.is_one_of(article, &set!["den", "Den", "die"]));
        stands_before && (hit.next..hit.next + 6).take_while(|at| !words.is(*at, ',')).any(held_by)
    };
    passes || office && (for_it || held())
}

/// The authority whose name starts at a token, if there is one.
pub(super) fn best_name(place: &Place<'_, '_>, at: usize) -> Option<AuthorityId> {
    place.lexicon.body_at(place.words, at)?.payloads.first().copied()
}
