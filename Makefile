# make demo    set up, read data/samples into build/demo.duckdb, show which document each province cites
# make test    set up, run every gate
# make quick   the tests that take no seconds
# make bench   speeds, as ratios
# make gate    seconds and memory beside the last release's code; fails where they grew by a third
# make lock    renew requirements.lock after a change of pyproject.toml; LOCK=--upgrade takes the newest versions
# make clean   remove what was made, but not .venv

BIN := .venv/bin
DEMO := build/demo.duckdb
WORKERS ?= 2

.PHONY: demo test quick bench gate lock setup clean

demo: setup
	@mkdir -p build
	$(BIN)/kehoach ingest data/samples/plans data/samples/comparison --store $(DEMO)
	$(BIN)/kehoach coverage --store $(DEMO)

test: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -rs

quick: setup
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not slow" -rs

bench: setup
	$(BIN)/python scripts/bench.py

setup:
	@MAKECMDGOALS="$(MAKECMDGOALS)" scripts/setup.sh

gate: setup
	$(BIN)/python scripts/bench_gate.py

lock: setup
	scripts/lock.sh $(LOCK)

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find data extractors normalizers pipeline scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +
