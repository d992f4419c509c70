"""`gremium serve` beside oxigraph's own server, in one run on one graph. Prints the table of docs/performance.md.

Usage: speed.py GREMIUM OXIGRAPH FILE...

The servers run on the first processor, this script on the second, where there are two.
"""
import asyncio
import http.client
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RATE, SECONDS, CONNECTIONS = 500, 20, 32
REPEAT = 7
gremium, oxigraph, *documents = sys.argv[1:]
cores = sorted(os.sched_getaffinity(0))
os.sched_setaffinity(0, cores[-1:])


def on_first(command, **options):
    return subprocess.Popen(command, preexec_fn=lambda: os.sched_setaffinity(0, cores[:1]), **options)


def timed(command):
    began = time.perf_counter()
    process = on_first(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime


def serve(*options):
    process = on_first([gremium, "serve", "--bind", "127.0.0.1:0", "--limit", "client-seconds=0", *options],
                       stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if found := re.search(r"http://([^/]+)/sparql", line):
            return process, found.group(1)
    sys.exit("gremium did not start")


def serve_oxigraph(location):
    for port in range(7900, 7950):
        address = f"127.0.0.1:{port}"
        process = on_first([oxigraph, "serve-read-only", "--location", location, "--bind", address,
                            "--union-default-graph"], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for _ in range(100):
            time.sleep(0.1)
            if process.poll() is not None:
                break
            try:
                http.client.HTTPConnection(address).connect()
                return process, address
            except OSError:
                continue
    sys.exit("oxigraph did not start")


def ask(connection, path, query, accept):
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    connection.request("POST", path, query.encode(), headers)
    reply = connection.getresponse()
    body = reply.read()
    assert reply.status == 200, body[:200]
    return body


async def rest(reader, head):
    """Reads the body of an answer: of a known length, or in pieces where it is too large to be kept."""
    if length := re.search(rb"content-length: (\d+)", head):
        return await reader.readexactly(int(length.group(1)))
    while size := int(await reader.readuntil(b"\r\n"), 16):
        await reader.readexactly(size + 2)
    await reader.readexactly(2)


async def steady(address, queries):
    """Asks at a steady rate; the time of an answer counts from when it was due, so that waiting in line shows."""
    times, due = [], iter(range(RATE * SECONDS))
    host, port = address.split(":")
    begin = time.perf_counter() + 0.5

    async def client():
        reader, writer = await asyncio.open_connection(host, port)
        for number in due:
            at = begin + number / RATE
            await asyncio.sleep(max(0, at - time.perf_counter()))
            body = queries[number % len(queries)]
            writer.write(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n"
                         b"Content-Type: application/sparql-query\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            await rest(reader, head)
            times.append(time.perf_counter() - at)
        writer.close()

    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    return times, len(times) / (time.perf_counter() - begin)


def percentile(times, share):
    return sorted(times)[int(len(times) * share)] * 1000


def catalogue(store):
    queries = [path.read_text() for folder in ("reports", "facts") for path in sorted((ROOT / "queries" / folder).glob("*.rq"))]
    process, address = serve("--store", store, "--limit", "kept-bytes=0")
    try:
        connection = http.client.HTTPConnection(address)
        cold = []
        for query in queries * 3:
            began = time.perf_counter()
            ask(connection, "/sparql", query, "text/csv")
            cold.append(time.perf_counter() - began)
        print(f"| catalogue, each question by a process, one client | {len(cold) / sum(cold):.0f} a second, "
              f"median {percentile(cold, .5):.1f} ms, 99 % under {percentile(cold, .99):.1f} ms | | |")
    finally:
        process.kill()
    process, address = serve("--store", store)
    try:
        connection = http.client.HTTPConnection(address)
        for query in queries:
            ask(connection, "/sparql", query, "text/csv")
        times, rate = asyncio.run(steady(address, [query.encode() for query in queries]))
        print(f"| catalogue, answers kept, {RATE} a second offered | {rate:.0f} a second, median "
              f"{percentile(times, .5):.1f} ms, 99 % under {percentile(times, .99):.1f} ms | | |")
    finally:
        process.kill()


def throughput(store, location):
    ours, address = serve("--store", store, "--limit", "kept-bytes=0", "--limit", "answer-bytes=1000000000",
                          "--limit", "rows=10000000")
    theirs, other = serve_oxigraph(location)
    try:
        for name, accept in [("JSON", "application/sparql-results+json"), ("CSV", "text/csv")]:
            query = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"
            rates = [[], []]
            for _ in range(REPEAT):
                for number, (place, path) in enumerate([(address, "/sparql"), (other, "/query")]):
                    connection = http.client.HTTPConnection(place)
                    began = time.perf_counter()
                    body = ask(connection, path, query, accept)
                    rates[number].append(len(body) / 1e6 / (time.perf_counter() - began))
                    connection.close()
            compare(f"all quads as {name}, MB/s", *rates)
    finally:
        ours.kill()
        theirs.kill()


def load(quads, folder):
    times = [[], []]
    for number in range(REPEAT):
        times[0].append(timed([gremium, "store", "load", f"{folder}/ours{number}", quads]))
        times[1].append(timed([oxigraph, "load", "--location", f"{folder}/theirs{number}", "--file", quads]))
    count = sum(1 for _ in open(quads))
    for what, part in [("wall", 0), ("processor", 1)]:
        compare(f"load into a store on disk, 1,000 quads/s of {what} time",
                *([count / 1000 / one[part] for one in side] for side in times))


def compare(what, ours, theirs):
    a, b = statistics.median(ours), statistics.median(theirs)
    ratio = statistics.median(x / y for x, y in zip(ours, theirs))
    print(f"| {what} | {a:.1f} | {b:.1f} | {ratio:.2f} |")


with tempfile.TemporaryDirectory() as folder:
    store, quads, location = f"{folder}/store", f"{folder}/quads.nq", f"{folder}/location"
    # The catalogue is asked about the first document alone, all else is measured with all of them.
    first = f"{folder}/first"
    if documents[0].endswith(".nq"):
        quads = documents[0]
        subprocess.run([gremium, "store", "load", store, quads], check=True)
        first = store
    else:
        subprocess.run([gremium, "build", "--quiet", *documents, "--store", store], check=True)
        subprocess.run([gremium, "build", "--quiet", documents[0], "--store", first], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([gremium, "store", "dump", store, "--out", quads], check=True)
    subprocess.run([oxigraph, "load", "--location", location, "--file", quads], check=True, stderr=subprocess.DEVNULL)
    print(f"{sum(1 for _ in open(quads)):,} quads, load average {os.getloadavg()[0]:.1f}\n")
    print("| what | gremium | oxigraph | ratio |\n|---|---|---|---|")
    catalogue(first)
    throughput(store, location)
    load(quads, folder)
