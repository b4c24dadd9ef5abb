# make demo   install, compare the sample plans, write out/, open the window
# make test   install, build, lint, types, tests
# make build  dist/qcompare/, which runs without Python; make archive packs it; for older Linux see .ci/old-python
# Where there is no make, README.md says what to type.

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# So that two builds are the same, PyInstaller's sets are to come in the same order; SOURCE_DATE_EPOCH is for whoever builds.
PYINSTALLER := PYTHONHASHSEED=0 $(BIN)/pyinstaller --noconfirm --log-level WARN build.spec

SOURCES := $(shell find qcompare resources data -type f ! -name '*.pyc') build.spec

.PHONY: demo test build archive install system lock fonts icons leaflet screenshot benchmark clean
.DEFAULT_GOAL := demo

demo: install
	$(BIN)/python -m qcompare demo

test: install build
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope --cov --cov-report=term

build: dist/qcompare/NOTICE.txt

dist/qcompare/NOTICE.txt: $(SOURCES) $(VENV)/installed
	$(PYINSTALLER)

archive: install
	$(PYINSTALLER) -- --archive

install: $(VENV)/installed

system:
	@sh .ci/system-packages $(PYTHON)

$(VENV)/installed: requirements.txt pyproject.toml | system
	@test -n "$(PYTHON)" || { echo '需要 Python 3.11、3.12 或 3.13 / Python 3.11, 3.12 or 3.13 is needed' >&2; exit 2; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes --no-deps --requirement requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

lock: install
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra dev \
		pyproject.toml --output-file requirements.txt

fonts: install
	$(BIN)/python resources/fonts/make_fonts.py

icons: install
	$(BIN)/python resources/icons/make_icons.py

leaflet: install
	$(BIN)/python resources/leaflet/make_leaflet.py

screenshot: install
	$(BIN)/python -m tests.gui.screenshot resources/screenshot-window.png
	$(BIN)/python -m tests.gui.screenshot resources/help --help-pages

benchmark: install
	$(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
