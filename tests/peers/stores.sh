#!/bin/sh
# Pushes made-up collections to servers of others, with a kill in between, and to each by two pushes at once: `make stores`.
# usage: stores.sh PROGRAM [DOCUMENTS]
set -eu
program=$1 documents=${2:-300}
work=$(mktemp -d)
started=
trap 'for id in $started; do kill "$id" 2>/dev/null || :; done; rm -rf "$work"' EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
wait_for() { for _ in $(seq 120); do curl -s -o /dev/null "$1" && return; sleep 0.5; done; echo "no answer from $1"; exit 1; }
"$program" generate --documents "$documents" | "$program" build - --quiet --store "$work/graph" 2>/dev/null

# what, options of push
check() {
    what=$1; shift
    "$program" push --store "$work/graph" "$@" >/dev/null 2>&1 & cut=$!
    sleep 3
    kill -9 $cut 2>/dev/null || echo "  ($what: done before the kill; give more documents)"
    begin=$(date +%s.%N)
    "$program" push --store "$work/graph" "$@" 2>"$work/one" & one=$!
    "$program" push --store "$work/graph" "$@" 2>"$work/two" || { cat "$work/two"; exit 1; }
    wait $one || { cat "$work/one"; exit 1; }
    end=$(date +%s.%N)
    echo "$what: $(tail -1 "$work/two")"
    echo "  two pushes at once after the kill: $(echo "$end - $begin" | bc) s"
    "$program" push --store "$work/graph" "$@" 2>&1 | grep -q " 0 statements added, 0 removed" || { echo "$what: not complete"; exit 1; }
}

peers=$(dirname "$0")/../../target/peers
test -x "$peers/bin/oxigraph" || { python3 -m venv "$peers"; "$peers/bin/pip" install --quiet oxigraph; }
port=$(free_port)
"$peers/bin/oxigraph" serve --location "$work/oxigraph" --bind "127.0.0.1:$port" >"$work/oxigraph.log" 2>&1 & started="$started $!"
wait_for "http://127.0.0.1:$port/"
check "oxigraph, graph store" --graph-store "http://127.0.0.1:$port/store"
curl -s -X POST -H 'Content-Type: application/sparql-update' --data 'CLEAR ALL' "http://127.0.0.1:$port/update"
check "oxigraph, updates" --endpoint "http://127.0.0.1:$port/query" --update "http://127.0.0.1:$port/update"

virtuoso=$(command -v virtuoso-t || command -v virtuoso-opensource-t || :)
isql=$(command -v isql-vt || command -v isql-v || command -v isql || :)
if [ -z "$virtuoso" ]; then echo "Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin"; exit 0; fi
port=$(free_port) sql=$(free_port)
mkdir "$work/virtuoso"
cat >"$work/virtuoso/virtuoso.ini" <<INI
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
[Parameters]
ServerPort = 127.0.0.1:$sql
NumberOfBuffers = 60000
MaxDirtyBuffers = 45000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:$port
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 10000000
INI
(cd "$work/virtuoso" && exec "$virtuoso" +foreground +configfile virtuoso.ini >out.log 2>&1) & started="$started $!"
wait_for "http://127.0.0.1:$port/sparql"
"$isql" "$sql" dba dba exec="GRANT SPARQL_UPDATE TO \"SPARQL\"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 7);" >/dev/null
check "Virtuoso, updates" --endpoint "http://127.0.0.1:$port/sparql" --chunk 64
