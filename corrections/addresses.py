"""Where the public sees what a report is about."""

from typing import Any

from django.urls import reverse

from regions.models import Region


def page_of(record: Any) -> str:
    """The public page of a cluster, organisation or region."""
    if isinstance(record, Region):
        return reverse("clusters:region", args=[record.code])
    return str(record.get_absolute_url())
