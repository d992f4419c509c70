"""Writes the tables of docs/quality.md anew, between the marks that it has for each.

Usage: quality.py GREMIUM FILE...
"""
import csv
import io
import pathlib
import re
import subprocess
import sys

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "quality.md"
CHECKS = ["two-bodies-of-one-label", "two-bodies-of-one-name", "two-bodies-of-one-item", "two-items-of-one-body"]
GRAPH = "SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }"
gremium, *documents = sys.argv[1:]


def ask(question, *of):
    command = [gremium, "query", *question, "--quiet", "--format", "csv", *(of or documents)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return list(csv.DictReader(io.StringIO(run.stdout)))


def names(row):
    # Words that a line end parts, as in the text of a PDF, are one way of writing with the whole ones.
    joined = {re.sub(r"- (?!(?:und|oder|bzw\.|sowie) )(?=[a-zäöüß])", "", name) for name in row["names"].split(" · ")}
    return sorted(joined)


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |\n" for line in lines)


# Two texts of one sitting are two versions of one document; the first is taken.
sittings = {}
for document in documents:
    sittings.setdefault(ask(["--sparql", GRAPH], document)[0]["graph"], document)
documents = list(sittings.values())
merged = [(row["body"], names(row)) for row in ask(["merged-names"])]
tables = {
    "checks": table(["check", "rows"], [(name, len(ask([f"checks/{name}"]))) for name in CHECKS]),
    "share": table(
        ["document", "bodies", "linked", "no item known", "open", "settled"],
        [("all together" if row["document"] == "*" else row["document"].split("/document/")[-1],
          *(row[name] for name in ["bodies", "linked", "no_item_known", "open", "settled"])) for row in ask(["links/share"])]),
    "merged": table(
        ["body", "ways", "names"],
        [(body, len(ways), " · ".join(ways)) for body, ways in merged if len(ways) > 1]),
}
page = PAGE.read_text()
for name, text in tables.items():
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    before, rest = page.split(begin)
    page = before + begin + "\n" + text + "\n" + end + rest.split(end, 1)[1]
PAGE.write_text(page)
print(f"{PAGE.name}: {len(merged)} bodies with several names")
