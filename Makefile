# make run | test | bench | lint | lock; each makes what it needs. PYTHON=python3.12 chooses another Python.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PYVER  := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
LOCK   := $(wildcard constraints/$(PYVER).txt)
PIP    := $(BIN)/python -m pip install -q --disable-pip-version-check $(addprefix -c ,$(LOCK))
OTHERS := python3.13 $(HOME)/.pyenv/versions/3.13.*/bin/python python3.12 $(HOME)/.pyenv/versions/3.12.*/bin/python
NEWEST := $(shell for p in $(OTHERS); do $$p -c 'import venv' >/dev/null 2>&1 && echo $$p && break; done)

.PHONY: run test lint newest smoke bench lock clean

run: $(VENV)/.run
	$(BIN)/flowsim

test: lint
	$(BIN)/python -m pytest -W error
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest -W error -q tests/kernels -k twin
	$(MAKE) newest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The same program on the newest Python found: installed as a user would, one short comparison.
newest:
ifeq ($(NEWEST),)
	@echo "SKIPPED: no Python newer than 3.11 found (looked for python3.13 and python3.12): nothing was run on it" >&2
else ifeq ($(shell $(NEWEST) -c 'import sys; print("%d.%d" % sys.version_info[:2])'),$(PYVER))
	@echo "$(NEWEST) is what the tests ran on"
else
	$(MAKE) smoke PYTHON=$(NEWEST) VENV=.venv-newest
endif

smoke: $(VENV)/.run
	rm -rf build/smoke
	$(BIN)/flowsim out=build/smoke replicates=2 horizon.end=2019-01-01 'compare.scenarios=[baseline,us_demand]'
	test -s build/smoke/report.html

bench: $(VENV)/.test
	for program in benchmarks/bench_*.py; do $(BIN)/python $$program || exit 1; done

lock: $(VENV)/.test
	$(BIN)/python -m pip freeze --exclude-editable | grep -v ' @ ' > constraints/$(PYVER).txt

clean:
	rm -rf $(VENV) .venv-newest build

# A stamp, so that an interrupted environment is made again.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "flowsim needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv --clear $(VENV)
	touch $@

$(VENV)/.run: pyproject.toml $(LOCK) | $(VENV)/.made
	$(PIP) -e .
	touch $@

$(VENV)/.test: pyproject.toml $(LOCK) | $(VENV)/.made
	$(PIP) -e '.[test]'
	touch $@ $(VENV)/.run
