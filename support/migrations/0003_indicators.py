"""What is measured of clusters, tiers and the programme."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0023_life_of_organisations"),
        ("programmes", "0004_publish_changes"),
        ("support", "0002_publish_by_cluster"),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        help_text="Web address or title of the source. Several are separated by “ | ”.",
                        verbose_name="source",
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="slug")),
                ("name_nb", models.CharField(max_length=80, verbose_name="name (Norwegian)")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name (English)")),
                ("definition_nb", models.TextField(verbose_name="definition (Norwegian)")),
                ("definition_en", models.TextField(blank=True, verbose_name="definition (English)")),
                ("unit_nb", models.CharField(max_length=40, verbose_name="unit (Norwegian)")),
                ("unit_en", models.CharField(blank=True, max_length=40, verbose_name="unit (English)")),
                ("method_nb", models.TextField(blank=True, verbose_name="method (Norwegian)")),
                ("method_en", models.TextField(blank=True, verbose_name="method (English)")),
                (
                    "comparison_nb",
                    models.TextField(
                        blank=True,
                        help_text="Whom the figure is compared with. Empty where it is compared with nobody.",
                        verbose_name="comparison group (Norwegian)",
                    ),
                ),
                ("comparison_en", models.TextField(blank=True, verbose_name="comparison group (English)")),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
            },
        ),
        migrations.CreateModel(
            name="IndicatorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        help_text="Web address or title of the source. Several are separated by “ | ”.",
                        verbose_name="source",
                    ),
                ),
                ("slug", models.SlugField(db_index=False, verbose_name="slug")),
                ("name_nb", models.CharField(max_length=80, verbose_name="name (Norwegian)")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name (English)")),
                ("definition_nb", models.TextField(verbose_name="definition (Norwegian)")),
                ("definition_en", models.TextField(blank=True, verbose_name="definition (English)")),
                ("unit_nb", models.CharField(max_length=40, verbose_name="unit (Norwegian)")),
                ("unit_en", models.CharField(blank=True, max_length=40, verbose_name="unit (English)")),
                ("method_nb", models.TextField(blank=True, verbose_name="method (Norwegian)")),
                ("method_en", models.TextField(blank=True, verbose_name="method (English)")),
                (
                    "comparison_nb",
                    models.TextField(
                        blank=True,
                        help_text="Whom the figure is compared with. Empty where it is compared with nobody.",
                        verbose_name="comparison group (Norwegian)",
                    ),
                ),
                ("comparison_en", models.TextField(blank=True, verbose_name="comparison group (English)")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        help_text="Web address or title of the source. Several are separated by “ | ”.",
                        verbose_name="source",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("programme", "programme"), ("tier", "tier"), ("cluster", "cluster")],
                        default="cluster",
                        max_length=9,
                        verbose_name="level",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="That the figure is about. Empty where the source names none.",
                        null=True,
                        verbose_name="year",
                    ),
                ),
                (
                    "bound",
                    models.CharField(
                        choices=[
                            ("exactly", "exactly"),
                            ("about", "about"),
                            ("at-least", "at least"),
                            ("at-most", "at most"),
                        ],
                        default="exactly",
                        max_length=8,
                        verbose_name="bound",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Empty where it rests on fewer than five, and only there.",
                        max_digits=14,
                        null=True,
                        verbose_name="value",
                    ),
                ),
                (
                    "n",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="How many it was measured of. Empty where that is not known.",
                        null=True,
                        verbose_name="rests on",
                    ),
                ),
                ("note_nb", models.CharField(blank=True, max_length=200, verbose_name="note (Norwegian)")),
                ("note_en", models.CharField(blank=True, max_length=200, verbose_name="note (English)")),
            ],
            options={
                "verbose_name": "observation",
                "verbose_name_plural": "observations",
            },
        ),
        migrations.CreateModel(
            name="ObservationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        help_text="Web address or title of the source. Several are separated by “ | ”.",
                        verbose_name="source",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("programme", "programme"), ("tier", "tier"), ("cluster", "cluster")],
                        default="cluster",
                        max_length=9,
                        verbose_name="level",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="That the figure is about. Empty where the source names none.",
                        null=True,
                        verbose_name="year",
                    ),
                ),
                (
                    "bound",
                    models.CharField(
                        choices=[
                            ("exactly", "exactly"),
                            ("about", "about"),
                            ("at-least", "at least"),
                            ("at-most", "at most"),
                        ],
                        default="exactly",
                        max_length=8,
                        verbose_name="bound",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Empty where it rests on fewer than five, and only there.",
                        max_digits=14,
                        null=True,
                        verbose_name="value",
                    ),
                ),
                (
                    "n",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="How many it was measured of. Empty where that is not known.",
                        null=True,
                        verbose_name="rests on",
                    ),
                ),
                ("note_nb", models.CharField(blank=True, max_length=200, verbose_name="note (Norwegian)")),
                ("note_en", models.CharField(blank=True, max_length=200, verbose_name="note (English)")),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicator",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_indicatorevent" ("comparison_en", "comparison_nb", "definition_en", "definition_nb", "id", "method_en", "method_nb", "name_en", "name_nb", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "unit_en", "unit_nb") VALUES (NEW."comparison_en", NEW."comparison_nb", NEW."definition_en", NEW."definition_nb", NEW."id", NEW."method_en", NEW."method_nb", NEW."name_en", NEW."name_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."slug", NEW."source", NEW."unit_en", NEW."unit_nb"); RETURN NULL;',
                    hash="c1651c55137f8a9b2a81504582c87164d26cc1fa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_01c3d",
                    table="support_indicator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicator",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "support_indicatorevent" ("comparison_en", "comparison_nb", "definition_en", "definition_nb", "id", "method_en", "method_nb", "name_en", "name_nb", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "unit_en", "unit_nb") VALUES (NEW."comparison_en", NEW."comparison_nb", NEW."definition_en", NEW."definition_nb", NEW."id", NEW."method_en", NEW."method_nb", NEW."name_en", NEW."name_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."slug", NEW."source", NEW."unit_en", NEW."unit_nb"); RETURN NULL;',
                    hash="3545c19b42f72c0a04a488c90f7accd6d049053b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aa504",
                    table="support_indicator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicator",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_indicatorevent" ("comparison_en", "comparison_nb", "definition_en", "definition_nb", "id", "method_en", "method_nb", "name_en", "name_nb", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "unit_en", "unit_nb") VALUES (OLD."comparison_en", OLD."comparison_nb", OLD."definition_en", OLD."definition_nb", OLD."id", OLD."method_en", OLD."method_nb", OLD."name_en", OLD."name_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."slug", OLD."source", OLD."unit_en", OLD."unit_nb"); RETURN NULL;',
                    hash="673cb2eacf8e487466f4823cda4f7d1a7f15b6cf",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_49201",
                    table="support_indicator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicator",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(OLD.id IS NOT NULL, false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(NEW.id IS NOT NULL, false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('indicator', NEW.id, NEW.slug::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('indicator', OLD.id, OLD.slug::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('indicator', NEW.id, OLD.slug::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.slug IS DISTINCT FROM NEW.slug THEN 'slug' END, CASE WHEN OLD.name_nb IS DISTINCT FROM NEW.name_nb OR OLD.name_en IS DISTINCT FROM NEW.name_en THEN 'name' END, CASE WHEN OLD.definition_nb IS DISTINCT FROM NEW.definition_nb OR OLD.definition_en IS DISTINCT FROM NEW.definition_en THEN 'definition' END, CASE WHEN OLD.unit_nb IS DISTINCT FROM NEW.unit_nb OR OLD.unit_en IS DISTINCT FROM NEW.unit_en THEN 'unit' END, CASE WHEN OLD.method_nb IS DISTINCT FROM NEW.method_nb OR OLD.method_en IS DISTINCT FROM NEW.method_en THEN 'method' END, CASE WHEN OLD.comparison_nb IS DISTINCT FROM NEW.comparison_nb OR OLD.comparison_en IS DISTINCT FROM NEW.comparison_en THEN 'comparison' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('indicator', NEW.id, NEW.slug::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="3791784aa65c3024f806e7bff1ee31a1f9f96dbc",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_44c2c",
                    table="support_indicator",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="indicatorevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="support.indicator",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="cluster",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="observations",
                to="clusters.cluster",
                verbose_name="cluster",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="observations",
                to="support.indicator",
                verbose_name="indicator",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="tier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programmes.tier",
                verbose_name="tier",
            ),
        ),
        migrations.AddField(
            model_name="observationevent",
            name="cluster",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="clusters.cluster",
                verbose_name="cluster",
            ),
        ),
        migrations.AddField(
            model_name="observationevent",
            name="indicator",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="support.indicator",
                verbose_name="indicator",
            ),
        ),
        migrations.AddField(
            model_name="observationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="support.observation",
            ),
        ),
        migrations.AddField(
            model_name="observationevent",
            name="tier",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="programmes.tier",
                verbose_name="tier",
            ),
        ),
        migrations.AddIndex(
            model_name="indicatorevent",
            index=models.Index(fields=["pgh_context_id"], name="support_ind_pgh_con_1e761a_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicatorevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fbdec92f2d161c841f13ae2513ababddf3e9b28c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b4da1",
                    table="support_indicatorevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cluster__isnull", True), ("level", "programme"), ("tier__isnull", True)),
                    models.Q(("cluster__isnull", True), ("level", "tier"), ("tier__isnull", False)),
                    models.Q(("cluster__isnull", False), ("level", "cluster"), ("tier__isnull", True)),
                    _connector="OR",
                ),
                name="observation_of_its_level",
                violation_error_message="Name the cluster or the tier that the level says, and nothing else.",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("n__isnull", False), ("n__lt", 5), ("value__isnull", True)),
                    models.Q(("value__isnull", False), models.Q(("n__isnull", True), ("n__gte", 5), _connector="OR")),
                    _connector="OR",
                ),
                name="observation_small_n_has_no_value",
                violation_error_message="A figure has a value, unless it rests on fewer than five: that would tell of single companies, so leave the value empty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("year__isnull", True), models.Q(("year__gte", 1990), ("year__lte", 2100)), _connector="OR"
                ),
                name="observation_year",
                violation_error_message="The year lies outside the time of the registry.",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.UniqueConstraint(
                fields=("indicator", "cluster", "tier", "year", "value", "source"),
                name="observation_once",
                nulls_distinct=False,
                violation_error_message="This figure is there already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="observation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_observationevent" ("bound", "cluster_id", "id", "indicator_id", "level", "n", "note_en", "note_nb", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "tier_id", "value", "year") VALUES (NEW."bound", NEW."cluster_id", NEW."id", NEW."indicator_id", NEW."level", NEW."n", NEW."note_en", NEW."note_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."tier_id", NEW."value", NEW."year"); RETURN NULL;',
                    hash="4d871dc4a015320a6100371487e7df6d0c650060",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0c5a3",
                    table="support_observation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="observation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "support_observationevent" ("bound", "cluster_id", "id", "indicator_id", "level", "n", "note_en", "note_nb", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "tier_id", "value", "year") VALUES (NEW."bound", NEW."cluster_id", NEW."id", NEW."indicator_id", NEW."level", NEW."n", NEW."note_en", NEW."note_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."tier_id", NEW."value", NEW."year"); RETURN NULL;',
                    hash="ebbe468fb81f63033c38dfe19d7fa2f798b92cab",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2f9fc",
                    table="support_observation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="observation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_observationevent" ("bound", "cluster_id", "id", "indicator_id", "level", "n", "note_en", "note_nb", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "tier_id", "value", "year") VALUES (OLD."bound", OLD."cluster_id", OLD."id", OLD."indicator_id", OLD."level", OLD."n", OLD."note_en", OLD."note_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."tier_id", OLD."value", OLD."year"); RETURN NULL;',
                    hash="bddf5cc948267808c80310a197172532f63a631e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_79c6c",
                    table="support_observation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="observation",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce((OLD.cluster_id IS NULL OR EXISTS (SELECT FROM clusters_cluster WHERE id = OLD.cluster_id AND publication = 'published')), false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce((NEW.cluster_id IS NULL OR EXISTS (SELECT FROM clusters_cluster WHERE id = NEW.cluster_id AND publication = 'published')), false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('observation', NEW.id, NEW.id::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('observation', OLD.id, OLD.id::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('observation', NEW.id, OLD.id::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.indicator_id IS DISTINCT FROM NEW.indicator_id THEN 'indicator' END, CASE WHEN OLD.level IS DISTINCT FROM NEW.level THEN 'level' END, CASE WHEN OLD.tier_id IS DISTINCT FROM NEW.tier_id THEN 'tier' END, CASE WHEN OLD.cluster_id IS DISTINCT FROM NEW.cluster_id THEN 'cluster' END, CASE WHEN OLD.year IS DISTINCT FROM NEW.year THEN 'year' END, CASE WHEN OLD.bound IS DISTINCT FROM NEW.bound THEN 'bound' END, CASE WHEN OLD.value IS DISTINCT FROM NEW.value THEN 'value' END, CASE WHEN OLD.n IS DISTINCT FROM NEW.n THEN 'n' END, CASE WHEN OLD.note_nb IS DISTINCT FROM NEW.note_nb OR OLD.note_en IS DISTINCT FROM NEW.note_en THEN 'note' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('observation', NEW.id, NEW.id::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="08ba4f4b1fc20d58d9b375c831acc55a6b10f9b9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_eac63",
                    table="support_observation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="observationevent",
            index=models.Index(fields=["pgh_context_id"], name="support_obs_pgh_con_fbf3ad_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="observationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4723cfff65b8cdd9617dfbdf30cfba8631dd1d8f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_53223",
                    table="support_observationevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
