# `make` alone lists the targets. Everything lives in .venv; nothing outside this folder is changed.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
PYTHON := python3
endif
BIN := .venv/bin
STAMP := .venv/.installed
PORT ?=

.PHONY: help install run test check lint format bench docs lock

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

install: $(STAMP) ## prepare .venv (idempotent)

$(STAMP): pyproject.toml requirements/dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: install ## serve the portal on this machine (PORT=8000 by default, the next free one if taken)
	@$(BIN)/gongkai serve $(if $(PORT),--port $(PORT))

test: install ## run every test on SQLite; Chromium is used where it is
	@$(BIN)/python -m tests.run

check: install ## side by side: lint, every test on SQLite, the database tests on a reachable PostgreSQL
	@$(BIN)/python -m tests.run lint sqlite postgresql

lint: install ## format, lint, types, import contracts, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/gongkai docs --check

format: install ## rewrite the code as ruff wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install ## run the benchmarks; each prints a ratio measured side by side
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@for b in benchmarks/bench_*.py; do $(BIN)/python $$b || exit 1; done

docs: install ## rewrite the generated reference pages
	$(BIN)/gongkai docs

lock: ## resolve requirements/*.txt again (maintainers)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml -o requirements/runtime.txt --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q
	$(BIN)/uv pip compile pyproject.toml --extra dev -c requirements/runtime.txt -o requirements/dev.txt --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra bench -c requirements/dev.txt -o requirements/bench.txt --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q
