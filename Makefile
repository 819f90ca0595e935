# `make` alone lists the targets.
VENV ?= .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)
export VENV

.DEFAULT_GOAL := help
.PHONY: help run dev test test-all check bench schema messages lock clean

help: ## List the targets
	@echo "Technopole CMS. HOST and PORT change where it serves; ARGS goes to pytest and the bench."
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.base ## Serve the product with its demo content on http://127.0.0.1:8000
	@DEBUG=0 $(MANAGE) serve

dev: $(VENV)/.base ## The same with Django's development server, which reloads changed code
	@DEBUG=1 $(MANAGE) serve --reload

test: $(VENV)/.dev ## Run the tests that need neither browser nor PostgreSQL
	@$(PYTEST)

test-all: $(VENV)/.ci ## Run every test, in Chromium, with node and on PostgreSQL too
	@command -v npm >/dev/null || { echo "npm is needed (Debian and Ubuntu: sudo apt-get install npm)." >&2; exit 1; }
	@npm ci --prefix tests/clients --silent
	@$(PYTEST) --thorough --browser --clients
	@.ci/postgres $(PYTEST)

check: $(VENV)/.dev ## Lint, contracts, migrations, schema, deployment settings, tests
	@.ci/run --skip-missing

bench: $(VENV)/.base ## Measure against stock grapple: ARGS="--growth --soak" measures all
	@$(BIN)/python -m bench $(ARGS)

schema: $(VENV)/.base ## Write schema.graphql anew
	@$(MANAGE) schema

messages: $(VENV)/.base ## Collect the texts to translate and compile the French catalogue
	@$(MANAGE) makemessages --locale fr --no-location --no-wrap --ignore 'var/*' --ignore '.venv/*' --ignore 'tests/*'
	@$(MANAGE) compilemessages --locale fr --ignore '.venv/*'

lock: ## Compile requirements/*.txt from pyproject.toml (needs uv)
	@requirements/lock

clean: ## Remove the environment and every cache; keep the database and the uploads
	@rm -rf $(VENV) .pytest_cache .ruff_cache .import_linter_cache .grimp_cache static
	@find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.base: requirements/base.txt requirements/install
	@requirements/install base
	@touch $@

$(VENV)/.dev: requirements/dev.txt requirements/install
	@requirements/install dev
	@touch $(VENV)/.base $@

$(VENV)/.ci: requirements/ci.txt requirements/install
	@requirements/install ci
	@touch $(VENV)/.base $(VENV)/.dev $@
