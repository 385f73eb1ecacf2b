from django.db import models
from django.utils.translation import gettext_noop

#: What the database says to whoever wants a slug that leads on to another cluster (migration ``former_slugs``).
TAKEN = gettext_noop("The slug leads on to another cluster, which had it before")


class FormerSlug(models.Model):
    """A slug that a public cluster once had, which leads on to its page of today.

    Written only by the database (migration ``former_slugs``) whenever the slug of a cluster changes that the public
    knows. No other cluster gets it: an address once given out never comes to mean something else.
    """

    slug = models.SlugField(max_length=80, primary_key=True)
    # The database deletes former slugs with their cluster.
    cluster = models.ForeignKey(
        "clusters.Cluster", on_delete=models.DO_NOTHING, related_name="former_slugs", db_constraint=False
    )
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug
