# Everything a checkout needs: `make demo` to see it work, `make test` to trust it. Needs Python 3.11+ and a package index.

VENV := .venv
PY := $(VENV)/bin/python
READY := .make/ready
PARALLEL := --numprocesses auto --dist loadfile

# The first Python on the path that is new enough; `make PYTHON=/path/to/python3.13` chooses another.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,\
	$(shell $(name) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
		>/dev/null 2>&1 && echo $(name))))

# Tests and measurements start the program hundreds of times: compiled once is enough.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test soak lint docs benchmark clean

help: ## List what can be made.
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

demo: $(READY) ## Check the recipes that ship, explain those that fail, have one approved, print paper.
	@$(PY) docs/demo.py

test: $(READY) ## Run every test with quick counts, in about two minutes.
	$(PY) -m pytest $(PARALLEL) $(ARGS)

soak: $(READY) ## Run the same tests with large counts; takes hours.
	FORMULARY_SOAK=1 $(PY) -m pytest $(PARALLEL) $(ARGS)

lint: $(READY) ## Check style and types.
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m mypy docs/*.py benchmarks/*.py hatch_build.py .ci/lowest.py

docs: $(READY) ## Write the generated pages of docs/ again.
	$(PY) docs/generate.py

benchmark: $(READY) ## Measure speed and memory beside other tools; `make benchmark ARGS=--quick` is short.
	$(PY) benchmarks/run.py $(ARGS)

clean: ## Remove the environment and everything else that was made.
	rm -rf $(VENV) .make build dist formulary/_data .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Set up once, and again only when pyproject.toml has changed or the environment is gone.
ifeq ($(wildcard $(PY)),)
.PHONY: $(READY)
endif

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo 'make: Python 3.11 or newer with venv and pip is needed; name one: make PYTHON=...' >&2; exit 1; }
	@echo 'Setting up $(VENV) with $(PYTHON); this takes a minute, once.' >&2
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install -qq --disable-pip-version-check --upgrade 'pip>=25.1' # the first that knows dependency groups
	@$(PY) -m pip install -qq --disable-pip-version-check --editable '.[all]' --group dev
	@mkdir -p $(@D) && touch $@
