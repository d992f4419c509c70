use super::selection::{Drawn, Selection};
use super::{Outcome, format, graphviz, input, output};
use anyhow::{Result, bail};
use clap::ValueEnum;
use gremium::view::{
    Cluster, Head, Picture, Style, dot, edges_csv, gexf, graphml, json, markdown, matrix, matrix_csv, matrix_table,
    mermaid, nodes_csv, page, png, svg, timeline, timeline_table, ways,
};
use std::path::PathBuf;

/// Draw a picture of the graph
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gremium view informs examples/imk-215.md --out informs.svg
  gremium view informs resolutions/ --focus BMI --depth 2 --since 2020 --out bmi.html
  gremium view paths examples/imk-215.md --path \"AK II\" IMK --format md
  gremium view informs examples/imk-215.md --cluster parent --out ministries.svg
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
    /// Put nodes that belong together into boxes: svg, png, html and dot in layers
    #[arg(long, value_name = "GROUPING")]
    cluster: Option<By>,
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

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum By {
    /// Ministries with ministries, working groups with working groups
    Kind,
    /// A ministry with its agencies, a conference with its committees
    Parent,
}

pub fn run(args: &Args) -> Result<Outcome> {
    let drawn = args.selection.draw()?;
    let arrangement =
        args.layout.unwrap_or_else(|| Arrangement::from_str(&drawn.head.layout, true).unwrap_or(Arrangement::Layered));
    let format = format(args.format, args.out.as_deref(), Format::Dot);
    let cluster = args.cluster.map(|by| match by {
        By::Kind => Cluster::Kind,
        By::Parent => Cluster::Parent,
    });
    let boxed = matches!(format, Format::Svg | Format::Png | Format::Html) && arrangement == Arrangement::Layered;
    if cluster.is_some() && !boxed && format != Format::Dot {
        bail!("--cluster draws boxes in layers: svg, png, html or dot");
    }
    if cluster == Some(Cluster::Parent) && drawn.projection.graph.node_weights().all(|node| node.group.is_empty()) {
        input::say(format_args!(
            "warning: {} does not say what belongs to what; no boxes are drawn",
            args.selection.view
        ));
    }
    let style = Style { language: drawn.language, cluster, ..Style::default() };
    let bytes = match args.engine {
        Engine::Own => own(args, &drawn, format, arrangement, &style).into_bytes_of(format)?,
        Engine::Dot => {
            let name = match format {
                Format::Svg => "svg",
                Format::Png => "png",
                _ => bail!("--engine dot draws svg and png"),
            };
            graphviz::draw(&dot(&drawn.projection, &style), name, args.time_limit)?
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

/// Letters of fewer points are hard to read.
const LEGIBLE: f64 = 5.0;

/// The smallest page on which letters that have so many points at A4 can be read: each is twice as large as the one before.
fn page_for(points: f64) -> &'static str {
    let pages = ["A4", "A3", "A2", "A1", "A0"];
    let fits = |(_, length): &(&&str, f64)| points * length >= LEGIBLE;
    let lengths = [1.0, 1.414, 2.0, 2.828, 4.0];
    pages.iter().zip(lengths).find(fits).map_or("no page up to A0", |(page, _)| page)
}

fn own(args: &Args, drawn: &Drawn, format: Format, arrangement: Arrangement, style: &Style) -> Written {
    let Drawn { head, projection, language, .. } = drawn;
    let picture = |head: &Head| -> Picture {
        let picture = match arrangement {
            Arrangement::Layered => svg(projection, head, style),
            Arrangement::Timeline => timeline(projection, head, style),
            Arrangement::Matrix => matrix(projection, head, style),
        };
        if picture.simplified {
            input::say(format_args!(
                "warning: {} is too large to be drawn whole; the picture is simplified",
                args.selection.view
            ));
        }
        if picture.points < LEGIBLE && format != Format::Html && !args.selection.settings.quiet {
            input::say(format_args!(
                "note: on a page of A4 the smallest letters have {:.1} pt; {} keeps them at {LEGIBLE} pt, filters such as --focus and \
                 --min-weight leave less to draw",
                picture.points,
                page_for(picture.points)
            ));
        }
        picture
    };
    Written(match (format, arrangement) {
        (Format::Dot, _) => dot(projection, style),
        (Format::Svg | Format::Png, _) => picture(head).svg,
        (Format::Html, _) => page(projection, head, &picture(head), style),
        (Format::Md, _) => words(drawn, arrangement),
        (Format::Graphml, _) => graphml(projection, *language),
        (Format::Gexf, _) => gexf(projection, *language),
        (Format::Mermaid, _) => mermaid(projection, *language),
        (Format::Csv, Arrangement::Matrix) => matrix_csv(projection),
        (Format::Csv, _) => edges_csv(projection, *language),
        (Format::NodesCsv, _) => nodes_csv(projection, *language),
        (Format::Json, _) => format!("{:#}\n", json(projection)),
    })
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
