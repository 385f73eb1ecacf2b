"""The owners' own logins (OpenID Connect) from the environment: OIDC_SIVA_ISSUER, _CLIENT_ID, _CLIENT_SECRET."""

import difflib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

#: Prefix of the variables → the programme owner's slug and name.
OWNERS = {
    "OIDC_INNOVASJON_NORGE": ("innovasjon-norge", "Innovasjon Norge"),
    "OIDC_SIVA": ("siva", "Siva"),
    "OIDC_FORSKNINGSRADET": ("forskningsradet", "Forskningsrådet"),
}
PARTS = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
_OF_THIS_MACHINE = {"localhost", "127.0.0.1"}


def tenants(environment: Mapping[str, str]) -> tuple[list[dict[str, Any]], list[str]]:
    """Allauth's apps, one for each owner that is configured, and every mistake in the variables, as sentences."""
    given = {name: value.strip() for name, value in environment.items() if name.startswith("OIDC_") and value.strip()}
    mistakes = _misnamed(given)
    apps = []
    for prefix, (slug, name) in OWNERS.items():
        parts = {part: given.get(f"{prefix}_{part}", "") for part in PARTS}
        if any(parts.values()):
            mistakes += _incomplete(prefix, parts)
            apps.append(_app(slug, name, parts))
    return apps, mistakes


def _misnamed(given: Mapping[str, str]) -> list[str]:
    known = [f"{prefix}_{part}" for prefix in OWNERS for part in PARTS]
    sentences = []
    for name in sorted(set(given) - set(known)):
        [nearest] = difflib.get_close_matches(name, known, n=1, cutoff=0)
        sentences.append(f"{name} is no setting; did you mean {nearest}?")
    return sentences


def _incomplete(prefix: str, parts: Mapping[str, str]) -> list[str]:
    sentences = [f"{prefix}_{part} is missing" for part, value in parts.items() if not value]
    issuer = urlsplit(parts["ISSUER"])
    is_secure = issuer.scheme == "https" or (issuer.scheme == "http" and issuer.hostname in _OF_THIS_MACHINE)
    if parts["ISSUER"] and not (is_secure and issuer.hostname):
        sentences.append(f"{prefix}_ISSUER must be an address that begins with https://")
    return sentences


def _app(slug: str, name: str, parts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "provider_id": slug,
        "name": name,
        "client_id": parts["CLIENT_ID"],
        "secret": parts["CLIENT_SECRET"],
        "settings": {"server_url": parts["ISSUER"], "oauth_pkce_enabled": True, "scope": ["openid"]},
    }
