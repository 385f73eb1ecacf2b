"""Extensions and the two functions that know Norwegian letters.

``builtin C.UTF-8`` is PostgreSQL 17's own locale, so an older server is refused here, by name.
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

DEMAND_POSTGRESQL_17 = """
DO $$ BEGIN
    IF current_setting('server_version_num')::int < 170000 THEN
        RAISE EXCEPTION 'Klyngeregisteret needs PostgreSQL 17 or newer; this server is %',
            current_setting('server_version');
    END IF;
END $$;
"""

FOLD_TEXT = """
CREATE FUNCTION fold_text(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace(
    translate(lower(value COLLATE "pg_c_utf8"),
        'æäåøöéèêëáàâãúùûüóòôõíìîïñçšžčđŋŧ', 'aaaooeeeeaaaauuuuooooiiiincszcdnt'),
    'ae', 'a'), 'oe', 'o'), 'aa', 'a');
"""

# { | } follow z in ASCII, so æ, ø and å come last and in that order; aa counts as å.
NORWEGIAN_KEY = """
CREATE FUNCTION norwegian_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(replace(lower(value COLLATE "pg_c_utf8"), 'aa', 'å'),
    'æäøöåéèêëáàâãúùûüóòôõíìîïñçšžčđŋŧ', '{{||}eeeeaaaauuuyooooiiiincszcdnt');
"""


class Migration(migrations.Migration):
    """What every other app's tables build on."""

    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(DEMAND_POSTGRESQL_17, migrations.RunSQL.noop),
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(FOLD_TEXT, "DROP FUNCTION fold_text(text)"),
        migrations.RunSQL(NORWEGIAN_KEY, "DROP FUNCTION norwegian_key(text)"),
    ]
