"""Grants to organisations that run clusters."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clusters", "0023_life_of_organisations"),
        ("programmes", "0004_publish_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grant",
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
                    "recipient_in_source",
                    models.CharField(blank=True, max_length=160, verbose_name="recipient in the source's words"),
                ),
                (
                    "decided_date",
                    models.DateField(
                        blank=True,
                        help_text="Empty where the source gives a year only.",
                        null=True,
                        verbose_name="decided on",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="Of the decision. May be left empty where the day is given.", verbose_name="year"
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        help_text="Whole kroner, as they were decided.", verbose_name="amount (NOK)"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("committed", "committed"), ("paid", "paid"), ("cancelled", "cancelled")],
                        default="committed",
                        help_text="A grant that was committed is not yet paid.",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("scheme", models.CharField(max_length=120, verbose_name="grant scheme")),
                (
                    "deciding_unit",
                    models.CharField(
                        blank=True,
                        help_text="The office or board that decided.",
                        max_length=120,
                        verbose_name="deciding unit",
                    ),
                ),
                (
                    "sequence",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1, unless the same recipient was granted the same amount under the same scheme on the same day.",
                        verbose_name="number among equals",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="programmes.programmeowner",
                        verbose_name="granted by",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="clusters.organisation",
                        verbose_name="recipient",
                    ),
                ),
            ],
            options={
                "verbose_name": "grant",
                "verbose_name_plural": "grants",
            },
        ),
        migrations.CreateModel(
            name="GrantCluster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="clusters.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="support.grant",
                        verbose_name="grant",
                    ),
                ),
            ],
            options={
                "verbose_name": "cluster of the grant",
                "verbose_name_plural": "clusters of the grant",
            },
        ),
        migrations.AddField(
            model_name="grant",
            name="clusters",
            field=models.ManyToManyField(
                related_name="grants", through="support.GrantCluster", to="clusters.cluster", verbose_name="clusters"
            ),
        ),
        migrations.CreateModel(
            name="GrantClusterEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "cluster",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clusters.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="support.grant",
                        verbose_name="grant",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="support.grantcluster",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GrantEvent",
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
                    "recipient_in_source",
                    models.CharField(blank=True, max_length=160, verbose_name="recipient in the source's words"),
                ),
                (
                    "decided_date",
                    models.DateField(
                        blank=True,
                        help_text="Empty where the source gives a year only.",
                        null=True,
                        verbose_name="decided on",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="Of the decision. May be left empty where the day is given.", verbose_name="year"
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        help_text="Whole kroner, as they were decided.", verbose_name="amount (NOK)"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("committed", "committed"), ("paid", "paid"), ("cancelled", "cancelled")],
                        default="committed",
                        help_text="A grant that was committed is not yet paid.",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("scheme", models.CharField(max_length=120, verbose_name="grant scheme")),
                (
                    "deciding_unit",
                    models.CharField(
                        blank=True,
                        help_text="The office or board that decided.",
                        max_length=120,
                        verbose_name="deciding unit",
                    ),
                ),
                (
                    "sequence",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1, unless the same recipient was granted the same amount under the same scheme on the same day.",
                        verbose_name="number among equals",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programmeowner",
                        verbose_name="granted by",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="support.grant",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clusters.organisation",
                        verbose_name="recipient",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="grantcluster",
            index=models.Index(fields=["cluster", "grant"], name="grant_by_cluster"),
        ),
        migrations.AddConstraint(
            model_name="grantcluster",
            constraint=models.UniqueConstraint(
                fields=("grant", "cluster"),
                name="grant_cluster_once",
                violation_error_message="The cluster is named twice.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantcluster",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_grantclusterevent" ("cluster_id", "grant_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."cluster_id", NEW."grant_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="7005632af9cf5d74906b9bace3c6c6220d2bec01",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_911a4",
                    table="support_grantcluster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantcluster",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "support_grantclusterevent" ("cluster_id", "grant_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."cluster_id", NEW."grant_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="9db328c64caada7fbc40098eee3d2d517fa807b6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b8b9c",
                    table="support_grantcluster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantcluster",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_grantclusterevent" ("cluster_id", "grant_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."cluster_id", OLD."grant_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="291b97e07d9c3d61ae25cff971d52640f952945e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_51200",
                    table="support_grantcluster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantcluster",
            trigger=pgtrigger.compiler.Trigger(
                name="publish_clusters",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM clusters_cluster WHERE id IN (OLD.cluster_id, NEW.cluster_id) AND publication = 'published') THEN\n    PERFORM publish_by_cluster('grant', coalesce(NEW.grant_id, OLD.grant_id), EXISTS (SELECT FROM support_grantcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id WHERE link.grant_id = coalesce(NEW.grant_id, OLD.grant_id) AND cluster.publication = 'published'));\nEND IF;\nRETURN NULL;\n",
                    hash="ec1862b83c1d2b5b93b30fa0a69df38af755dfed",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_clusters_68303",
                    table="support_grantcluster",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["-decided_date", "-id"], name="grant_by_day"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)),
                name="grant_amount_is_positive",
                violation_error_message="A grant is more than nothing. One that was taken back is cancelled.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_date__isnull", True), ("decided_date__year", models.F("year")), _connector="OR"
                ),
                name="grant_year_is_that_of_the_day",
                violation_error_message="The year is another one than that of the day it was decided.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2002), ("year__lte", 2100)),
                name="grant_year_within_the_programme",
                violation_error_message="The programme started in 2002.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("scheme", ""), _negated=True),
                name="grant_has_scheme",
                violation_error_message="Name the scheme that the grant was given under.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(condition=models.Q(("sequence__gte", 1)), name="grant_sequence_from_one"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                fields=("recipient", "owner", "year", "decided_date", "amount", "scheme", "deciding_unit", "sequence"),
                name="grant_once",
                nulls_distinct=False,
                violation_error_message="There is a grant that is alike in everything. If this is another one, give it the next number among equals.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_grantevent" ("amount", "decided_date", "deciding_unit", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient_id", "recipient_in_source", "scheme", "sequence", "source", "state", "year") VALUES (NEW."amount", NEW."decided_date", NEW."deciding_unit", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recipient_id", NEW."recipient_in_source", NEW."scheme", NEW."sequence", NEW."source", NEW."state", NEW."year"); RETURN NULL;',
                    hash="6413e0b8f475f515a8f69818f69aa6c23e2543de",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_192ac",
                    table="support_grant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "support_grantevent" ("amount", "decided_date", "deciding_unit", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient_id", "recipient_in_source", "scheme", "sequence", "source", "state", "year") VALUES (NEW."amount", NEW."decided_date", NEW."deciding_unit", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recipient_id", NEW."recipient_in_source", NEW."scheme", NEW."sequence", NEW."source", NEW."state", NEW."year"); RETURN NULL;',
                    hash="fe843015968c1ef5e6b388f855190c719a8df8af",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7d4fd",
                    table="support_grant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grant",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "support_grantevent" ("amount", "decided_date", "deciding_unit", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient_id", "recipient_in_source", "scheme", "sequence", "source", "state", "year") VALUES (OLD."amount", OLD."decided_date", OLD."deciding_unit", OLD."id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recipient_id", OLD."recipient_in_source", OLD."scheme", OLD."sequence", OLD."source", OLD."state", OLD."year"); RETURN NULL;',
                    hash="9de32597ee438a1a181cb6d29b05caf271e74b9f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3ab85",
                    table="support_grant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grant",
            trigger=pgtrigger.compiler.Trigger(
                name="publish",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was boolean := false; is_now boolean := false; differing text[];",
                    func="\nIF TG_OP <> 'INSERT' THEN was := coalesce(EXISTS (SELECT FROM support_grantcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id WHERE link.grant_id = OLD.id AND cluster.publication = 'published'), false); END IF;\nIF TG_OP <> 'DELETE' THEN is_now := coalesce(EXISTS (SELECT FROM support_grantcluster link JOIN clusters_cluster cluster ON cluster.id = link.cluster_id WHERE link.grant_id = NEW.id AND cluster.publication = 'published'), false); END IF;\nIF is_now AND NOT was THEN\n    PERFORM publish_change('grant', NEW.id, NEW.id::text, 'created');\nELSIF was AND TG_OP = 'DELETE' THEN\n    PERFORM publish_change('grant', OLD.id, OLD.id::text, 'removed');\nELSIF was AND NOT is_now THEN\n    PERFORM publish_change('grant', NEW.id, OLD.id::text, 'removed', successor => NULL);\nELSIF was THEN\n    differing := array_remove(ARRAY[CASE WHEN OLD.source IS DISTINCT FROM NEW.source THEN 'sources' END, CASE WHEN OLD.recipient_id IS DISTINCT FROM NEW.recipient_id THEN 'recipient' END, CASE WHEN OLD.recipient_in_source IS DISTINCT FROM NEW.recipient_in_source THEN 'recipient_in_source' END, CASE WHEN OLD.owner_id IS DISTINCT FROM NEW.owner_id THEN 'owner' END, CASE WHEN OLD.decided_date IS DISTINCT FROM NEW.decided_date THEN 'decided_date' END, CASE WHEN OLD.year IS DISTINCT FROM NEW.year THEN 'year' END, CASE WHEN OLD.amount IS DISTINCT FROM NEW.amount THEN 'amount' END, CASE WHEN OLD.state IS DISTINCT FROM NEW.state THEN 'state' END, CASE WHEN OLD.scheme IS DISTINCT FROM NEW.scheme THEN 'scheme' END, CASE WHEN OLD.deciding_unit IS DISTINCT FROM NEW.deciding_unit THEN 'deciding_unit' END, CASE WHEN OLD.sequence IS DISTINCT FROM NEW.sequence THEN 'sequence' END]::text[], NULL);\n    IF differing <> '{}' THEN\n        PERFORM publish_change('grant', NEW.id, NEW.id::text, 'changed', differing);\n    ELSIF OLD IS DISTINCT FROM NEW THEN\n        PERFORM publish_edition();  -- when it was changed, or what it is found by\n    END IF;\nEND IF;\nRETURN NULL;\n",
                    hash="9751ee381f486d8835e919e76b3076dbbf9e6b7d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_publish_3ea5e",
                    table="support_grant",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="grantclusterevent",
            index=models.Index(fields=["pgh_context_id"], name="support_gra_pgh_con_3e78fc_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantclusterevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="74e1bcd9f6b23833917fd9d8dd77e0e791aeba46",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_be396",
                    table="support_grantclusterevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="grantevent",
            index=models.Index(fields=["pgh_context_id"], name="support_gra_pgh_con_e724fa_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grantevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0009e968fda7c7cc938e19ca4b9824860c4076cf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_65d99",
                    table="support_grantevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
