"""Pictures and measures against programs of others: the same nodes and edges in every format, counted by NetworkX, igraph,
pydot, dot, gvpr and xmllint; and the measures of `gremium measure` against those of NetworkX.

    python tests/peers/view.py target/release/gremium
"""

import csv
import io
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import igraph
import networkx as nx
import pydot

GREMIUM = sys.argv[1]
DOCUMENTS = ["examples/imk-215.md", *map(str, sorted(Path("tests/gold").glob("*/text.txt")))]
VIEWS = ["informs", "asks", "neighbours", "statutes", "reports", "chains", "structure", "mandates", "matrix", "paths"]
# What views must be asked besides; the CSV of a matrix is one of edges only in layers.
MORE = {"paths": ["--path", "BMI", "IMK"], "matrix": ["--layout", "layered"], "mandates": ["--layout", "layered"]}


def run(*arguments):
    return subprocess.run(arguments, capture_output=True, check=True, text=True).stdout


def gremium(command, view, kind, *more):
    asked = [part for part in MORE.get(view, []) if command == "view" or view == "paths"]
    return run(GREMIUM, command, view, *DOCUMENTS, "--quiet", "--format", kind, *asked, *more)


ATTACKS = ['"quoted"', "ends in a backslash\\", "\\N", "<b>bold</b>", "{a|b}", "two\nlines", "</svg><script>alert(1)</script>", "]]>",
           "\U0001f3db Rat", "\u202ethgir ot tfel", "a & b &amp; c", "=1+1", "\u0001\u000b", "x" * 10_000]


def attack(folder):
    """A view whose nodes and edges have names that have broken one format or another."""
    quoted = lambda text: '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in text) + '"'
    triples = " ".join(
        f"<urn:n{i}> rdfs:label {quoted(name)} ; gm:bodyKind <urn:k{i}> . <urn:k{i}> skos:prefLabel {quoted(name)}@de . "
        f"<urn:e{i}> gm:from <urn:n{i}> ; gm:to <urn:n{(i * 5 + 1) % len(ATTACKS)}> ; gm:flowKind <urn:k{i}> ; gm:text {quoted(name)} ."
        for i, name in enumerate(ATTACKS))
    prefixes = "PREFIX gm: <https://w3id.org/gremium/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> " \
               "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    file = Path(folder) / "attack.rq"
    file.write_text(f"# title@de: Angriff\n{prefixes} CONSTRUCT {{ {triples} }} WHERE {{}}")
    return str(file)


def counts(view):
    """What each reader says: (nodes, edges)."""
    graph = json.loads(gremium("view", view, "json"))
    yield "json", (len(graph["nodes"]), len(graph["edges"]))
    with tempfile.TemporaryDirectory() as folder:
        path = {kind: Path(folder) / f"view.{kind}" for kind in ["graphml", "gexf", "dot", "svg", "boxes"]}
        for kind, file in path.items():
            file.write_text(gremium("view", view, "dot", "--cluster", "kind") if kind == "boxes" else gremium("view", view, kind))
        found = nx.read_graphml(path["graphml"], force_multigraph=True)
        yield "NetworkX, GraphML", (found.number_of_nodes(), found.number_of_edges())
        found = nx.read_gexf(path["gexf"], version="1.3") if "1.3" in nx.readwrite.gexf.GEXF.versions else None
        if found is not None:
            yield "NetworkX, GEXF", (found.number_of_nodes(), found.number_of_edges())
        found = igraph.Graph.Read_GraphML(str(path["graphml"]))
        yield "igraph, GraphML", (found.vcount(), found.ecount())
        found = pydot.graph_from_dot_file(str(path["dot"]))[0]
        nodes = [node for node in found.get_nodes() if node.get_name() not in ("node", "edge", "graph")]
        yield "pydot, DOT", (len(nodes), len(found.get_edges()))
        for kind, words in [("dot", ""), ("boxes", ", boxes")] if shutil.which("gvpr") else []:
            # The legend is a subgraph of its own.
            program = 'BEG_G { int n = 0; int e = 0; graph_t l = subg($G, "cluster_legend"); } ' \
                      'N { if (l == NULL || !isSubnode(l, $)) n = n + 1; } E { e = e + 1; } END_G { printf("%d %d", n, e); }'
            yield f"gvpr, DOT{words}", tuple(map(int, run("gvpr", program, str(path[kind])).split()))
            plain = run("dot", "-Tplain", str(path[kind])).splitlines()
            legend = sum(line.startswith("node \"legend ") for line in plain)
            yield f"dot{words}", (sum(line.startswith("node ") for line in plain) - legend, sum(line.startswith("edge ") for line in plain))
        if shutil.which("xmllint"):
            count = lambda kind: int(float(run("xmllint", "--xpath", f"count(//*[@class='{kind}'])", str(path["svg"]))))
            yield "xmllint, SVG", (count("node"), count("edge"))
    edges = list(csv.DictReader(io.StringIO(gremium("view", view, "csv"))))
    ends = {edge[end] for edge in edges for end in ("SourceIRI", "TargetIRI")}
    yield "csv", (len(ends), len(edges))


