"""Which clusters, organisations and memberships the public may know of."""

from dataclasses import replace

from published.triggers import Publicity

#: A cluster that comes before the public, or leaves it, takes along what other records show of it.
CLUSTERS = Publicity(
    key="slug",
    when="{row}.publication = 'published'",
    left_by="CASE NEW.publication WHEN 'withdrawn' THEN 'withdrawn' ELSE 'removed' END",
    then="""IF TG_OP = 'UPDATE' AND was <> is_now THEN
    PERFORM publish_change(
        'membership', member.id, member.id::text, CASE WHEN is_now THEN 'created' ELSE 'removed' END)
    FROM clusters_membership member WHERE member.cluster_id = NEW.id ORDER BY member.id;
    PERFORM publish_change('organisation', host.id, host.id::text, 'changed', ARRAY['hosted'])
    FROM clusters_organisation host WHERE host.merged_into_id IS NULL
        AND host.id IN (SELECT organisation_id FROM clusters_hostperiod WHERE cluster_id = NEW.id) ORDER BY host.id;
    PERFORM publish_change('cluster', other.id, other.slug, 'changed', ARRAY['predecessors', 'successors'])
    FROM clusters_cluster other WHERE other.publication = 'published' AND other.id IN (
        SELECT successor_id FROM clusters_clustersuccession WHERE predecessor_id = NEW.id
        UNION SELECT predecessor_id FROM clusters_clustersuccession WHERE successor_id = NEW.id) ORDER BY other.id;
END IF;
""",
)
#: What the public does not see of a cluster: who keeps it, and the steps it took to the public.
HIDDEN_OF_CLUSTERS = (
    "steward",
    "publication",
    "submitted_at",
    "submitted_by",
    "published_at",
    "published_by",
    "withdrawn_at",
    "withdrawn_by",
    "withdrawal_reason",
    "created_at",
    "updated_at",
)
ORGANISATIONS = Publicity(when="{row}.merged_into_id IS NULL", left_by="'merged'", successor="NEW.merged_into_id")
MEMBERSHIPS = Publicity(
    when="EXISTS (SELECT FROM clusters_cluster WHERE id = {row}.cluster_id AND publication = 'published')"
)


def _if_seen(whole: Publicity, other: str) -> Publicity:
    """Publicity of records that show something of the cluster in the column ``other`` where that is published."""
    seen = f"(OLD.{other}, NEW.{other}) AND publication = 'published'"
    return replace(whole, when=f"{whole.when} AND EXISTS (SELECT FROM clusters_cluster WHERE id IN {seen})")


HOSTS = _if_seen(ORGANISATIONS, "cluster_id")
PREDECESSORS = _if_seen(CLUSTERS, "successor_id")
SUCCESSORS = _if_seen(CLUSTERS, "predecessor_id")
