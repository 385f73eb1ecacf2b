"""The work list on the front page, and the saved views above a list."""

from typing import Any

from django import template
from django.utils import timezone

from workplace.calendar import dated_kinds
from workplace.kinds import KINDS
from workplace.models import SavedView
from workplace.saving import lasting
from workplace.work import Task, Work, own_rows, tally, task

register = template.Library()

#: How many of the nearest deadlines stand on the front page.
NEAREST = 8


@register.inclusion_tag("workplace/overview.html", takes_context=True)
def work_overview(context: Any) -> dict[str, Any]:
    """How much of each kind waits, and the nearest deadlines."""
    user, day = context["request"].user, timezone.localdate()
    return {"tallies": [tally(work, user, day) for work in KINDS], "deadlines": _nearest(user, day), "day": day}


def _nearest(user: Any, day: Any) -> list[tuple[Work, Task]]:
    found = [(work, task(work, row)) for work in dated_kinds() for row in own_rows(work, user, day)[:NEAREST]]
    return sorted(found, key=lambda pair: pair[1].due or day)[:NEAREST]


@register.inclusion_tag("workplace/saved_views.html", takes_context=True)
def saved_views(context: Any, cl: Any) -> dict[str, Any]:
    """The views of this list, the person's own and those colleagues share, and a form to save what is seen."""
    request = context["request"]
    label, query = cl.opts.label_lower, lasting(request.GET.urlencode())
    views = SavedView.objects.seen_by(request.user).of_list(label).select_related("user")
    own = {"user": request.user, "label": label, "query": query, "csrf_token": context.get("csrf_token")}
    return {**own, "views": list(views.order_by("name", "pk"))}
