"""What happens to reports: received, taken, closed, forgotten. Verb_noun, keyword-only, atomic."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Sum

from corrections.choices import CLOSED, State
from corrections.models import CorrectionReport, SenderHour
from corrections.senders import sender_of

#: Reports from one network address, and in all, before the next has to wait.
PER_HOUR, PER_DAY, IN_ALL_PER_HOUR = 5, 20, 200
#: Days that an address waits for an answer at most, and that a closed report is kept.
EMAIL_DAYS, REPORT_DAYS = 90, 365
#: Letters and digits that nobody mistakes for each other.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF = 5
#: Any number will do, as long as it is the only use of it.
LOCK = 5_012_019


class TooManyReports(Exception):  # noqa: N818 (it is no error of the program)
    """The limit is reached; ``seconds`` until there is room again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"wait {seconds} s")


@transaction.atomic
def receive_report(*, key: str, network: str, now: dt.datetime, **content: Any) -> CorrectionReport:
    """Keep the report, once however often its form is sent; the limits are those above. Raises TooManyReports."""
    with connection.cursor() as cursor:
        # Two of one sender at the same moment count one after the other.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    forget_senders(now=now)
    known: CorrectionReport | None = CorrectionReport.objects.filter(key=key).first()
    if known is not None:
        return known
    _count(network, now)
    report: CorrectionReport = CorrectionReport.objects.create(key=key, reference=new_reference(), **content)
    return report


def new_reference() -> str:
    """Ten letters and digits in two halves, by chance: who knows it may read the answer."""
    halves = ("".join(secrets.choice(ALPHABET) for _letter in range(HALF)) for _half in range(2))
    return "-".join(halves)


def _count(network: str, now: dt.datetime) -> None:
    hour = now.replace(minute=0, second=0, microsecond=0)
    sender = sender_of(network, now.date())
    theirs = SenderHour.objects.filter(sender=sender)
    limits = (
        (theirs.filter(hour=hour), PER_HOUR, dt.timedelta(hours=1)),
        (theirs, PER_DAY, dt.timedelta(days=1)),
        (SenderHour.objects.filter(hour=hour), IN_ALL_PER_HOUR, dt.timedelta(hours=1)),
    )
    for rows, limit, span in limits:
        if (rows.aggregate(sent=Sum("reports"))["sent"] or 0) >= limit:
            raise TooManyReports(_until_next(now, span))
    SenderHour.objects.get_or_create(sender=sender, hour=hour)
    theirs.filter(hour=hour).update(reports=F("reports") + 1)


def _until_next(now: dt.datetime, span: dt.timedelta) -> int:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return round((span - (now - midnight) % span).total_seconds()) or 1


@transaction.atomic
def take_report(*, report: CorrectionReport, user: Any, now: dt.datetime) -> None:
    """Say that somebody looks into it."""
    report.state, report.taken_by, report.taken_at = State.TAKEN, user, now
    report.save(update_fields=["state", "taken_by", "taken_at", "answer"])


@transaction.atomic
def return_report(*, report: CorrectionReport) -> None:
    """Let somebody else take it."""
    report.state, report.taken_by, report.taken_at = State.NEW, None, None
    report.save(update_fields=["state", "taken_by", "taken_at", "answer"])


@transaction.atomic
def close_report(*, report: CorrectionReport, state: str, user: Any, now: dt.datetime) -> None:
    """End it, done or refused, and forget the address for the answer. Raises ValueError for any other state."""
    if state not in CLOSED:
        raise ValueError(state)
    report.state, report.email = state, ""
    report.closed_by, report.closed_at = user, now
    if report.taken_at is None:
        report.taken_by, report.taken_at = user, now
    report.save()


@dataclass(frozen=True)
class Forgotten:
    """What a round of forgetting took away."""

    emails: int
    reports: int
    senders: int


@transaction.atomic
def forget_reports(*, now: dt.datetime) -> Forgotten:
    """Delete addresses that have waited too long, closed reports that are old, and yesterday's counts of senders."""
    waited = CorrectionReport.objects.filter(created_at__lt=now - dt.timedelta(days=EMAIL_DAYS)).exclude(email="")
    emails = waited.update(email="")
    old = CorrectionReport.objects.filter(closed_at__lt=now - dt.timedelta(days=REPORT_DAYS))
    reports, _kinds = old.delete()
    return Forgotten(emails, reports, forget_senders(now=now))


def forget_senders(*, now: dt.datetime) -> int:
    """Delete the counts of days that are over; how many they were."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    deleted, _kinds = SenderHour.objects.filter(hour__lt=midnight).delete()
    return deleted
