"""Synthetic memberships, cluster by cluster."""

from collections.abc import Iterator, Sequence
from random import Random

from clusters.choices import MembershipRole, OrganisationKind
from clusters.demo.clusters import Standing
from clusters.demo.copying import Progress, Table, Values
from clusters.demo.draws import Weighted
from clusters.demo.marking import SOURCE
from clusters.demo.membership_sizes import draw_sizes
from clusters.demo.membership_times import MembershipTimes, Time
from clusters.demo.organisations import NEVER
from clusters.demo.recruitment import Recruits
from clusters.demo.valid_times import FIELDS
from clusters.models import Membership

MEMBERSHIP_FIELDS = ("cluster", "organisation", "role", *FIELDS, "is_observed", "observed_year", "source")
ROLES = Weighted(
    [
        (MembershipRole.MEMBER.value, 70),
        (MembershipRole.ASSOCIATED.value, 18),
        (MembershipRole.CORE_PARTNER.value, 12),
    ]
)
ROLES_OF_KINDS: dict[str, str] = {
    OrganisationKind.KNOWLEDGE_INSTITUTION: MembershipRole.RESEARCH_PARTNER.value,
    OrganisationKind.PUBLIC_BODY: MembershipRole.PUBLIC_PARTNER.value,
}
#: Share of those that left who come back.
RETURNING = 0.04
#: Draws that may fail in a row (a member already, dead at the time) before everybody is asked.
LOCAL_TRIES, ALL_TRIES = 25, 5_000


class Memberships:
    """Makes memberships, and writes them."""

    def __init__(self, seed: int, recruits: Recruits) -> None:
        self._random = Random(f"{seed} memberships")
        self._recruits = recruits

    def write(self, standings: Sequence[Standing], number: int, progress: Progress) -> dict[str, int]:
        """Write that many in all. Raises TooManyMembershipsError when there is no room for them."""
        sizes = draw_sizes(self._random, len(standings), number, len(self._recruits.roster))
        rows = (row for standing, size in zip(standings, sizes, strict=True) for row in self._members(standing, size))
        return {"memberships": Table(Membership, *MEMBERSHIP_FIELDS).copy(rows, progress)}

    def _members(self, standing: Standing, size: int) -> Iterator[Values]:
        times = MembershipTimes(self._random, standing)
        present: set[int] = set()
        missing = size
        while missing:
            number, time = self._recruit(standing.place.county, times, present)
            present.add(number)
            yield self._row(standing.id, number, time)
            missing -= 1
            if missing and time.end and self._random.random() < RETURNING:
                again = times.again(time)
                if again and self._recruits.lives(number, again.start, again.end):
                    yield self._row(standing.id, number, again)
                    missing -= 1

    def _recruit(self, county: str, times: MembershipTimes, present: set[int]) -> tuple[int, Time]:
        """Somebody who is not a member yet, with a time within its life."""
        for turn in range(ALL_TRIES):
            number = self._recruits.draw(county) if turn < LOCAL_TRIES else self._recruits.any_of_all()
            if number in present:
                continue
            time = self._fitting(number, times)
            if time:
                return number, time
        raise AssertionError("nobody is left to join")  # draw_sizes leaves room

    def _fitting(self, number: int, times: MembershipTimes) -> Time | None:
        time: Time | None = times.draw()
        if time and self._recruits.lives(number, time.start, time.end):
            return time
        dissolved = self._recruits.roster.dissolved[number]
        time = times.until(time, dissolved) if time and dissolved != NEVER else None
        return time if time and self._recruits.lives(number, time.start, time.end) else None

    def _row(self, cluster: int, number: int, time: Time) -> Values:
        roster = self._recruits.roster
        role = ROLES_OF_KINDS.get(roster.kinds[number]) or ROLES.draw(self._random)
        organisation = roster.first_id + number
        return (cluster, organisation, role, *time.values, time.is_observed, time.observed_year, SOURCE)
