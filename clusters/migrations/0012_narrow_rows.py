"""Lists read clusters in their thousands: a row is short, and its texts lie outside it for whoever wants them.

PostgreSQL keeps texts of up to two kilobytes in the row, and fifty thousand clusters took 39,000 pages. What a list
orders, compares and shows stays in the row; the texts, and the vectors of their words, go. Rows written before are
narrowed when they are written again.
"""

from django.db import migrations

SHORT = (
    "name",
    "slug",
    "acronym",
    "website",
    "publication",
    "other_names",
    "sector_slugs",
    "name_key",
    "name_folded",
    "other_names_folded",
    "name_vector",
    "website_domain",
)


def stored(how: str) -> str:
    """The short columns kept in the row to the last (MAIN), or moved as any other (EXTENDED)."""
    return ", ".join(f"ALTER COLUMN {column} SET STORAGE {how}" for column in SHORT)


class Migration(migrations.Migration):
    """How rows are stored, not what is in them."""

    dependencies = [("clusters", "0011_orders")]
    operations = [
        migrations.RunSQL(
            f"ALTER TABLE clusters_cluster SET (toast_tuple_target = 256), {stored('MAIN')}",
            f"ALTER TABLE clusters_cluster RESET (toast_tuple_target), {stored('EXTENDED')}",
        )
    ]
