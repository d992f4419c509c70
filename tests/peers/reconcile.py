"""A client of others (PyPI `reconciler`) matches tables to our bodies at /reconcile: look-alikes, then the whole authority file.

Usage: reconcile.py GREMIUM FILE...
"""
import csv
import io
import re
import subprocess
import sys

import pandas
from reconciler import reconcile

gremium, *documents = sys.argv[1:]


def serve():
    command = [gremium, "serve", "--quiet", *documents, "--bind", "127.0.0.1:0", "--limit", "client-seconds=0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if found := re.search(r"(http://\S+)/sparql", line):
            return process, found[1] + "/reconcile"
    sys.exit("the server did not start")


def matched(url, names, kind, country):
    """What each name is certainly taken for; whatever is only offered is left out."""
    column = pandas.Series(names)
    hints = {"country": pandas.Series([country] * len(names))}
    rows = reconcile(column, type_id=kind, property_mapping=hints, reconciliation_endpoint=url, top_res="all")
    return {row["input_value"]: row["id"] for _, row in rows.iterrows() if row.get("match") is True}


process, url = serve()
try:
    same = {"Bundeskriminalamt": "body/bka", "Bundespolizei": "body/bpol"}
    assert matched(url, list(same), "kind/police", "Deutschland") == same
    for kind, country in [("kind/police", "Österreich"), ("kind/company", "Deutschland")]:
        assert matched(url, list(same), kind, country) == {}, (kind, country)
    export = subprocess.run([gremium, "authority", "export", "--format", "csv"], check=True, capture_output=True, text=True)
    bodies = [row for row in csv.DictReader(io.StringIO(export.stdout)) if "/body/" in row["iri"] and row["name_de"]]
    path = lambda iri: iri.split("/id/")[1]
    wrong, right = [], 0
    for kind in sorted({path(row["kind"]) for row in bodies}):
        of_kind = {row["name_de"]: path(row["iri"]) for row in bodies if path(row["kind"]) == kind}
        for name, found in matched(url, list(of_kind), kind, "Deutschland").items():
            right += found == of_kind[name]
            wrong += [f"{name}: {found}"] if found != of_kind[name] else []
    print(f"reconciler: {len(bodies)} bodies, {right} matched for certain, {len(wrong)} wrong {wrong}")
    assert not wrong and right > len(bodies) / 2
finally:
    process.kill()
