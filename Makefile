.PHONY: demo test browser assets gold quality shapes bench lint peers peers-view gallery lighthouse pages speed durable load spark stores finders notebook python web disk instructions instructions-accept guided bench-guided

GREMIUM = target/release/gremium
CHROMIUM ?= /usr/bin/chromium
# The gold tables and their scorer lie beside the project where it is developed, else in tests/gold.
GOLD = $(firstword $(wildcard ../shared/gold tests/gold))

# Who informs whom, with the sentence that says so.
demo:
	cargo build --release --quiet
	$(GREMIUM) query who-informs-whom examples/imk-215.md

test: assets
	cargo test --quiet
	@if command -v python3 >/dev/null && [ -f "$(GOLD)/score.py" ]; then $(MAKE) --no-print-directory gold; \
	else echo "no python3 or no gold tables: facts were not scored"; fi
	@if command -v npm >/dev/null && test -x $(CHROMIUM); then $(MAKE) --no-print-directory browser; \
	else echo "no npm or no $(CHROMIUM): the pages were not opened in a browser"; fi

# Every kind of page in Chromium: content without script, axe in light and dark, hostile words, permalinks,
# keyboard, files of pictures.
browser: assets
	cargo build --release --quiet
	@test -d tests/browser/node_modules || (cd tests/browser && npm ci --silent --no-audit --no-fund)
	@cd tests/browser && CHROMIUM=$(CHROMIUM) node pages.mjs && CHROMIUM=$(CHROMIUM) node pictures.mjs

# The SPARQL editor, bundled into one file that the next build embeds. Without Node there is none, and all pages work.
assets:
	@if command -v npm >/dev/null && cd web && npm ci --silent --no-audit --no-fund; then npm run --silent build; \
	else echo "no npm: built without the SPARQL editor"; fi

# Precision, recall and F1 of the eight tables: the example against its first half, which the rules were written with, and
# against its second; then the collections of tests/gold in the styles of other conferences.
gold:
	cargo build --release --quiet
	@facts=$$(mktemp -d) && trap 'rm -rf "$$facts"' EXIT && \
	score() { echo "$$1"; $(GREMIUM) facts "$$1" --quiet --out "$$facts" && python3 "$(GOLD)/score.py" "$$2" "$$facts"; } && \
	if [ -d "$(GOLD)/dev" ]; then score examples/imk-215.md "$(GOLD)/dev"; fi && \
	score examples/imk-215.md tests/gold/imk-215-second && \
	for text in tests/gold/*/text.txt; do score "$$text" "$${text%text.txt}" || exit 1; done

# The tables of docs/quality.md: bodies under several IRIs, links outward, names that were merged.
quality:
	cargo build --quiet
	python3 tests/quality.py target/debug/gremium examples/imk-215.md tests/gold/*/text.txt

# The graphs of the example and the gold collections against ontology/shapes.ttl, by pySHACL; and each constraint of the
# shapes against a graph that violates it.
shapes:
	cargo build --release --quiet
	@test -x target/shacl/bin/pyshacl || (python3 -m venv target/shacl && target/shacl/bin/pip install --quiet pyshacl)
	@rm -rf target/shacl/graphs && mkdir target/shacl/graphs
	@for text in examples/imk-215.md tests/gold/*/text.txt; do \
	$(GREMIUM) build "$$text" --quiet --out "target/shacl/graphs/$$(echo "$$text" | tr / -).ttl" 2>/dev/null || exit 1; done
	target/shacl/bin/python tests/shapes.py target/shacl/graphs/*.ttl

# The notebook of examples/, run from top to bottom. Fetches Jupyter's runner from PyPI, so it is no part of `make test`.
notebook:
	cargo build --release --quiet
	@test -x target/notebook/bin/jupyter || (python3 -m venv target/notebook && \
	target/notebook/bin/pip install --quiet nbclient ipykernel pandas pyoxigraph)
	@facts=$$(mktemp -d) && trap 'rm -rf "$$facts"' EXIT && cp examples/imk-215.md examples/mandates.ipynb "$$facts" && \
	cd "$$facts" && PATH="$(CURDIR)/target/release:$(CURDIR)/target/notebook/bin:$$PATH" jupyter execute mandates.ipynb

bench:
	cargo bench --bench stages --bench pictures

# A build laid out by what the program did with the collections of tests/gold (profile-guided optimisation), and the benches with
# it: a tenth faster, ten minutes to build. The example, with which the benches measure, is not among what it is trained
# with. Needs `rustup component add llvm-tools`.
GUIDED = $(CURDIR)/target/guided
HOST = $(shell rustc -vV | sed -n 's/^host: //p')
# Program and benches are built at once, so that both have the same library: its functions are known by their hashes. The flags
# are for the target alone, not for build scripts.
GUIDED_BUILD = cargo --config 'build.rustflags = ["$(1)"]' build --release --quiet --bin gremium --bench stages --target $(HOST) --target-dir $(2)
TRAINING = $(wildcard tests/gold/*/text.txt)
guided:
	$(call GUIDED_BUILD,-Cprofile-generate=$(GUIDED)/raw,$(GUIDED)/training)
	@rm -rf $(GUIDED)/raw
	@for text in $(TRAINING); do $(GUIDED)/training/$(HOST)/release/gremium build "$$text" --quiet --out $(GUIDED)/graph.nq 2>/dev/null || exit 1; done
	@"$$(rustc --print target-libdir)/../bin/llvm-profdata" merge -o $(GUIDED)/profile $(GUIDED)/raw
	$(call GUIDED_BUILD,-Cprofile-use=$(GUIDED)/profile,$(GUIDED))
	@echo "$(GUIDED)/$(HOST)/release/gremium"

