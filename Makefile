# Each target does its own set-up. `make test` first; `make check` before you ask for review.
SHELL := /bin/sh
SETUP := . ./tools/python.sh && "$$PYTHON" tools/setup.py requirements-dev.lock
BENCH := . ./tools/python.sh && "$$PYTHON" tools/setup.py requirements-bench.lock
BIN := .venv/bin
EXTRAS := --extra live --extra nlp --extra pdf --extra web
ROWS ?= 10000000 50000000
LARGE ?= 200000000

.PHONY: help setup test check format docs verify verify-detectors verify-lists verify-judgement bench bench-events bench-screening bench-screening-draws bench-screening-million bench-large bench-double bench-claims accuracy lock clean

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

verify: setup ## slow proofs: twenty kills, hostile files at full size, memory, a built wheel; of lists the short form of verify-lists
	$(BIN)/python -m pytest -q -m slow -n auto --dist load

verify-detectors: setup ## detectors of unusual counts on series with known truth, beside R where it is installed
	$(BIN)/python benchmarks/warning_detectors.py

verify-lists: setup ## every version of OFAC's list one by one, as they came out: what two days brought, each update's time (8 minutes)
	$(BIN)/python benchmarks/lists_replay.py

verify-judgement: setup ## the model of evidence on worlds with known truth
	$(BIN)/python benchmarks/judgement.py

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

bench-screening-draws: setup ## aliases on seeds 11 to 13, with four sorts of names that have no entry
	$(BIN)/python benchmarks/screening/draws.py

bench-screening-million: setup ## a million names among 50,000 entries by the command line: CPU, wall, memory
	$(BIN)/python benchmarks/screening/run.py --command --names 1000000

bench-claims: setup ## claims: quality on the labelled test half, articles a second, memory
	$(BIN)/python benchmarks/claims.py

bench-large: setup ## from CSV to events, 200 million rows; KEEP=DIR goes on where it was, LARGE=... for another size
	$(BIN)/python benchmarks/large.py --rows $(LARGE) $(if $(KEEP),--keep $(KEEP))

bench-double: setup ## does twice the rows take twice the time, from CSV to events?
	$(BIN)/python benchmarks/large.py --rows 5000000 10000000

accuracy: setup ## precision, recall and false alarms of every kind, on labelled seas and masked real tracks
	$(BIN)/python benchmarks/accuracy.py
	$(BIN)/python benchmarks/accuracy.py --regions euxine guinea --seeds 1 --kind port_call encounter loitering "gap: dark" identity_clash
	$(BIN)/python benchmarks/accuracy_gaps.py --ships 30 60
	$(BIN)/python benchmarks/accuracy_port_calls.py
	$(BIN)/python benchmarks/accuracy_possible_calls.py
	$(BIN)/python benchmarks/accuracy_false_positions.py
	$(BIN)/python benchmarks/masked_tracks.py

# The console in a browser has a lock file of its own, since only these two need it.
.PHONY: test-console verify-console gallery
BROWSER := . ./tools/python.sh && "$$PYTHON" tools/setup.py requirements-browser.lock
MINUTES ?= 30

test-console: ## the console: types of its pages, its API, and in a real browser views, keys, hostile names, axe
	@$(BROWSER)
	@./tools/pages.sh
	@. ./tools/axe.sh && VEDETTE_BROWSER_TESTS=1 VEDETTE_AXE="$$AXE" $(BIN)/python -m pytest -q -n 0 tests/console tests/browser

gallery: ## docs/gallery anew: each view of the console, as the browser tests see it
	@$(BROWSER)
	VEDETTE_BROWSER_TESTS=1 VEDETTE_GALLERY=docs/gallery $(BIN)/python -m pytest -q -n 0 tests/browser/test_views.py \
	  -k "opens_in_both or korean or no_alert or silence_shows or sanctions"

verify-console: ## the console under load: tiles, features, first paint, 20 viewers; prints the table
	@$(BROWSER)
	$(BIN)/python benchmarks/console.py --minutes $(MINUTES)

.PHONY: verify-live
verify-live: setup ## listening under load for MINUTES, then KILLS at random moments; prints both tables
	$(BIN)/python benchmarks/live.py --minutes $(MINUTES)
	$(BIN)/python benchmarks/live_kills.py --kills $(or $(KILLS),20)

.PHONY: verify-spark
verify-spark: ## Spark beside local threads on a cluster of two workers here: equality, speed, a killed worker, S3
	@. ./tools/python.sh && "$$PYTHON" tools/setup.py requirements-spark.lock .venv-spark
	.venv-spark/bin/python -m pytest -q -n 0 -m slow tests/engines/test_spark.py tests/test_storage.py
	.venv-spark/bin/python benchmarks/spark.py

lock: setup ## the lock files anew, without any address in them
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 $(EXTRAS) pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 $(EXTRAS) --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 $(EXTRAS) --extra dev --extra bench -c requirements-dev.lock pyproject.toml -o requirements-bench.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 $(EXTRAS) --extra dev --extra browser -c requirements-dev.lock pyproject.toml -o requirements-browser.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --extra dev --extra s3 --extra spark --extra spark-tests pyproject.toml -o requirements-spark.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 benchmarks/screening/peers.in -o requirements-screening.lock

clean: ## everything that can be made again
	rm -rf .venv .venv-screening .venv-spark .setup.lock .setup-screening.lock .mypy_cache .ruff_cache .pytest_cache .hypothesis demo-case