def measures(view):
    """The largest difference of each measure from that of NetworkX."""
    graph = nx.DiGraph()
    for edge in csv.DictReader(io.StringIO(gremium("view", view, "csv"))):
        ends = edge["SourceIRI"], edge["TargetIRI"]
        weight = graph.get_edge_data(*ends, {"weight": 0})["weight"]
        graph.add_edge(*ends, weight=weight + int(edge["Weight"]))
    ours = json.loads(gremium("measure", view, "json"))
    nodes = {node["iri"]: node for node in ours["nodes"]}
    undirected = nx.Graph()
    for one, other, data in graph.edges(data=True):
        weight = undirected.get_edge_data(one, other, {"weight": 0})["weight"]
        undirected.add_edge(one, other, weight=weight + data["weight"])
    without_loops = undirected.copy()
    without_loops.remove_edges_from(list(nx.selfloop_edges(undirected)))
    cuts = set(nx.articulation_points(undirected))
    theirs = {
        "in-degree": dict(graph.in_degree()),
        "out-degree": dict(graph.out_degree()),
        "weighted-in-degree": dict(graph.in_degree(weight="weight")),
        "weighted-out-degree": dict(graph.out_degree(weight="weight")),
        "pagerank": nx.pagerank(graph, tol=1e-13, max_iter=2000),
        "betweenness": nx.betweenness_centrality(graph),
        "closeness": nx.closeness_centrality(graph),
        "core": nx.core_number(without_loops),
        "articulation": {node: float(node in cuts) for node in graph},
    }
    for name, values in theirs.items():
        yield name, max(abs(values[iri] - node[name]) for iri, node in nodes.items())
    parts = {}
    for iri, node in nodes.items():
        parts.setdefault(node["component"], set()).add(iri)
    same = {frozenset(part) for part in parts.values()} == {frozenset(part) for part in nx.strongly_connected_components(graph)}
    yield "component", float(not same)
    groups = {}
    for iri, node in nodes.items():
        groups.setdefault(node["community"], set()).add(iri)
    whole = ours["graph"]
    modularity = nx.community.modularity(undirected, groups.values())
    yield "modularity of our communities", abs(modularity - whole["modularity"])
    best = max(nx.community.modularity(undirected, nx.community.louvain_communities(undirected, seed=seed)) for seed in range(10))
    # Both are local optima; ours may not be much worse than the best of ten of theirs.
    yield "modularity below the best of ten runs of NetworkX, beyond 0.02", max(0.0, best - whole["modularity"] - 0.02)
    yield "density", abs(nx.density(graph) - whole["density"])
    yield "reciprocity", abs(nx.overall_reciprocity(graph) - whole["reciprocity"])


def ways():
    """How the shortest ways of information that `paths` leaves differ from those that NetworkX finds, for all pairs of a few bodies."""
    graph = nx.DiGraph()
    labels = {}
    for edge in csv.DictReader(io.StringIO(gremium("view", "informs", "csv"))):
        graph.add_edge(edge["SourceIRI"], edge["TargetIRI"])
        labels |= {edge["SourceIRI"]: edge["Source"], edge["TargetIRI"]: edge["Target"]}
    often = sorted(graph, key=lambda node: (-graph.degree(node), node))[:6]
    compared = 0
    for start in often:
        for end in often:
            if start == end or not nx.has_path(graph, start, end):
                continue
            theirs = {step for way in nx.all_shortest_paths(graph, start, end) for step in zip(way, way[1:])}
            said = run(GREMIUM, "view", "paths", *DOCUMENTS, "--quiet", "--format", "csv", "--path", start, end)
            ours = {(edge["SourceIRI"], edge["TargetIRI"]) for edge in csv.DictReader(io.StringIO(said))}
            compared += 1
            if ours != theirs:
                yield f"ways from {labels[start]} to {labels[end]}: {len(ours)} steps, NetworkX has {len(theirs)}"
    print(f"shortest ways of {compared} pairs compared with NetworkX")


def main():
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        view = attack(folder)
        found = list(counts(view))
        print(f"names that attack: {found[0][1]}; read by {', '.join(reader for reader, _ in found)}")
        failures += [f"names that attack: {reader} counts {count}" for reader, count in found if count != (len(ATTACKS), len(ATTACKS))]
    for view in VIEWS:
        found = list(counts(view))
        expected = found[0][1]
        print(f"{view}: {expected[0]} nodes, {expected[1]} edges; read by {', '.join(reader for reader, _ in found)}")
        failures += [f"{view}: {reader} counts {count}, not {expected}" for reader, count in found if count != expected]
        if expected[1] == 0:
            continue
        for name, difference in measures(view):
            if difference > 1e-6:
                failures.append(f"{view}: {name} differs by {difference}")
    failures += list(ways())
    print(*failures or ["formats and measures agree with the others"], sep="\n")
    return bool(failures)


sys.exit(main())
