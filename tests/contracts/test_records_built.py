"""What PostgreSQL builds of a record is what the serializer says of it, field by field."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from clusters.choices import OrganisationKind, Publication, Reach
from clusters.models import Cluster, ClusterName, ClusterSuccession, HostPeriod, Membership, Organisation
from doors.days import FIRST_DAY
from regions.models import Region
from tests.clusters.api.reading import API, walk
from tests.clusters.test_standing import SLUG, give, tier_periods

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LISTS = (
    *("clusters", "organisations", "memberships", "clusters/gce-node/members", "tiers", "programmes", "owners"),
    *("appropriations", "effects", "grants", "indicators", "observations", "regions", "sectors"),
)
#: Of each era of counties, and the first day of one of them.
DAYS = ("2003-01-01", "2009-06-11", "2016-08-17", "2019-12-31", "2020-01-01", "2024-01-01")
ADDRESSES = [
    *LISTS,
    *(f"clusters?as_of={day}" for day in DAYS),
    *(f"regions?as_of={day}" for day in DAYS[2::2]),
    *("organisations?as_of=2016-08-17", "memberships?as_of=2009-06-11", "clusters/gce-node/members?as_of=2016-08-17"),
]


def said_by_serializer(address: str, keys: list[Any] | None = None) -> list[Any]:
    """The records of the list by DRF alone; with keys, those by themselves."""
    path, _mark, query = address.partition("?")
    found = []
    for key in keys or [None]:
        request = RequestFactory().get(f"{API}/{path}/{f'{key}/' if key else ''}?{query}")
        match: Any = resolve(request.path)
        view = match.func.cls()
        view.action = match.func.actions["get"]
        view.request = Request(request)
        view.kwargs, view.format_kwarg = match.kwargs, None
        rows = view.filter_queryset(view.get_queryset())
        if path.endswith("/members"):
            rows = rows.model.objects.catalogue(view.filterset.day).filter(cluster__slug=match.kwargs["key"])
        rows = view.named(rows, str(key)) if key else rows.order_by("pk")
        if hasattr(rows, "with_places"):
            rows = rows.with_places(view.filterset.day)
        if key:
            rows = rows.prefetch_related(*view.related)[:1]
        found += json.loads(JSONRenderer().render(view.get_serializer(rows, many=True).data))
    return found


def built(client: Client, address: str) -> list[Any]:
    """The records of the list as they are answered."""
    path, _mark, query = address.partition("?")
    return walk(client, f"{API}/{path}/?cursor=*&page_size=500&{query}")


def built_by_itself(client: Client, address: str, key: Any) -> Any:
    path, _mark, query = address.partition("?")
    return client.get(f"{API}/{path}/{key}/?{query}").json()


def equal(ours: list[Any], theirs: list[Any]) -> None:
    """Equal, and with the fields in the same order; else the first record that differs is shown."""
    for one, other in zip(ours, theirs, strict=True):
        assert one == other
        assert [*one] == [*other]


@pytest.mark.parametrize("address", ADDRESSES)
def test_lists_say_what_their_serializers_say(client: Client, address: str) -> None:
    equal(built(client, address), said_by_serializer(address))


@pytest.mark.parametrize("day", ["2009-06-11", TODAY.isoformat()])
@pytest.mark.parametrize(
    ("name", "key", "some"),
    [
        ("clusters", "slug", 12),
        ("organisations", "id", 12),
        ("memberships", "id", 9),
        ("grants", "id", 9),
        ("tiers", "code", 9),
    ],
)
def test_records_say_what_their_serializers_say(client: Client, name: str, key: str, some: int, day: str) -> None:
    address = f"{name}?as_of={day}" if name != "tiers" else name
    keys = [row[key] for row in built(client, address)][:some]

    equal([built_by_itself(client, address, key) for key in keys], said_by_serializer(address, keys))


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20) | st.sampled_from(
    ["", "Sjømat «æøå»", '"\\', "Ǥáivuotna", "a | b |  | c ", " |", "\u00a0| x", "<script>", "{}", "\u2028"]
)
years = st.none() | st.integers(1800, 2026)
days = st.none() | st.dates(dt.date(1850, 1, 1), TODAY)
moments = st.datetimes(timezones=st.just(dt.UTC)).filter(lambda moment: 1900 < moment.year < TODAY.year)
of_an_example = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def cluster_columns(draw: st.DrawFn) -> dict[str, Any]:
    named = ("acronym", "summary_nb", "summary_en", "description_nb", "description_en", "source")
    return {
        "name": draw(texts.filter(lambda text: text.strip() != "")),
        **{name: draw(texts) for name in named},
        "reach": draw(st.sampled_from(Reach.values)),
        "founded_year": draw(years),
        "confirmed_date": draw(days),
        "website": draw(st.sampled_from(["", "https://blåbær.no/?a=1&b=2"])),
    }


@st.composite
def organisation_columns(draw: st.DrawFn) -> dict[str, Any]:
    checked = draw(st.none() | moments)
    return {
        "name": draw(texts.filter(lambda text: text.strip() != "")),
        "kind": draw(st.sampled_from(OrganisationKind.values)),
        "industry_code": draw(st.sampled_from(["", "62.010"])),
        "register_status": draw(texts),
        "register_checked_at": checked,
        "source": draw(texts),
    }


@of_an_example
@given(data=st.data(), day=st.dates(FIRST_DAY, TODAY), columns=tier_periods())
def test_any_cluster_says_what_its_serializer_says(
    client: Client, data: st.DataObject, day: dt.date, columns: list[dict[str, Any]]
) -> None:
    cluster = Cluster.objects.get(slug=SLUG)
    other = Cluster.objects.exclude(pk=cluster.pk).order_by("pk")[data.draw(st.integers(0, 5))]
    publication = data.draw(st.sampled_from([Publication.DRAFT, Publication.PUBLISHED]))
    give(cluster, columns)
    Cluster.objects.filter(pk=cluster.pk).update(**data.draw(cluster_columns()), seat=any_seat(data))
    Cluster.objects.filter(pk=other.pk).update(publication=publication)
    ClusterSuccession.objects.get_or_create(
        predecessor=other, successor=cluster, defaults={"kind": "merged", "date": day}
    )
    ClusterName.objects.filter(cluster=cluster).delete()
    ClusterName.objects.create(cluster=cluster, name=data.draw(texts), source=data.draw(texts), **UNKNOWN)
    host = Organisation.objects.order_by("pk")[data.draw(st.integers(0, 9))]
    HostPeriod.objects.filter(cluster=cluster).delete()
    HostPeriod.objects.create(cluster=cluster, organisation=host, **UNKNOWN)

    same_at_every_door(client, f"clusters?as_of={day.isoformat()}", SLUG)
    same_at_every_door(client, f"organisations?as_of={day.isoformat()}&cluster={SLUG}", host.pk)


UNKNOWN: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}


def any_seat(data: st.DataObject) -> Region | None:
    """None, or a place of any era."""
    seats = list(Region.objects.exclude(level="country").order_by("pk"))
    return data.draw(st.none() | st.sampled_from(seats))


def same_at_every_door(client: Client, address: str, key: Any) -> None:
    """In the list and by itself."""
    equal(built(client, address), said_by_serializer(address))
    address = re.sub("&.*", "", address)
    by_serializer = said_by_serializer(address, [key])
    if by_serializer:
        equal([built_by_itself(client, address, key)], by_serializer)


@of_an_example
@given(data=st.data(), day=st.dates(FIRST_DAY, TODAY))
def test_any_organisation_says_what_its_serializer_says(client: Client, data: st.DataObject, day: dt.date) -> None:
    member = Membership.objects.order_by("pk")[data.draw(st.integers(0, 20))]
    columns = data.draw(organisation_columns())
    Organisation.objects.filter(pk=member.organisation_id).update(**columns, seat=any_seat(data))
    Membership.objects.filter(pk=member.pk).update(role_in_source=data.draw(texts), confirmed_date=data.draw(days))

    cluster = f"as_of={day.isoformat()}&cluster={member.cluster.slug}"
    same_at_every_door(client, f"organisations?{cluster}", member.organisation_id)
    same_at_every_door(client, f"memberships?{cluster}", member.pk)
