# Two commands matter to a newcomer: `make demo` and `make test`. Everything else is below.
VENV ?= .venv
PY := $(VENV)/bin/python
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
JOBS ?= 2

.PHONY: help setup demo check test test-all bench docs clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup:  ## .venv with everything the tests need (prints its size first)
	@bash tools/setup.sh test

demo:  ## turn examples/ into demo/: blend, boards, contact sheet, shot list
	@bash demo.sh

check: setup  ## lint, types, layers, banned imports: under three minutes
	$(VENV)/bin/ruff check .
	$(VENV)/bin/pyright --pythonpath $(PY)
	$(VENV)/bin/lint-imports
	$(PY) -m pytest -q tests/house

test: check  ## the tests, under fifteen minutes
	$(PY) -m pytest -q -n $(JOBS) --dist loadfile -m "not slow and not blender" --ignore tests/house tests
	$(PY) -m pytest -q -m "blender and not slow" tests

test-all: test  ## the long ones: every real script measured in Blender, version matrix, fuzz, soak
	SETPIECE_FUZZ=1000000 $(PY) -m pytest -q -m slow tests

bench:  ## ratios against a peer or the floor, written to docs/performance.md
	$(PY) -m benchmarks

docs: setup  ## the documentation as a site under site/
	@bash tools/setup.sh docs
	$(VENV)/bin/mkdocs build --strict --site-dir site

clean:  ## remove what the targets above made
	rm -rf demo site dist .pytest_cache .ruff_cache .hypothesis
