# Everything a person, a pre-commit hook and CI run.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
# What is installed, from least to most; each stamp says that its lock, and those below it, are there.
RUNS := $(VENV)/.runs
TESTS := $(VENV)/.tests
MEASURES := $(VENV)/.measures

.PHONY: setup demo test test-setup check quick bench bench-quick bundle screenshots reference catalogues \
  catalogues-back lock clean

setup: $(TESTS)

$(BIN)/uv: requirements/bootstrap.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	touch $(BIN)/uv

define install
	$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes --python $(BIN)/python requirements/bootstrap.txt requirements/$(1).txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
endef

$(RUNS): requirements/run.txt pyproject.toml | $(BIN)/uv
	$(call install,run)
	touch $(RUNS)

$(TESTS): requirements/dev.txt pyproject.toml | $(BIN)/uv
	$(call install,dev)
	touch $(RUNS) $(TESTS)

$(MEASURES): requirements/bench.txt pyproject.toml | $(BIN)/uv
	$(call install,bench)
	touch $(RUNS) $(TESTS) $(MEASURES)

demo: $(RUNS)
	$(BIN)/sommai demo $(if $(filter 0,$(SERVE)),--no-serve,)

test-setup: setup
	bash tests/install_system_packages.sh

test: test-setup
	SOMMAI_WHOLE=1 $(BIN)/pytest -n 2 --dist loadfile

# Byte code is kept, whatever the shell says, for the next time and for the processes that tests start.
quick: setup
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 2 --dist loadfile -m "not slow and not browser"

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) quick

bench: $(MEASURES)
	$(BIN)/python -m benchmarks.run

bench-quick: $(MEASURES)
	$(BIN)/python -m benchmarks.run --quick

# Everything that a server without the internet needs, in one folder and one file; install.sh lies in it. With
# WHEELS=folder the wheels are taken from there, and nothing is downloaded.
BUNDLE := build/sommai-bundle
bundle: $(RUNS)
	rm -rf $(BUNDLE) build/lib && mkdir -p $(BUNDLE)/wheels
	$(if $(WHEELS),cp $(WHEELS)/*.whl $(BUNDLE)/wheels/,$(BIN)/python -m pip download --quiet \
	  --disable-pip-version-check --only-binary :all: --require-hashes -r requirements/run.txt -d $(BUNDLE)/wheels)
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w $(BUNDLE) .
	cp requirements/run.txt $(BUNDLE)/requirements.txt
	cp -r deploy/. docs README.md LICENSE NOTICE $(BUNDLE)/
	cd $(BUNDLE) && find . -type f ! -name SHA256SUMS | sort | xargs sha256sum > SHA256SUMS
	tar -C $(dir $(BUNDLE)) -czf $(BUNDLE).tar.gz $(notdir $(BUNDLE))

screenshots: test-setup
	SOMMAI_SCREENSHOTS=docs/screenshots $(BIN)/pytest -m browser tests/browser

# The generated part of docs/reference.
reference: setup
	$(BIN)/python -m models.card docs/reference

# Every text that a person reads, for whoever reviews the words; and a corrected catalogue (PO=file) back again.
catalogues: setup
	$(BIN)/python -m catalogues.written docs/catalogues

catalogues-back: setup
	$(BIN)/python -m catalogues.corrections $(or $(PO),$(error say which: PO=file.po))

lock:
	for name in bootstrap run dev bench; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    requirements/$$name.in -o requirements/$$name.txt; done

clean:
	rm -rf $(VENV) build *.egg-info
