# Everything here works in .venv, which it makes with PYTHON (3.11 or later).
# A folder wheelhouse/ (see `make wheelhouse`) replaces the package index.

PYTHON  ?= python3
WORKERS ?= 2
BIN     := .venv/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check
OFFLINE := $(if $(wildcard wheelhouse/*.whl),--no-index --find-links wheelhouse)
INSTALL := $(PIP) install --quiet --quiet --root-user-action=ignore $(OFFLINE)
CODE    := $(wildcard admin api documents events identity migrations workflow wsgi.py config.py)
UV_PIN  := uv==0.13.9
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
           --python-version 3.11 $(if $(UPGRADE),--upgrade)

export PYTHONUTF8 = 1
ifdef PORT
export PORT
endif
ifdef DATABASE_URL
export DATABASE_URL
endif
ifeq ($(BIG),1)
export XIAOHAO_BIG = 1
endif

.DEFAULT_GOAL := help
.PHONY: help run test check fmt bench mutation wheelhouse lock tables vendor

help: ## show these lines
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/project.stamp ## start with demo data; PORT= and DATABASE_URL= are honoured
	@$(BIN)/xiaohao migrate && $(BIN)/xiaohao demo && exec $(BIN)/xiaohao serve

test: .venv/dev.stamp ## run the tests; BIG=1 at full size, ARGS= for pytest, WORKERS= at a time
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(if $(filter 1,$(BIG)),--timeout 3600) $(ARGS)

check: .venv/dev.stamp ## lint, format, types, import directions, security
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive $(CODE)

fmt: .venv/dev.stamp ## put the code into the form that check wants
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/bench.stamp ## measure, side by side with the peers
	$(BIN)/python -m benchmarks $(ARGS)

mutation: .venv/mutation.stamp ## change guards, sight and masking one operator at a time; do the tests notice?
	@rm -rf mutants
	@XIAOHAO_SEED=1 XIAOHAO_DATABASE=sqlite $(BIN)/mutmut run --max-children $(WORKERS)
	@$(BIN)/python -m tools.mutation

wheelhouse: .venv/bin/python ## fetch all wheels into wheelhouse/, to install where there is no index
	mkdir -p wheelhouse
	$(PIP) download --quiet --require-hashes --dest wheelhouse --requirement requirements/dev.txt

lock: $(BIN)/uv ## renew requirements/*.txt from *.in; UPGRADE=1 takes newer versions
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) requirements/base.in --output-file requirements/base.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) requirements/dev.in --output-file requirements/dev.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) requirements/bench.in --output-file requirements/bench.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) requirements/mutation.in --output-file requirements/mutation.txt

tables: .venv/dev.stamp ## write the generated tables under docs/ again
	$(BIN)/python tools/tables.py

vendor: ## fetch the front-end files again, by npm
	$(PYTHON) tools/vendor.py

# How .venv comes about: a stamp older than what it was made from is made again.

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "$(PYTHON) cannot make a virtual environment; on Debian: apt install python3-venv" >&2; exit 1; }

.venv/base.stamp: requirements/base.txt | .venv/bin/python
	@echo "installing requirements/base.txt into .venv"
	@$(INSTALL) --require-hashes --requirement requirements/base.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/project.stamp
	@echo "installing requirements/dev.txt into .venv"
	@$(INSTALL) --require-hashes --requirement requirements/dev.txt
	@touch $@

.venv/bench.stamp: requirements/bench.txt .venv/dev.stamp
	@echo "installing requirements/bench.txt into .venv"
	@$(INSTALL) --require-hashes --requirement requirements/bench.txt
	@touch $@

.venv/mutation.stamp: requirements/mutation.txt .venv/dev.stamp
	@echo "installing requirements/mutation.txt into .venv"
	@$(INSTALL) --require-hashes --requirement requirements/mutation.txt
	@touch $@

.venv/project.stamp: pyproject.toml .venv/base.stamp $(wildcard */__init__.py)
	@$(INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

$(BIN)/uv: | .venv/bin/python
	@$(INSTALL) "$(UV_PIN)"
