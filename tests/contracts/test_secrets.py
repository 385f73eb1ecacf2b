"""What the public is not to see stands at no door: a secret is put wherever one could be, and looked for everywhere.

Whatever is not named in PUBLIC gets a secret, so a new column or table is taken for one until it is named here.
"""

import datetime as dt
import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pghistory
import pytest
from django.apps import apps
from django.db import models
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from clusters.choices import Publication
from clusters.models import (
    Cluster,
    ClusterName,
    ClusterSector,
    ClusterSuccession,
    Contact,
    HostPeriod,
    Membership,
    Organisation,
    Sector,
    TierPeriod,
)
from history.derived import Derived
from programmes.models import ProgrammeOwner, Tier
from regions.models import Region
from support.models import Grant, GrantCluster, Indicator, Observation, Project, ProjectCluster, ProjectReference
from tests.clusters.api.reading import API, get, walk
from tests.clusters.test_standing import SLUG
from tests.public_pages import PUBLIC_PAGES, located
from tests.snapshots.taking import fetched, files, take

pytestmark = pytest.mark.django_db

#: Short enough for every column of text, and like no word there is.
SECRET = "Zqx9Kw"
#: Nobody has clicked anything on that day.
SECRET_MOMENT = dt.datetime(1787, 2, 3, 4, 5, 6, tzinfo=dt.UTC)
PHONE = "+47 17 87 02 03"
SAID = re.compile(r"zqx9kw|1787-02-03|februar[y]? 1787|03\.02\.1787|17 ?87 ?02 ?03", re.IGNORECASE)

OURS = (
    *("bilingual", "regions", "review", "programmes", "clusters", "imports", "staff", "workplace"),
    "corrections",
    "support",
)
TEXTS = (models.CharField, models.TextField, models.JSONField)
MOMENTS = (models.DateTimeField,)
#: The public columns of text and the public moments of each table that the public sees anything of.
PUBLIC: dict[str, set[str]] = {
    "regions.Region": {"code", "name_nb", "name_en", "name_official", "source"},
    "regions.RegionSuccession": {"source"},
    "regions.RegionOutline": {"source", "path"},
    "programmes.Ministry": {"code", "name_nb", "name_en"},
    "programmes.Appropriation": {"source", "granted_by", "scope_nb", "scope_en", "note"},
    "programmes.Call": {"source"},
    "programmes.PublishedFigure": {"source", "measure", "unit", "wording_nb", "gap_nb", "gap_en"},
    "programmes.EffectFinding": {
        *("source", "evaluator", "scope_nb", "scope_en", "method_nb", "method_en", "finding_nb", "finding_en"),
        *("measure", "unit_nb", "unit_en"),
    },
    "programmes.Milestone": {"source", "event_nb", "event_en"},
    "programmes.PriorityArea": {"source", "slug", "occasion", "name_nb", "name_en"},
    "programmes.Programme": {"source", "slug", "name_nb", "name_en"},
    "programmes.ProgrammeOwner": {
        *("source", "slug", "name_nb", "name_en", "organisation_number", "website", "role"),
    },
    "programmes.Tier": {
        *("source", "code", "name_nb", "name_en", "short_name_nb", "short_name_en", "definition_nb", "definition_en"),
        "note",
    },
    "clusters.Cluster": {
        *("name", "slug", "acronym", "summary_nb", "summary_en", "description_nb", "description_en", "source"),
        *("website", "email", "updated_at"),
    },
    "clusters.ClusterName": {"source", "name", "slug"},
    "clusters.ClusterSector": set(),
    "clusters.ClusterSuccession": {"source"},
    "clusters.FormerSlug": {"slug"},
    "clusters.HostPeriod": {"source"},
    "clusters.Label": {"source"},
    "clusters.Organisation": {
        *("source", "name", "organisation_number", "industry_code", "website", "register_status"),
        *("register_checked_at", "updated_at"),
    },
    "clusters.OrganisationName": {"source", "name"},
    "clusters.OrganisationIdentifier": {"source", "value"},
    "clusters.Membership": {"source", "role_in_source"},
    "clusters.Sector": {"slug", "name_nb", "name_en"},
    "clusters.TierPeriod": {"source", "note"},
    "support.Grant": {"source", "recipient_in_source", "scheme", "deciding_unit"},
    "support.GrantCluster": set(),
    "support.Indicator": {
        *("source", "slug", "name_nb", "name_en", "definition_nb", "definition_en", "unit_nb", "unit_en"),
        *("method_nb", "method_en", "comparison_nb", "comparison_en"),
    },
    "support.Observation": {"source", "note_nb", "note_en"},
    "support.Project": {"source", "title_nb", "title_en", "summary_nb", "summary_en", "website"},
    "support.ProjectArea": set(),
    "support.ProjectCluster": set(),
    "support.ProjectParticipant": set(),
    "support.ProjectReference": {"funder", "reference"},
}
#: The database alone writes these, out of the others.
DERIVED = {
    *("regions.RegionLineage", "regions.RegionArea", "clusters.MemberPlace", "clusters.MemberTally"),
    *("clusters.OrganisationTally", "clusters.Participation", "clusters.Presence", "clusters.Standing"),
    *("clusters.TierTally", "clusters.ClusterWord", "clusters.OrganisationWord"),
}
#: What a row needs beside secrets, where the rules of its table ask for it.
NEEDED: dict[str, dict[str, Any]] = {
    "clusters.Contact": {"basis": "consent", "email": f"{SECRET}@klyngen.no", "phone": PHONE, "is_public": False},
    "imports.Batch": {"state": "planned"},
}


