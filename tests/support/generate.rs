//! Made-up collections for property tests.

use gremium::generate::{Collection, Generator};
use gremium::lexicon::Lexicon;
use proptest::prelude::*;

/// Collections of one to five items, each of another seed, from any of the first thousand sittings.
pub fn collections(lexicon: &Lexicon) -> impl Strategy<Value = Collection> {
    let generator = Generator::new(lexicon, 0);
    (1usize..6, 0usize..1000, any::<u64>()).prop_map(move |(items, number, seed)| {
        generator.clone().with_seed(seed).collection(number, items).expect("there is room for a thousand")
    })
}
