# make lab and make test need nothing but Python 3.11 to 3.13; make help lists the rest.

VENV   := .venv
PY     := $(VENV)/bin/python
UV     := $(VENV)/bin/uv
STAMP  := $(VENV)/.installed
BENCH  := $(VENV)/.installed-bench
GRADE  := $(VENV)/.installed-grading
START  := notebooks/00_start_here.ipynb
# Tried first, in this order, when there is no .venv yet.  make lab PYTHON=/path/to/python picks another.
PYTHON ?= python3 python3.12 python3.13 python3.11 python
# The torch that the engines were compared with; not always the newest.
TORCH  := torch==2.13.0
ROOT   := $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: help lab lecture student test notebooks bench constraints clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## */  make \1	/p' Makefile | expand -t 20

lab: $(STAMP)  ## open JupyterLab at the first notebook
	$(PY) -m jupyterlab $(ROOT) --ServerApp.root_dir=. $(START)

lecture: $(STAMP)  ## open JupyterLab at an edition without results, to lecture from
	$(PY) -m rnn_helpers.notebooks lecture --out $(or $(DIR),build/lecture)
	$(PY) -m jupyterlab $(ROOT) --ServerApp.root_dir=$(or $(DIR),build/lecture) 00_start_here.ipynb

student: $(STAMP)  ## copy the notebooks into DIR, to write in: make student DIR=my_course
	$(PY) -m rnn_helpers.notebooks student --out $(or $(DIR),build/student)

test: $(GRADE)  ## check the style, then run every test: package, notebooks, browser
	$(PY) -m ruff check .
	$(PY) -m pytest -n 2 --durations 20 $(ARGS)

notebooks: $(STAMP)  ## re-run every notebook and write it back tidy
	$(PY) -m rnn_helpers.notebooks run

bench: $(BENCH)  ## measure the engines (installs torch and jax first)
	$(PY) -m rnn_helpers.benchmark $(ARGS)

constraints: $(UV)  ## add missing pins to constraints.txt; UPGRADE=1 renews all
	printf '%s\n' pip setuptools uv '$(TORCH)' | $(UV) pip compile --quiet --universal --python-version 3.11 \
	  --fork-strategy fewest --all-extras --no-annotate --custom-compile-command 'make constraints' \
	  $(if $(UPGRADE),--upgrade) --output-file constraints.txt pyproject.toml -

clean:  ## remove .venv and what tests left behind
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis build *.egg-info notebooks/.text
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One line when no Python fits, instead of a failure in the middle of the installation.
$(UV):
	@for python in $(PYTHON); do \
	  if "$$python" -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; \
	  then echo "$$python -m venv $(VENV)"; exec "$$python" -m venv $(VENV); fi; done; \
	echo "No Python 3.11, 3.12 or 3.13 with venv found (looked for: $(PYTHON)). Install one, or name it: make lab PYTHON=/path/to/python" >&2; exit 1
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt uv

$(STAMP): pyproject.toml constraints.txt | $(UV)
	$(UV) pip install --python $(PY) -c constraints.txt -b constraints.txt -e '.[test]' --compile-bytecode  # once, here
	$(PY) -c 'import matplotlib.font_manager'  # or its first use prints a line into a notebook
	touch $@

# Not for make lab: nbgrader adds a menu, a button and a panel to JupyterLab that no student needs.
$(GRADE): $(STAMP)
	$(UV) pip install --python $(PY) -c constraints.txt -b constraints.txt -e '.[grading]'
	touch $@

# On Linux torch brings 3 GB of CUDA; UV_TORCH_BACKEND=cpu make bench does without.
$(BENCH): $(STAMP)
	$(UV) pip install --python $(PY) -c constraints.txt -b constraints.txt -e '.[bench]'
	touch $@
