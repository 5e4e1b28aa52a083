# The portal's commands. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup run seed test test-thorough test-postgres test-all test-fast test-access journeys lint format check bench load sbom pictures soak ahead mutants strings migrations setup-tests

setup_with = $(shell sh portal/operations/setup/find-python || echo false) -m portal.operations.setup
python := .venv/bin/python
# Tests and benchmarks start many processes: what one has compiled the others need not.
unexport PYTHONDONTWRITEBYTECODE
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

# pytest on two processors, and once more what failed.
tests := -m tests.support.second_look -n 2 --dist each

test: setup-tests ## Run every rule, page and address, and the main stories in a browser (ARGS="-k mail" narrows)
	$(python) $(tests) -m "not soak and not thorough" $(ARGS)

test-thorough: setup-tests ## Run what `make test` leaves out: every story, every page with axe, attacks, servers that fail
	$(python) $(tests) -m "thorough and not soak" $(ARGS)

test-postgres: setup-tests ## Run on PostgreSQL what a database can change
	$(python) -m portal.operations.temporary_postgres $(python) $(tests) -m "not soak and not once" $(ARGS)

test-all: test test-thorough test-postgres ## Run every test, on both databases

fast := -name rules -o -name services -o -name forms -o -name "test_rules*.py" -o -name "test_services*.py" -o -name "test_forms*.py"

test-fast: setup-tests ## Run the tests of rules, services and forms, those first that failed last time
	$(pytest) -n 2 --dist worksteal --ff -m "not soak" $(ARGS) $$(find tests $(fast))

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

check: lint ## Lint, types, import contracts, declared packages, missing migrations, production settings
	.venv/bin/mypy portal compliance learning
	.venv/bin/lint-imports
	.venv/bin/deptry . --no-ansi
	DJANGO_SETTINGS_MODULE=portal.settings.test $(python) manage.py makemigrations --check --dry-run
	$(python) -m portal.operations.setup.deploy_check

sbom: setup-tests ## Write the list of Python packages of a release as CycloneDX (var/sbom.json)
	cat requirements.txt requirements-redis.txt requirements-s3.txt | .venv/bin/cyclonedx-py requirements - --pyproject pyproject.toml --output-file var/sbom.json

strings: setup-tests ## Write every string that people read into var/strings.tsv (SEED=7 prints 40 of them)
	DJANGO_SETTINGS_MODULE=portal.settings.test $(python) -m tests.support.list_strings --seed "$(SEED)"

bench: setup-tests ## Run the benchmarks into bench/results.json and docs/performance.md (ONLY=name for one)
	$(python) -m bench --only "$(ONLY)"

load: setup-tests ## Load the portal as a day does, into docs/operations/load.md (SHORT=1 to try it, TENFOLD=1 with ten times the data)
	$(python) -m bench.load $(if $(SHORT),--short) $(if $(TENFOLD),--tenfold)

pictures: setup-tests ## Take pictures of the demo's pages at four widths, with contact sheets, into var/pictures/
	@$(setup_with) seed > /dev/null
	$(python) -m tests.pictures

soak: setup-tests ## Run the long proofs at full counts, then every test in a new order with new examples
	$(pytest) -m soak --hypothesis-profile=soak $(ARGS)
	$(pytest) -n 2 --dist worksteal -m "not soak" --randomly-seed=default --hypothesis-profile=soak $(ARGS)

ahead: setup-tests ## Run every test but the stories with the clock 400 days ahead (DAYS=40 for fewer; needs faketime)
	FAKETIME_DONT_FAKE_MONOTONIC=1 faketime -f +$(or $(DAYS),400)d $(pytest) -n 2 --dist worksteal -m "not soak and not journey" $(ARGS)

mutants: setup-tests ## Change the rules that decide, one operator at a time, and list the changes that no test notices
	.venv/bin/mutmut run
	.venv/bin/mutmut results

migrations: setup-tests ## Write the migrations that changed models need, and the schema that new databases start from
	DJANGO_SETTINGS_MODULE=portal.settings.test $(python) manage.py makemigrations
	DJANGO_SETTINGS_MODULE=portal.settings.test $(python) manage.py schema
