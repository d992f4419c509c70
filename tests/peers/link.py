"""Runs `gremium link` against csv-reconcile over a CSV of look-alikes: strong proposals must be those that are expected."""
import csv
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent / "data" / "link"
gremium = sys.argv[1]

service = subprocess.Popen([sys.executable, HERE / "csv_service.py", DATA / "items.csv"], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True)
try:
    address = service.stdout.readline().strip()
    assert address, "csv-reconcile did not start"
    with tempfile.TemporaryDirectory() as folder:
        table = pathlib.Path(folder, "proposals.csv")
        command = [gremium, "link", "--all", "--service", address, "--cache", f"{folder}/cache", "--pause", "0",
                   "--property", "type=art0", "--property", "country=land0", "--property", "description=beschreibung0",
                   "--out", table]
        subprocess.run(command, check=True)
        first = table.read_bytes()
        subprocess.run(command, check=True)
        assert table.read_bytes() == first, "a second run, from the cache, proposes something else"
    rows = list(csv.DictReader(first.decode().splitlines()))
    strong = {(row["label"], row["item"].rsplit("/", 1)[-1]) for row in rows if row["strength"] == "strong"}
    expected = {(row["label"], row["id"]) for row in csv.DictReader((DATA / "expected.tsv").open(), delimiter="\t")}
    assert all(row["decision"] == "" for row in rows), "something was decided without a person"
    print(f"csv-reconcile: {len(rows)} proposals, {len(strong)} strong, {len(strong & expected)} of them right, "
          f"{len(expected - strong)} missed")
    assert strong == expected, f"wrong: {strong - expected}, missed: {expected - strong}"
finally:
    service.kill()
