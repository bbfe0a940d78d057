# `make demo` and `make test` need nothing but Python 3.11 or newer and make; everything else is set up here.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CHROMIUM := $(VENV)/.chromium
TYPING := build/typing
LINKED := graph loaders queries seeds
DETENTE_DATA ?= $(abspath ../shared)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-long lint format check bench bench-reading train train-ranker docs lock lock-neo4j clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "detente needs Python 3.11 or newer: make PYTHON=/path/to/python3.12 …" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
		|| { echo "python3 -m venv failed: on Debian and Ubuntu install python3-venv" >&2; exit 1; }
	@echo "installing into $(VENV), which takes a minute or two"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(CHROMIUM): $(READY) tests/chromium.sh
	@sh tests/chromium.sh $(BIN)
	@touch $@

demo: $(READY) ## set up, load the sample articles and answer three questions
	@PATH="$(CURDIR)/$(BIN):$$PATH" DETENTE_HOME="$(CURDIR)/build/demo" sh docs/demo.sh

test: $(READY) $(CHROMIUM) ## everything that must hold, within 15 minutes on 2 cores
	$(BIN)/python -m pytest -m "not long" -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

test-long: $(READY) $(CHROMIUM) ## the tests that take minutes, and those of the store on an older Neo4j
	$(BIN)/python -m pytest -m long $(ARGS)
	DETENTE_TEST_STORES=neo4j-lts $(BIN)/python -m pytest -m "not long" tests/graph tests/queries tests/conformance $(ARGS)

# mypy knows no package-dir: it is shown the installed layout through links.
lint: $(READY) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@rm -rf $(TYPING) && mkdir -p $(TYPING)/detente
	@for part in $(CURDIR)/detente/*; do ln -s "$$part" $(TYPING)/detente/; done
	@for part in $(LINKED); do ln -s "$(CURDIR)/$$part" $(TYPING)/detente/$$part; done
	MYPYPATH=$(TYPING):. $(BIN)/mypy -p detente -p tests
	MYPYPATH=$(TYPING) $(BIN)/mypy benchmarks/*.py docs/*.py docs/questions/*.py

format: $(READY) ## let ruff order imports and lay out the code
	$(BIN)/ruff check --select I --fix .
	$(BIN)/ruff format .

check: lint test ## what has to pass before a change is taken

bench: $(READY) ## the numbers in the README
	@echo "== how well and how fast articles are read"
	@DETENTE_DATA="$(DETENTE_DATA)" $(BIN)/python benchmarks/reading.py
	@echo "== how fast questions are answered"
	@$(BIN)/python benchmarks/between.py
	@echo "== how fast coded rows are loaded"
	@$(BIN)/python benchmarks/loading.py

bench-reading: $(READY) ## how well sentences are read: real passages and golden rows, beside forty cue words
	@echo "== annotated passages of real news"
	@DETENTE_DATA="$(DETENTE_DATA)" $(BIN)/python benchmarks/reading.py
	@echo "== own-written golden rows"
	@$(BIN)/python benchmarks/golden.py $(ARGS)

train: $(READY) ## train the language pipelines: make train TREEBANKS=folder (about an hour)
	@test -n "$(TREEBANKS)" || { echo "say where the treebanks are: make train TREEBANKS=folder" >&2; exit 2; }
	$(BIN)/python -m detente.loaders.reading.training.train $(TREEBANKS)

train-ranker: $(READY) ## train the ranker: make train-ranker PASSAGES=file (three minutes)
	@test -n "$(PASSAGES)" || { echo "say which annotated passages: make train-ranker PASSAGES=file" >&2; exit 2; }
	$(BIN)/python -m detente.loaders.reading.training.ranker $(PASSAGES) \
		--annotations loaders/reading/training/annotations.jsonl

docs: $(READY) ## write what is generated: the command reference, the outputs shown, the picture
	$(BIN)/python -m typer detente.cli utils docs --name detente --output docs/commands.md
	$(BIN)/python docs/shown.py
	$(BIN)/python docs/picture.py
	$(BIN)/python docs/schema.py
	$(BIN)/python benchmarks/golden.py --write > /dev/null

lock: ## try the newest versions that pyproject.toml allows and write them to constraints.txt
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check '.[dev]'
	@{ sed -n '/^#/p' constraints.txt; build/lock/bin/python -m pip freeze --all --exclude detente --exclude pip; } > build/lock/constraints.txt
	@mv build/lock/constraints.txt constraints.txt

lock-neo4j: $(READY) ## write the lock of a Neo4j release: make lock-neo4j VERSION=2026.08.1
	@test -n "$(VERSION)" || { echo "say which: make lock-neo4j VERSION=2026.08.1" >&2; exit 2; }
	$(BIN)/python -m detente.graph.servers.locking $(VERSION)

clean: ## remove what make built, the virtual environment too
	@if test -x $(BIN)/detente; then DETENTE_HOME="$(CURDIR)/build/demo" $(BIN)/detente store stop || true; fi
	rm -rf build dist $(VENV) *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
