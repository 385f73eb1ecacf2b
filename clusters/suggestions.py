"""What somebody may mean who has typed the beginning of a name: clusters, sectors, places and organisations.

One statement, written by hand, because it is asked at every key. Beginnings of names are ranges of B-trees over
folded names (never LIKE with a parameter, which a general plan answers by reading everything). Only where they give
fewer than wanted, the beginnings of later words are asked for, each source behind a limit. The statement is prepared
on the pool's connections: planning it takes longer than running it, and is so paid once for each of them.
"""

import datetime as dt
import re
from dataclasses import dataclass

import psycopg
from django.db import connection
from psycopg.rows import class_row
from psycopg.sql import SQL

from bilingual.norwegian import fold
from clusters.organisation_number import compact
from clusters.patience import in_time

#: Fewer letters say too little.
SHORTEST = 2
#: Beginnings of later words, from this many letters: fewer begin half the words of the register.
SHORTEST_WORD = 3
#: Words after these say nothing more.
MOST_WORDS = 8
#: Later words are looked for in this many records of a source at most.
FENCE = 200
#: From this many digits a number may be the beginning of an organisation number.
SHORTEST_NUMBER, NUMBER_LENGTH = 4, 9
#: The last character there is: what begins with a text sorts between the text and the text with this after it.
LAST = chr(0x10FFFF)

