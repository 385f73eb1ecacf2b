"""The one query language, in words: a parameter means the same at every door."""

from typing import Any

MEANINGS = {
    "as_of": "The whole answer as it was on this day, for example `2016-08-17`; today unless given.",
    "cluster": (
        "Slug of a cluster: its members, past and present; of grants, those to its hosts; of figures and projects, its "
        "own."
    ),
    "cursor": (
        "Walks the whole list without a limit, in the order of ids: begin with `*` and go on along `next`. A record "
        "that is there all the time is met exactly once. Not together with `page` or `ordering`."
    ),
    "footprint": (
        "What `region` and counts by county go by: `seat`, the cluster's own (unless given), or `members`, the seats "
        "of its members on the day, for one that has left on its last day. With `members`, a cluster counts in every "
        "county where it has one."
    ),
    "end_confirmed": (
        "Of clusters: `true` where a source names the end of its time on its tier of the day, or that it has not "
        "ended, `false` where the end is assumed. Of organisations: members of a cluster on a tier on the day, `true` "
        "where both the end of a membership and that of the tier are confirmed. Repeatable, any of them."
    ),
    "entered": (
        "Year in which the cluster's first time on a tier began, for example `2014`; `none` where no source names it. "
        "Repeatable, any of them."
    ),
    "fields": (
        "Only these fields of each record, with commas between them or one at a time; all of them unless some are "
        "asked for. Their order stays that of the schema."
    ),
    "indicator": "Slug of an indicator: its values. Repeatable, any of them.",
    "kind": "Kind of organisation; repeatable, any of them.",
    "level": "Level of region; repeatable, any of them.",
    "member_of": (
        "Slug of a cluster: the organisations that its `member_count` counts, members on the day or, of one that has "
        "left, on its last day on a tier. Up to four slugs with a tilde between, `gce-node~nce-raufoss`: members of "
        "all of them. Repeatable, any of the values."
    ),
    "moved": (
        "A move between tiers that the cluster has made by the day, told by two codes with a tilde between: "
        "`arena~nce` from one tier period straight to the next, `outside~arena` into the programme, `nce~outside` out "
        "of it again (with `status=former` those whose end is known, with `status=unconfirmed` the others). Periods "
        "without years and brands do not count. Repeatable, any of them."
    ),
    "ordering": "Order of the list; every order ends on a unique key. `relevance` needs `q`.",
    "organisation": (
        "Id or organisation number of an organisation: what it is or was a member of; of grants, what it was granted."
    ),
    "owner": "Slug of an owner of the programme: what it granted. Repeatable, any of them.",
    "page_size": "Rows on a page.",
    "q": (
        "Free text: every word is found by its beginning, another form of it or as a part of a longer word, in names, "
        "former names, acronyms, texts, sectors, seat or host. An organisation number, with or without spaces, a web "
        "domain or an identifier (ROR, Wikidata, LEI) names its record."
    ),
    "resource": "Kind of record that changed; repeatable, any of them.",
    "region": (
        "Code of a county or municipality of any era (`46`, `12`, `4601`): what has its seat there; for clusters, see "
        "`footprint`. A code in use on the day means its borders of that day, any other all the ground it ever had. "
        "`none`: what has no known seat in a county of the day. Repeatable, any of them."
    ),
    "sector": "Slug of a sector, or `none` for those without any; repeatable, any of them.",
    "state": (
        "State of a grant as it is known today: `committed` (not yet paid, as far as is known), `paid`, `cancelled`. "
        "Repeatable, any of them."
    ),
    "status": (
        "Status on the day: `active`, `unconfirmed` (an assumed end has passed), `former`. Repeatable, any of them. "
        "Of organisations only `active`: members on the day of a cluster that is on a tier on it."
    ),
    "tier": "Code of a tier: the tier on the day or, of one that has left, the last. Repeatable, any of them.",
    "type": "Type of project; repeatable, any of them.",
    "updated_since": (
        "Records that were changed in the registry since this moment, that moment included: those the stream `changes` "
        "tells of. A change of anything that stands in the record and has no address of its own counts (names, hosts, "
        "tier periods, sectors, sources). What does not: a day that comes (`status`, `member_count`), and changes of "
        "other records that are named in it or counted. What was removed is in no list, and a change is dated before "
        "its transaction ends: to keep a copy, follow `changes`. `2026-01-31T12:00:00Z`; Norwegian time without the Z."
    ),
    "year": "Year of the decision on a grant, or that a figure is about, for example `2016`. Repeatable, any of them.",
}

#: What a value is where the schema can name no list of them: the vocabulary, or the list, whose records it names.
FORMATS = {
    "cluster": "cluster-slug",
    "cursor": "cursor",
    "entered": "year-or-none",
    "indicator": "indicator-slug",
    "member_of": "cluster-slugs",
    "moved": "tier-move",
    "organisation": "organisation-key",
    "owner": "owner-slug",
    "region": "region-code",
    "sector": "sector-slug",
    "tier": "tier-code",
    "year": "year",
}


def string_type(name: str) -> dict[str, Any]:
    """Text that is never empty, in the format of the parameter's values where they have one, for the schema."""
    return {"type": "string", "minLength": 1, **({"format": FORMATS[name]} if name in FORMATS else {})}
