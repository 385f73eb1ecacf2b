from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_bokmaal() -> Iterator[None]:
    """Requests of other tests leave their language behind."""
    with translation.override("nb"):
        yield
