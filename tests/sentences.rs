//! Where sentences end and where words do, in the ways of resolutions and of what conversion leaves of them.

use gremium::text::{Nesting, sentences, tokenize};

#[test]
fn dots_of_abbreviations_and_ordinals_end_nothing() {
    for (text, count) in [
        (
            "Am 3. Dezember gilt Art. 3 i. V. m. § 5 Abs. 2 StPO. Die IMK bittet den AK I. Sie dankt z. B. Hessen zur 140. Tagung.",
            3,
        ),
        ("Sie verweist auf Nr. 4 ff. des Beschlusses vom 5. Mai. Er gilt fort.", 2),
        ("Das Papier („Lage. Stand: 3. Mai.“) wird begrüßt.", 1),
    ] {
        let tokens = tokenize(text);
        assert_eq!(sentences(text, &tokens, &Nesting::new(&tokens)).len(), count, "{text}");
    }
}

#[test]
fn a_lost_blank_beside_a_number_is_put_back() {
    for (text, words) in [
        ("Satz 1BSIG", "Satz|1|BSIG"),
        ("bis zum31. Mai", "bis|zum|31|.|Mai"),
        ("§ 3a G10", "§|3a|G10"),
        ("die 5G-Netze und h264", "die|5G|-|Netze|und|h264"),
    ] {
        let found: Vec<&str> = tokenize(text).iter().map(|token| token.span.of(text)).collect();
        assert_eq!(found.join("|"), words);
    }
}
