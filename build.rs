//! Ontology and queries are embedded; a file that is new among them must lead to a new build.

fn main() {
    println!("cargo::rerun-if-changed=ontology");
    println!("cargo::rerun-if-changed=queries");
}
