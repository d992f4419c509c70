use super::selection::Selection;
use super::{Outcome, format, output};
use anyhow::Result;
use clap::ValueEnum;
use gremium::view::{Measures, OF_GRAPH, OF_NODES, Projection};
use oxigraph::io::{RdfFormat, RdfSerializer};
use std::io::{self, Write};
use std::path::PathBuf;

/// Measure who is in the middle of a view, who passes on, who belongs together
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gremium measure informs examples/imk-215.md
  gremium measure informs resolutions/ --since 2020 --out measures.csv
  gremium measure informs examples/imk-215.md --format ttl
  gremium measure informs examples/imk-215.md --definitions")]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    /// File to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Without it, by the ending of --out, else table
    #[arg(long)]
    format: Option<Format>,
    /// Below the table, say what each measure is, with its parameters and how exact it is
    #[arg(long)]
    definitions: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
    /// RDF with the definitions and the documents used
    Ttl,
    Nt,
}

pub fn run(args: &Args) -> Result<Outcome> {
    let selection = &args.selection;
    let drawn = selection.draw()?;
    let measures = drawn.projection.measures();
    let format = format(args.format, args.out.as_deref(), Format::Table);
    output::write(args.out.as_deref(), |out| match format {
        Format::Table => {
            table(&drawn.projection, &measures, out)?;
            let defined = OF_NODES.iter().chain(&OF_GRAPH).filter(|_| args.definitions);
            defined.into_iter().try_for_each(|measure| writeln!(out, "{:20} {}", measure.name, measure.definition))
        }
        Format::Csv => csv(&drawn.projection, &measures, out),
        Format::Json => json(&drawn.projection, &measures, out),
        Format::Ttl | Format::Nt => {
            let syntax = if matches!(format, Format::Ttl) { RdfFormat::Turtle } else { RdfFormat::NTriples };
            let mut serializer = RdfSerializer::from_format(syntax);
            for (prefix, iri) in gremium::vocab::PREFIXES {
                serializer = serializer.with_prefix(*prefix, *iri).map_err(io::Error::other)?;
            }
            let mut writer = serializer.for_writer(out);
            for triple in measures.triples(&drawn.projection, &selection.view, &selection.settings.base) {
                writer.serialize_triple(&triple)?;
            }
            writer.finish().map(drop)
        }
    })?;
    Ok(drawn.outcome)
}

fn rows<'p>(projection: &'p Projection, measures: &'p Measures) -> Vec<(&'p str, &'p str, &'p [f64])> {
    let nodes = projection.graph.node_weights();
    nodes.zip(&measures.nodes).map(|(node, row)| (&*node.label, &*node.iri, row.as_slice())).collect()
}

/// For people: the nodes by rank, values in at most four decimals, then the whole graph.
fn table(projection: &Projection, measures: &Measures, out: &mut dyn Write) -> io::Result<()> {
    let short = |value: f64| format!("{value:.4}").trim_end_matches('0').trim_end_matches('.').to_owned();
    let rank = OF_NODES.iter().position(|measure| measure.name == "pagerank").unwrap_or_default();
    let mut rows = rows(projection, measures);
    rows.sort_by(|a, b| b.2[rank].total_cmp(&a.2[rank]));
    let mut table = comfy_table::Table::new();
    table.load_preset(comfy_table::presets::NOTHING);
    table.set_header(std::iter::once("node").chain(OF_NODES.iter().map(|measure| measure.name)));
    for (label, _, row) in rows {
        let label: String = label.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        table.add_row(std::iter::once(label).chain(row.iter().map(|value| short(*value))));
    }
    writeln!(out, "{}\n", table.trim_fmt())?;
    OF_GRAPH
        .iter()
        .zip(measures.graph)
        .try_for_each(|(measure, value)| writeln!(out, "{:14} {}", measure.name, short(value)))
}

fn csv(projection: &Projection, measures: &Measures, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["node", "iri"].into_iter().chain(OF_NODES.iter().map(|measure| measure.name)))?;
    for (label, iri, row) in rows(projection, measures) {
        let values = row.iter().map(ToString::to_string);
        writer.write_record([label.to_owned(), iri.to_owned()].into_iter().chain(values))?;
    }
    writer.flush()
}

fn json(projection: &Projection, measures: &Measures, out: &mut dyn Write) -> io::Result<()> {
    let named = |of: &[gremium::view::Measure], values: &[f64]| -> serde_json::Map<String, serde_json::Value> {
        of.iter().zip(values).map(|(measure, value)| (measure.name.to_owned(), (*value).into())).collect()
    };
    let nodes = rows(projection, measures).into_iter().map(|(label, iri, row)| {
        let mut node = named(&OF_NODES, row);
        node.insert("label".to_owned(), label.into());
        node.insert("iri".to_owned(), iri.into());
        node.into()
    });
    let nodes: Vec<serde_json::Value> = nodes.collect();
    serde_json::to_writer_pretty(
        &mut *out,
        &serde_json::json!({ "graph": named(&OF_GRAPH, &measures.graph), "nodes": nodes }),
    )?;
    writeln!(out)
}
