from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    """A word that stands, or once stood, in the texts of a catalogue.

    It is offered for a mistyped one, and leads to the records of a word that stands inside it.
    Written only by the database (migrations ``words`` and ``inside_words``), which only ever adds: whoever offers a
    word makes sure first that it finds something the public may see.
    """

    folded = models.TextField(primary_key=True, db_collation="C")
    word = models.TextField(help_text="As it was first written, in small letters.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.word


class ClusterWord(Word):
    """A word of the texts of clusters."""

    class Meta:
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="cluster_word_trigrams", fastupdate=False)
        ]


class OrganisationWord(Word):
    """A word of the names and places of organisations."""

    class Meta:
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="organisation_word_trigrams", fastupdate=False)
        ]
