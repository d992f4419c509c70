#!/usr/bin/env python3
"""Time from request to last byte of each page of the reading room: `pages.py GREMIUM FILE…`. Ends with 1 where the 95th
percentile of a kind of pages is 15 ms or more. Every page is asked for once before, so that what is measured is the page
and not the first touch of memory."""

import http.client
import re
import statistics
import subprocess
import sys
import time
import urllib.parse

LEAST = 15.0
ONTOLOGY = "https://w3id.org/gremium/ontology#"
BASE = "https://w3id.org/gremium/id/"
FIXED = ["", "bodies", "sessions", "mandates", "reports", "reports/by-body", "reports/by-subject", "statutes", "search?q=polizei"]


def get(connection, path):
    begin = time.perf_counter()
    connection.request("GET", "/" + path)
    answer = connection.getresponse()
    content = answer.read()
    elapsed = (time.perf_counter() - begin) * 1000
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status}")
    return elapsed, content


def things(connection, kind):
    query = f"SELECT DISTINCT ?s {{ ?s a <{ONTOLOGY}{kind}> }} ORDER BY ?s"
    connection.request("GET", "/sparql?query=" + urllib.parse.quote(query), headers={"Accept": "text/csv"})
    lines = connection.getresponse().read().decode().splitlines()[1:]
    return [urllib.parse.quote(line[len(BASE):], safe="/") for line in lines if line.startswith(BASE)]


def main():
    gremium, *documents = sys.argv[1:]
    command = [gremium, "serve", "--quiet", *documents, "--bind", "127.0.0.1:0", "--limit", "client-seconds=0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            address = next(found for line in server.stderr if (found := re.search(r"http://([\d.]+):(\d+)", line)))
            connection = http.client.HTTPConnection(address[1], int(address[2]))
            kinds = {name: things(connection, kind) for name, kind in
                     [("items", "AgendaItem"), ("bodies", "Body"), ("statutes", "Statute"), ("sessions", "Session")]}
            kinds["networks of bodies"] = [f"network/{path}" for path in kinds["bodies"]]
            kinds["lists, start, search"] = FIXED
            is_slow = False
            for name, paths in kinds.items():
                for path in paths:
                    get(connection, path)
                times = sorted(get(connection, path)[0] for path in paths for _ in range(3))
                largest = max(len(get(connection, path)[1]) for path in paths)
                high = times[int(len(times) * 0.95)]
                is_slow |= high >= LEAST
                print(f"{name}: {len(paths)} pages, median {statistics.median(times):.1f} ms, p95 {high:.1f} ms, "
                      f"longest {times[-1]:.1f} ms, largest page {largest / 1000:.0f} kB")
        finally:
            server.kill()
    sys.exit(is_slow)


main()
