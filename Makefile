# Two commands: “make demo” and “make test”. “make help” lists the others.
# Recipes are single commands where they can be: make starts these without a shell between, so that a kill
# reaches them. PORT, T and the like reach them through the environment.
.DEFAULT_GOAL := help
BUILD := $(or $(HEATING_BUILD),.build)
.PHONY: help setup demo test lint format cases bench i18n screenshots stop clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## get Odoo 19, PostgreSQL, Chromium and Python packages
	@scripts/setup.sh

demo: ## a company to click through on http://127.0.0.1:8069 (PORT=…)
	@scripts/demo.sh

test: ## every test; T=path::test runs one
	@scripts/test.sh

lint: ## ruff, pylint-odoo, XML
	@scripts/lint.sh

format: setup ## let ruff format the Python files
	@$(BUILD)/venv/bin/ruff check --fix . && $(BUILD)/venv/bin/ruff format .

cases: ## worked cases through the billing engine: CASES=FOLDER
	@python3 scripts/cases.py "$(or $(CASES),tests/cases)"

bench: ## measurements, beside the usual way in the same run
	@scripts/bench.sh

i18n: ## bring the Chinese translations up to date with the source
	@scripts/i18n.sh

screenshots: ## take the README's pictures from the running demo
	@scripts/screenshots.sh

stop: ## stop PostgreSQL
	@scripts/postgres.sh stop

clean: ## remove all that was made; leaves only what apt installed
	@scripts/clean.sh
