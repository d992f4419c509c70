use super::selection::{Drawn, Selection};
use super::{Outcome, format, graphviz, input, output};
use anyhow::{Result, bail};
use clap::ValueEnum;
use gremium::view::{
    Head, Picture, Style, dot, edges_csv, gexf, graphml, json, markdown, matrix, matrix_csv, matrix_table, mermaid,
    nodes_csv, page, png, svg, timeline, timeline_table, ways,
};
use std::path::PathBuf;

/// Draw a picture of the graph
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gremium view informs examples/imk-215.md --out informs.svg
  gremium view informs resolutions/ --focus BMI --depth 2 --since 2020 --out bmi.html
  gremium view paths examples/imk-215.md --path \"AK II\" IMK --format md
  gremium view mandates examples/imk-215.md --out mandates.png
  gremium view informs examples/imk-215.md --layout matrix --format csv
  gremium view my-view.rq --store store --lang en --format graphml")]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    /// File to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Without it, by the ending of --out, else dot
    #[arg(long)]
    format: Option<Format>,
    /// How it is arranged; without it, as the view says
    #[arg(long)]
    layout: Option<Arrangement>,
    /// Who draws svg and png
    #[arg(long, default_value = "own")]
    engine: Engine,
    /// Seconds that --engine dot may take
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    time_limit: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Format {
    /// The language of Graphviz
    #[value(alias = "gv")]
    Dot,
    /// A picture for browsers and print
    Svg,
    /// The same picture in dots
    Png,
    /// One page with picture, search and sentences; fetches nothing
    #[value(alias = "htm")]
    Html,
    /// The picture in words, as Markdown: outline and table
    Md,
    /// For yEd, `NetworkX`, igraph
    Graphml,
    /// For Gephi; sittings are time
    Gexf,
    /// For Markdown pages
    #[value(alias = "mmd")]
    Mermaid,
    /// Edges: Source,Target,Weight and evidence
    Csv,
    /// Nodes
    NodesCsv,
    /// Nodes and edges with all statements
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Engine {
    /// This program
    Own,
    /// Graphviz, if installed
    Dot,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Arrangement {
    Layered,
    /// Statements by deadline
    Timeline,
    /// Who says how much to whom
    Matrix,
}

pub fn run(args: &Args) -> Result<Outcome> {
    let drawn = args.selection.draw()?;
    let arrangement =
        args.layout.unwrap_or_else(|| Arrangement::from_str(&drawn.head.layout, true).unwrap_or(Arrangement::Layered));
    let format = format(args.format, args.out.as_deref(), Format::Dot);
    let bytes = match args.engine {
        Engine::Own => own(args, &drawn, format, arrangement)?.into_bytes_of(format)?,
        Engine::Dot => {
            let name = match format {
                Format::Svg => "svg",
                Format::Png => "png",
                _ => bail!("--engine dot draws svg and png"),
            };
            graphviz::draw(&dot(&drawn.projection, drawn.language), name, args.time_limit)?
        }
    };
    output::write(args.out.as_deref(), |out| out.write_all(&bytes))?;
    Ok(drawn.outcome)
}

/// What was written, as text; a PNG is drawn from its SVG.
struct Written(String);

impl Written {
    fn into_bytes_of(self, format: Format) -> Result<Vec<u8>> {
        Ok(if format == Format::Png { png(&self.0)? } else { self.0.into_bytes() })
    }
}

fn own(args: &Args, drawn: &Drawn, format: Format, arrangement: Arrangement) -> Result<Written> {
    let Drawn { head, projection, language, .. } = drawn;
    let style = Style { language: *language, ..Style::default() };
    let picture = |head: &Head| -> Picture {
        let picture = match arrangement {
            Arrangement::Layered => svg(projection, head, &style),
            Arrangement::Timeline => timeline(projection, head, &style),
            Arrangement::Matrix => matrix(projection, head, &style),
        };
        if picture.simplified {
            input::say(format_args!(
                "warning: {} is too large to be drawn whole; the picture is simplified",
                args.selection.view
            ));
        }
        picture
    };
    Ok(Written(match (format, arrangement) {
        (Format::Dot, _) => dot(projection, *language),
        (Format::Svg | Format::Png, _) => picture(head).svg,
        (Format::Html, Arrangement::Layered) => page(projection, head, &picture(head), &style),
        (Format::Html, _) => bail!("a page shows layers; leave --layout out, or choose svg, png or md"),
        (Format::Md, _) => words(drawn, arrangement),
        (Format::Graphml, _) => graphml(projection, *language),
        (Format::Gexf, _) => gexf(projection, *language),
        (Format::Mermaid, _) => mermaid(projection, *language),
        (Format::Csv, Arrangement::Matrix) => matrix_csv(projection),
        (Format::Csv, _) => edges_csv(projection, *language),
        (Format::NodesCsv, _) => nodes_csv(projection, *language),
        (Format::Json, _) => format!("{:#}\n", json(projection)),
    }))
}

/// The picture in words, with what its arrangement shows.
fn words(drawn: &Drawn, arrangement: Arrangement) -> String {
    let Drawn { head, projection, language, path, .. } = drawn;
    let table = match arrangement {
        Arrangement::Layered => String::new(),
        Arrangement::Timeline => timeline_table(projection, head, *language),
        Arrangement::Matrix => matrix_table(projection),
    };
    let ways = path.as_ref().map(|[from, to]| ways(projection, [from, to], *language)).unwrap_or_default();
    [markdown(projection, head, *language), table, ways].join("\n")
}
