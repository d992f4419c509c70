"""Clients of others against `gremium serve`: each must see the rows that our own command line prints. And the hash that a
build says must be that of RDFC-1.0 as pyoxigraph has it.

Usage: clients.py GREMIUM COMUNICA_FOLDER FILE...
"""
import csv
import hashlib
import io
import pathlib
import re
import shutil
import subprocess
import sys

import pyoxigraph
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, SPARQLWrapper

HERE = pathlib.Path(__file__).resolve().parent
QUERIES = HERE.parent.parent / "queries" / "reports"
QUESTIONS = ["who-informs-whom", "mandates-by-deadline", "body-overview", "names-through-time"]
gremium, comunica, *documents = sys.argv[1:]


def serve():
    command = [gremium, "serve", "--quiet", *documents, "--bind", "127.0.0.1:0", "--limit", "client-seconds=0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if found := re.search(r"http://\S+/sparql", line):
            return process, found.group()
    sys.exit("the server did not start")


def table(text):
    return list(csv.reader(io.StringIO(text)))


def by_wrapper(url, sparql):
    client = SPARQLWrapper(url)
    client.setQuery(sparql)
    client.setReturnFormat(CSV)
    rows = table(client.query().convert().decode())
    client.setReturnFormat(JSON)
    answer = client.query().convert()
    names = answer["head"]["vars"]
    found = [[one.get(name, {}).get("value", "") for name in names] for one in answer["results"]["bindings"]]
    assert found == rows[1:], "CSV and JSON differ"
    return rows


def by_rdflib(url, sparql):
    result = Graph(SPARQLStore(url)).query(sparql)
    names = [str(name) for name in result.vars]
    return [names, *([str(value) if value is not None else "" for value in row] for row in result)]


def by_curl(url, sparql):
    command = ["curl", "--silent", "--fail", url, "--data-urlencode", f"query={sparql}", "--header", "Accept: text/csv"]
    return table(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def by_comunica(url, sparql):
    command = ["node", HERE / "comunica" / "ask.mjs", url]
    run = subprocess.run(command, check=True, capture_output=True, text=True, input=sparql, cwd=comunica)
    return table(run.stdout)


clients = {"SPARQLWrapper": by_wrapper, "rdflib SPARQLStore": by_rdflib, "curl": by_curl}
if pathlib.Path(comunica, "node_modules").is_dir() and shutil.which("node"):
    clients["Comunica"] = by_comunica
else:
    print("Comunica: not installed, left out")
build = subprocess.run([gremium, "build", *documents], check=True, capture_output=True)
dataset = pyoxigraph.Dataset(pyoxigraph.parse(build.stdout, format=pyoxigraph.RdfFormat.N_QUADS))
dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
canonical = "".join(sorted(f"{quad} .\n" for quad in dataset)).encode()
digest = hashlib.sha256(canonical).hexdigest()
assert f"RDFC-1.0 {digest}".encode() in build.stderr, build.stderr
print(f"RDFC-1.0 of {len(dataset)} quads: {digest}, the same by pyoxigraph")
process, url = serve()
try:
    for name in QUESTIONS:
        lines = (QUERIES / f"{name}.rq").read_text().splitlines()
        # SPARQLWrapper takes a word of a comment (add, load, …) for the kind of the query.
        sparql = "\n".join(line for line in lines if not line.startswith("#"))
        own = subprocess.run([gremium, "query", name, "--quiet", "--format", "csv", *documents], check=True,
                             capture_output=True, text=True)
        expected = table(own.stdout)
        assert len(expected) > 1, name
        for client, ask in clients.items():
            found = ask(url, sparql)
            # The order of rows that ORDER BY leaves open is anybody's.
            assert found[0] == expected[0] and sorted(found[1:]) == sorted(expected[1:]), f"{client}: {name}"
        print(f"{name}: {len(expected) - 1} rows, the same by {', '.join(clients)}")
finally:
    process.kill()
