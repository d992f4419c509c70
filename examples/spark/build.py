#!/usr/bin/env python3
"""The graph of a corpus on a Spark cluster: JSON Lines in, canonical N-Quads out, the same bytes as on one machine.

    spark-submit examples/spark/build.py --gremium /usr/local/bin/gremium --out graph corpus.jsonl

Each partition is piped through `gremium build - --trailer`, which ends its output with a comment that says how it was
made. A partition whose output has no such end was cut off: the task fails, and Spark does it again. The graph of the corpus is
the union of the graphs of its documents, so the union needs nothing but `distinct` and a sort.

Writes `part-*` with the sorted quads and `manifest.json`: program, lexicon and base of all partitions (they must be the same, or
nothing is written), counts, and the SHA-256 of the whole. Documents that cannot be read cost a line on the standard error of their
worker, are counted in the manifest, and make the exit status 1.
"""
import argparse
import hashlib
import json
import pathlib
import shlex
import sys

from pyspark.sql import SparkSession

MARK = "# gremium: "


def check(partition):
    """Passes on the quads of a partition; fails where the trailer is missing, or counts other quads than came."""
    quads, manifest = 0, None
    for line in partition:
        if line.startswith(MARK):
            manifest = json.loads(line[len(MARK):])
        else:
            quads += 1
        yield line
    if manifest is None or manifest["quads"] != quads:
        raise RuntimeError(f"a worker was cut off after {quads} quads: {manifest}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", help="JSON Lines: {\"id\": …, \"text\": …}")
    parser.add_argument("--gremium", default="gremium", help="the program, on every worker")
    parser.add_argument("--options", default="", help="more options of `gremium build`")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder to make")
    parser.add_argument("--partitions", type=int, default=0, help="how many; usually as the cluster has cores")
    arguments = parser.parse_args()

    session = SparkSession.builder.appName("gremium").getOrCreate()
    context = session.sparkContext
    count = arguments.partitions or context.defaultParallelism
    # Exit status 1 is a bad document among others, which is no failure of the worker.
    build = f"{shlex.quote(arguments.gremium)} build - --trailer --jobs 1 --quiet {arguments.options}"
    command = "sh -c " + shlex.quote(f"{build}; [ $? -le 1 ]")
    documents = context.textFile(arguments.corpus, count).filter(lambda line: line.strip())
    piped = documents.repartition(count).pipe(command, checkCode=True).mapPartitions(check).persist()

    manifests = [json.loads(line[len(MARK):]) for line in piped.filter(lambda line: line.startswith(MARK)).collect()]
    ways = {tuple(manifest[key] for key in ("version", "lexicon", "base")) for manifest in manifests}
    if len(ways) > 1:
        sys.exit("gremium: partitions were analysed in different ways, and their union would be no graph of anything: "
                 + "; ".join(" ".join(way) for way in sorted(ways)))
    union = piped.filter(lambda line: not line.startswith(MARK)).distinct().sortBy(lambda line: line.encode(), numPartitions=count)

    arguments.out.mkdir(parents=True, exist_ok=True)
    whole, quads, part = hashlib.sha256(), 0, None
    # Partition by partition, so that the driver never holds more than one.
    for number in range(union.getNumPartitions()):
        lines = context.runJob(union, lambda lines: list(lines), [number])
        text = "".join(line + "\n" for line in lines).encode()
        whole.update(text)
        quads += len(lines)
        part = arguments.out / f"part-{number:05}.nq"
        part.write_bytes(text)
    version, lexicon, base = ways.pop() if ways else (None, None, None)
    manifest = {
        "version": version, "lexicon": lexicon, "base": base, "partitions": len(manifests),
        "documents": sum(manifest["documents"] for manifest in manifests),
        "bad": sum(manifest["bad"] for manifest in manifests),
        "quads": quads, "sha256": whole.hexdigest(),
    }
    draft = arguments.out / "manifest.json.draft"
    draft.write_text(json.dumps(manifest, indent=1) + "\n")
    draft.rename(arguments.out / "manifest.json")
    print(json.dumps(manifest))
    sys.exit(1 if manifest["bad"] else 0)


if __name__ == "__main__":
    main()
