#!/usr/bin/env python
"""Entry point of every command of the registry."""

import os
import sys

from config.local import prepare_environment


def main() -> None:
    """Complete the environment of a bare checkout, then hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    prepare_environment()

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
