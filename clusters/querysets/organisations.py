"""Organisations, whatever their kind."""

import datetime as dt
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Q, TextField, Value
from django.db.models.functions import Coalesce, Trim

from bilingual.norwegian import FoldText
from clusters import search
from clusters.correlated import of_model, of_organisation
from clusters.querysets.seated import SeatedQuerySet, StaffMember
from clusters.querysets.steps import count_on, holds_on

#: How legal bodies end their names, Norwegian ones (Enhetsregisteret's organisation forms) and foreign ones.
LEGAL_FORM = r" (a s|as|asa|sa|ba|da|ans|nuf|ks|iks|hf|sti|ab|aps|ltd|limited|inc|gmbh)$"


def _inside(part: str) -> Q:
    """In the names, which are not looked through for what stands inside no word in use."""
    is_there = Func(Value(part), function="stands_in_organisations", output_field=BooleanField())
    return Q(is_there) & Q(words_folded__contains=part)


_CATALOGUE = search.Catalogue(_inside, has_texts=False)


class OrganisationQuerySet(SeatedQuerySet):
    """Organisations."""

    def editable_by(self, user: StaffMember) -> Self:
        """What the person may change: organisations are kept in common, so every editor may."""
        return self if user.edits_everything or user.edits_own else self.none()

    def catalogue(self, day: dt.date) -> Self:
        """What every public door starts from. Adds ``cluster_count``: published clusters it belongs to on the day."""
        count = count_on(day, "participation__cluster_days", "participation__cluster_counts")
        present = self.filter(merged_into__isnull=True)
        return present.annotate(cluster_count=Coalesce(count, 0)).select_related("seat__parent")

    def of_kind(self, *kinds: str) -> Self:
        """Of any of the kinds."""
        return self.filter(kind__in=kinds)

    def taking_part(self, day: dt.date) -> Self:
        """Members on the day of a published cluster that is on a tier on it."""
        return self.filter(holds_on(day, "presence__active_days"))

    def with_end_confirmed(self, day: dt.date, *answers: str) -> Self:
        """Taking part on the day by a membership and a tier whose ends are both confirmed (``true``), or by none."""
        is_confirmed = Q(holds_on(day, "presence__confirmed_days"))
        asked = Q()
        if "true" not in answers:
            asked = ~is_confirmed
        elif "false" not in answers:
            asked = is_confirmed
        return self.taking_part(day).filter(asked)

    def member_of(self, *slugs: str) -> Self:
        """Members, whenever it was, of any of the published clusters."""
        members = of_organisation("Membership").published()
        return self.filter(Exists(members.filter(cluster__slug__in=slugs)))

    def counted_in(self, day: dt.date, *groups: list[str]) -> Self:
        """Those that are members of every published cluster in any of the groups of slugs.

        Of each on its reference day, as ``member_count`` counts: the day, or the last one of a cluster that has left.
        """
        slugs = {slug for group in groups for slug in group}
        clusters = of_model("Cluster").published().on(day).filter(slug__in=slugs)
        references = clusters.values_list("slug", "pk", "reference_day")
        there = {slug: Q(cluster=key, period__contains=then) for slug, key, then in references}
        found = [_members_of_all([there.get(slug, Q(pk=None)) for slug in set(group)]) for group in groups]
        return self.filter(pk__in=found[0].union(*found[1:]) if len(found) > 1 else found[0])

    def renamed(self) -> Self:
        """Those that the business register knows by another name than all that are entered here.

        Capitals, signs and the legal form at the end make no other name: the register writes «EQUINOR ASA».
        """
        named = self.exclude(register_name="").annotate(registered=_bare("register_name"))
        entered = of_organisation("OrganisationName").annotate(bare=_bare("name"))
        known = Exists(entered.filter(bare=OuterRef("registered")))
        return named.annotate(bare=_bare("name")).exclude(bare=F("registered")).exclude(known)

    def ways(self, question: search.Question) -> list[search.Way]:
        """By its own number, identifiers, domain or words."""
        identified = of_model("OrganisationIdentifier").filter(value__in=question.identifiers)
        return search.ways(
            question,
            _CATALOGUE,
            has_number(question.number),
            Q(pk__in=identified.values("organisation")),
        )


def has_number(number: str | None, prefix: str = "") -> Q:
    """That an organisation has the number: said so that the index of those that have any serves for every number."""
    column = f"{prefix}organisation_number"
    return Q(**{column: number}) & ~Q(**{column: ""})


def _bare(column: str) -> Func:
    """The name in folded words, without the legal form at its end."""
    words = Func(FoldText(column), Value("[^[:alnum:]]+"), Value(" "), Value("g"), function="regexp_replace")
    return Func(Trim(words), Value(LEGAL_FORM), Value(""), function="regexp_replace", output_field=TextField())


def _members_of_all(memberships: list[Q]) -> Any:
    """Ids of the organisations that have a membership of each kind; each kind is of another cluster."""
    rows = of_model("Membership").filter(reduce(or_, memberships)).order_by().values("organisation")
    return (
        rows.annotate(clusters=Count("cluster", distinct=True)).filter(clusters=len(memberships)).values("organisation")
    )
