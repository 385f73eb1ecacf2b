"""Imports say in bokmål what is wrong, unless a test asks for another language."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_norwegian() -> Iterator[None]:
    with translation.override("nb"):
        yield
