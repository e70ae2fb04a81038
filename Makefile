# The one door. `make` lists the verbs; continuous integration calls the same ones.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# What to run: environments/*/runs/$(RUN).toml, or a path to a run file.
RUN ?= arithmetic
# Folder of data sets, for runs that need one.
DATA ?=
# Seed in place of the run file's.
SEED ?=
# Settings in place of the run file's: SET="task.test=200 collect.samples=8".
SET ?=
# What `make environment` serves, package.module:function; where; and how its plays fork: none, copy, replay.
GAMES ?= key_door:KeyDoor
PORT ?= 7077
FORK ?=

# Runs that need more than the lock file: the extra lock python-workers/<name>.lock whose name the run's name begins with.
extras := $(patsubst python-workers/%.lock,%,$(filter-out %/requirements.lock %/bootstrap.lock,$(wildcard python-workers/*.lock)))
extra := $(foreach name,$(extras),$(if $(filter $(name) $(name)-%,$(RUN)),extra:$(name)))
arguments := $(if $(DATA),--data $(DATA)) $(if $(SEED),--seed $(SEED)) $(foreach pair,$(SET),--set '$(pair)')
jdk = JAVA_HOME="$$(ci/find-jdk)"
python := .venv/bin/python

# How long `make fuzz` searches.
MINUTES ?= 30
# How many seeds `make simulate` simulates.
SEEDS ?= 200

.PHONY: help setup iterate resume environment test test-java test-python fuzz simulate check format tidy golden parity e2e proto proto-baseline lock clean

help:  ## list the verbs
	@printf 'make VERB    RUN=%s DATA= SEED= SET=\n\n' '$(RUN)'
	@grep -E '^[a-z0-9-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  %-16s%s\n", $$1, $$2}'

setup:  ## bring everything that is missing: virtual environment, stubs, jars
	@ci/setup python stubs java $(extra)

iterate: setup  ## run a whole iteration of RUN and report; continues what was interrupted
	@./oreo iterate --run $(RUN) $(arguments)

resume: setup  ## continue the latest run
	@./oreo resume

environment:  ## serve GAMES, an environment in Python, at PORT, for runs of the task remote
	@ci/setup python stubs
	@$(python) environments/remote/serve.py $(GAMES) --port $(PORT) $(if $(FORK),--fork $(FORK))

test:  ## all tests of both languages, and the protocol's checks
	@ci/test

test-java:  ## the Java tests alone
	@ci/setup python stubs && ci/test java

test-python:  ## the Python tests alone
	@ci/test python

fuzz:  ## search MINUTES at random for examples that break a property; SEED repeats one round
	@ci/fuzz $(MINUTES) $(SEED)

simulate:  ## simulate runs of SEEDS seeds on workers and stores that fail; SEED repeats one
	@ci/simulate $(SEEDS) $(SEED)

check:  ## formats, linters, types, limits and the protocol; no test
	@ci/check

format:  ## rewrite Java and Python in the project's format
	@ci/setup python
	@$(jdk) ./mvnw -q spotless:apply
	@.venv/bin/ruff format --config python-workers/pyproject.toml python-workers environments ci/tidy
	@.venv/bin/ruff check --config python-workers/pyproject.toml --fix python-workers environments ci/tidy

tidy:  ## the project's own limits: sizes, names, leftovers
	@$$(ci/find-python) ci/tidy

golden:  ## rewrite the golden files from what the code says now; review the difference
	@OREO_GOLDEN=rewrite ci/test

parity: setup  ## prove that training has not changed: equal bits over twenty steps, against BASE (default: before the change)
	@ci/parity $(BASE)

e2e: setup  ## one tiny iteration, killed and continued
	@ci/e2e

proto:  ## lint the protocol and compare it with its baseline
	@ci/setup python
	@ci/proto

proto-baseline:  ## accept the protocol as it is now as the baseline
	@ci/setup python
	@.venv/bin/buf build proto -o proto/baseline.binpb

lock:  ## resolve the Python lock files anew
	@ci/setup python
	@ci/lock

clean:  ## remove what was built; runs, data and .venv stay
	@rm -rf build java/*/target python-workers/oreo
