# CREST. `make` lists what can be made.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ASSETS := src/crest/drawing/assets/.stamp
EXAMPLE := examples/nordvik-retail
OUT := crest-out/nordvik-retail
SPARK := $(shell command -v java >/dev/null 2>&1 && echo $(VENV)/.stamp-spark)
WORKERS ?= 2

.PHONY: help run assess test check fix lint types imports bench bench-full goldens requirements clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "CREST needs Python 3.11 or newer: install python3.11 and python3.11-venv."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "CREST needs Python 3.11 or newer; $(PYTHON) is older. Set PYTHON=/path/to/python3.11."; exit 1; }
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.stamp-run: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing CREST (about a minute the first time)"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.stamp-test: requirements/test.txt $(VENV)/.stamp-run
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.stamp-spark: requirements/spark.txt $(VENV)/.stamp-test
	@echo "Java is here: installing Spark for its parity tests (large, once)"
	@$(PIP) install --require-hashes -r requirements/spark.txt
	@touch $@

$(ASSETS): frontend/package-lock.json frontend/package.json frontend/build.mjs frontend/platform.mjs frontend/fonts.py | $(VENV)/.stamp-run
	@if command -v npm >/dev/null 2>&1; then \
	  echo "Building map shapes and fonts"; \
	  npm ci --prefix frontend --ignore-scripts --no-audit --no-fund --silent && node frontend/build.mjs && $(BIN)/python frontend/fonts.py; \
	else echo "npm is not here: maps will have no land shapes, pages will use system fonts and the PDF can show Latin letters only (install Node 20, then: make clean run)."; \
	  mkdir -p $(dir $@); fi
	@touch $@

run: $(VENV)/.stamp-run $(ASSETS) ## install, load the invented example, serve it until Ctrl-C
	@exec $(BIN)/crest demo $(ARGS)

assess: $(VENV)/.stamp-run $(ASSETS) ## install, then assess the shipped example and say what was found
	@$(BIN)/crest assess $(EXAMPLE) --out $(OUT)

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the tests of pages"; \
	    apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium >/dev/null || true; fi; \
	  command -v chromium >/dev/null || echo "CHROMIUM IS NOT HERE: the pages will NOT be tested in a browser (Debian: apt-get install chromium)."; }

words: $(VENV)/.stamp-run ## list the texts of pages that lack Thai
	@$(BIN)/python -m crest.ui.words

test: $(VENV)/.stamp-test $(SPARK) $(ASSETS) chromium ## install what tests need, run all tests
	@test -n "$(SPARK)" || echo "Java is not here: the Spark parity tests will be skipped (install a Java 17 runtime)."
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --ignore=tests/browser $(ARGS)
	@echo "The pages in a browser, in processes of their own: a browser and a database do not share one"
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal tests/browser
	@echo "The rooms of the platform once more, on PostgreSQL"
	@$(BIN)/python tests/platform/on_postgresql.py $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "room or web" tests/rooms tests/web

check: lint types imports ## linters, types, import contracts

lint: $(VENV)/.stamp-test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.stamp-test
	@$(BIN)/mypy

imports: $(VENV)/.stamp-test
	@$(BIN)/lint-imports

fix: $(VENV)/.stamp-test ## let the linters mend what they can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: $(VENV)/.stamp-test $(ASSETS) ## measure beside the peers (quick), write docs/reference/benchmarks.md
	@$(BIN)/python -m bench.run --quick

bench-full: $(VENV)/.stamp-test $(ASSETS) ## the same with one million records (about an hour)
	@$(BIN)/python -m bench.run --full

goldens: $(VENV)/.stamp-run ## write the rulebook's JSON schemas anew
	@$(BIN)/python -m crest.engine.rulebook.schemas

requirements: ## pin dependencies anew (needs uv)
	@requirements/compile.sh

clean: ## remove what make made
	rm -rf $(VENV) .venv-bench* src/crest/drawing/assets src/crest/ui/static/ui/fonts frontend/node_modules crest-out crest-home-example .pytest_cache .mypy_cache .ruff_cache
