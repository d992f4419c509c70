"""A thousand clients, most of which leave in the middle of their queries. Says what was answered and what memory was taken.

Usage: load.py GREMIUM MINUTES FILE...
"""
import asyncio
import collections
import pathlib
import random
import re
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLIENTS = 1000
# 503 also for a connection too many.
DOCUMENTED = {200, 304, 400, 422, 429, 503, 504}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"
gremium, minutes, *documents = sys.argv[1:]
end = time.monotonic() + 60 * float(minutes)
queries = [path.read_text() for path in sorted((ROOT / "queries" / "reports").glob("*.rq"))]
queries += [ENDLESS, "SELECT * { ?s ?p ?o } LIMIT 50000", "SELECT * { ?s ?p ?o } ORDER BY ?o", "ASK {", "ASK {" * 100,
            "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }"]
process = subprocess.Popen([gremium, "serve", "--quiet", *documents, "--bind", "127.0.0.1:0", "--limit", "client-seconds=0",
                            "--limit", "seconds=3"], stderr=subprocess.PIPE, text=True)
address = next(found.group(1) for line in process.stderr if (found := re.search(r"http://([^/]+)/sparql", line)))
host, port = address.split(":")
seen, odd, memory, health = collections.Counter(), [], [], []


async def visit(dice):
    query = dice.choice(queries)
    if dice.random() < 0.5:
        query += f"\n# {dice.random()}"
    try:
        reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        seen["no connection"] += 1
        return
    try:
        writer.write(f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                     f"application/sparql-query\r\nContent-Length: {len(query.encode())}\r\n\r\n{query}".encode())
        if dice.random() < 0.7:
            await asyncio.sleep(dice.random() * 0.5)
            seen["left"] += 1
            return
        answer = await asyncio.wait_for(reader.read(), 60)
        found = re.match(rb"HTTP/1.1 (\d+)", answer)
        status = int(found.group(1)) if found else 0
        chunked = b"transfer-encoding: chunked" in answer[:1000]
        whole = answer.endswith(b"0\r\n\r\n") if chunked else True
        seen[f"{status}{'' if whole else ' cut'}"] += 1
        if status not in DOCUMENTED:
            odd.append(answer[:200])
    except (OSError, asyncio.IncompleteReadError) as error:
        seen[f"{type(error).__name__}"] += 1
    finally:
        writer.close()


async def client(number):
    dice = random.Random(number)
    await asyncio.sleep(dice.random() * 5)
    while time.monotonic() < end:
        await visit(dice)
        await asyncio.sleep(dice.random() * 3)


def family():
    """Processes of the server with their parents, and what they take of memory that nobody shares, in MB."""
    found, at = [process.pid], 0
    while at < len(found):
        for task in pathlib.Path(f"/proc/{found[at]}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                pass
        at += 1
    return found


def resident(pid):
    try:
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) / 1024
    except (OSError, AttributeError):
        return 0


async def watch():
    while time.monotonic() < end:
        # The server and the keeper; what queries take goes with them.
        memory.append(sum(resident(pid) for pid in family()[:2]))
        began = time.monotonic()
        try:
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
            if answer.startswith(b"HTTP/1.1 200"):
                health.append(time.monotonic() - began)
            writer.close()
        except OSError:
            pass
        await asyncio.sleep(1)


async def main():
    await asyncio.gather(watch(), *(client(number) for number in range(CLIENTS)))


try:
    asyncio.run(main())
    time.sleep(5)
    left = [pid for pid in family()[2:] if resident(pid) > 0]
    tenth = max(1, len(memory) // 10)
    print(", ".join(f"{what}: {count}" for what, count in sorted(seen.items(), key=str)))
    tenths = [statistics.median(memory[at:at + tenth]) for at in range(0, 10 * tenth, tenth) if memory[at:at + tenth]]
    print(f"memory of server and keeper in MB, by tenths of the time: {', '.join(f'{one:.0f}' for one in tenths)}; "
          f"afterwards {sum(map(resident, family()[:2])):.0f}")
    print(f"/healthz, where there was a place: median {statistics.median(health) * 1e3:.1f} ms; {len(left)} queries left running")
    assert process.poll() is None and not odd and not left, odd[:3]
    # What is kept for the next time has filled its room by the middle.
    assert tenths[-1] < 1.1 * tenths[5], tenths
finally:
    process.kill()
