"""Reporting an error: /meld-feil/ in bokmål, /en/report-an-error/ in English."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from corrections import views

app_name = "corrections"
urlpatterns = [
    path(_("report-an-error/"), views.report, name="report"),
    path(_("report-an-error/<slug:reference>/"), views.receipt, name="receipt"),
]
