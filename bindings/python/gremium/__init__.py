"""Published resolutions of German ministerial conferences as tables and graphs.

>>> import gremium
>>> found = gremium.read(texts={"beispiel.txt": '''Beschlüsse der 215. Sitzung der Innenministerkonferenz am 3. Dezember 2021
...
... TOP 2: Lage
...
... Beschluss:
...
... 1. Die IMK bittet das BMI, zur Herbstsitzung 2022 zu berichten.
... '''})
>>> gremium.facts(found)["flows"][["from", "to", "kind", "deadline"]].values.tolist()
[['BMI', 'IMK', 'reports', '2022-Herbst']]

(The conference of the ministers of the interior asks the Federal Ministry of the Interior to report by the autumn session.)
"""

import json
import os

import pandas

from . import _gremium
from ._gremium import Collection

__all__ = [
    "Collection", "ask", "draw", "facts", "load", "measures", "mentions", "questions", "read", "to_pyoxigraph", "to_rdflib",
]

TABLES = ["items", "bodies", "laws", "reports", "references", "acts", "participants", "flows"]
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + "integer": int, _XSD + "decimal": float, _XSD + "double": float, _XSD + "boolean": "true".__eq__}


def read(*files, texts=None, base=None):
    """Reads and analyses documents: files and folders of text, Markdown, HTML, PDF or JSON Lines, and `texts`, a mapping
    of names to texts. What could not be read or was odd is in `messages` of what it returns; OSError where nothing could be
    read. `base` is what the IRIs of things begin with.
    """
    return _gremium.read([os.fspath(file) for file in files], list((texts or {}).items()), base)


def load(quads):
    """A collection from N-Quads (bytes or str), as `gremium build` writes them and `Collection.nquads` returns them."""
    return Collection.from_nquads(quads.encode() if isinstance(quads, str) else quads)


def facts(collection):
    """The eight tables, by name: items bodies laws reports references acts participants flows."""
    return {name: ask(collection, f"facts/{name}") for name in TABLES}


def mentions(collection):
    """Every mention with its place in the clean text, in code points."""
    columns = ["file", "start", "end", "text", "kind", "iri", "label", "rule", "value"]
    return pandas.DataFrame([json.loads(line) for line in collection.mentions().splitlines()], columns=columns)


def questions():
    """The catalogue: questions to `ask` and, in the folder `views`, pictures to `draw`."""
    columns = ["folder", "name", "title_de", "title_en", "when"]
    return pandas.DataFrame(_gremium.catalogue(), columns=columns)


def ask(collection, question, **parameters):
    """The answer to a question of the catalogue by its name, or in SPARQL: a table; a truth value for ASK; N-Triples as a
    string for CONSTRUCT. Parameters bind variables: `ask(found, "mandates-of", body="BMI")`.
    """
    answer = collection.ask(question, [(name, str(value)) for name, value in parameters.items()])
    if not answer.startswith("{"):
        return answer
    answer = json.loads(answer)
    if "boolean" in answer:
        return answer["boolean"]
    columns = answer["head"]["vars"]
    rows = [[_cell(row.get(column)) for column in columns] for row in answer["results"]["bindings"]]
    return pandas.DataFrame(rows, columns=columns)


def draw(collection, view, format="svg", language="de", focus=None, depth=1, min_weight=0):
    """A picture: svg, html, dot, md, graphml, gexf, mermaid, csv or json, as a string. `focus` is a body, `depth` how many
    edges away from it one may be.
    """
    return collection.draw(view, format, language == "en", focus and (focus, depth), min_weight)


def measures(collection, view="informs", focus=None, depth=1, min_weight=0):
    """PageRank, betweenness and the other measures of each node of a view."""
    return pandas.DataFrame(json.loads(collection.draw(view, "measures", False, focus and (focus, depth), min_weight)))


def to_rdflib(collection):
    """The graph as an rdflib.Dataset, each document a named graph of its own."""
    import rdflib
    return rdflib.Dataset(default_union=True).parse(data=collection.nquads(), format="nquads")


def to_pyoxigraph(collection):
    """The graph as a pyoxigraph.Store, each document a named graph of its own."""
    import pyoxigraph
    store = pyoxigraph.Store()
    store.bulk_load(collection.nquads().encode(), pyoxigraph.RdfFormat.N_QUADS)
    return store


def _cell(term):
    if term is None:
        return None
    return _NUMBERS.get(term.get("datatype"), str)(term["value"])
