"""The package against the program: the same documents give the same tables and the same graph."""

import csv
import io
import pathlib
import subprocess

import pytest

import gremium

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = ROOT / "target/release/gremium"
EXAMPLE = ROOT / "examples/imk-215.md"


@pytest.fixture(scope="module")
def found():
    return gremium.read(EXAMPLE)


def test_graph_is_that_of_the_program(found, tmp_path):
    subprocess.run([PROGRAM, "build", EXAMPLE, "--quiet", "--out", tmp_path / "graph.nq"], check=True)
    written = (tmp_path / "graph.nq").read_text(encoding="utf-8")
    assert found.nquads() == written
    assert len(found) == written.count("\n")
    assert gremium.load(written).nquads() == written


def test_tables_are_those_of_the_program(found, tmp_path):
    subprocess.run([PROGRAM, "facts", EXAMPLE, "--quiet", "--out", tmp_path], check=True)
    tables = gremium.facts(found)
    assert list(tables) == gremium.TABLES
    for name, table in tables.items():
        rows = list(csv.reader(io.StringIO((tmp_path / f"{name}.csv").read_text(encoding="utf-8"))))
        ours = table.drop(columns="file")
        assert list(ours.columns) == rows[0]
        assert [[str(cell) for cell in row] for row in ours.values.tolist()] == rows[1:], name


def test_mentions_say_where_they_stand(found):
    text = EXAMPLE.read_text(encoding="utf-8")
    mentions = gremium.mentions(found)
    assert len(mentions) > 500
    for row in mentions.itertuples():
        assert text[row.start:row.end] == row.text


def test_questions(found):
    names = gremium.questions()
    assert {"reports", "views", "facts", "checks"} <= set(names["folder"])
    table = gremium.ask(found, "who-informs-whom")
    assert len(table) > 10
    quads = gremium.ask(found, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert quads.loc[0, "n"] == len(found)
    assert gremium.ask(found, "ASK { ?s ?p ?o }") is True
    with pytest.raises(KeyError, match="who-informs-whom"):
        gremium.ask(found, "who-informs-who")
    with pytest.raises(ValueError, match="not SPARQL"):
        gremium.ask(found, "SELECT {")


def test_parameters(found):
    every = gremium.ask(found, "SELECT ?label { ?body <http://www.w3.org/2000/01/rdf-schema#label> ?label }")
    one = gremium.ask(found, "SELECT ?label { ?body <http://www.w3.org/2000/01/rdf-schema#label> ?label }", label="BMI")
    assert len(every) > len(one) > 0 and set(one["label"]) == {"BMI"}


def test_others_read_the_graph(found):
    rdflib, pyoxigraph = pytest.importorskip("rdflib"), pytest.importorskip("pyoxigraph")
    assert len(list(gremium.to_rdflib(found).quads())) == len(found)
    assert len(gremium.to_pyoxigraph(found)) == len(found)
    assert rdflib and pyoxigraph


@pytest.mark.parametrize("format, head", [
    ("svg", "<svg"), ("html", "<!doctype html"), ("dot", "digraph"), ("graphml", "<?xml"), ("gexf", "<?xml"),
    ("mermaid", "flowchart"), ("csv", "Source,"), ("json", "{"), ("md", "#"),
])
def test_pictures(found, format, head):
    picture = gremium.draw(found, "informs", format=format, focus="BMI")
    assert head.lower() in picture[:400].lower()
    assert picture == gremium.draw(found, "informs", format=format, focus="BMI")


def test_measures(found):
    measures = gremium.measures(found)
    assert abs(measures["pagerank"].sum() - 1) < 1e-6
    with pytest.raises(ValueError, match="BMX"):
        gremium.draw(found, "informs", focus="BMX")


def test_what_cannot_be_read_is_said():
    with pytest.raises(OSError, match="nowhere.md"):
        gremium.read("nowhere.md")
    found = gremium.read("nowhere.md", texts={"a.txt": EXAMPLE.read_text(encoding="utf-8")})
    assert "nowhere.md" in found.messages[0] and len(found) > 1000