def label(model: type[models.Model]) -> str:
    return model._meta.label


def tables() -> list[Any]:
    """Every table of ours but those that history writes; accounts first, for others refer to them."""
    found = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    own = [model for model in found if not model._meta.proxy and not hasattr(model, "pgh_tracked_model")]
    return sorted(own, key=lambda model: label(model) != "staff.User")


def columns(model: Any, kinds: Any) -> Iterator[Any]:
    """Those that hold what somebody wrote: no choices, no references, nothing that the database works out."""
    fields: Any = model._meta.local_concrete_fields
    for field in fields:
        if isinstance(field, kinds) and not (field.choices or isinstance(field, Derived | models.GeneratedField)):
            yield field


def secret(field: Any) -> Any:
    if isinstance(field, MOMENTS):
        return SECRET_MOMENT
    return [SECRET] if isinstance(field, models.JSONField) else SECRET[: field.max_length]


def secrets_of(model: Any) -> dict[str, Any]:
    """A secret for each column that is not public."""
    public = PUBLIC.get(label(model), set())
    return {field.name: secret(field) for field in columns(model, (*TEXTS, *MOMENTS)) if field.name not in public}


def hide_in_rows(model: Any) -> None:
    """In the rows of a table that the public sees other columns of."""
    hidden = {name: value for name, value in secrets_of(model).items() if name != "tier_kind"}
    if hidden:
        model.objects.update(**hidden)


def hidden_row(model: Any) -> Any:
    """In a table that the public sees nothing of: one row, referring to what the public does see."""
    moments = {field.name for field in columns(model, MOMENTS)}
    texts = {name: value for name, value in secrets_of(model).items() if name not in moments}
    values: dict[str, Any] = {**texts, **NEEDED.get(label(model), {})}
    for field in model._meta.local_concrete_fields:
        if field.name not in values and not (field.primary_key and field.remote_field is None):
            values |= _value(field)
    return model.objects.create(**values)


def _value(field: Any) -> dict[str, Any]:
    if field.remote_field is not None:
        target = field.related_model
        known = target.objects.filter(slug=SLUG).first() if target is Cluster else target.objects.first()
        return {field.name: known or hidden_row(target)} if not field.null else {}
    if field.has_default() or field.db_default is not models.NOT_PROVIDED or field.null:
        return {}
    if field.choices:
        return {field.name: field.choices[0][0]}
    plain: dict[type, Any] = {models.BooleanField: False, models.DateTimeField: SECRET_MOMENT}
    plain[models.DateField] = dt.date(2016, 8, 17)
    return {field.name: next((value for kind, value in plain.items() if isinstance(field, kind)), 1)}


