"""The query string of a list, and those beside it that its links lead to."""

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from clusters.choices import Footprint
from clusters.filtersets import PAGING, RegistryFilterSet
from clusters.merging import kept_cluster
from clusters.models import Cluster, Organisation
from doors.api.keys import LONGEST_ID
from published.models import PublishedChange

#: Values that go without saying.
DEFAULTS = {"footprint": Footprint.SEAT}


def linked(path: str, query: str) -> str:
    """The address of the path with the query string, without a lone question mark."""
    return f"{path}{'?' if query else ''}{query}"


def cluster_of_today(slug: str) -> Cluster | None:
    """The published cluster that once had the slug, or that the one with this id was merged into."""
    published = Cluster.objects.published()
    found: Cluster | None = published.once_at(slug).first() if slug else None
    if found is None and slug.isascii() and slug.isdigit():
        found = published.filter(pk=kept_cluster(int(slug))).first()
    return found


def is_withdrawn(slug: str) -> bool:
    """Whether the slug is or was that of a cluster that has been withdrawn from the public."""
    withdrawn = Cluster.objects.withdrawn()
    return bool(slug) and (withdrawn.filter(slug=slug).exists() or withdrawn.once_at(slug).exists())


def is_deleted(model: type[Model], resource: str, key: str) -> bool:
    """Whether the public has seen a record with the key, or with it as its id, that is kept in the table no more.

    ``resource`` is what the stream of changes calls it, which is all that is left of such a record.
    """
    is_id = key.isascii() and key.isdigit() and len(key) <= LONGEST_ID
    named = Q(key=key) | Q(record_id=int(key)) if is_id else Q(key=key)
    kept = model._default_manager.filter(pk=OuterRef("record_id"))
    return bool(key) and PublishedChange.objects.filter(named, ~Exists(kept), resource=resource).exists()


def is_deleted_by_number(number: str) -> bool:
    """Whether an organisation that the public has seen, and that once had the number, is kept no more."""
    once: Any = Organisation.pgh_event_model.objects.filter(organisation_number=number)  # type: ignore[attr-defined]
    return bool(number) and any(
        is_deleted(Organisation, "organisation", str(pk)) for pk in set(once.values_list("pgh_obj_id", flat=True))
    )


def is_gone(slug: str) -> bool:
    """Whether a cluster that once had the slug has been withdrawn from the public, or deleted."""
    return is_withdrawn(slug) or is_deleted(Cluster, "cluster", slug)


def organisation_of_today(organisation: Organisation) -> Organisation | None:
    """What the organisation was merged into, however many mergers ago; None for a circle of them."""
    seen = set()
    while organisation.merged_into is not None:
        if organisation.pk in seen:
            return None
        seen.add(organisation.pk)
        organisation = organisation.merged_into
    return organisation


def moved(request: HttpRequest, path: str) -> HttpResponse:
    """The way on, with the question as it was asked."""
    response = redirect(linked(path, request.META.get("QUERY_STRING", "")), permanent=True)
    # A browser that kept the way for ever would go in circles when the name changes back.
    response.headers["Cache-Control"] = "no-cache"
    return response


class Address:
    """The query string of a list without paging, empty values and defaults, and its neighbours."""

    def __init__(self, filterset: RegistryFilterSet) -> None:
        self._values = QueryDict(mutable=True)
        data = filterset.data
        for name in data:
            values = data.getlist(name) if isinstance(data, QueryDict) else [data[name]]
            if name not in PAGING and (kept := [value for value in values if value and value != DEFAULTS.get(name)]):
                self._values.setlist(name, kept)

    def __str__(self) -> str:
        return self._values.urlencode()

    def without(self, parameter: str, value: str = "") -> str:
        """The query string without the value, or without the whole parameter."""
        rest = self._values.copy()
        kept = [other for other in rest.getlist(parameter) if value and other != value]
        rest.setlist(parameter, kept)
        return rest.urlencode()

    def having(self, **values: str) -> str:
        """The query string with these parameters set."""
        more = self._values.copy()
        for name, value in values.items():
            more[name] = value
        return more.urlencode()

    def only(self, *names: str) -> str:
        """Just these parameters."""
        some = QueryDict(mutable=True)
        for name in names:
            some.setlist(name, self._values.getlist(name))
        return some.urlencode()
