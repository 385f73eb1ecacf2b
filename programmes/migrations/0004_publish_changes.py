"""Every change of what the public sees is told; what is there already was created now."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

BEGIN_WITH = """
INSERT INTO published_publishedchange (transaction, position, resource, record_id, key, action)
SELECT publish_edition(), publish_edition(), 'owner', row.id, row.slug::text, 'created' FROM programmes_programmeowner row
WHERE true ORDER BY row.id;
INSERT INTO published_publishedchange (transaction, position, resource, record_id, key, action)
SELECT publish_edition(), publish_edition(), 'programme', row.id, row.slug::text, 'created' FROM programmes_programme row
WHERE true ORDER BY row.id;
INSERT INTO published_publishedchange (transaction, position, resource, record_id, key, action)
SELECT publish_edition(), publish_edition(), 'tier', row.id, row.code::text, 'created' FROM programmes_tier row
WHERE true ORDER BY row.id;
INSERT INTO published_publishedchange (transaction, position, resource, record_id, key, action)
SELECT publish_edition(), publish_edition(), 'appropriation', row.id, row.id::text, 'created' FROM programmes_appropriation row
WHERE true ORDER BY row.id;
INSERT INTO published_publishedchange (transaction, position, resource, record_id, key, action)
SELECT publish_edition(), publish_edition(), 'effect', row.id, row.id::text, 'created' FROM programmes_effectfinding row
WHERE true ORDER BY row.id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("published", "0001_changes"),
        ("programmes", "0003_changes_by_context"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="appropriation",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(OLD.id IS NOT NULL, false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(NEW.id IS NOT NULL, false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('appropriation', NEW.id, NEW.id::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('appropriation', OLD.id, OLD.id::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('appropriation', NEW.id, OLD.id::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.year IS DISTINCT FROM NEW.year THEN 'year' END, CASE WHEN OLD.ministry_id IS DISTINCT FROM NEW.ministry_id THEN 'ministry' END, CASE WHEN OLD.granted_by IS DISTINCT FROM NEW.granted_by THEN 'granted_by' END, CASE WHEN OLD.scope_nb IS DISTINCT FROM NEW.scope_nb OR OLD.scope_en IS DISTINCT FROM NEW.scope_en THEN 'scope' END, CASE WHEN OLD.stage IS DISTINCT FROM NEW.stage THEN 'stage' END, CASE WHEN OLD.amount IS DISTINCT FROM NEW.amount THEN 'amount' END, CASE WHEN OLD.note IS DISTINCT FROM NEW.note THEN 'note' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('appropriation', NEW.id, NEW.id::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="71625de3d537bbb3939aef03c8edf642d54e756c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_a4833",
                    table="programmes_appropriation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="call",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM publish_edition(); RETURN NULL;",
                    hash="656609e4da3e34361188f200e27005b94ca0d8c6",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_6b28b",
                    table="programmes_call",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="effectfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(OLD.id IS NOT NULL, false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(NEW.id IS NOT NULL, false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('effect', NEW.id, NEW.id::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('effect', OLD.id, OLD.id::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('effect', NEW.id, OLD.id::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.year IS DISTINCT FROM NEW.year THEN 'year' END, CASE WHEN OLD.evaluator IS DISTINCT FROM NEW.evaluator THEN 'evaluator' END, CASE WHEN OLD.scope_nb IS DISTINCT FROM NEW.scope_nb OR OLD.scope_en IS DISTINCT FROM NEW.scope_en THEN 'scope' END, CASE WHEN OLD.method_nb IS DISTINCT FROM NEW.method_nb OR OLD.method_en IS DISTINCT FROM NEW.method_en THEN 'method' END, CASE WHEN OLD.finding_nb IS DISTINCT FROM NEW.finding_nb OR OLD.finding_en IS DISTINCT FROM NEW.finding_en THEN 'finding' END, CASE WHEN OLD.measure IS DISTINCT FROM NEW.measure THEN 'measure' END, CASE WHEN OLD.bound IS DISTINCT FROM NEW.bound THEN 'bound' END, CASE WHEN OLD.value IS DISTINCT FROM NEW.value THEN 'value' END, CASE WHEN OLD.unit_nb IS DISTINCT FROM NEW.unit_nb OR OLD.unit_en IS DISTINCT FROM NEW.unit_en THEN 'unit' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('effect', NEW.id, NEW.id::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="6c30de13c1531f0ec82594998d73c0c706f9762f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_fbd34",
                    table="programmes_effectfinding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM publish_edition(); RETURN NULL;",
                    hash="091bbda8d410226d0d65a14b256055a75e3fb9a5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_e277d",
                    table="programmes_milestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ministry",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM publish_edition(); RETURN NULL;",
                    hash="622964103506b613a20f424f8b8f18105a1682d4",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_b1f1b",
                    table="programmes_ministry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="priorityarea",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM publish_edition(); RETURN NULL;",
                    hash="e67851bca8c5bf788ee3ba065ff8a755ed8c4b88",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_7c591",
                    table="programmes_priorityarea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(OLD.id IS NOT NULL, false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(NEW.id IS NOT NULL, false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('programme', NEW.id, NEW.slug::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('programme', OLD.id, OLD.slug::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('programme', NEW.id, OLD.slug::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.period IS DISTINCT FROM NEW.period OR OLD.start_precision IS DISTINCT FROM NEW.start_precision OR OLD.end_precision IS DISTINCT FROM NEW.end_precision THEN 'period' END, CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.slug IS DISTINCT FROM NEW.slug THEN 'slug' END, CASE WHEN OLD.name_nb IS DISTINCT FROM NEW.name_nb OR OLD.name_en IS DISTINCT FROM NEW.name_en THEN 'name' END, CASE WHEN OLD.successor_id IS DISTINCT FROM NEW.successor_id THEN 'successor' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('programme', NEW.id, NEW.slug::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="23ad5c92f1f0930f06b01812b485dfb15bdc27af",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_43055",
                    table="programmes_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeowner",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(OLD.id IS NOT NULL, false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(NEW.id IS NOT NULL, false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('owner', NEW.id, NEW.slug::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('owner', OLD.id, OLD.slug::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('owner', NEW.id, OLD.slug::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.slug IS DISTINCT FROM NEW.slug THEN 'slug' END, CASE WHEN OLD.name_nb IS DISTINCT FROM NEW.name_nb OR OLD.name_en IS DISTINCT FROM NEW.name_en THEN 'name' END, CASE WHEN OLD.organisation_number IS DISTINCT FROM NEW.organisation_number THEN 'organisation_number' END, CASE WHEN OLD.website IS DISTINCT FROM NEW.website THEN 'website' END, CASE WHEN OLD.role IS DISTINCT FROM NEW.role THEN 'role' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('owner', NEW.id, NEW.slug::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="c487e737ec6a30e77b9f63eb90eb31ad86d77d14",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_45e8c",
                    table="programmes_programmeowner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publishedfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM publish_edition(); RETURN NULL;",
                    hash="f1dabbc27d54c6344d537b34543f986908f23018",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_44ccf",
                    table="programmes_publishedfigure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tier",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(OLD.id IS NOT NULL, false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(NEW.id IS NOT NULL, false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('tier', NEW.id, NEW.code::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('tier', OLD.id, OLD.code::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('tier', NEW.id, OLD.code::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.period IS DISTINCT FROM NEW.period OR OLD.start_precision IS DISTINCT FROM NEW.start_precision OR OLD.end_precision IS DISTINCT FROM NEW.end_precision THEN 'period' END, CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.programme_id IS DISTINCT FROM NEW.programme_id THEN 'programme' END, CASE WHEN OLD.code IS DISTINCT FROM NEW.code THEN 'code' END, CASE WHEN OLD.name_nb IS DISTINCT FROM NEW.name_nb OR OLD.name_en IS DISTINCT FROM NEW.name_en THEN 'name' END, CASE WHEN OLD.short_name_nb IS DISTINCT FROM NEW.short_name_nb OR OLD.short_name_en IS DISTINCT FROM NEW.short_name_en THEN 'short_name' END, CASE WHEN OLD.definition_nb IS DISTINCT FROM NEW.definition_nb OR OLD.definition_en IS DISTINCT FROM NEW.definition_en THEN 'definition' END, CASE WHEN OLD.rank IS DISTINCT FROM NEW.rank THEN 'rank' END, CASE WHEN OLD.kind IS DISTINCT FROM NEW.kind THEN 'kind' END, CASE WHEN OLD.longest_support_years IS DISTINCT FROM NEW.longest_support_years THEN 'longest_support_years' END, CASE WHEN OLD.annual_support_min IS DISTINCT FROM NEW.annual_support_min THEN 'annual_support_min' END, CASE WHEN OLD.annual_support_max IS DISTINCT FROM NEW.annual_support_max THEN 'annual_support_max' END, CASE WHEN OLD.note IS DISTINCT FROM NEW.note THEN 'note' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('tier', NEW.id, NEW.code::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="3a4737d09385d4d3aa7355beb029649825e29ae2",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_f521a",
                    table="programmes_tier",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(BEGIN_WITH, migrations.RunSQL.noop),
    ]
