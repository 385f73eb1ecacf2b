"""What a probe hears."""

import pytest
from django.test import Client, RequestFactory, override_settings

from config.health import health_probes


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@override_settings(ALLOWED_HOSTS=["klynger.example.no"], SECURE_SSL_REDIRECT=True)
def test_probe_is_answered_without_the_right_host_or_https(client: Client, path: str) -> None:
    response = client.get(path, headers={"host": "10.0.0.7:8000"})

    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")


@pytest.mark.django_db
def test_alive_asks_nothing_of_the_database(django_assert_num_queries: object, rf: RequestFactory) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = health_probes(lambda _: pytest.fail("a view was asked"))(rf.get("/healthz"))

    assert response.content == b"ok\n"