bench-guided: guided
	cargo --config 'build.rustflags = ["-Cprofile-use=$(GUIDED)/profile"]' bench --bench stages --target $(HOST) --target-dir $(GUIDED)

# Instructions that each stage executes for a byte of text, counted by callgrind, against benches/instructions.tsv; a count does
# not depend on what else the machine does. Fails above five per cent more. The second writes a new baseline.
instructions:
	cargo bench --quiet --bench instructions

instructions-accept:
	cargo bench --quiet --bench instructions -- accept

lint:
	cargo clippy --all-targets -- -D warnings

# Against programs of others, fetched from PyPI and npm, so it is no part of `make test`: `gremium link` and csv-reconcile;
# `/reconcile` and reconciler; `gremium serve` and SPARQLWrapper, rdflib, curl, Comunica.
peers:
	cargo build --quiet
	test -x target/peers/bin/csv-reconcile || { python3 -m venv target/peers && target/peers/bin/pip install --quiet csv-reconcile==0.3.2; }
	target/peers/bin/python tests/peers/link.py target/debug/gremium
	target/peers/bin/python -c "import reconciler" 2>/dev/null || target/peers/bin/pip install --quiet reconciler==0.2.2
	TQDM_DISABLE=1 target/peers/bin/python tests/peers/reconcile.py target/debug/gremium examples/imk-215.md
	target/peers/bin/python -c "import SPARQLWrapper, rdflib, pyoxigraph" 2>/dev/null || \
		target/peers/bin/pip install --quiet SPARQLWrapper==2.0.0 rdflib==7.6.0 pyoxigraph==0.5.13
	test -d target/comunica/node_modules || { mkdir -p target/comunica && cp tests/peers/comunica/package*.json target/comunica && \
		npm ci --prefix target/comunica --silent --no-audit --no-fund; }
	target/peers/bin/python tests/peers/clients.py target/debug/gremium target/comunica examples/imk-215.md

# The table of docs/performance.md: `gremium serve` and oxigraph's own server, side by side.
speed:
	cargo build --release --quiet
	test -x target/peers/bin/python || python3 -m venv target/peers
	test -x target/peers/bin/oxigraph || target/peers/bin/pip install --quiet oxigraph==0.5.13
	target/peers/bin/python benches/peers/speed.py $(GREMIUM) target/peers/bin/oxigraph examples/imk-215.md tests/gold/*/text.txt

# The table of docs/adr/0009-a-folder-as-store.md: the store and RocksDB with 1 and 10 million quads. Takes 10 GB of memory and
# of disk.
durable:
	cargo build --release --quiet
	test -x target/peers/bin/python || python3 -m venv target/peers
	test -x target/peers/bin/oxigraph || target/peers/bin/pip install --quiet oxigraph==0.5.13
	target/peers/bin/python benches/peers/durable.py $(GREMIUM) target/peers/bin/oxigraph 40 400

# A thousand clients that leave in the middle of their queries, for ten minutes.
load:
	cargo build --release --quiet
	python3 benches/peers/load.py $(GREMIUM) $${MINUTES:-10} examples/imk-215.md tests/gold/*/text.txt

# Against programs of others: the formats of pictures read and counted, the measures taken by NetworkX. Fetches those from
# PyPI; Graphviz and xmllint are asked where they are installed.
peers-view:
	cargo build --release --quiet
	test -x target/peers-view/bin/python || { python3 -m venv target/peers-view && target/peers-view/bin/pip install --quiet networkx scipy pydot igraph; }
	target/peers-view/bin/python tests/peers/view.py $(GREMIUM)

# Lighthouse on an item, a body and a network: 95 or more in performance, best practices, accessibility. Fetches Lighthouse
# from npm, so it is no part of `make test`.
lighthouse:
	cargo build --release --quiet
	@test -d tests/browser/lighthouse/node_modules || (cd tests/browser/lighthouse && npm ci --silent --no-audit --no-fund)
	@cd tests/browser/lighthouse && CHROMIUM=$(CHROMIUM) node scores.mjs $(CURDIR)/$(GREMIUM) $(CURDIR)/examples/imk-215.md $(CURDIR)/tests/gold/*/text.txt

# How long the server takes for each page of the reading room.
pages:
	cargo build --release --quiet
	python3 benches/peers/pages.py $(GREMIUM) examples/imk-215.md tests/gold/*/text.txt

