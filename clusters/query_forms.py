"""The fields and the form of the registry's FilterSets: what exists, and what is nearest to what does not."""

from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clusters import vocabulary
from clusters.choices import NOT_STATED, TOGETHER, Footprint
from clusters.models import Cluster
from doors.filtersets import NOT_VALID, SHOWN, StrictForm, nearest, unknown_value

if TYPE_CHECKING:
    from clusters.filtersets import RegistryFilterSet


#: A value joins at most so many clusters, as many as are compared.
MOST_TOGETHER = 4


class FootprintFilter(django_filters.ChoiceFilter):
    """Whose seats regions are about. It chooses what the region filter and counts by county look at."""

    def __init__(self) -> None:
        super().__init__(
            method="keep",
            label=_("Counted by"),
            choices=Footprint.choices,
            empty_label=None,
            error_messages={"invalid_choice": NOT_VALID},
        )


class RegistryForm(StrictForm):
    """Knows which codes are valid as well."""

    filterset: "RegistryFilterSet"

    def clean(self) -> dict[str, Any]:
        """Refuse codes that do not exist: all of them are looked up in one statement."""
        super().clean()
        self._follow_old_slugs()
        self._refuse_missing_records()
        self._refuse_members_nowhere()
        self._refuse_unknown_clusters()
        for parameter, wanted in self.filterset.wanted_codes.items():
            known = {term.code for term in self.filterset.terms if term.parameter == parameter}
            wrong = next((code for code in wanted if code not in known), None)
            if wrong is not None and parameter in self.cleaned_data:
                near = vocabulary.nearest_code(parameter, wrong, self.filterset.day)
                self.add_error(parameter, unknown_value(parameter, wrong, near))
        return self.cleaned_data

    def _refuse_members_nowhere(self) -> None:
        """Clusters whose members are in no county are not counted anywhere, so nothing leads to them."""
        given = self.cleaned_data
        if given.get("footprint") == Footprint.MEMBERS and NOT_STATED in given.get("region", ()):
            message = _("“none” goes by the clusters' own seats; choose a county, or count by the clusters' seats.")
            self.add_error("region", ValidationError(message, code="footprint", params={"value": NOT_STATED}))

    def _follow_old_slugs(self) -> None:
        """Take a slug that a cluster once had for the one it has today, as its page does."""
        given = self.cleaned_data
        if isinstance(given.get("cluster"), str) and given["cluster"]:
            given["cluster"] = _slug_of_today(given["cluster"])
        if given.get("member_of"):
            joined = (value.split(TOGETHER)[: MOST_TOGETHER + 1] for value in given["member_of"])
            given["member_of"] = [TOGETHER.join(map(_slug_of_today, slugs)) for slugs in joined]

    def _refuse_unknown_clusters(self) -> None:
        """Refuse values that join too many clusters, or one that does not exist."""
        values = self.cleaned_data.get("member_of") or ()
        slugs = Cluster.objects.published().values_list("slug", flat=True)
        for value in values:
            joined = value.split(TOGETHER)
            known = set(slugs.filter(slug__in=joined[:MOST_TOGETHER]))
            if len(joined) > MOST_TOGETHER:
                message = _("You can join at most four clusters.")
                params = {"parameter": "member_of", "value": value[:SHOWN]}
                self.add_error("member_of", ValidationError(message, code="too_many", params=params))
            elif not known.issuperset(joined):
                near = [slug if slug in known else nearest(slug, slugs) for slug in joined]
                mended = TOGETHER.join(near) if all(near) else ""
                self.add_error("member_of", unknown_value("member_of", value, mended))

    def _refuse_missing_records(self) -> None:
        cluster, organisation = self.cleaned_data.get("cluster"), self.cleaned_data.get("organisation")
        published = Cluster.objects.published()
        if cluster and not published.filter(slug=cluster).exists():
            slugs = published.values_list("slug", flat=True)
            self.add_error("cluster", unknown_value("cluster", cluster, nearest(cluster, slugs)))
        if organisation and not self.filterset.organisation_ids:
            self.add_error("organisation", unknown_value("organisation", organisation, ""))


def _slug_of_today(slug: str) -> str:
    """The slug of the published cluster that has it or once had it; what is no cluster's stays as it is."""
    published = Cluster.objects.published()
    if not slug or published.filter(slug=slug).exists():
        return slug
    found = published.once_at(slug).first()
    return found.slug if found else slug
