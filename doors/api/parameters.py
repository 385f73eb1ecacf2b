"""The one query language, in words: a parameter means the same at every door."""

MEANINGS = {
    "as_of": "The whole answer as it was on this day, for example `2016-08-17`; today unless given.",
    "cluster": "Slug of a cluster: its members, past and present.",
    "footprint": (
        "What `region` and counts by county go by: `seat`, the cluster's own (unless given), or `members`, the seats "
        "of its members on the day, for one that has left on its last day. With `members`, a cluster counts in every "
        "county where it has one."
    ),
    "kind": "Kind of organisation; repeatable, any of them.",
    "level": "Level of region; repeatable, any of them.",
    "ordering": "Order of the list; every order ends on a unique key. `relevance` needs `q`.",
    "organisation": "Id or organisation number of an organisation: what it is or was a member of.",
    "page_size": "Rows on a page.",
    "q": (
        "Free text: every word is found by its beginning, another form of it or as a part of a longer word, in names, "
        "former names, acronyms, texts, sectors, seat or host. An organisation number, with or without spaces, a web "
        "domain or an identifier (ROR, Wikidata, LEI) names its record."
    ),
    "region": (
        "Code of a county or municipality of any era (`46`, `12`, `4601`): what has its seat there; for clusters, see "
        "`footprint`. A code in use on the day means its borders of that day, any other all the ground it ever had. "
        "Repeatable, any of them."
    ),
    "sector": "Slug of a sector; repeatable, any of them.",
    "status": (
        "Status on the day: `active`, `unconfirmed` (an assumed end has passed), `former`. Repeatable, any of them."
    ),
    "tier": "Code of a tier: the tier on the day or, of one that has left, the last. Repeatable, any of them.",
}