_WORD = re.compile(r"[^\W_]+")
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]*)+)(?:[/?#].*)?", re.IGNORECASE)

#: That the public may know of a cluster ``c``, and that it had entered the programme by the day.
_ON_THE_DAY = SQL("""c.publication = 'published' AND EXISTS (
        SELECT FROM clusters_standing s WHERE s.cluster_id = c.id AND s.period @> {day})""")
#: Oslo is a county and a municipality, with one and the same ground: the county is enough.
_PLACES = SQL("""regions_region r JOIN regions_region county ON county.id = r.parent_id
        WHERE r.level IN ('county', 'municipality') AND county.name_nb <> r.name_nb""")
#: The kind of an organisation's other name ``n``.
_OTHER_NAME = SQL("CASE WHEN n.until_year IS NULL THEN 'alternative' ELSE 'former' END")

# Every source gives a record's type by its rank, its id and sort key, and the other name that it was found by.
_BEGINNINGS = SQL("""
    (SELECT 1 AS rank, c.id, c.name_key AS sort, ''::text AS matched, ''::text AS matched_kind FROM clusters_cluster c
        WHERE c.name_folded >= {text} AND c.name_folded < {beyond} AND {on_the_day}
        ORDER BY c.name_folded, c.id LIMIT {wanted})
    UNION ALL
    (SELECT 1, c.id, c.name_key, n.name, n.kind
        FROM clusters_clustername n JOIN clusters_cluster c ON c.id = n.cluster_id
        WHERE n.name_folded >= {text} AND n.name_folded < {beyond} AND {on_the_day}
        ORDER BY n.name_folded, n.id LIMIT {wanted})
    UNION ALL
    (SELECT 1, c.id, c.name_key, '', '' FROM clusters_cluster c
        WHERE c.website_domain >= {domain} AND c.website_domain < {beyond_domain}
            AND NOT (c.website_domain = '') AND {on_the_day}
        ORDER BY c.website_domain LIMIT {wanted})
    UNION ALL
    (SELECT 2, s.id, s.name_key, '', '' FROM clusters_sector s
        WHERE starts_with(s.name_folded, {text})
            OR (strpos(s.name_folded, ' ' || {text}) > 0 AND starts_with(fold_text(s.name_en), {text})))
    UNION ALL
    (SELECT 3, r.id, r.name_key, '', '' FROM {places} AND (r.period @> {day}) IS TRUE
            AND r.name_folded COLLATE "C" >= {text} AND r.name_folded COLLATE "C" < {beyond}
        ORDER BY r.name_folded COLLATE "C", r.id LIMIT {wanted})
    UNION ALL
    (SELECT 4, t.id, t.name_key, CASE WHEN t.id = o.id THEN '' ELSE o.name END,
            CASE WHEN t.id = o.id THEN '' ELSE 'former' END
        FROM clusters_organisation o
        JOIN clusters_organisation t ON t.id = coalesce(o.merged_into_id, o.id) AND t.merged_into_id IS NULL
        WHERE o.name_folded >= {text} AND o.name_folded < {beyond}
        ORDER BY o.name_folded, o.id LIMIT {wanted})
    UNION ALL
    (SELECT 4, o.id, o.name_key, n.name, {other_name} FROM clusters_organisationname n
        JOIN clusters_organisation o ON o.id = n.organisation_id AND o.merged_into_id IS NULL
        WHERE n.name_folded >= {text} AND n.name_folded < {beyond}
        ORDER BY n.name_folded, n.id LIMIT {wanted})
    UNION ALL
    (SELECT 4, o.id, o.name_key, '', '' FROM clusters_organisation o
        WHERE o.organisation_number >= {number} AND o.organisation_number <= {last_number}
            AND NOT (o.organisation_number = '') AND o.merged_into_id IS NULL
        ORDER BY o.organisation_number LIMIT {wanted})
    UNION ALL
    (SELECT 4, o.id, o.name_key, '', '' FROM clusters_organisation o
        WHERE o.website_domain >= {domain} AND o.website_domain < {beyond_domain}
            AND NOT (o.website_domain = '') AND o.merged_into_id IS NULL
        ORDER BY o.website_domain LIMIT {wanted})
""")

#: Places of another time, where no present one begins so: the latest of each name.
_OTHER_ERAS = SQL("""
    SELECT * FROM (
        SELECT DISTINCT ON (r.name_folded) 3, r.id, r.name_key, '', '' FROM {places}
            AND NOT EXISTS (SELECT FROM beginnings WHERE rank = 3)
            AND r.name_folded COLLATE "C" >= {text} AND r.name_folded COLLATE "C" < {beyond}
        ORDER BY r.name_folded, upper(r.period) DESC NULLS FIRST, r.id) past
    LIMIT {wanted}
""")

_LATER_WORDS = SQL("""
    (SELECT 1, c.id, c.name_key, '', '' FROM clusters_cluster c
        WHERE (SELECT few FROM supply) AND c.name_vector @@ {names_words} AND {on_the_day}
        LIMIT {fence})
    UNION ALL
    (SELECT 1, c.id, c.name_key, n.name, n.kind FROM (
            SELECT c.id, c.name_key FROM clusters_cluster c
            WHERE (SELECT few FROM supply) AND c.name_vector @@ {words} AND {on_the_day}
            LIMIT {fence}
        ) c JOIN clusters_clustername n ON n.cluster_id = c.id
        WHERE words_vector(n.name) @@ {words})
    UNION ALL
    (SELECT 2, s.id, s.name_key, '', '' FROM clusters_sector s
        WHERE (SELECT few FROM supply) AND {words} IS NOT NULL
            AND strpos(s.name_folded, ' ' || {text}) > 0)
    UNION ALL
    (SELECT 3, r.id, r.name_key, coalesce(other.name, ''), CASE WHEN other.name IS NULL THEN '' ELSE 'alternative' END
        FROM regions_region r JOIN regions_region county ON county.id = r.parent_id AND county.name_nb <> r.name_nb
        LEFT JOIN LATERAL (
            SELECT name FROM unnest(string_to_array(r.name_official, ' - ')) AS name
            WHERE name <> r.name_nb AND to_tsvector('simple', fold_text(name)) @@ {words} LIMIT 1
        ) other ON true
        WHERE (SELECT few FROM supply) AND r.name_vector @@ {words}
            AND r.level IN ('county', 'municipality') AND r.period @> {day}
        LIMIT {fence})
    UNION ALL
    (SELECT 4, o.id, o.name_key, '', '' FROM clusters_organisation o
        WHERE (SELECT few FROM supply) AND o.name_vector @@ {names_words} AND o.merged_into_id IS NULL
        LIMIT {fence})
    UNION ALL
    (SELECT 4, o.id, o.name_key, n.name, {other_name} FROM (
            SELECT o.id, o.name_key FROM clusters_organisation o
            WHERE (SELECT few FROM supply) AND o.name_vector @@ {words} AND o.merged_into_id IS NULL
            LIMIT {fence}
        ) o JOIN clusters_organisationname n ON n.organisation_id = o.id
        WHERE words_vector(n.name) @@ {words})
""")

#: What is said of each record.
_SAID = SQL("""
    SELECT 'cluster' AS type, slug AS key, name AS nb, name AS en, '' AS within_nb, '' AS within_en
        FROM clusters_cluster WHERE chosen.rank = 1 AND id = chosen.id
    UNION ALL
    SELECT 'sector', slug, name_nb, name_en, '', '' FROM clusters_sector WHERE chosen.rank = 2 AND id = chosen.id
    UNION ALL
    SELECT 'region', r.code, r.name_nb, coalesce(nullif(r.name_en, ''), r.name_nb), coalesce(county.name_nb, ''),
            coalesce(nullif(county.name_en, ''), county.name_nb, '')
        FROM regions_region r LEFT JOIN regions_region county ON county.id = r.parent_id AND county.level = 'county'
        WHERE chosen.rank = 3 AND r.id = chosen.id
    UNION ALL
    SELECT 'organisation', organisation_number, name, name, '', ''
        FROM clusters_organisation WHERE chosen.rank = 4 AND id = chosen.id
""")

#: Names as they were typed (``å`` before ``a`` for ``å``), then the other present names, then those of old.
_ORDER = SQL("NOT starts_with(sort, (SELECT norwegian_key({typed}))), matched <> '', sort, id")

# Each record once, by its best match. Of seven, three are clusters, two sectors or places and two organisations,
# as long as there are so many; what one type leaves, the others take.
_STATEMENT = SQL("""
WITH beginnings AS MATERIALIZED ({beginnings}),
early AS MATERIALIZED (SELECT * FROM beginnings UNION ALL ({other_eras})),
supply AS MATERIALIZED (SELECT count(DISTINCT (rank, id)) < {wanted} AS few FROM early),
later AS MATERIALIZED ({later_words}),
once AS (
    SELECT DISTINCT ON (rank, id) * FROM (
        SELECT 0 AS round, early.* FROM early UNION ALL SELECT 1, later.* FROM later
    ) AS found
    ORDER BY rank, id, round, matched <> '', matched
),
placed AS (
    SELECT *, row_number() OVER (PARTITION BY round, CASE rank WHEN 3 THEN 2 ELSE rank END ORDER BY rank, {order})
        > {wanted} * CASE rank WHEN 1 THEN 3 ELSE 2 END / 7.0 AS beyond_share
    FROM once
),
chosen AS MATERIALIZED (SELECT * FROM placed ORDER BY round, beyond_share, rank, {order} LIMIT {wanted})
SELECT said.*, id, chosen.matched, chosen.matched_kind
FROM chosen CROSS JOIN LATERAL ({said}) AS said
ORDER BY round, rank, {order}
""")

#: The statement's parameters in their order, with their types.
_TYPES = {
    "typed": "text",
    "text": "text",
    "beyond": "text",
    "day": "date",
    "wanted": "integer",
    "number": "text",
    "last_number": "text",
    "domain": "text",
    "beyond_domain": "text",
    "words": "tsquery",
    "names_words": "tsquery",
}
_PARAMETERS = {name: SQL(f"${place}::{type_}") for place, (name, type_) in enumerate(_TYPES.items(), start=1)}
_PARTS = {
    **_PARAMETERS,
    "on_the_day": _ON_THE_DAY.format(**_PARAMETERS),
    "places": _PLACES,
    "other_name": _OTHER_NAME,
    "fence": SQL(str(FENCE)),
    "order": _ORDER.format(**_PARAMETERS),
}
STATEMENT = _STATEMENT.format(
    beginnings=_BEGINNINGS.format(**_PARTS),
    other_eras=_OTHER_ERAS.format(**_PARTS),
    later_words=_LATER_WORDS.format(**_PARTS),
    said=_SAID,
    **_PARTS,
).as_bytes()


@dataclass(frozen=True)
class Suggestion:
    """A record that the text may be the beginning of."""

    type: str
    #: Slug, code or organisation number.
    key: str
    nb: str
    en: str
    #: The county around a municipality.
    within_nb: str
    within_en: str
    id: int
    #: The other name that it was found by, if it was not its own, with the name's kind.
    matched: str
    matched_kind: str


def suggestions(text: str, day: dt.date, wanted: int) -> list[Suggestion]:
    """At most ``wanted`` records as of the day, the likeliest first; none for fewer than two letters or digits.

    Raises TooBroad.
    """
    if sum(map(str.isalnum, text)) < SHORTEST:
        return []
    with in_time(text), connection.cursor() as cursor, connection.wrap_database_errors:
        own: psycopg.Connection[tuple[object, ...]] = cursor.connection
        # A raw cursor sends the statement as it stands; another would read it through for parameters every time.
        asked = psycopg.RawCursor(own, row_factory=class_row(Suggestion))
        return asked.execute(STATEMENT, parameters(text, day, wanted), prepare=True).fetchall()


def parameters(text: str, day: dt.date, wanted: int) -> list[object]:
    """The statement's parameters; what the text is not, a number or a domain, is None and finds nothing."""
    folded = " ".join(fold(text).split())
    number = _number(text)
    domain = _domain(text)
    words = _words(folded)
    values = {
        "typed": " ".join(text.split()),
        "text": folded,
        "beyond": folded + LAST,
        "day": day,
        "wanted": wanted,
        "number": number and number.ljust(NUMBER_LENGTH, "0"),
        "last_number": number and number.ljust(NUMBER_LENGTH, "9"),
        "domain": domain,
        "beyond_domain": domain and domain + LAST,
        "words": _query(words) if words else None,
        "names_words": _query(words, weight="A") if words else None,
    }
    return [values[name] for name in _TYPES]


def _number(text: str) -> str | None:
    """The digits of what may be an organisation number or the beginning of one."""
    number = compact(text)
    is_number = number.isascii() and number.isdigit() and SHORTEST_NUMBER <= len(number) <= NUMBER_LENGTH
    return number if is_number else None


def _domain(text: str) -> str | None:
    """``gceocean.n`` out of an address that is being typed."""
    found = _DOMAIN.fullmatch(text.strip())
    return found.group(1).lower() if found else None


def _words(folded: str) -> list[str]:
    """The words to look for; a last one of one or two letters, still being typed, narrows nothing yet."""
    words = _WORD.findall(folded)[:MOST_WORDS]
    if words and len(words[-1]) < SHORTEST_WORD:
        words = words[:-1]
    return words if any(len(word) >= SHORTEST_WORD for word in words) else []


def _query(words: list[str], *, weight: str = "") -> str:
    """Every word begins a word; a short one is one."""
    return " & ".join(f"'{word}':{'*' if len(word) >= SHORTEST_WORD else ''}{weight}".rstrip(":") for word in words)
