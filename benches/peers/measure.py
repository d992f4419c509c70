#!/usr/bin/env python3
"""Finders of law references and a quad store against Gremium, on the same text in one run: `make finders`.

Each finder reads the gold collections of tests/gold (what it finds is compared with their `laws.tsv`, statute and section or
article, as sets for each collection) and then the example a hundred times (7.5 MB, 100 documents; time and peak memory of a
process of its own, without imports). Finders get what they need to do their best: quantlaw the names of all statutes of
ontology/authority. Gremium's time is that of a process with one thread, start, reading and writing included: of `annotate`, which finds
and writes down bodies, norms, reports, references and dates, and of `build`, which besides reads acts and flows and writes the graph.
"""
import csv
import io
import json
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXT = (ROOT / "examples/imk-215.md").read_text(encoding="utf-8")
GOLD = sorted((ROOT / "tests/gold").glob("*/text.txt"))
TIMES = 100


def key(statute, number):
    return (re.sub(r"[\s.]", "", statute or "").lower(), re.sub(r"\s", "", number or "").lower())


def refex():
    from refex.orchestrator import CitationExtractor
    extractor = CitationExtractor()

    def find(text):
        return {key(it.book, it.number) for it in extractor.extract(text).citations if it.type == "law"}
    return find


def quantlaw():
    from quantlaw.de_extract.statutes_areas import StatutesExtractor
    from quantlaw.de_extract.statutes_parse import StatutesParser
    from quantlaw.de_extract.stemming import stem_law_name
    labels = re.findall(r'rdfs:label "([^"]+)"', (ROOT / "ontology/authority/statutes.ttl").read_text(encoding="utf-8"))
    lookup = {stem_law_name(label): label for label in labels}
    extractor, parser = StatutesExtractor(lookup), StatutesParser(lookup)

    def find(text):
        found, at = set(), 0
        while area := extractor.search(text, at):
            at = max(area.end, at + 1)
            if not area.has_main_area():
                continue
            try:
                law = parser.parse_law(area.law_text(), area.law_match_type, None)
                paths = parser.parse_main(area.main_text())
            except Exception:  # it raises on what it cannot parse
                continue
            found |= {key(law, path[0][1]) for path in paths if path}
        return found
    return find


def gesetze():
    from gesetze.utils import analyze, extract

    def find(text):
        parts = (analyze(norm) or {} for norm in extract(text))
        return {key(it.get("gesetz"), it.get("norm")) for it in parts}
    return find


FINDERS = {"legal-reference-extraction": refex, "quantlaw": quantlaw, "gesetze": gesetze}


def gold_of(text):
    with open(text.with_name("laws.tsv"), encoding="utf-8") as table:
        citations = [row["citation"] for row in csv.DictReader(table, delimiter="\t")]
    return {cited for cited in map(of_citation, citations) if cited}


def of_citation(citation):
    found = re.match(r"(.+?) (?:§|Art) (\d+\s?[a-z]?)\b", citation)
    return key(found[1], found[2]) if found else None


def score(found):
    """Found by place against gold by place: recall and precision."""
    gold = {text: gold_of(text) for text in GOLD}
    right = sum(len(gold[text] & found[text]) for text in GOLD)
    wanted, given = sum(map(len, gold.values())), sum(len(found[text]) for text in GOLD)
    return {"gold": wanted, "right": right, "found": given}


def worker(name):
    find = FINDERS[name]()
    found = {text: find(text.read_text(encoding="utf-8")) for text in GOLD}
    began = time.perf_counter()
    for _ in range(TIMES):
        find(TEXT)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory, **score(found)}))


def store_worker(quads):
    import pyoxigraph
    began = time.perf_counter()
    store = pyoxigraph.Store()
    store.load(path=quads, format=pyoxigraph.RdfFormat.N_QUADS)
    print(json.dumps({"seconds": time.perf_counter() - began, "quads": len(store),
                      "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def timed(command):
    """Seconds and peak megabytes of a process."""
    began = time.perf_counter()
    done = subprocess.run(["/usr/bin/time", "-f", "%M", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode > 1:
        sys.exit(done.stderr)
    return time.perf_counter() - began, int(done.stderr.split()[-1]) / 1024


def ours(program, folder):
    found = {}
    for text in GOLD:
        out = subprocess.run([program, "facts", "--quiet", str(text)], capture_output=True, text=True, check=False).stdout
        table = out.split("# laws\n")[1].split("\n# ")[0].strip()
        rows = csv.DictReader(io.StringIO(table))
        found[text] = {cited for cited in (of_citation(row["citation"]) for row in rows) if cited}
    scores = score(found)
    corpus = ["--quiet", "--jobs", "1", str(folder / "corpus.jsonl")]
    annotate, build = timed([program, "annotate", "--format", "jsonl", *corpus]), timed([program, "build", *corpus])
    times = {"gremium annotate": annotate, "gremium build": build}
    return {name: {"seconds": seconds, "memory": memory, **scores} for name, (seconds, memory) in times.items()}


def main(program):
    megabytes = len(TEXT.encode()) * TIMES / 1e6
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        with open(folder / "corpus.jsonl", "w", encoding="utf-8") as corpus:
            for number in range(TIMES):
                # Another sitting for each, so that none is a document already seen.
                text = TEXT.replace("2021", str(1900 + number)).replace("215. Sitzung", f"{1000 + number}. Sitzung")
                corpus.write(json.dumps({"id": f"{number}.md", "text": text}) + "\n")
        results = ours(program, folder)
        for name in FINDERS:
            done = subprocess.run([sys.executable, __file__, "--finder", name], capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"{name}: {done.stderr[-2000:]}")
            results[name] = json.loads(done.stdout)
        print(f"{megabytes:.1f} MB, {TIMES} documents\n")
        print("| | s | MB/s | peak MB | gold laws found | of what it found, right | time, in that of annotate |")
        print("|---|---|---|---|---|---|---|")
        for name, it in results.items():
            rate, ratio = megabytes / it["seconds"], it["seconds"] / results["gremium annotate"]["seconds"]
            print(f"| {name} | {it['seconds']:.2f} | {rate:.1f} | {it['memory']:.0f} | {it['right']} of {it['gold']} | "
                  f"{it['right']} of {it['found']} | {ratio:.2f} × |")
        quads = folder / "graph.nq"
        subprocess.run([program, "build", "--quiet", str(folder / "corpus.jsonl"), "--out", str(quads)], check=False)
        count = sum(1 for _ in open(quads, "rb"))
        seconds, memory = timed([program, "build", "--quiet", str(folder / "corpus.jsonl"), "--store", str(folder / "store")])
        print(f"\n{count:,} quads\n\n| | s | quads/s | peak MB |\n|---|---|---|---|")
        print(f"| gremium build --store, from the text, all cores | {seconds:.2f} | {count / seconds:,.0f} | {memory:.0f} |")
        it = json.loads(subprocess.run([sys.executable, __file__, "--store", str(quads)], capture_output=True, text=True, check=True).stdout)
        print(f"| pyoxigraph, in memory, from N-Quads | {it['seconds']:.2f} | {it['quads'] / it['seconds']:,.0f} | {it['memory']:.0f} |")


if __name__ == "__main__":
    if sys.argv[1] == "--finder":
        worker(sys.argv[2])
    elif sys.argv[1] == "--store":
        store_worker(sys.argv[2])
    else:
        main(str(pathlib.Path(sys.argv[1]).resolve()))
