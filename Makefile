# Everything a person types. `make setup` is what the others call; a second call costs nothing.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: setup demo test lint fix bench bench-peers eval golden check audit clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Referat needs Python 3.11 or newer; point PYTHON at one: make PYTHON=python3.12 setup"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --compile-bytecode --requirement requirements.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q retrieval bot prompts data
	@touch $(STAMP)

demo: setup
	$(BIN)/referat demo

test: setup
	$(BIN)/pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# How long a person waits, then our search beside its peers on the same questions.
bench: setup bench-peers
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.peers

# The peers have an environment of their own (5 GB). Copied, not linked: NLTK refuses linked data files.
bench-peers: .venv-peers/.ready

.venv-peers/.ready: tests/bench/peers/requirements.lock | $(STAMP)
	@test -x .venv-peers/bin/python || $(BIN)/uv venv --quiet --python $(BIN)/python .venv-peers
	VIRTUAL_ENV=.venv-peers $(BIN)/uv pip install --quiet --link-mode copy $(addprefix --find-links ,$(PIP_FIND_LINKS)) --requirement $<
	@touch $@

eval: setup
	$(BIN)/referat eval tests/evaluation/sample.jsonl

golden: setup
	$(BIN)/pytest -q --update-golden tests

check: lint test

# Asks the database of advisories; where it cannot be reached it says so and passes. AUDIT=--must, here or in the
# environment of .ci/run, fails then.
audit: setup
	$(BIN)/python -m tests.packaging.audit $(AUDIT)

clean:
	rm -rf .venv .venv-peers .pytest_cache .mypy_cache .ruff_cache *.egg-info
