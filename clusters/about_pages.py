"""Pages about the registry itself: what it is, how it is made accessible, what it keeps about people."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

#: When the accessibility statement was last held against the pages. The regulations ask for it once a year.
STATED_DATE = dt.date(2026, 11, 26)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the registry is, and how to report a fault."""
    return render(request, "clusters/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, or the way to the official one where there is one."""
    if settings.ACCESSIBILITY_STATEMENT_URL:
        return redirect(settings.ACCESSIBILITY_STATEMENT_URL)
    return render(request, "clusters/accessibility.html", {"stated_date": STATED_DATE})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people and visitors."""
    return render(request, "clusters/privacy.html")
