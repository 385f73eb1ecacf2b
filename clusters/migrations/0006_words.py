"""The words in use, added to by the database itself whenever a text is written."""

from django.db import migrations

# Words of four letters and more, without digits: shorter ones have too many neighbours to offer any of them.
# In alphabetical order, so that two writers of the same new words wait for each other instead of deadlocking.
REMEMBER = """
CREATE FUNCTION {table}_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {words} (folded, word)
    SELECT DISTINCT ON (fold_text(word)) fold_text(word), word
    FROM (
        SELECT DISTINCT word FROM changed,
            regexp_split_to_table(lower(concat_ws(' ', {columns}) COLLATE "pg_c_utf8"), '[^[:alpha:]]+') AS word
        WHERE length(word) >= 4) AS once
    ORDER BY fold_text(word), word
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER words_inserted AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION {table}_words();
CREATE TRIGGER words_updated AFTER UPDATE ON {table} REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION {table}_words();
"""
FORGET = """
DROP TRIGGER words_inserted ON {table};
DROP TRIGGER words_updated ON {table};
DROP FUNCTION {table}_words();
"""
TEXTS = "name, other_names, related_words"
CATALOGUES = [
    {
        "table": "clusters_cluster",
        "words": "clusters_clusterword",
        "columns": f"{TEXTS}, summary_nb, summary_en, description_nb, description_en",
    },
    {"table": "clusters_organisation", "words": "clusters_organisationword", "columns": TEXTS},
]


class Migration(migrations.Migration):
    """Functions and triggers; then every record is written once, which adds its words."""

    dependencies = [("clusters", "0005_standing")]
    operations = [
        *(migrations.RunSQL(REMEMBER.format(**names), FORGET.format(**names)) for names in CATALOGUES),
        migrations.RunSQL(
            "UPDATE clusters_cluster SET name = name; UPDATE clusters_organisation SET name = name;",
            migrations.RunSQL.noop,
        ),
    ]
