# Each target does its own set-up. `make test` first; `make check` before you ask for review.
SHELL := /bin/sh
SETUP := . ./tools/python.sh && "$$PYTHON" tools/setup.py requirements-dev.lock
BENCH := . ./tools/python.sh && "$$PYTHON" tools/setup.py requirements-bench.lock
BIN := .venv/bin
EXTRAS := --extra live --extra nlp --extra pdf --extra web
ROWS ?= 10000000 50000000
LARGE ?= 200000000

.PHONY: help setup test check format docs verify verify-detectors bench bench-events bench-screening bench-large bench-double bench-claims accuracy lock clean

help: ## what there is to make
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## the virtual environment, with everything pinned
	@$(SETUP)

test: setup ## the tests; those of real data need ../shared and say so when they skip
	$(BIN)/python -m pytest -q -m "not slow" -n auto --dist loadfile

check: setup ## lint, types, import order, generated pages, lock files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/docs.py --check

format: setup ## put the code in shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup ## the generated reference pages
	$(BIN)/python tools/docs.py

verify: setup ## slow proofs: twenty kills, hostile files at full size, memory, a built wheel
	$(BIN)/python -m pytest -q -m slow -n auto --dist load

verify-detectors: setup ## detectors of unusual counts on series with known truth, beside R where it is installed
	$(BIN)/python benchmarks/warning_detectors.py

bench: ## speed, each beside a named peer in the same run (sets up the peers)
	@$(BENCH)
	$(BIN)/python benchmarks/csv_reading.py
	$(BIN)/python benchmarks/nmea_reading.py
	$(BIN)/python benchmarks/detectors.py
	$(BIN)/python benchmarks/port_calls.py
	$(BIN)/python benchmarks/ticks.py
	$(BIN)/python benchmarks/sea_distance.py

bench-events: ## from Parquet to events, beside DuckDB and movingpandas (sets up the peers)
	@$(BENCH)
	$(BIN)/python benchmarks/events.py --rows $(ROWS)

bench-screening: setup ## quality and speed of screening, beside nomenklatura and rapidfuzz (in their own environment)
	$(BIN)/python benchmarks/screening/run.py

bench-claims: setup ## claims: quality on the labelled test half, articles a second, memory
	$(BIN)/python benchmarks/claims.py

bench-large: setup ## from CSV to events, 200 million rows; KEEP=DIR goes on where it was, LARGE=... for another size
	$(BIN)/python benchmarks/large.py --rows $(LARGE) $(if $(KEEP),--keep $(KEEP))

bench-double: setup ## does twice the rows take twice the time, from CSV to events?
	$(BIN)/python benchmarks/large.py --rows 5000000 10000000
