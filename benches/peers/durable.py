"""What a durable store costs: the folder of canonical N-Quads, and RocksDB by way of oxigraph's own server, on the same quads.
Prints the table of docs/adr/0009-a-folder-as-store.md.

Usage: durable.py GREMIUM OXIGRAPH DOCUMENTS...

DOCUMENTS are numbers of made-up collections of 120 items, about 25,000 quads each.
"""
import http.client
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

gremium, oxigraph, *sizes = sys.argv[1:]
REPEAT = 5


def run(command, **options):
    """Wall time, processor time, memory at the most in MB."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def family(pid):
    found, at = [pid], 0
    while at < len(found):
        for task in pathlib.Path(f"/proc/{found[at]}/task").glob("*/children"):
            found += map(int, task.read_text().split())
        at += 1
    return found


def memory(pids):
    """Of all these, what is their own, in MB."""
    total = 0
    for pid in pids:
        # A query that is just ending has none.
        found = re.search(r"RssAnon:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())
        total += int(found.group(1)) / 1024 if found else 0
    return total


def processor(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def connect(address):
    while True:
        try:
            connection = http.client.HTTPConnection(address)
            connection.connect()
            return connection
        except OSError:
            time.sleep(0.01)


def count(address, path):
    connection = connect(address)
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    connection.request("POST", path, query, {"Content-Type": "application/sparql-query", "Accept": "text/csv"})
    return int(connection.getresponse().read().split()[1])


def start(command, address, path):
    """Until the first question is answered: wall time, processor time; then memory of all processes, at rest."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if address is None:
        address = next(m.group(1) for line in process.stderr if (m := re.search(r"http://([^/]+)/sparql", line)))
    connection = connect(address)
    connection.request("POST", path, "ASK {}", {"Content-Type": "application/sparql-query"})
    assert connection.getresponse().status == 200
    wall = time.perf_counter() - began
    pids = family(process.pid)
    return process, address, wall, sum(map(processor, pids)), memory(pids)


def replaced(lines, number):
    """The quads of a document with one more, another one each time."""
    graph = lines.split(b" .\n", 1)[0].rsplit(b" ", 1)[1]
    return lines + b"<https://example.org/s> <https://example.org/p> \"%d\" %s .\n" % (number, graph), graph.decode()[1:-1]


def row(what, folder, rocks):
    print(f"| {what} | {folder} | {rocks} |", flush=True)


def measure(documents, place):
    folder, rocks, quads = f"{place}/folder", f"{place}/rocks", f"{place}/quads.nq"
    collections = f"{place}/collections.jsonl"
    with open(collections, "w") as out:
        subprocess.run([gremium, "generate", "--documents", documents, "--items", "120"], check=True, stdout=out)
    subprocess.run([gremium, "build", collections, "--quiet", "--out", quads], check=True)
    number = sum(1 for _ in open(quads, "rb"))
    print(f"\n{number:,} quads of {documents} documents, load average {os.getloadavg()[0]:.1f}\n")
    print("| | folder | RocksDB |\n|---|---|---|")
    spent = run([gremium, "store", "load", folder, quads]), run([oxigraph, "load", "--location", rocks, "--file", quads])
    row("load from N-Quads", *(f"{wall:.1f} s wall, {cpu:.1f} s processor, {most:,.0f} MB" for wall, cpu, most in spent))
    size = [sum(f.stat().st_size for f in pathlib.Path(p).rglob("*") if f.is_file()) / 1e6 for p in (folder, rocks)]
    row("on disk", *(f"{one:,.0f} MB" for one in size))

    ours, address, *spent = start([gremium, "serve", "--store", folder, "--bind", "127.0.0.1:0", "--limit", "seconds=600"],
                                   None, "/sparql")
    bind = "127.0.0.1:7961"
    theirs, other, *spent2 = start([oxigraph, "serve", "--location", rocks, "--bind", bind, "--union-default-graph"], bind, "/query")
    row("start, to the first answer", *(f"{wall:.2f} s wall, {cpu:.2f} s processor" for wall, cpu, _ in (spent, spent2)))
    row("memory, at rest", *(f"{taken:,.0f} MB" for *_, taken in (spent, spent2)))
    assert count(address, "/sparql") == count(other, "/query") == number
    row("memory, all quads counted", *(f"{memory(family(one.pid)):,.0f} MB" for one in (ours, theirs)))
    ours.kill()

    document = max(pathlib.Path(folder, "objects").iterdir(), key=lambda file: file.stat().st_size).read_bytes()
    times = [[], []]
    for turn in range(REPEAT):
        lines, graph = replaced(document, turn)
        one = pathlib.Path(place, "one.nq")
        one.write_bytes(lines)
        times[0].append(run([gremium, "store", "load", folder, one])[0])
        triples = re.sub(rb" <[^<>]*> \.\n", b" .\n", lines)
        connection = connect(other)
        began = time.perf_counter()
        connection.request("PUT", f"/store?graph={graph}", triples, {"Content-Type": "application/n-triples"})
        assert connection.getresponse().status == 204
        times[1].append(time.perf_counter() - began)
    theirs.kill()
    row(f"replace a document of {document.count(bytes([10])):,} quads, best of {REPEAT}", *(f"{min(one):.2f} s" for one in times))


for size in sizes:
    with tempfile.TemporaryDirectory() as place:
        measure(size, place)
