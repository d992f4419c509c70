#!/bin/sh
# Installs the peers from PyPI into target/peers and measures them and us. usage: run.sh PROGRAM
set -eu
here=$(dirname "$0")
peers=$here/../../target/peers
test -x "$peers/bin/python" || python3 -m venv "$peers"
"$peers/bin/pip" install --quiet legal-reference-extraction==0.5.5 quantlaw==0.0.7 gesetze==1.2.2 pyoxigraph
exec "$peers/bin/python" "$here/measure.py" "$1"
