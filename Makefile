# Two commands matter to a newcomer: `make demo` and `make test`. Everything else is below.
VENV ?= .venv
PY := $(VENV)/bin/python
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
JOBS ?= 2
PYTEST := $(PY) -m pytest -q --durations 12 --durations-min 3

.PHONY: help setup demo check test e2e test-all golden bench docs clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup:  ## .venv with everything the tests need (prints its size first)
	@bash tools/setup.sh test

demo:  ## turn examples/ into demo/: blend, boards, contact sheet, shot list
	@bash demo.sh

check: setup  ## lint, types, layers, banned imports: under three minutes
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/pyright --pythonpath $(PY)
	$(PYTEST) -m "not slow and not blender and not e2e" tests/house

test: check  ## the tests, under fifteen minutes: pure ones side by side, then Blender's in one process
	$(PYTEST) -n $(JOBS) --dist loadfile -m "not slow and not blender and not e2e" --ignore tests/house tests
	$(PYTEST) -m "blender and not slow and not e2e" tests

e2e: setup  ## browsers, runtimes, network namespaces, kills and a soak: under ten minutes
	$(PYTEST) -rs -m "e2e and not blender" tests

test-all: test  ## the long ones: a million fuzzed scripts, thirty kills, every real script measured in Blender
	@log=$$(mktemp); status=0; trap 'rm -f $$log' EXIT; export HYPOTHESIS_PROFILE=explore; \
	SETPIECE_FUZZ=1000000 $(PYTEST) -rs -n $(JOBS) -k "mutations_never or damaged_files_are" tests/script 2>&1 | tee -a $$log || status=1; \
	$(PYTEST) -rs tests/script/test_write.py tests/script/test_document.py 2>&1 | tee -a $$log || status=1; \
	SETPIECE_KILLS=30 $(PYTEST) -rs tests/build/test_power_cut.py 2>&1 | tee -a $$log || status=1; \
	$(PYTEST) -rs -m slow tests 2>&1 | tee -a $$log || status=1; \
	echo "== make test-all"; grep -E '^(FAILED|ERROR|SKIPPED)|kills: |fuzzed|measured|masters, |(passed|failed|error).* in [0-9.]+s' $$log || true; \
	exit $$status

golden: setup  ## remember what every step gives, once its revision was raised
	$(PY) tools/golden.py

bench:  ## ratios against a peer or the floor, written to docs/performance.md
	$(PY) -m benchmarks

docs: setup  ## the documentation as a site under site/
	@bash tools/setup.sh docs
	$(VENV)/bin/mkdocs build --strict --site-dir site

clean:  ## remove what the targets above made
	rm -rf demo site dist .pytest_cache .ruff_cache .hypothesis
