from django.db import migrations

# The table of Django's DatabaseCache, as `createcachetable` makes it, so that `migrate` is all there is to run.
# Unlogged: after a crash the counts of guesses begin anew, and nothing else is lost.
CREATE = """
CREATE UNLOGGED TABLE staff_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX staff_cache_expires ON staff_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_login_and_its_log")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE staff_cache")]
