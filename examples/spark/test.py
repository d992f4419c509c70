#!/usr/bin/env python3
"""Runs build.py in Spark's local-cluster mode, two workers with a core each: `make spark`.

The union must equal the graph of one machine byte for byte, also where a worker dies and where documents are broken, and
partitions that were analysed with different lexicons must be refused.
"""
import json
import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import time

import pyspark

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM, DOCUMENTS = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2]


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, **more)


def spark(folder, corpus, program, name, *more):
    out = folder / f"graph-{name}"
    home = pathlib.Path(pyspark.__file__).parent
    here = {"SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}
    began = time.monotonic()
    done = run([str(home / "bin/spark-submit"), "--master", "local-cluster[2,1,1024]", "--conf", "spark.ui.enabled=false", "--conf",
                "spark.task.maxFailures=4", str(HERE / "build.py"), "--gremium", str(program), "--out", str(out),
                "--partitions", "4", *more, str(corpus)], env={**os.environ, **here})
    return done, out, time.monotonic() - began


def script(path, text):
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def whole(out):
    return b"".join(part.read_bytes() for part in sorted(out.glob("part-*")))


def expect(what, holds, done=None):
    print(("ok   " if holds else "FAIL ") + what, flush=True)
    if not holds:
        sys.exit(done.stderr[-3000:] if done else 1)


with tempfile.TemporaryDirectory() as place:
    folder = pathlib.Path(place)
    corpus = folder / "corpus.jsonl"
    corpus.write_text(run([PROGRAM, "generate", "--documents", DOCUMENTS, "--items", "6"]).stdout)
    began = time.monotonic()
    single = subprocess.run([PROGRAM, "build", str(corpus), "--quiet"], capture_output=True, check=True).stdout
    alone = time.monotonic() - began

    done, out, seconds = spark(folder, corpus, PROGRAM, "plain")
    expect("the union equals the graph of one machine", done.returncode == 0 and whole(out) == single, done)
    manifest = json.loads((out / "manifest.json").read_text())
    expect("every document is counted", manifest["documents"] == int(DOCUMENTS) and manifest["bad"] == 0, done)
    print(f"     {DOCUMENTS} documents, {manifest['quads']} quads: {seconds:.1f} s on two workers, {alone:.1f} s on one machine")

    # The first that is started leaves half-way; whoever comes later finds that it was there.
    dying = script(folder / "dying", f'if mkdir {folder}/died 2>/dev/null; then "{PROGRAM}" "$@" | head -n 100; kill -9 $$; fi\nexec "{PROGRAM}" "$@"\n')
    done, out, _ = spark(folder, corpus, dying, "dying")
    expect("a worker that dies is replaced", done.returncode == 0 and whole(out) == single and (folder / "died").exists(), done)

    broken = folder / "broken.jsonl"
    broken.write_text(corpus.read_text() + '{"id": "x", "text": \n{"id": "y", "text": ""}\n')
    done, out, _ = spark(folder, broken, PROGRAM, "broken")
    bad = json.loads((out / "manifest.json").read_text())["bad"]
    expect("broken documents are counted and cost nothing else", done.returncode == 1 and bad == 2 and whole(out) == single, done)

    lexicon = folder / "lexicon"
    lexicon.mkdir()
    (lexicon / "mine.ttl").write_text('@base <https://w3id.org/gremium/id/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n'
                                      '<body/bmi> skos:altLabel "Heimatministerium"@de .\n')
    mixed = script(folder / "mixed", f'if mkdir {folder}/mixed-once 2>/dev/null; then exec "{PROGRAM}" "$@" --lexicon {lexicon}; fi\nexec "{PROGRAM}" "$@"\n')
    done, out, _ = spark(folder, corpus, mixed, "mixed")
    expect("a union of two lexicons is refused", done.returncode != 0 and "different ways" in done.stdout + done.stderr and not whole(out), done)
