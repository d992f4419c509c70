//! SVG is well formed, holds no script and every node and edge, and can be drawn; so do time line and matrix.

#![no_main]

mod named;

use gremium::view::{Cluster, Head, Style, matrix, png_within, svg, timeline};
use libfuzzer_sys::fuzz_target;

/// The elements that pictures are made of.
const KNOWN: [&str; 10] = ["svg", "title", "desc", "g", "rect", "text", "path", "polygon", "circle", "style"];

fuzz_target!(|bytes: &[u8]| {
    let Some(names) = named::names(bytes) else { return };
    let projection = named::projection(&names);
    let head = Head::new(&format!("# title@de: {0}\n# caption@de: {0}\n# alt@de: {0}\n# legend@de: {0}", names[0]));
    for cluster in [None, Some(Cluster::Kind), Some(Cluster::Parent)] {
        let picture = svg(&projection, &head, &Style { cluster, ..Style::default() });
        let found = named::elements(&picture.svg);
        assert!(found.iter().all(|element| KNOWN.contains(&&*element.name)));
        let classed = |class: &str| found.iter().filter(|element| element.get("class") == Some(class)).count();
        assert_eq!(classed("node"), projection.graph.node_count());
        assert_eq!(classed("edge"), projection.graph.edge_count());
        for (node, name) in found.iter().filter(|element| element.get("class") == Some("node")).zip(&names) {
            assert_eq!(node.get("data-kind"), Some(&*named::in_xml(name)));
        }
    }
    let style = Style::default();
    for picture in [timeline(&projection, &head, &style), matrix(&projection, &head, &style)] {
        assert!(named::elements(&picture.svg).iter().all(|element| KNOWN.contains(&&*element.name)));
    }
    // Drawing is slow: only every sixteenth.
    if bytes.first().is_some_and(|byte| byte % 16 == 0) {
        png_within(&svg(&projection, &head, &style).svg, 10_000.0).expect("can be drawn");
    }
});
