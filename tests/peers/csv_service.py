"""Serves a CSV file by csv-reconcile (PyPI) on a free port of this machine and prints the address."""
import sys
import tempfile

from csv_reconcile import MANIFEST, create_app
from csv_reconcile import initdb
from werkzeug.serving import make_server

csv_file = sys.argv[1]
app = create_app("", instance_path=tempfile.mkdtemp(), scorerOption="")
with app.app_context():
    initdb.init_db_with_context(csv_file, "id", "name")
MANIFEST["identifierSpace"] = "http://www.wikidata.org/entity/"
server = make_server("127.0.0.1", 0, app, threaded=True)
print(f"http://127.0.0.1:{server.server_port}/reconcile", flush=True)
server.serve_forever()
