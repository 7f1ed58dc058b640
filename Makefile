# Delight: `make demo` and `make test` are all that a newcomer needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help install demo test check fix bench faults trust lock clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## / - /' | sed 's/^/make /'

install: $(VENV)/.run ## what the bot needs to run, into .venv; again after each upgrade

demo: $(VENV)/.run ## a simulated Slack with the bot in it, in your browser; PORT=8900 for another port
	@exec $(BIN)/python -m bot demo $(if $(PORT),--port $(PORT))

test: $(VENV)/.dev ## every test, on SQLite and on a real PostgreSQL
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.dev lint test ## format, lint, types, imports, tests

lint: $(VENV)/.dev ## format, lint, types, imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/.dev ## format and mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## timings, as ratios; ROWS="start" for some of them
	$(BIN)/python -m tests.bench $(ROWS)

faults: $(VENV)/.dev ## a campaign of faults, some six minutes; SEED=2 for another one
	$(BIN)/python -m tests.faults --seed $(or $(SEED),1)

trust: $(VENV)/.dev ## try to break the schedule, in depth: some minutes of both cores
	TRUST=1 $(BIN)/python -m pytest tests/trust -n auto --dist worksteal -q

lock: $(VENV)/.uv ## compile the pinned requirements from pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header -o requirements.txt pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --group dev -c requirements.txt -o requirements-dev.txt pyproject.toml

clean: ## forget the environment and the caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Delight needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up $(VENV), once: some twenty seconds."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

$(VENV)/.run: requirements.txt | $(VENV)/.uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
	@touch $@