# The pictures of docs/gallery.md, from the example; where Chromium and npm are, docs/pages too: pages on desktop and phone,
# light and dark.
gallery:
	cargo build --release --quiet
	@mkdir -p docs/gallery
	@for view in informs asks mandates reports statutes structure matrix; do \
		$(GREMIUM) view $$view examples/imk-215.md --quiet --out docs/gallery/$$view.svg || exit 1; done
	@$(GREMIUM) view neighbours examples/imk-215.md --quiet --focus BMI --out docs/gallery/neighbours.svg
	@$(GREMIUM) view chains examples/imk-215.md tests/gold/imk-210-2019/text.txt --quiet --out docs/gallery/chains.svg
	@$(GREMIUM) view chains examples/imk-215.md tests/gold/imk-210-2019/text.txt --quiet --cluster parent --out docs/gallery/chains-by-sitting.svg
	@$(GREMIUM) view paths examples/imk-215.md --quiet --path BMI IMK --out docs/gallery/paths.svg
	@$(GREMIUM) view informs examples/imk-215.md --quiet --cluster kind --out docs/gallery/informs-by-kind.svg
	@$(GREMIUM) view informs examples/imk-215.md --quiet --cluster parent --out docs/gallery/informs-by-parent.svg
	@for view in informs matrix mandates; do $(GREMIUM) view $$view examples/imk-215.md --quiet --out docs/gallery/$$view.html || exit 1; done
	@if command -v npm >/dev/null && test -x $(CHROMIUM); then cd tests/browser && (test -d node_modules || npm ci --silent --no-audit --no-fund) && \
	CHROMIUM=$(CHROMIUM) node shots.mjs $(CURDIR)/$(GREMIUM) $(CURDIR)/docs/pages $(CURDIR)/examples/imk-215.md $(CURDIR)/tests/gold/*/text.txt; fi

# The graph on a Spark cluster of two workers, with one that dies, broken documents and mixed lexicons, against that of one
# machine. Fetches pyspark from PyPI; needs Java 17.
spark:
	cargo build --release --quiet
	test -x target/spark/bin/spark-submit || { python3 -m venv target/spark && target/spark/bin/pip install --quiet pyspark; }
	target/spark/bin/python examples/spark/test.py $(GREMIUM) 1000

# `gremium push` against servers of others: oxigraph's own (from PyPI), and Virtuoso where it is installed.
stores:
	cargo build --release --quiet
	tests/peers/stores.sh $(GREMIUM)

# Other finders of law references and another store on the same text in one run. Fetches them from PyPI.
finders:
	cargo build --release --quiet
	benches/peers/run.sh $(GREMIUM)

# The Python package: the wheel, built by maturin, and its tests. Fetches maturin, pandas, rdflib, pyoxigraph from PyPI.
python:
	cargo build --release --quiet
	@test -x target/python/bin/maturin || (python3 -m venv target/python && \
	target/python/bin/pip install --quiet 'maturin>=1.9,<2' pytest pandas rdflib==7.6.0 pyoxigraph==0.5.13)
	target/python/bin/maturin build --release --quiet --manifest-path bindings/python/Cargo.toml --out target/python/wheels
	target/python/bin/pip install --quiet --force-reinstall --no-deps target/python/wheels/gremium-*.whl
	target/python/bin/pytest --quiet --doctest-glob='' bindings/python/tests

# Gremium in a browser (examples/web): the analysis as WebAssembly, its page, and both tried in Chromium. Needs the target
# wasm32-unknown-unknown; compiles wasm-bindgen's program, which has to be of the version of the library.
BINDGEN = $(shell sed -n '/^name = "wasm-bindgen"$$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
web:
	cargo build --release --quiet
	cd bindings/web && cargo build --release --quiet --target wasm32-unknown-unknown --target-dir ../../target/wasm
	@target/wasm/bin/wasm-bindgen --version 2>/dev/null | grep -qF $(BINDGEN) || \
		cargo install --quiet wasm-bindgen-cli --version $(BINDGEN) --root target/wasm
	target/wasm/bin/wasm-bindgen --target web --no-typescript --out-dir target/web/pkg target/wasm/wasm32-unknown-unknown/release/gremium_web.wasm
	cp examples/web/* web/room.css target/web
	@test -d tests/browser/node_modules || (cd tests/browser && npm ci --silent --no-audit --no-fund)
	@cd tests/browser && CHROMIUM=$(CHROMIUM) node web.mjs $(CURDIR)/target/web
	@echo "python3 -m http.server --directory target/web --bind 127.0.0.1"

# RocksDB beside the store (feature `disk`): the same answers. Compiles C++ for minutes; needs a C++ compiler and libclang.
disk:
	cargo test --quiet --release --features disk --target-dir target/disk --test disk
