"""How much of the API anybody may have, and whom it is counted for."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from access import counting, keys
from access.models import ApiKey
from access.networks import unreadable

pytestmark = pytest.mark.django_db
#: The second the tests live in: twenty seconds of the minute are over.
NOW = dt.datetime(2026, 11, 26, 12, 0, 20, tzinfo=dt.UTC)
TIERS = "/api/v1/tiers/"


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> Iterator[None]:
    counting.forget()
    keys.forget()
    with time_machine.travel(NOW, tick=False):
        yield
    counting.forget()
    keys.forget()


@pytest.fixture(autouse=True)
def _five_a_minute(settings: LazySettings) -> None:
    settings.API_LIMIT_PER_MINUTE = 5
    settings.API_KEY_LIMIT_PER_MINUTE = 40


def ask(address: str = "203.0.113.7", path: str = TIERS, **headers: str) -> Any:
    return Client(REMOTE_ADDR=address).get(path, headers=headers)


def statuses(times: int, *args: Any, **headers: str) -> list[int]:
    return [ask(*args, **headers).status_code for _time in range(times)]


def a_key(**values: Any) -> tuple[ApiKey, str]:
    key = ApiKey(holder="Statistisk sentralbyrå", email="data@ssb.no", purpose="Næringsstatistikk", **values)
    secret = keys.give(key)
    key.save()
    return key, secret


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_beyond_the_limit_the_answer_is_when_to_come_back() -> None:
    first = ask()
    rest = statuses(4)
    refused = ask()

    assert first.status_code == 200
    assert first.headers["RateLimit-Policy"] == '"network";q=5;w=60'
    assert first.headers["RateLimit"] == '"network";r=4;t=40'
    assert rest == [200] * 4
    assert (refused.status_code, refused.headers["Content-Type"]) == (429, "application/problem+json")
    assert refused.headers["Retry-After"] == "40"
    assert refused.headers["RateLimit"] == '"network";r=0;t=40'
    assert refused.headers["Cache-Control"] == "no-store"
    assert "RateLimit" in refused.headers["Access-Control-Expose-Headers"]
    assert "in 40 seconds" in refused.json()["detail"]


def test_a_new_minute_begins_anew_and_pages_are_not_counted() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        assert statuses(6)[-1] == 429
        assert ask(path="/data/").status_code == 200
        clock.shift(40)
        assert ask().status_code == 200


def test_each_network_has_its_own_limit() -> None:
    assert statuses(6, "203.0.113.7")[-1] == 429
    assert ask("203.0.113.8").status_code == 200
    household = [ask(f"2001:db8:1:2::{number}").status_code for number in range(1, 7)]
    assert household == [200] * 5 + [429]
    assert ask("2001:db8:1:3::1").status_code == 200


def test_behind_a_proxy_the_visitor_is_counted_and_what_the_visitor_claims_is_not(settings: LazySettings) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    claims = [ask("10.0.0.1", TIERS, **{"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"}) for number in range(6)]

    assert [answer.status_code for answer in claims] == [200] * 5 + [429]
    assert ask("10.0.0.1", TIERS, **{"X-Forwarded-For": "203.0.113.9"}).status_code == 200


def test_this_machine_is_not_counted_unless_the_settings_say_so(settings: LazySettings) -> None:
    assert statuses(7, "127.0.0.1") == [200] * 7
    assert "RateLimit" not in ask("127.0.0.1").headers
    settings.API_UNLIMITED_NETWORKS = []
    assert statuses(6, "127.0.0.1")[-1] == 429
    settings.API_LIMIT_PER_MINUTE = 0
    assert ask("127.0.0.1").status_code == 200
    assert unreadable(["10.0.0.0/8", "localhost", "10.0.0.1/8"]) == ["localhost", "10.0.0.1/8"]


def test_a_key_raises_the_limit_wherever_it_comes_from_and_is_counted_by_itself() -> None:
    _key, secret = a_key()
    _slow, slow = a_key(requests_per_minute=1)

    assert statuses(6)[-1] == 429
    answers = [ask(f"203.0.113.{number % 3}", TIERS, **bearer(secret)) for number in range(41)]
    assert [answer.status_code for answer in answers] == [200] * 40 + [429]
    assert answers[0].headers["RateLimit-Policy"] == '"key";q=40;w=60'
    assert statuses(2, "127.0.0.1", TIERS, **bearer(slow)) == [200, 429]


@pytest.mark.parametrize("value", ["Bearer klr_none", "Bearer", "Bearer ", "Token abc", "klr_none", "Bearer \u00e6"])
def test_a_key_that_is_none_is_refused_and_says_that_none_is_needed(value: str) -> None:
    refused = ask("203.0.113.7", TIERS, Authorization=value)

    assert (refused.status_code, refused.headers["Content-Type"]) == (401, "application/problem+json")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer ")
    assert "needed" in refused.json()["detail"]


def test_guessing_keys_is_limited_as_asking_without_one_is() -> None:
    guesses = [ask("203.0.113.7", TIERS, **bearer(f"klr_{number}")).status_code for number in range(6)]

    assert guesses == [401] * 5 + [429]
    assert ask("203.0.113.8", TIERS, Authorization="Basic dGVzdDp0ZXN0").status_code == 200


def test_a_revoked_key_is_refused_within_half_a_minute() -> None:
    key, secret = a_key()
    with time_machine.travel(NOW, tick=False) as clock:
        assert ask("203.0.113.7", TIERS, **bearer(secret)).status_code == 200
        ApiKey.objects.filter(pk=key.pk).update(revoked_at=NOW)
        clock.shift(keys.TRUSTED_SECONDS)
        assert ask("203.0.113.7", TIERS, **bearer(secret)).status_code == 401


def test_the_secret_is_kept_nowhere_and_the_day_of_its_use_is() -> None:
    key, secret = a_key()
    ask("203.0.113.7", TIERS, **bearer(secret))
    key.refresh_from_db()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row(t.*)::text FROM access_apikey t UNION SELECT row(t.*)::text FROM access_apikeyevent t"
        )
        kept = " ".join(text for (text,) in cursor)
    assert secret not in kept
    assert key.prefix == secret[:10]
    assert key.last_used_date == dt.date(2026, 11, 26)
    assert kept.count("Næringsstatistikk") == 2


def test_counting_costs_a_statement_only_now_and_then(settings: LazySettings) -> None:
    settings.API_LIMIT_PER_MINUTE = 200
    with CaptureQueriesContext(connection) as queries:
        [ask(path="/api/v1/nowhere/") for _time in range(220)]

    told = [query for query in queries.captured_queries if "count_calls" in query["sql"]]
    assert len(told) == 20
    assert "203.0.113.7" not in told[0]["sql"]


def test_workers_count_together_to_a_twentieth(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.API_LIMIT_PER_MINUTE = 40
    workers = [counting.Minute(), counting.Minute()]
    answers = []
    for number in range(100):
        monkeypatch.setattr(counting, "_minute", workers[number % 2])
        answers += statuses(1)

    assert 40 <= answers.count(200) <= 42
    assert {*answers[-20:]} == {429}


def test_while_the_database_is_away_each_worker_counts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("access.counting.connection.cursor", lost)

    assert [counting.count("203.0.113.7", 5).is_over for _time in range(6)] == [False] * 5 + [True]
