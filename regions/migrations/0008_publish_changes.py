"""Every change of what the public sees is told; what is there already was created now."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

BEGIN_WITH = """
INSERT INTO published_publishedchange (transaction, position, resource, record_id, key, action)
SELECT publish_edition(), publish_edition(), 'region', row.id, row.code::text, 'created' FROM regions_region row
WHERE true ORDER BY row.id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("published", "0001_changes"),
        ("regions", "0007_changes_by_context"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="region",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(OLD.id IS NOT NULL, false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(NEW.id IS NOT NULL, false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('region', NEW.id, NEW.code::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('region', OLD.id, OLD.code::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('region', NEW.id, OLD.code::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.period IS DISTINCT FROM NEW.period OR OLD.start_precision IS DISTINCT FROM NEW.start_precision OR OLD.end_precision IS DISTINCT FROM NEW.end_precision THEN 'period' END, CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.code IS DISTINCT FROM NEW.code THEN 'code' END, CASE WHEN OLD.level IS DISTINCT FROM NEW.level THEN 'level' END, CASE WHEN OLD.name_nb IS DISTINCT FROM NEW.name_nb OR OLD.name_en IS DISTINCT FROM NEW.name_en THEN 'name' END, CASE WHEN OLD.name_official IS DISTINCT FROM NEW.name_official THEN 'name_official' END, CASE WHEN OLD.parent_id IS DISTINCT FROM NEW.parent_id THEN 'parent' END, CASE WHEN OLD.label_latitude IS DISTINCT FROM NEW.label_latitude THEN 'label_latitude' END, CASE WHEN OLD.label_longitude IS DISTINCT FROM NEW.label_longitude THEN 'label_longitude' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('region', NEW.id, NEW.code::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="98da88b49027f0bfeda327a238f74f6e9f14c82c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_4dc38",
                    table="regions_region",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionoutline",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM publish_edition(); RETURN NULL;",
                    hash="2686f155fe70e7001cde46129bc8a20cd4eb10cf",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_15efc",
                    table="regions_regionoutline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionsuccession",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_predecessors",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('region', whole.id, whole.code::text, 'changed', ARRAY['predecessors'])\nFROM regions_region whole WHERE whole.id IN (OLD.successor_id, NEW.successor_id) AND whole.id IS NOT NULL ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="7b8c37116214c31daad9bb30ecc59c18c079d72d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_predecessors_fe5e5",
                    table="regions_regionsuccession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionsuccession",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_successors",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('region', whole.id, whole.code::text, 'changed', ARRAY['successors'])\nFROM regions_region whole WHERE whole.id IN (OLD.predecessor_id, NEW.predecessor_id) AND whole.id IS NOT NULL ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="15122243cb66c382f0724f10a8626124a62eabfa",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_successors_c1b8f",
                    table="regions_regionsuccession",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(BEGIN_WITH, migrations.RunSQL.noop),
    ]
