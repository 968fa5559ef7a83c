# Every command sets up what it needs: a Python of 3.11 or later and make are enough.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Stamps: newer than pyproject.toml and constraints.txt means that the environment holds what they name.
RUNTIME := $(VENV)/.installed
DEVELOPMENT := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
# `make test COVERAGE=1` measures what the tests walk; `make gates` judges it. AGAIN=1 adds to what was measured before.
RUN := $(if $(COVERAGE),$(BIN)/coverage run -m,$(BIN)/python -m)
# `make test ARGS="tests/flows -x"` runs a part, in one process; the whole takes every core.
ARGS ?=
# Long plays walk nothing that the others do not, and take twice as long while they are measured: with COVERAGE they run after the rest.
PLAIN := $(if $(COVERAGE),$(if $(ARGS),,yes))
# One more than there are cores: tests wait for processes and sockets a third of their time.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
SPREAD := $(if $(ARGS),,-n $(WORKERS) --dist worksteal)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint gates fmt bench faults screens chromium clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(DEVELOPMENT) ## Make the environment in .venv, with the developer's tools

demo: $(RUNTIME) ## Open a small local Slack with a sample company and the real bot in it
	$(BIN)/ringfence demo $(ARGS)

test: $(DEVELOPMENT) chromium ## Run the tests
	$(if $(COVERAGE),$(if $(AGAIN),,$(BIN)/coverage erase))
	@$(RUN) pytest $(SPREAD) $(ARGS) $(if $(PLAIN),-m "not slow"); measured=$$?; \
	  $(if $(PLAIN),$(BIN)/python -m pytest $(SPREAD) -m slow &&) exit $$measured

check: lint ## Everything a change must pass: format, lint, types, imports, content, tests, coverage
	@$(MAKE) --no-print-directory test COVERAGE=1
	@$(MAKE) --no-print-directory gates

lint: $(DEVELOPMENT) ## The part of check that runs in a minute: all but the tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/ringfence check

gates: $(DEVELOPMENT) ## Judge the coverage of the last `make test COVERAGE=1`
	$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --include='flows/*' --fail-under=100; flows=$$?; \
	  $(BIN)/coverage report --include='bot/*,state/*' --fail-under=90 && exit $$flows

fmt: $(DEVELOPMENT) ## Format the code and mend what can be mended by itself
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

bench: $(DEVELOPMENT) ## Measure against the floors; docs/performance.md explains the figures
	$(BIN)/python -m tests.bench $(ARGS)

faults: $(DEVELOPMENT) ## Kill, fill, lock and disturb what the bot stands on; docs/operations.md says what holds
	@$(BIN)/python -m tests.faults $(ARGS)

screens: $(DEVELOPMENT) chromium ## Take the pictures in docs/screens
	$(BIN)/python -m tests.screens $(ARGS)

chromium: ## See that there is a Chromium for the tests of the page
	@bash .ci/chromium

clean: ## Remove what was built or cached; .venv and the demo's data stay
	rm -rf build dist htmlcov .coverage .coverage.* .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	find bot flows state tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Ringfence needs Python 3.11 or later, and $(PYTHON) is not. Name another: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

# hatchling first, pinned like the rest, so that the build asks for nothing of its own.
$(RUNTIME): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) hatchling
	$(PIP) --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) hatchling
	$(PIP) --no-build-isolation --editable '.[dev]'
	@touch $(RUNTIME) $@
