"""The middle of ``make run``: tables, data, translations and static files as this version of the code wants them.

``python -m config.prepare`` needs the environment complete. Every step prints one line, and does nothing
when nothing is left to do. One process for all steps: starting Django costs more than most of them.
"""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from config.file_locks import locked
from config.local import LOCAL_FOLDER

PROJECT = Path(__file__).resolve().parent.parent
STATIC_STAMP = LOCAL_FOLDER / "static_files"


def main() -> None:
    """Every step. Raises SystemExit with one sentence for the mistakes that people can mend."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    LOCAL_FOLDER.mkdir(exist_ok=True)
    with locked(LOCAL_FOLDER / "prepare.lock"):  # two starts at once take turns
        compile_translations()
        try:
            django.setup()
            migrate()
            load_registry()
            collect_static()
        except (CommandError, ImproperlyConfigured) as error:
            raise SystemExit(f"Error: {error}") from None


def migrate() -> None:
    """The database's tables, by the migrations."""
    print("Migrations: bringing the database's tables up to date", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    from history.checks import lies_open  # knows the models, which are there once Django is set up

    if warning := lies_open():
        print(f"WARNING: {warning}", file=sys.stderr, flush=True)


def load_registry() -> None:
    """The bundled data; ``manage.py load_registry`` says more of it, row by row."""
    print("Registry: loading clusters, regions and programmes", flush=True)
    outcome = io.StringIO()
    call_command("load_registry", verbosity=0, stdout=outcome)
    print(f"Registry: {outcome.getvalue().strip()}", flush=True)


def compile_translations() -> None:
    """Compile each catalogue that is newer than its compiled form, with Babel: GNU gettext may be missing."""
    print("Translations: compiling", flush=True)
    for source in sorted((PROJECT / "locale").glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            compile_catalogue(source, compiled)


def compile_catalogue(source: Path, compiled: Path) -> None:
    """Write the compiled form of one catalogue, whole or not at all."""
    draft = compiled.with_suffix(f".{os.getpid()}")
    with source.open("rb") as text, draft.open("wb") as output:
        write_mo(output, read_po(text, abort_invalid=True))
    draft.replace(compiled)


def collect_static() -> None:
    """Static files with hashed names, compressed: six seconds of work, so only after a change."""
    print("Static files: collecting", flush=True)
    from django.conf import settings

    wanted = static_sources()
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    if not manifest.exists() or not STATIC_STAMP.exists() or STATIC_STAMP.read_text() != wanted:
        call_command("collectstatic", interactive=False, verbosity=0)
        STATIC_STAMP.write_text(wanted)


def static_sources() -> str:
    """A fingerprint of all that static files come from: our own, and the packages by their lock file."""
    digest = hashlib.sha256((PROJECT / "requirements.txt").read_bytes())
    digest.update((PROJECT / "config" / "settings.py").read_bytes())
    own = [path for pattern in ("static/**/*", "*/static/**/*") for path in PROJECT.glob(pattern) if path.is_file()]
    for path in sorted(own):
        status = path.stat()
        digest.update(f"{path.relative_to(PROJECT)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
