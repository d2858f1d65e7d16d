# make demo   the sample shop, ready to look at
# make test   everything that has to be green
# On Windows, make.cmd in this folder takes the same words.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq

.PHONY: demo test check lint bench messages constraints clean

demo: $(READY)
	@$(BIN)/lstbo demo

test: lint
	@$(BIN)/python -m pytest -q -n 2

check: lint
	@$(BIN)/python -m pytest -q tests/architecture

lint: $(READY)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --strict --no-error-summary lstbo

bench: $(READY)
	@$(BIN)/python benchmarks/run.py $(ARGS)

# Collect the messages of the code into the template and merge them into each language.
messages: $(READY)
	@$(BIN)/pybabel --quiet extract --mapping=lstbo/locale/babel.cfg --add-location=file --sort-by-file \
	    --omit-header --output-file=lstbo/locale/lstbo.pot lstbo
	@$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-pot-creation-date --domain=lstbo --locale=zh_CN \
	    --input-file=lstbo/locale/lstbo.pot --output-dir=lstbo/locale

# Choose newer versions of everything lstbo stands on (needs uv; review the difference).
constraints:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	    --no-annotate --no-header --upgrade --quiet --output-file constraints.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache

# The environment is made once, and brought up to date when the versions or the project file change.
$(READY): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "lstbo needs Python 3.11 or newer, and '$(PYTHON)' is not. Install it, or name it:" \
	         "make demo PYTHON=python3.12" >&2; exit 1; }
	@echo "Preparing $(VENV) (once; a minute or two) ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	    echo "Python cannot make an environment. On Debian and Ubuntu: apt install python3-venv" >&2; \
	    rm -rf $(VENV); exit 1; }
	@$(PIP) install --require-hashes -r constraints.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
