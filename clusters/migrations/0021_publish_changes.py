"""Every change of what the public sees is told; what is there already was created now."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

BEGIN_WITH = """
INSERT INTO published_publishedchange (transaction, position, resource, record_id, key, action)
SELECT publish_edition(), publish_edition(), 'sector', row.id, row.slug::text, 'created' FROM clusters_sector row
WHERE true ORDER BY row.id;
INSERT INTO published_publishedchange (transaction, position, resource, record_id, key, action)
SELECT publish_edition(), publish_edition(), 'organisation', row.id, row.id::text, 'created' FROM clusters_organisation row
WHERE row.merged_into_id IS NULL ORDER BY row.id;
INSERT INTO published_publishedchange (transaction, position, resource, record_id, key, action)
SELECT publish_edition(), publish_edition(), 'cluster', row.id, row.slug::text, 'created' FROM clusters_cluster row
WHERE row.publication = 'published' ORDER BY row.id;
INSERT INTO published_publishedchange (transaction, position, resource, record_id, key, action)
SELECT publish_edition(), publish_edition(), 'membership', row.id, row.id::text, 'created' FROM clusters_membership row
WHERE EXISTS (SELECT FROM clusters_cluster c WHERE c.id = row.cluster_id AND c.publication = 'published') ORDER BY row.id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("published", "0001_changes"),
        ("clusters", "0020_publication_steps"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="cluster",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(OLD.publication = 'published', false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(NEW.publication = 'published', false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('cluster', NEW.id, NEW.slug::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('cluster', OLD.id, OLD.slug::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('cluster', NEW.id, OLD.slug::text, CASE NEW.publication WHEN 'withdrawn' THEN 'withdrawn' ELSE 'removed' END, successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.name IS DISTINCT FROM NEW.name THEN 'name' END, CASE WHEN OLD.slug IS DISTINCT FROM NEW.slug THEN 'slug' END, CASE WHEN OLD.acronym IS DISTINCT FROM NEW.acronym THEN 'acronym' END, CASE WHEN OLD.summary_nb IS DISTINCT FROM NEW.summary_nb OR OLD.summary_en IS DISTINCT FROM NEW.summary_en THEN 'summary' END, CASE WHEN OLD.description_nb IS DISTINCT FROM NEW.description_nb OR OLD.description_en IS DISTINCT FROM NEW.description_en THEN 'description' END, CASE WHEN OLD.seat_id IS DISTINCT FROM NEW.seat_id THEN 'seat' END, CASE WHEN OLD.reach IS DISTINCT FROM NEW.reach THEN 'reach' END, CASE WHEN OLD.founded_year IS DISTINCT FROM NEW.founded_year THEN 'founded_year' END, CASE WHEN OLD.website IS DISTINCT FROM NEW.website THEN 'website' END, CASE WHEN OLD.email IS DISTINCT FROM NEW.email THEN 'email' END, CASE WHEN OLD.confirmed_date IS DISTINCT FROM NEW.confirmed_date THEN 'confirmed_date' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('cluster', NEW.id, NEW.slug::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nIF TG_OP = 'UPDATE' AND was <> is_now THEN\n    PERFORM publish_change(\n        'membership', member.id, member.id::text, CASE WHEN is_now THEN 'created' ELSE 'removed' END)\n    FROM clusters_membership member WHERE member.cluster_id = NEW.id ORDER BY member.id;\n    PERFORM publish_change('organisation', host.id, host.id::text, 'changed', ARRAY['hosted'])\n    FROM clusters_organisation host WHERE host.merged_into_id IS NULL\n        AND host.id IN (SELECT organisation_id FROM clusters_hostperiod WHERE cluster_id = NEW.id) ORDER BY host.id;\n    PERFORM publish_change('cluster', other.id, other.slug, 'changed', ARRAY['predecessors', 'successors'])\n    FROM clusters_cluster other WHERE other.publication = 'published' AND other.id IN (\n        SELECT successor_id FROM clusters_clustersuccession WHERE predecessor_id = NEW.id\n        UNION SELECT predecessor_id FROM clusters_clustersuccession WHERE successor_id = NEW.id) ORDER BY other.id;\nEND IF;\nRETURN NULL;\n",
                    hash="5692a1bcc16df6b21364ba81481b5dbd54688d83",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_2e8a2",
                    table="clusters_cluster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clustername",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_names",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('cluster', whole.id, whole.slug::text, 'changed', ARRAY['names'])\nFROM clusters_cluster whole WHERE whole.id IN (OLD.cluster_id, NEW.cluster_id) AND whole.publication = 'published' ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="43b22b8e45e89bcfed24a0731ef877e91a0a2482",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_names_728e0",
                    table="clusters_clustername",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clustersector",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_sectors",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('cluster', whole.id, whole.slug::text, 'changed', ARRAY['sectors'])\nFROM clusters_cluster whole WHERE whole.id IN (OLD.cluster_id, NEW.cluster_id) AND whole.publication = 'published' ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="13800544d23ba81ad05073a68955a90bc2e081dc",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_sectors_a0d84",
                    table="clusters_clustersector",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clustersuccession",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_predecessors",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('cluster', whole.id, whole.slug::text, 'changed', ARRAY['predecessors'])\nFROM clusters_cluster whole WHERE whole.id IN (OLD.successor_id, NEW.successor_id) AND whole.publication = 'published' AND EXISTS (SELECT FROM clusters_cluster WHERE id IN (OLD.predecessor_id, NEW.predecessor_id) AND publication = 'published') ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="f85a7099f1047c813c9dc4840a8f2914d66501f7",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_predecessors_c4d94",
                    table="clusters_clustersuccession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clustersuccession",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_successors",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('cluster', whole.id, whole.slug::text, 'changed', ARRAY['successors'])\nFROM clusters_cluster whole WHERE whole.id IN (OLD.predecessor_id, NEW.predecessor_id) AND whole.publication = 'published' AND EXISTS (SELECT FROM clusters_cluster WHERE id IN (OLD.successor_id, NEW.successor_id) AND publication = 'published') ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="18ce04f2f87b48fe8a149a7a8dcf6aa46b475045",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_successors_56cdd",
                    table="clusters_clustersuccession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM publish_edition(); RETURN NULL;",
                    hash="55de7c9c19eba115dd9db49c8b09d08274b0db2d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_b7d76",
                    table="clusters_contact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hostperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_hosted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('organisation', whole.id, whole.id::text, 'changed', ARRAY['hosted'])\nFROM clusters_organisation whole WHERE whole.id IN (OLD.organisation_id, NEW.organisation_id) AND whole.merged_into_id IS NULL AND EXISTS (SELECT FROM clusters_cluster WHERE id IN (OLD.cluster_id, NEW.cluster_id) AND publication = 'published') ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="1df50604fe6ac579462a411d4487eef27123124c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_hosted_74d51",
                    table="clusters_hostperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hostperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_hosts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('cluster', whole.id, whole.slug::text, 'changed', ARRAY['hosts'])\nFROM clusters_cluster whole WHERE whole.id IN (OLD.cluster_id, NEW.cluster_id) AND whole.publication = 'published' ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="f1e2ee00c2ff01833c9e3e0b44cca485e43354ae",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_hosts_74971",
                    table="clusters_hostperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="label",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM publish_edition(); RETURN NULL;",
                    hash="02ae577d05595ffca73eb4bbb865a1e6d2e9c707",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_80773",
                    table="clusters_label",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(EXISTS (SELECT FROM clusters_cluster WHERE id = OLD.cluster_id AND publication = 'published'), false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(EXISTS (SELECT FROM clusters_cluster WHERE id = NEW.cluster_id AND publication = 'published'), false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('membership', NEW.id, NEW.id::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('membership', OLD.id, OLD.id::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('membership', NEW.id, OLD.id::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.period IS DISTINCT FROM NEW.period OR OLD.start_precision IS DISTINCT FROM NEW.start_precision OR OLD.end_precision IS DISTINCT FROM NEW.end_precision THEN 'period' END, CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.cluster_id IS DISTINCT FROM NEW.cluster_id THEN 'cluster' END, CASE WHEN OLD.organisation_id IS DISTINCT FROM NEW.organisation_id THEN 'organisation' END, CASE WHEN OLD.role IS DISTINCT FROM NEW.role THEN 'role' END, CASE WHEN OLD.role_in_source IS DISTINCT FROM NEW.role_in_source THEN 'role_in_source' END, CASE WHEN OLD.is_observed IS DISTINCT FROM NEW.is_observed THEN 'is_observed' END, CASE WHEN OLD.observed_year IS DISTINCT FROM NEW.observed_year THEN 'observed_year' END, CASE WHEN OLD.confirmed_date IS DISTINCT FROM NEW.confirmed_date THEN 'confirmed_date' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('membership', NEW.id, NEW.id::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="7acd3203e58320c19f1228517f50cb19d754dab8",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_d0ecb",
                    table="clusters_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(OLD.merged_into_id IS NULL, false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(NEW.merged_into_id IS NULL, false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('organisation', NEW.id, NEW.id::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('organisation', OLD.id, OLD.id::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('organisation', NEW.id, OLD.id::text, 'merged', successor => NEW.merged_into_id);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.name IS DISTINCT FROM NEW.name THEN 'name' END, CASE WHEN OLD.kind IS DISTINCT FROM NEW.kind THEN 'kind' END, CASE WHEN OLD.organisation_number IS DISTINCT FROM NEW.organisation_number THEN 'organisation_number' END, CASE WHEN OLD.seat_id IS DISTINCT FROM NEW.seat_id THEN 'seat' END, CASE WHEN OLD.seat_basis IS DISTINCT FROM NEW.seat_basis THEN 'seat_basis' END, CASE WHEN OLD.industry_code IS DISTINCT FROM NEW.industry_code THEN 'industry_code' END, CASE WHEN OLD.website IS DISTINCT FROM NEW.website THEN 'website' END, CASE WHEN OLD.founded_date IS DISTINCT FROM NEW.founded_date THEN 'founded_date' END, CASE WHEN OLD.dissolved_date IS DISTINCT FROM NEW.dissolved_date THEN 'dissolved_date' END, CASE WHEN OLD.register_status IS DISTINCT FROM NEW.register_status THEN 'register_status' END, CASE WHEN OLD.register_checked_at IS DISTINCT FROM NEW.register_checked_at THEN 'register_checked_at' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('organisation', NEW.id, NEW.id::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="7344b891a539712cc335e2b2d4ab623fe0a8e1a0",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_a02d2",
                    table="clusters_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationidentifier",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_identifiers",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('organisation', whole.id, whole.id::text, 'changed', ARRAY['identifiers'])\nFROM clusters_organisation whole WHERE whole.id IN (OLD.organisation_id, NEW.organisation_id) AND whole.merged_into_id IS NULL ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="7c53664c592a51485624aeffa7d32cd8c8166b1c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_identifiers_f9378",
                    table="clusters_organisationidentifier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationname",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_names",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('organisation', whole.id, whole.id::text, 'changed', ARRAY['names'])\nFROM clusters_organisation whole WHERE whole.id IN (OLD.organisation_id, NEW.organisation_id) AND whole.merged_into_id IS NULL ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="7f3ecc2bd6d03a26980141955908c7fd812c8a14",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_names_492f6",
                    table="clusters_organisationname",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sector",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(OLD.id IS NOT NULL, false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(NEW.id IS NOT NULL, false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('sector', NEW.id, NEW.slug::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('sector', OLD.id, OLD.slug::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('sector', NEW.id, OLD.slug::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.slug IS DISTINCT FROM NEW.slug THEN 'slug' END, CASE WHEN OLD.name_nb IS DISTINCT FROM NEW.name_nb OR OLD.name_en IS DISTINCT FROM NEW.name_en THEN 'name' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('sector', NEW.id, NEW.slug::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="5b3ae0c83244391a4a1ef9a6c1badd9cdfde2d47",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_ebdde",
                    table="clusters_sector",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tierperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_tier_periods",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n    RETURN NULL;\nEND IF;\nPERFORM publish_change('cluster', whole.id, whole.slug::text, 'changed', ARRAY['tier_periods'])\nFROM clusters_cluster whole WHERE whole.id IN (OLD.cluster_id, NEW.cluster_id) AND whole.publication = 'published' ORDER BY whole.id;\nRETURN NULL;\n",
                    hash="c58296b00ba88f429919c4d581fac85b767b61f4",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_tier_periods_3a1ab",
                    table="clusters_tierperiod",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(BEGIN_WITH, migrations.RunSQL.noop),
    ]
