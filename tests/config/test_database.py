"""Addresses as libpq reads them, in Django's words."""

import pytest

from config.database import database_settings


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql:///klyngeregisteret?host=%2Ftmp%2Fklyngeregisteret-1a2b&user=postgres",
            {"NAME": "klyngeregisteret", "HOST": "/tmp/klyngeregisteret-1a2b", "USER": "postgres"},  # noqa: S108
        ),
        (
            "postgresql://siva:h%40mmelig%C3%A5@db.example.no:5433/register",
            {"NAME": "register", "HOST": "db.example.no", "PORT": "5433", "USER": "siva", "PASSWORD": "h@mmeligå"},
        ),
        (
            "postgresql://one.example.no,two.example.no/register?target_session_attrs=read-write",
            {"NAME": "register", "HOST": "one.example.no,two.example.no"},
        ),
        ("dbname=register host=/run/postgresql", {"NAME": "register", "HOST": "/run/postgresql"}),
    ],
)
def test_database_settings_reads_every_form_of_address(url: str, expected: dict[str, str]) -> None:
    settings = database_settings(url, pool=False)

    assert {key: settings[key] for key in expected} == expected


def test_database_settings_keeps_options_of_the_address_beside_its_own() -> None:
    settings = database_settings("postgresql:///r?sslmode=require&options=-c%20search_path%3Dr", pool=True)

    assert settings["OPTIONS"]["sslmode"] == "require"
    assert settings["OPTIONS"]["options"].startswith("-c statement_timeout=15000 ")
    assert settings["OPTIONS"]["options"].endswith(" -c search_path=r")
    assert settings["OPTIONS"]["pool"]["max_size"] == 8


def test_statements_are_prepared_on_connections_of_our_own_pool_only() -> None:
    pooled, elsewhere = (database_settings("postgresql:///r", pool=pool)["OPTIONS"] for pool in (True, False))

    assert pooled["prepare_threshold"]
    assert "plan_cache_mode=force_generic_plan" in pooled["options"]
    assert "prepare_threshold" not in elsewhere
    assert "plan_cache_mode" not in elsewhere["options"]


@pytest.mark.parametrize(
    ("url", "fault"), [("postgres//nothing", "cannot be read"), ("postgresql://host", "names no database")]
)
def test_database_settings_names_the_fault(url: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        database_settings(url, pool=False)
