# Every goal does its own set-up (see .ci/setup) in a virtual environment of its own: nothing to
# activate, nothing global. Illustrative, not clinical.

VENV := .venv
WEB := src/stresspain/show/explorer/web
RUN := $(VENV)/bin/python
JOBS ?= auto
# The oldest packages that are supported, as pyproject.toml declares them.
OLDEST = $(shell sed -n 's/^dependencies = //p' pyproject.toml | tr -d '[",]' | sed 's/>=/==/g')
NUMERICAL := $(addprefix tests/,model cycle simulation show test_story.py)
export PYTHON

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test fuzz validate lab check fix web bench oldest clean set-up

help:
	@echo 'make demo     one diary, six ways through it: a report in out/demo'
	@echo 'make test     every test, the notebooks included'
	@echo 'make fuzz     ten thousand mangled files of each kind: read, or refused with a reason'
	@echo 'make validate the statistics at full length: thousands of made-up diaries and trials'
	@echo 'make lab      JupyterLab on notebooks/'
	@echo 'make check    format, lint, types, spelling, notebooks without outputs'
	@echo 'make fix      put format, imports and notebooks right'
	@echo 'make web      the explorer built again from its sources (needs Node.js and npm)'
	@echo 'make bench    timings, written to benchmarks/results.md'
	@echo 'make oldest   the numerical tests on the oldest supported packages, without heyoka'
	@echo 'make clean    remove the environments, out/demo and all caches'
	@echo 'Each does its own set-up. Another interpreter: make demo PYTHON=python3.12'

demo: $(VENV)/demo.ready
	@$(RUN) -m stresspain demo

test: $(VENV)/test.ready
	@$(RUN) -m pytest -n $(JOBS)

# Ten thousand mangled files of each kind; `make test` tries 250.
fuzz: $(VENV)/test.ready
	@STRESSPAIN_FUZZ=10000 $(RUN) -m pytest -n $(JOBS) tests/exchange/test_mangled_files.py

# The statistics at full length; `make test` runs the same with fewer.
validate: $(VENV)/test.ready
	@$(RUN) -m pytest -n $(JOBS) --long tests/validate

# The one setting switches off the question about JupyterLab's news.
lab: $(VENV)/lab.ready
	@mkdir -p $(VENV)/share/jupyter/lab/settings
	@echo '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}' \
		>$(VENV)/share/jupyter/lab/settings/overrides.json
	@$(RUN) -m jupyterlab $$([ "$$(id -u)" != 0 ] || echo --allow-root) $(LAB) notebooks

check: $(VENV)/test.ready
	@$(RUN) -m ruff format --check .
	@$(RUN) -m ruff check .
	@$(RUN) -m mypy
	@$(RUN) -m codespell_lib
	@$(VENV)/bin/nbstripout --keep-id --verify notebooks/*.ipynb

fix: $(VENV)/test.ready
	@$(RUN) -m ruff format .
	@$(RUN) -m ruff check --fix .
	@$(VENV)/bin/nbstripout --keep-id notebooks/*.ipynb

# The equations and declarations as JavaScript, all of it as one bundle, and the page that docs/ offers.
web: $(VENV)/test.ready
	@$(RUN) -m stresspain.show.explorer.javascript
	@npm install --prefix $(WEB) --no-package-lock --ignore-scripts --no-audit --no-fund --silent
	@node $(WEB)/build.mjs
	@$(RUN) -m stresspain explorer -o docs/explorer.html

bench: $(VENV)-bench/bench.ready
	@$(VENV)-bench/bin/python -m benchmarks

oldest: $(VENV)-oldest/oldest.ready
	@$(VENV)-oldest/bin/python -m pytest -n $(JOBS) --may-skip $(NUMERICAL)

clean:
	@rm -rf $(VENV) $(VENV)-bench $(VENV)-oldest out/demo out/set-up.log build dist
	@rm -rf $(WEB)/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

# --- environments: each stamp is written last; .ci/setup does nothing where it still holds --------

set-up:

$(VENV)/demo.ready: set-up
	@sh .ci/setup demo $(VENV) $@ -e '.[fast]'

$(VENV)/lab.ready: set-up
	@sh .ci/setup lab $(VENV) $@ -e '.[notebook,fast,many]'

$(VENV)/test.ready: set-up
	@sh .ci/setup test $(VENV) $@ -e '.[notebook,fast,many,scale,dev]'

$(VENV)-bench/bench.ready: set-up
	@sh .ci/setup bench $(VENV)-bench $@ -e '.[notebook,fast,many,scale,bench]'

$(VENV)-oldest/oldest.ready: set-up
	@sh .ci/setup oldest $(VENV)-oldest $@ -e . $(OLDEST) 'pyparsing<3.3' pytest pytest-xdist pytest-timeout hypothesis sympy
