"""The words a seat can be found by: the names, of any era and language, of every place it answers to."""

from django.db import migrations

PLACE_WORDS = """
CREATE FUNCTION place_words(seat bigint) RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(string_agg(DISTINCT concat_ws(' ', region.name_nb, region.name_en, region.name_official), E'\\n'), '')
    FROM regions_regionlineage lineage JOIN regions_region region ON region.id = lineage.region_id
    WHERE lineage.seat_id = seat AND region.level <> 'country';
END;
"""


class Migration(migrations.Migration):
    """A function only."""

    dependencies = [("regions", "0002_region_lineage")]
    operations = [migrations.RunSQL(PLACE_WORDS, "DROP FUNCTION place_words(bigint)")]