def hide_in_cluster(publication: str, number: int) -> None:
    """A cluster that is not public, with a secret in every text of it and of what belongs to it."""
    node, public = Cluster.objects.get(slug=SLUG), Organisation.objects.order_by("pk")[0]
    texts = {field.name: SECRET for field in columns(Cluster, TEXTS)}
    texts |= {
        "slug": f"{SECRET}-{number}".lower(),
        "website": f"https://{SECRET}.no".lower(),
        "email": f"{SECRET}@a.no",
    }
    steps = {"submitted_at": SECRET_MOMENT, "withdrawn_at": SECRET_MOMENT}
    seat, steward = Region.objects.get(code="4601"), ProgrammeOwner.objects.get(slug="innovasjon-norge")
    cluster = Cluster.objects.create(**texts, **steps, publication=publication, seat=seat, steward=steward)
    unknown: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}
    more: dict[str, Any] = {**unknown, "cluster": cluster, "source": SECRET}
    ClusterName.objects.create(**more, name=SECRET, slug=f"{SECRET}-o{number}".lower())
    TierPeriod.objects.create(**more, tier=Tier.objects.get(code="gce"), note=SECRET)
    HostPeriod.objects.create(**more, organisation=public)
    Membership.objects.create(**more, organisation=public, role_in_source=SECRET)
    granted = dict.fromkeys(("source", "recipient_in_source", "scheme", "deciding_unit"), SECRET)
    grant = Grant.objects.create(**granted, recipient=public, owner=steward, year=2016, amount=17870203 + number)
    GrantCluster.objects.create(grant=grant, cluster=cluster)
    figure: dict[str, Any] = {"indicator": Indicator.objects.get(slug="members"), "value": 17870203, "source": SECRET}
    Observation.objects.create(**figure, cluster=cluster, note_nb=SECRET, note_en=SECRET)
    hidden, seen = (Project.objects.create(**unknown, title_nb=title, types=["research"]) for title in (SECRET, "Tare"))
    ProjectCluster.objects.create(project=hidden, cluster=cluster)
    ProjectReference.objects.create(project=hidden, funder=SECRET, reference=SECRET)
    ProjectCluster.objects.bulk_create(ProjectCluster(project=seen, cluster=one) for one in (cluster, node))
    ClusterSector.objects.create(cluster=cluster, sector=Sector.objects.get(slug="ocean"))
    step: dict[str, Any] = {"kind": "merged", "date": "2016-08-17", "source": SECRET}
    ClusterSuccession.objects.create(predecessor=node, successor=cluster, **step)
    ClusterSuccession.objects.create(predecessor=cluster, successor=node, **step)
    reached: dict[str, Any] = {"name": SECRET, "basis": "consent", "phone": PHONE, "is_public": True}
    Contact.objects.create(cluster=cluster, review_date=dt.date(2030, 1, 1), **reached)


@pytest.fixture
def _hidden() -> None:
    """A secret wherever the public is not to see anything, by way of the doors of staff: with history and reasons."""
    with pghistory.context(reason=SECRET, user_name=SECRET, source=SECRET):
        for model in tables():
            if label(model) in PUBLIC:
                hide_in_rows(model)
            elif label(model) not in DERIVED:
                hidden_row(model)
        steps = (Publication.DRAFT, Publication.IN_REVIEW, Publication.WITHDRAWN)
        for number, publication in enumerate(steps):
            hide_in_cluster(publication, number)
        Membership.objects.order_by("-pk")[0].organisation.save()


def text_of(response: HttpResponseBase) -> str:
    """All that is in an answer, workbooks unpacked."""
    content = response.getvalue() if response.streaming else response.content  # type: ignore[attr-defined]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    return content.decode(errors="replace")


def pages() -> list[str]:
    return [located(address) for page in PUBLIC_PAGES for address in page.addresses.values()]


def linked(text: str, seen: dict[str, int]) -> Iterator[str]:
    """Two addresses of every kind that a page leads to, in both languages."""
    for found in re.findall(r'(?:href|src|action|<loc)[=>]"?(?:http://testserver)?(/[^"<\s#]*)', text):
        path = found.replace("&amp;", "&").partition("?")[0]
        try:
            kind = f"{resolve(path).view_name} {path.startswith('/en/')} {path.rpartition('.')[2][:5]}"
        except Resolver404:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= 2 and not path.startswith(("/static/", "/admin")):
            yield unquote(found.replace("&amp;", "&"))


def path_of(address: str) -> str:
    return address.removeprefix("http://testserver")


