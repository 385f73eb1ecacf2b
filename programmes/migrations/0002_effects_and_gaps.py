"""What evaluations found, and why what is counted differs from a published figure."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EffectFinding",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of the evaluation. Empty where the source names none.",
                        null=True,
                        verbose_name="year",
                    ),
                ),
                ("evaluator", models.CharField(max_length=120, verbose_name="evaluator")),
                ("scope_nb", models.CharField(max_length=120, verbose_name="what was studied (Norwegian)")),
                ("scope_en", models.CharField(blank=True, max_length=120, verbose_name="what was studied (English)")),
                ("method_nb", models.CharField(blank=True, max_length=160, verbose_name="method (Norwegian)")),
                ("method_en", models.CharField(blank=True, max_length=160, verbose_name="method (English)")),
                ("finding_nb", models.TextField(verbose_name="finding (Norwegian)")),
                ("finding_en", models.TextField(blank=True, verbose_name="finding (English)")),
                ("measure", models.SlugField(blank=True, verbose_name="measure")),
                (
                    "bound",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exactly", "exactly"),
                            ("about", "about"),
                            ("at-least", "at least"),
                            ("at-most", "at most"),
                        ],
                        max_length=8,
                        verbose_name="bound",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True, verbose_name="value"),
                ),
                ("unit_nb", models.CharField(blank=True, max_length=40, verbose_name="unit (Norwegian)")),
                ("unit_en", models.CharField(blank=True, max_length=40, verbose_name="unit (English)")),
            ],
            options={
                "verbose_name": "effect finding",
                "verbose_name_plural": "effect findings",
            },
        ),
        migrations.CreateModel(
            name="EffectFindingEvent",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of the evaluation. Empty where the source names none.",
                        null=True,
                        verbose_name="year",
                    ),
                ),
                ("evaluator", models.CharField(max_length=120, verbose_name="evaluator")),
                ("scope_nb", models.CharField(max_length=120, verbose_name="what was studied (Norwegian)")),
                ("scope_en", models.CharField(blank=True, max_length=120, verbose_name="what was studied (English)")),
                ("method_nb", models.CharField(blank=True, max_length=160, verbose_name="method (Norwegian)")),
                ("method_en", models.CharField(blank=True, max_length=160, verbose_name="method (English)")),
                ("finding_nb", models.TextField(verbose_name="finding (Norwegian)")),
                ("finding_en", models.TextField(blank=True, verbose_name="finding (English)")),
                ("measure", models.SlugField(blank=True, db_index=False, verbose_name="measure")),
                (
                    "bound",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exactly", "exactly"),
                            ("about", "about"),
                            ("at-least", "at least"),
                            ("at-most", "at most"),
                        ],
                        max_length=8,
                        verbose_name="bound",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True, verbose_name="value"),
                ),
                ("unit_nb", models.CharField(blank=True, max_length=40, verbose_name="unit (Norwegian)")),
                ("unit_en", models.CharField(blank=True, max_length=40, verbose_name="unit (English)")),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="publishedfigure",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="publishedfigure",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="publishedfigure",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="publishedfigure",
            name="gap_en",
            field=models.TextField(blank=True, verbose_name="why our count differs (English)"),
        ),
        migrations.AddField(
            model_name="publishedfigure",
            name="gap_nb",
            field=models.TextField(
                blank=True,
                help_text="Only what is known: ends that are assumed, clusters that no source names, partial member lists.",
                verbose_name="why our count differs (Norwegian)",
            ),
        ),
        migrations.AddField(
            model_name="publishedfigureevent",
            name="gap_en",
            field=models.TextField(blank=True, verbose_name="why our count differs (English)"),
        ),
        migrations.AddField(
            model_name="publishedfigureevent",
            name="gap_nb",
            field=models.TextField(
                blank=True,
                help_text="Only what is known: ends that are assumed, clusters that no source names, partial member lists.",
                verbose_name="why our count differs (Norwegian)",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publishedfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_publishedfigureevent" ("as_of", "bound", "gap_en", "gap_nb", "id", "measure", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "unit", "value", "wording_nb") VALUES (NEW."as_of", NEW."bound", NEW."gap_en", NEW."gap_nb", NEW."id", NEW."measure", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."unit", NEW."value", NEW."wording_nb"); RETURN NULL;',
                    hash="6f205b2867a32a39a4577d58762e5ee1de7b035c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3f12a",
                    table="programmes_publishedfigure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publishedfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_publishedfigureevent" ("as_of", "bound", "gap_en", "gap_nb", "id", "measure", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "unit", "value", "wording_nb") VALUES (NEW."as_of", NEW."bound", NEW."gap_en", NEW."gap_nb", NEW."id", NEW."measure", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."unit", NEW."value", NEW."wording_nb"); RETURN NULL;',
                    hash="61a7c87da20a5d6f2c6f0d09d0fda38edd8fb1d9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f3665",
                    table="programmes_publishedfigure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publishedfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_publishedfigureevent" ("as_of", "bound", "gap_en", "gap_nb", "id", "measure", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "unit", "value", "wording_nb") VALUES (OLD."as_of", OLD."bound", OLD."gap_en", OLD."gap_nb", OLD."id", OLD."measure", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."unit", OLD."value", OLD."wording_nb"); RETURN NULL;',
                    hash="4d0fe6761f08bd482a2753be14760447ab27086e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_91a54",
                    table="programmes_publishedfigure",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="effectfinding",
            constraint=models.UniqueConstraint(fields=("evaluator", "finding_nb"), name="effect_finding_once"),
        ),
        migrations.AddConstraint(
            model_name="effectfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bound", ""), ("value__isnull", True)),
                    models.Q(
                        ("value__isnull", False),
                        models.Q(("bound", ""), _negated=True),
                        models.Q(("unit_nb", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="effect_finding_value_has_unit_and_bound",
                violation_error_message="A value has a unit and a bound, and neither stands without a value.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="effectfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_effectfindingevent" ("bound", "evaluator", "finding_en", "finding_nb", "id", "measure", "method_en", "method_nb", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope_en", "scope_nb", "source", "unit_en", "unit_nb", "value", "year") VALUES (NEW."bound", NEW."evaluator", NEW."finding_en", NEW."finding_nb", NEW."id", NEW."measure", NEW."method_en", NEW."method_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."scope_en", NEW."scope_nb", NEW."source", NEW."unit_en", NEW."unit_nb", NEW."value", NEW."year"); RETURN NULL;',
                    hash="a492184a2c2b8f7420341b13cf45dca9bbec7dc2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_938bb",
                    table="programmes_effectfinding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="effectfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_effectfindingevent" ("bound", "evaluator", "finding_en", "finding_nb", "id", "measure", "method_en", "method_nb", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope_en", "scope_nb", "source", "unit_en", "unit_nb", "value", "year") VALUES (NEW."bound", NEW."evaluator", NEW."finding_en", NEW."finding_nb", NEW."id", NEW."measure", NEW."method_en", NEW."method_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."scope_en", NEW."scope_nb", NEW."source", NEW."unit_en", NEW."unit_nb", NEW."value", NEW."year"); RETURN NULL;',
                    hash="615b945ca9fc510bab4f8d4e2af9f70027ed07fe",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_736b3",
                    table="programmes_effectfinding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="effectfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_effectfindingevent" ("bound", "evaluator", "finding_en", "finding_nb", "id", "measure", "method_en", "method_nb", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scope_en", "scope_nb", "source", "unit_en", "unit_nb", "value", "year") VALUES (OLD."bound", OLD."evaluator", OLD."finding_en", OLD."finding_nb", OLD."id", OLD."measure", OLD."method_en", OLD."method_nb", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."scope_en", OLD."scope_nb", OLD."source", OLD."unit_en", OLD."unit_nb", OLD."value", OLD."year"); RETURN NULL;',
                    hash="e56446ab0f2c8a72aaa4ba28ccadca5be0fd9add",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7a972",
                    table="programmes_effectfinding",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="effectfindingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="programmes.effectfinding",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="effectfindingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1165fb69e63fa62801893d08471c2cbbdcdc4a84",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fac0b",
                    table="programmes_effectfindingevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
