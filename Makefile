# The portal's commands. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup run seed test test-access journeys lint format check bench soak migrations setup-tests

setup_with = $(shell sh portal/operations/setup/find-python || echo false) -m portal.operations.setup
python := .venv/bin/python
pytest := $(python) -m pytest

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make ready: system packages, virtual environment, front end
	@$(setup_with) setup

run: ## Start the portal at http://localhost:8000 with demo content (PORT=8080 chooses another port)
	@exec $(setup_with) run

seed: ## Fill the database with the demo's small world and print its accounts
	@$(setup_with) seed

setup-tests:
	@$(setup_with) setup-tests

test: setup-tests ## Run every test, the browser journeys among them (ARGS="-k mail" narrows)
	$(pytest) -n 2 --dist worksteal -m "not soak" $(ARGS)

test-access: setup-tests ## Run the table of every address and who may open it
	$(pytest) tests/test_access.py $(ARGS)

journeys: setup-tests ## Run the stories in a real browser
	$(pytest) tests/journeys $(ARGS)

lint: setup-tests ## Say what ruff and djlint would change
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint templates --lint --quiet

format: setup-tests ## Let ruff put the code in order
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

check: lint ## Lint, types, import contracts, missing migrations, production settings
	.venv/bin/mypy portal compliance learning
	.venv/bin/lint-imports
	DJANGO_SETTINGS_MODULE=portal.settings.test $(python) manage.py makemigrations --check --dry-run
	$(python) -m portal.operations.setup.deploy_check

bench: setup-tests ## Run the benchmarks into bench/results.json (ONLY=name for one)
	$(python) -m bench --only "$(ONLY)"

soak: setup-tests ## Run the long proofs at full counts
	$(pytest) -m soak $(ARGS)

migrations: setup-tests ## Write the migrations that changed models need, and the schema that new databases start from
	DJANGO_SETTINGS_MODULE=portal.settings.test $(python) manage.py makemigrations
	DJANGO_SETTINGS_MODULE=portal.settings.test $(python) manage.py schema