def records(client: Client) -> Iterator[str]:
    """Every list of the API, whole, and records out of each with all that stands in them."""
    for address in get(client, "/").values():
        path = path_of(address) if isinstance(address, str) else ""
        if path.startswith(API) and "/docs" not in path:
            yield path
    for name in (
        "clusters",
        "organisations",
        "memberships",
        "tiers",
        "programmes",
        "owners",
        "effects",
        "grants",
        "observations",
        "projects",
        "regions",
    ):
        rows = walk(client, f"{API}/{name}/?cursor=*&page_size=500")
        yield f"{API}/{name}/?cursor=*&page_size=500"
        yield from (path_of(row["url"]) for row in rows[:8])
    yield from (f"{API}/clusters/{SLUG}/", f"{API}/clusters/{SLUG}/members/?page_size=500")
    yield f"{API}/changes/?page_size=1000"
    yield from (path_of(figure["url"]) for figure in get(client, "/statistics/")["figures"])


@pytest.mark.usefixtures("_hidden")
def test_a_secret_is_at_no_door(client: Client) -> None:
    asked: dict[str, str] = {}
    seen: dict[str, int] = {}
    waiting = [*pages(), *records(client), "/sitemap.xml", "/robots.txt", "/klynger.csv", "/en/organisations.xlsx"]

    while waiting:
        address = waiting.pop()
        if address not in asked:
            response = client.get(address)
            asked[address] = text_of(response)
            waiting += linked(asked[address], seen) if "html" in response["Content-Type"] or "xml" in address else ()

    told = {address: SAID.findall(text)[:3] for address, text in asked.items() if SAID.search(text)}
    assert told == {}
    assert len(asked) > 150


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_hidden")
def test_a_secret_is_in_no_file_of_a_snapshot(
    client: Client, capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path
) -> None:
    settings.SNAPSHOTS_FOLDER = str(tmp_path)
    take(capsys)

    told = {}
    for name, entry in files(client).items():
        content = unpacked(name, fetched(client, entry["url"]), tmp_path)
        told[name] = SAID.findall(content)[:3]
        assert len(content) > len(name), name
    assert {name for name, found in told.items() if found} == set()
    assert {Path(name).suffix for name in told} == {".gz", ".parquet", ".xlsx"}


def unpacked(name: str, content: bytes, folder: Path) -> str:
    """What a file says, as text."""
    if name.endswith(".gz"):
        return gzip.decompress(content).decode()
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(packed.read(one).decode() for one in packed.namelist())
    (folder / name).write_bytes(content)
    return str(duckdb.read_parquet(str(folder / name)).fetchall())


@pytest.mark.usefixtures("_hidden")
def test_a_secret_is_found_by_no_question(client: Client) -> None:
    for name in ("clusters", "organisations"):
        for question in (SECRET, SECRET[:4], SECRET.lower(), f"{SECRET}.no"):
            assert get(client, f"/{name}/", {"q": question})["count"] == 0
            assert get(client, f"/{name}/", {"q": question, "cursor": "*"})["results"] == []
    for beginning in (SECRET[:2], SECRET[:4], SECRET):
        assert get(client, "/suggest/", {"q": beginning})["results"] == []
    for page in ("/klynger/", "/virksomheter/", "/en/clusters/", "/klynger.atom"):
        assert "zqx9kw" not in client.get(page, {"q": "zqx9kv"}).content.decode().lower(), page


@pytest.mark.parametrize(
    ("name", "columns_of_it"),
    [
        ("clusters", {*secrets_of(Cluster), "steward", "submitted_by", "publication", "contacts", "search_vector"}),
        ("organisations", {*secrets_of(Organisation), "merged_into", "search_vector"}),
        ("memberships", {*secrets_of(Membership), "cluster__steward"}),
        ("owners", {"staff", "contacts", "clusters"}),
    ],
)
def test_a_secret_column_can_be_asked_for_at_no_list(client: Client, name: str, columns_of_it: set[str]) -> None:
    for column in columns_of_it:
        for query in (f"fields={column}", f"ordering={column}", f"ordering=-{column}", f"{column}=x"):
            assert client.get(f"{API}/{name}/?{query}").status_code == 400, query


def test_what_is_public_is_named_as_it_is_called() -> None:
    by_label = {label(model): model for model in tables()}

    assert {*PUBLIC, *DERIVED} <= {*by_label}
    for name, public in PUBLIC.items():
        assert public <= {field.name for field in columns(by_label[name], (*TEXTS, *MOMENTS))}, name
