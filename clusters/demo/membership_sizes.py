"""How many memberships each cluster has: most between 20 and 150, a few thousands, and the sum as asked for."""

from random import Random

#: The middle of the sizes and their spread (log-normal), before they are scaled to the sum.
MEDIAN_LOG, SPREAD = 4.1, 0.75
#: Share of clusters that are giants, and how many times their size they have.
GIANTS, GIANT_LEAST, GIANT_MOST = 0.003, 8, 40
#: No cluster has more than this share of all organisations: each is drawn once and must be found.
LARGEST_SHARE = 0.4


class TooManyMembershipsError(Exception):
    """So many memberships do not fit. The message says how many would."""


def draw_sizes(random: Random, clusters: int, memberships: int, organisations: int) -> list[int]:
    """A size for each cluster, together exactly ``memberships``. Raises TooManyMembershipsError."""
    largest = max(1, int(organisations * LARGEST_SHARE)) if organisations else 0
    if memberships > largest * clusters:
        raise TooManyMembershipsError(
            f"{clusters} clusters and {organisations} organisations have room for {largest * clusters} memberships"
        )
    raw = [random.lognormvariate(MEDIAN_LOG, SPREAD) for _cluster in range(clusters)]
    raw = [size * random.uniform(GIANT_LEAST, GIANT_MOST) if random.random() < GIANTS else size for size in raw]
    factor = memberships / sum(raw) if raw else 0
    sizes = [min(largest, int(size * factor)) for size in raw]
    return _topped_up(random, sizes, memberships - sum(sizes), largest)


def _topped_up(random: Random, sizes: list[int], missing: int, largest: int) -> list[int]:
    """Give what rounding and the largest size took, one at a time, to clusters that have room."""
    while missing:
        cluster = random.randrange(len(sizes))
        if sizes[cluster] < largest:
            sizes[cluster] += 1
            missing -= 1
    return sizes
