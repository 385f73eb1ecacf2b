"""The application server: everything is loaded once, then the workers are forked and share it.

``python -m config.web PORT [HOST]`` with the environment complete. A worker that loads everything by itself takes
110 MB and some seconds; one that is forked takes what it changes, and a worker that died is replaced at once.
"""

import gc
import multiprocessing
import sys
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.template import TemplateDoesNotExist, engines
from django.urls import get_resolver
from django.utils import translation
from granian import Granian
from granian.constants import Interfaces

from config.serve import HOST, THREADS, WORKERS

APPLICATION = "config.wsgi:application"


def load() -> None:
    """Import, read and compile what every request would, and open nothing: a connection must not be forked."""
    import_module(APPLICATION.partition(":")[0])
    # A view is imported and its names are looked up at the first request for any; so are texts and templates.
    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            get_resolver()._populate()  # noqa: SLF001 (what `reverse` does first, and nothing else does)
            translation.gettext("Registry")
    for name in templates():
        try:
            engines["django"].get_template(name)
        except TemplateDoesNotExist:
            continue
    gc.collect()
    gc.freeze()  # the collector would write to all that was loaded, and every worker would get a copy of its own


def templates() -> list[str]:
    """Our own, by the names they are asked for by."""
    folder = Path(settings.BASE_DIR, "templates")
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html"))


def serve(port: int, host: str) -> None:
    """Answer until told to stop. A worker that dies is replaced."""
    multiprocessing.set_start_method("fork")  # what Python does by itself on Linux, before 3.14
    load()
    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    serve(int(sys.argv[1]), *(sys.argv[2:] or [HOST]))
