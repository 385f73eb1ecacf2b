"""Somebody outside who opens the form, writes and sends it."""

import re
from typing import Any

import time_machine
from django.test import Client

TEXT = "Klyngen flyttet til Grimstad i 2019, ikke i 2017."


def opened(client: Client, address: str) -> dict[str, str]:
    """What stands in the form, the hidden fields as well."""
    page = client.get(address).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    return {"token": token[1], "homepage": "", "block": "facts", "text": TEXT, "evidence": "", "email": ""}


def sent(client: Client, address: str, *, seconds: int = 60, **fields: str) -> Any:
    """The answer to the form sent so many seconds after it was opened."""
    with time_machine.travel("2026-11-23 10:00:00+01:00", tick=False) as clock:
        form = opened(client, address)
        clock.shift(seconds)
        return client.post(address, {**form, **fields})
