"""Words that have others inside them, found through the words in use, to which those with digits belong from now on."""

from importlib import import_module
from typing import Any

from django.db import migrations

CATALOGUES: Any = import_module("clusters.migrations.0006_words").CATALOGUES

# As before, but for digits: *h2karbon* has *karbon* inside it.
REMEMBER = """
CREATE OR REPLACE FUNCTION {table}_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {words} (folded, word)
    SELECT DISTINCT ON (fold_text(word)) fold_text(word), word
    FROM (
        SELECT DISTINCT word FROM changed,
            regexp_split_to_table(lower(concat_ws(' ', {columns}) COLLATE "pg_c_utf8"), '[^[:alnum:]]+') AS word
        WHERE length(word) >= 4) AS once
    ORDER BY fold_text(word), word
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
INSERT INTO {words} (folded, word)
SELECT DISTINCT ON (fold_text(word)) fold_text(word), word
FROM (
    SELECT DISTINCT word FROM {table},
        regexp_split_to_table(lower(concat_ws(' ', {columns}) COLLATE "pg_c_utf8"), '[^[:alnum:]]+') AS word
    WHERE length(word) >= 4 AND word ~ '[[:digit:]]') AS once
ORDER BY fold_text(word), word
ON CONFLICT DO NOTHING;
"""

# Each word is looked for by itself: many keys in one query are compared with every row that has any of them, which
# takes three to ten times as long. PostgreSQL cannot know how many words and records these are, and would read whole
# tables for what it expects.
INSIDE = """
CREATE FUNCTION clusters_with_inside(part text) RETURNS SETOF bigint LANGUAGE sql STABLE STRICT ROWS 1000
SET enable_seqscan = off AS $$
    SELECT DISTINCT cluster.id FROM clusters_clusterword word CROSS JOIN LATERAL (
        SELECT id FROM clusters_cluster WHERE search_vector @@ quote_literal(word.folded)::tsquery OFFSET 0
    ) cluster
    WHERE word.folded LIKE '%' || part || '%' AND NOT starts_with(word.folded, part)
$$;
CREATE FUNCTION stands_in_organisations(part text) RETURNS boolean LANGUAGE sql STABLE STRICT
SET enable_seqscan = off AS $$
    SELECT count(*) > 0 FROM clusters_organisationword
    WHERE folded LIKE '%' || part || '%' AND NOT starts_with(folded, part)
$$;
"""
FORGET = """
DROP FUNCTION clusters_with_inside(text);
DROP FUNCTION stands_in_organisations(text);
"""


class Migration(migrations.Migration):
    """Functions, and the words with digits."""

    dependencies = [("clusters", "0027_narrow_indexes")]
    operations = [
        *(migrations.RunSQL(REMEMBER.format(**names), migrations.RunSQL.noop) for names in CATALOGUES),
        migrations.RunSQL(INSIDE, FORGET),
    ]
