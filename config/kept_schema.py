"""The API's schema as the repository keeps it: what others program against changes only where somebody says so.

``make schema`` writes it; ``make check`` and a test ask whether it is the code's, and whether the changelog names it.
"""

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import django

PROJECT = Path(__file__).resolve().parent.parent
KEPT = PROJECT / "docs" / "openapi.yaml"
CHANGELOG = PROJECT / "CHANGELOG.md"
#: Enough of a digest to tell one schema from another.
DIGITS = 8


def of_the_code() -> str:
    """The schema that the API gives, as YAML. Needs Django set up and no database."""
    # Imported here: they need the settings.
    from django.utils import translation
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.renderers import OpenApiYamlRenderer

    with translation.override("en"):
        generator: Any = SchemaGenerator
        renderer: Any = OpenApiYamlRenderer
        schema = generator().get_schema(request=None, public=True)
        return str(renderer().render(schema, renderer_context={}).decode())


def mark(schema: str) -> str:
    """How the changelog names a schema: by a digest, so that no line stands for a schema that came after it."""
    return f"[api {hashlib.sha256(schema.encode()).hexdigest()[:DIGITS]}]"


def faults(kept: str, changelog: str) -> list[str]:
    """What is to be done before the schema is kept and told; empty when it is."""
    schema = of_the_code()
    found = []
    if kept != schema:
        found.append("docs/openapi.yaml is not the schema of the code: run `make schema`.")
    if mark(schema) not in changelog:
        found.append(
            "CHANGELOG.md does not tell of this schema: say under “Unreleased”, for those who use the API, what has "
            f"changed, in an entry that ends with {mark(schema)}."
        )
    return found


def main(arguments: list[str]) -> int:
    """Write the schema with ``--write``; say what is still to be done. Answers the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if "--write" in arguments:
        KEPT.write_text(of_the_code(), encoding="utf-8")
    kept = KEPT.read_text(encoding="utf-8") if KEPT.exists() else ""
    found = faults(kept, CHANGELOG.read_text(encoding="utf-8"))
    print("\n".join(found) or "The schema is kept in docs/openapi.yaml and told of in CHANGELOG.md.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
