"""As whom the database is spoken to: the application's role, or the owner of the tables."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend


@contextmanager
def as_owner() -> Iterator[None]:
    """Within the block, queries go to the database as the owner of its tables, on a connection of their own.

    Where only one address is given, the application is the owner, and nothing changes. A transaction that is open
    outside is not seen within: begin it inside the block.
    """
    application = connections[DEFAULT_DB_ALIAS]
    if settings.OWNER_DATABASE is None or application.settings_dict["USER"] == settings.OWNER_DATABASE["USER"]:
        yield
        return
    entry = {**connections.settings[DEFAULT_DB_ALIAS], **settings.OWNER_DATABASE}
    owner = load_backend(entry["ENGINE"]).DatabaseWrapper(entry, alias=DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = owner
    try:
        yield
    finally:
        owner.close()
        connections[DEFAULT_DB_ALIAS] = application
