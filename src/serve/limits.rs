use serde::{Deserialize, Serialize};

/// Declares the limits once: fields, defaults, names on the command line and what they mean.
macro_rules! limits {
    ($($name:ident = $default:expr, $meaning:literal;)*) => {
        /// What one client, one query, one connection may cost.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct Limits {
            $(#[doc = $meaning] pub $name: u64,)*
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl Limits {
            /// Name, value and meaning of each limit, in the order of the declaration.
            #[must_use]
            pub fn list(&self) -> Vec<(String, u64, &'static str)> {
                vec![$((stringify!($name).replace('_', "-"), self.$name, $meaning)),*]
            }

            /// Sets a limit by its name (`query-bytes`); `false` where there is none of that name.
            pub fn set(&mut self, name: &str, value: u64) -> bool {
                $(if name.replace('-', "_") == stringify!($name) {
                    self.$name = value;
                    return true;
                })*
                false
            }
        }
    };
}

limits! {
    query_bytes = 64 << 10, "length of a query in bytes";
    nesting = 64, "braces, brackets and signs within each other in a query";
    patterns = 256, "triple patterns of a query, counted by what separates them";
    path_steps = 256, "operators of property paths and of arithmetic in a query";
    values = 4096, "cells of all VALUES blocks of a query";
    seconds = 10, "time for a query, its answer included";
    memory = 512 << 20, "bytes that a query may take beyond the graph itself";
    rows = 100_000, "rows, or triples, of an answer";
    answer_bytes = 64 << 20, "bytes of an answer";
    running = 4, "queries that run at the same time";
    waiting = 64, "queries that wait for their turn; one more is answered 503";
    client_seconds = 60, "seconds of running queries that one client address may use up within a minute; one more is answered 429";
    batch = 50, "questions, identifiers or properties in one request to the reconciliation service";
    name_bytes = 1024, "bytes of a name that is to be matched";
    kept_bytes = 32 << 20, "bytes of answers that are kept to be given again while the graph does not change; 0 keeps none";
    header_bytes = 16 << 10, "bytes of the head of a request";
    header_seconds = 5, "time for the head of a request to arrive, and for a connection to be idle";
    body_bytes = 1 << 20, "bytes of the body of a request";
    body_seconds = 10, "time for the body of a request to arrive";
    connections = 256, "connections at the same time; one more is answered 503";
    connection_seconds = 300, "age at which a connection is closed";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_set_by_the_name_that_is_listed() {
        let mut limits = Limits::default();
        for (index, (name, ..)) in limits.list().into_iter().enumerate() {
            assert!(limits.set(&name, index as u64 + 1), "{name}");
        }
        assert!(limits.list().iter().enumerate().all(|(index, (_, value, _))| *value == index as u64 + 1));
        assert!(!limits.set("no-such", 1));
    }
}
