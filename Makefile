# Everything a person, a pre-commit hook and CI run.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
STAMP := $(VENV)/.ready

.PHONY: setup demo test test-setup check quick bench bench-quick lock clean

setup: $(STAMP)

$(STAMP): requirements/dev.txt requirements/bootstrap.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $(STAMP)

demo: setup
	$(BIN)/sommai demo $(if $(filter 0,$(SERVE)),--no-serve,)

test-setup: setup
	bash tests/install_system_packages.sh

test: test-setup
	$(BIN)/pytest -n 2 --dist loadfile

quick: setup
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow and not browser"

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) quick

bench: setup
	$(BIN)/python -m benchmarks.run

bench-quick: setup
	$(BIN)/python -m benchmarks.run --quick

lock:
	for name in bootstrap run dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    requirements/$$name.in -o requirements/$$name.txt; done

clean:
	rm -rf $(VENV) build *.egg-info
