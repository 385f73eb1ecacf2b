"""What clusters and organisations are found by, the standing of clusters on every day, and the words in use."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import bilingual.norwegian
import clusters.models.cluster
import clusters.models.findable
import clusters.models.organisation
import history.derived


class Migration(migrations.Migration):
    dependencies = [
        ("bilingual", "0002_search_words"),
        ("clusters", "0002_tier_kind_follows_tier"),
        ("programmes", "0001_initial"),
        ("regions", "0003_place_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClusterWord",
            fields=[
                ("folded", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                ("word", models.TextField(help_text="As it was first written, in small letters.")),
            ],
        ),
        migrations.CreateModel(
            name="OrganisationWord",
            fields=[
                ("folded", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                ("word", models.TextField(help_text="As it was first written, in small letters.")),
            ],
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "in the programme"),
                            ("unconfirmed", "end not confirmed"),
                            ("former", "formerly in the programme"),
                        ],
                        max_length=11,
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("is_published", models.BooleanField(db_default=False)),
                (
                    "sector_slugs",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None),
                ),
                (
                    "member_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(),
                        help_text="Days from which the count of members is another.",
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "member_counts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        help_text="The counts from those days on; NULL where no member is known.",
                        null=True,
                        size=None,
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name="clustername",
            name="cluster_name_search_vector",
        ),
        migrations.RemoveIndex(
            model_name="organisationname",
            name="org_name_search_vector",
        ),
        migrations.RemoveField(
            model_name="clustername",
            name="search_vector",
        ),
        migrations.RemoveField(
            model_name="organisationname",
            name="search_vector",
        ),
        migrations.AddField(
            model_name="cluster",
            name="other_names",
            field=history.derived.DerivedText(
                blank=True, db_default="", editable=False, help_text="Every other name, one a line."
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="other_names",
            field=history.derived.DerivedText(
                blank=True, db_default="", editable=False, help_text="Every other name, one a line."
            ),
        ),
        migrations.AddField(
            model_name="cluster",
            name="related_words",
            field=history.derived.DerivedText(
                blank=True,
                db_default="",
                editable=False,
                help_text="Names of related rows and, in every era, of the seat's places, one a line.",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="related_words",
            field=history.derived.DerivedText(
                blank=True,
                db_default="",
                editable=False,
                help_text="Names of related rows and, in every era, of the seat's places, one a line.",
            ),
        ),
        migrations.AddField(
            model_name="cluster",
            name="other_names_folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=bilingual.norwegian.FoldText(
                    django.db.models.functions.text.Concat(
                        models.Value("\n"), "other_names", models.Value("\n"), output_field=models.TextField()
                    )
                ),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="other_names_folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=bilingual.norwegian.FoldText(
                    django.db.models.functions.text.Concat(
                        models.Value("\n"), "other_names", models.Value("\n"), output_field=models.TextField()
                    )
                ),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="words_folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=bilingual.norwegian.FoldText(
                    django.db.models.functions.text.Concat(
                        models.Value("\n"),
                        "name",
                        models.Value("\n"),
                        "other_names",
                        models.Value("\n"),
                        output_field=models.TextField(),
                    )
                ),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="cluster",
            name="words_folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=bilingual.norwegian.FoldText(
                    django.db.models.functions.text.Concat(
                        models.Value("\n"),
                        "name",
                        models.Value("\n"),
                        "other_names",
                        models.Value("\n"),
                        "related_words",
                        models.Value("\n"),
                        "summary_nb",
                        models.Value("\n"),
                        "summary_en",
                        models.Value("\n"),
                        output_field=models.TextField(),
                    )
                ),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="cluster",
            name="name_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=clusters.models.findable.NameVector(),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="cluster",
            name="sector_slugs",
            field=history.derived.DerivedCodes(
                base_field=models.TextField(),
                blank=True,
                db_default=models.Value(
                    [], django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)
                ),
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="cluster",
            name="website_domain",
            field=models.GeneratedField(
                db_persist=True,
                expression=clusters.models.findable.WebDomain(),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="name_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=clusters.models.findable.NameVector(),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="website_domain",
            field=models.GeneratedField(
                db_persist=True,
                expression=clusters.models.findable.WebDomain(),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.RemoveIndex(model_name="cluster", name="cluster_search_vector"),
        migrations.RemoveField(model_name="cluster", name="search_vector"),
        migrations.AddField(
            model_name="cluster",
            name="search_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=clusters.models.cluster.ClusterVector(),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["search_vector"], name="cluster_search_vector"
            ),
        ),
        migrations.RemoveIndex(model_name="organisation", name="organisation_search_vector"),
        migrations.RemoveField(model_name="organisation", name="search_vector"),
        migrations.AddField(
            model_name="organisation",
            name="search_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=clusters.models.organisation.OrganisationVector(),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["search_vector"], name="organisation_search_vector"
            ),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=models.Index(fields=["name_folded", "id"], name="cluster_by_folded_name"),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=models.Index(
                condition=models.Q(("website_domain", ""), _negated=True),
                fields=["website_domain"],
                name="cluster_by_domain",
            ),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["name_vector"], name="cluster_name_vector"
            ),
        ),
        migrations.AddIndex(
            model_name="cluster",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words_folded"], name="cluster_word_parts", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["name_folded", "id"], name="organisation_by_folded_name"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("website_domain", ""), _negated=True),
                fields=["website_domain"],
                name="organisation_by_domain",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["seat"], name="organisation_by_seat"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["name_vector"], name="organisation_name_vector"
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words_folded"], name="organisation_word_parts", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="clusterword",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["folded"], name="cluster_word_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="organisationword",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["folded"], name="organisation_word_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="cluster",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="standings",
                to="clusters.cluster",
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="tier",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="programmes.tier",
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="tier_period",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="clusters.tierperiod",
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="seat",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="regions.region",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(("is_published", True)),
                fields=["seat", "tier", "status"],
                include=["sector_slugs", "period"],
                name="standing_tally",
            ),
        ),
    ]
