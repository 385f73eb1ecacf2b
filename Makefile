# The registry's commands. Needs Python 3.11 or newer, make and a POSIX shell; the rest is installed into .venv.
.PHONY: help run dev test audit check format lock messages pictures screenshots load bench stop

PORT ?= 8000
export PORT
VENV = .venv/bin/python
# The tools that read the settings need some key and some address; they connect to nothing.
SETTINGS = SECRET_KEY=only-for-the-checks-and-long-enough-for-the-checks-of-deployment DATABASE_URL=postgresql:///unused DATABASE_OWNER_URL=
LOCK = $(VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
HTML = $$(find . -name '*.html' -path '*/templates/*' -not -path './.venv/*')
define enter
	@python=$$(sh config/python.sh) && "$$python" -m
endef

help: # These lines
	@grep -E '^[a-z]+:.*#' Makefile

run: # The registry on http://127.0.0.1:8000/; another port: make run PORT=9000
	$(enter) config.start

dev: # What tests and checks need, in .venv
	$(enter) config.virtual_environment dev

test: dev # All tests; some of them: make test PYTEST="-k embedded"
	@$(VENV) -m tests.chromium
	$(VENV) -m pytest $(PYTEST)

check: dev # Lint, format, types, layers, templates, migrations, settings
	$(VENV) -m ruff check
	$(VENV) -m ruff format --check
	$(SETTINGS) $(VENV) -m mypy
	$(VENV) -c 'from importlinter.cli import lint_imports_command as c; c()'
	$(VENV) -m djlint --lint --check $(HTML)
	$(VENV) manage.py makemigrations --check --dry-run
	$(SETTINGS) $(VENV) manage.py spectacular --validate --fail-on-warn --lang en --file /dev/null
	$(SETTINGS) $(VENV) -m config.kept_schema
	$(SETTINGS) HTTPS_ONLY=true $(VENV) manage.py check --deploy --fail-level WARNING

format: dev # Code and templates as `check` wants them
	$(VENV) -m ruff check --fix
	$(VENV) -m ruff format
	$(VENV) -m djlint --quiet --reformat $(HTML)

lock: dev # requirements*.txt from requirements*.in; newest versions: make lock UPGRADE=--upgrade
	$(LOCK) $(UPGRADE) requirements.in -o requirements.txt
	$(LOCK) $(UPGRADE) requirements-dev.in -o requirements-dev.txt

messages: dev # Collect texts for translation into locale/; needs GNU gettext
	$(VENV) manage.py makemessages --locale nb --no-obsolete --no-wrap --ignore .venv

schema: dev # The API's schema into docs/openapi.yaml, and the mark that its changelog entry ends with
	-@$(SETTINGS) $(VENV) -m config.kept_schema --write

fuzz: dev # The API asked whatever its schema allows, and much that it does not; fewer or more cases: make fuzz CASES=100000
	FUZZ=$(or $(CASES),20000) $(VENV) -m pytest --numprocesses=0 -s tests/contracts/test_fuzz.py

pictures: dev # Those of docs/editors.md, taken anew
	HANDBOOK=1 $(VENV) -m pytest --numprocesses=1 tests/browser/test_handbook.py

audit: dev # Lighthouse and validity of the pages; needs Node.js, Java and Chromium, takes its tools from npm
	$(VENV) -m pytest --numprocesses=0 tests/audit/pages.py

screenshots: dev # All public pages in both languages, wide and narrow, light and dark, into test-artefacts/screenshots
	$(VENV) -m pytest --numprocesses=1 tests/browser/screenshots.py

load: dev # Do indexes serve where there are a million rows? Needs `manage.py make_demo`; minutes
	$(VENV) -m config.local run $(VENV) -m benchmarks.plans

bench: dev # The answers beside a thin server, an ordinary viewset, the SQL alone; half an hour
	$(VENV) -m config.local run $(VENV) -m benchmarks.compare

stop: # A database server that a killed process left behind
	@$(VENV) -m config.local stop
