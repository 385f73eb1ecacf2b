"""An owner's own login (OpenID Connect) as allauth's registry finds it, stricter than allauth's own.

What is asked of a token: a signature by a key of the provider, the configured issuer, us as the audience, its time, and
the nonce of this very login. Nothing else in it is looked at or kept: no name, no address, no group, no role.
"""

import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

#: Signatures by a key pair alone. Neither "none" nor one made with a shared secret.
ALGORITHMS = ("RS256", "PS256", "ES256")
#: Clocks differ (seconds).
LEEWAY = 60


class TenantOAuth2Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Talks to the provider, and believes what it has checked."""

    state: dict[str, Any]

    @property
    def openid_config(self) -> Any:
        """The provider's own description. Raises OAuth2Error when it calls itself something else than we do."""
        config = super().openid_config
        if config.get("issuer") != self.issuer:
            raise OAuth2Error(f"the provider calls itself {config.get('issuer')!r}, not {self.issuer!r}")
        return config

    @property
    def issuer(self) -> str:
        """As configured."""
        return str(self.get_provider().app.settings["server_url"])

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Where the provider sends people back to: the address registered there."""
        return str(request.build_absolute_uri(reverse("tenant_callback", args=[app.provider_id])))

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        """Raises OAuth2Error when the token is not all that it must be."""
        id_token = kwargs["response"].get("id_token", "")
        claims = self.checked(id_token, client_id=app.client_id)
        return self.get_provider().sociallogin_from_response(request, claims)

    def checked(self, id_token: str, *, client_id: str) -> dict[str, Any]:
        """The claims of the token. Raises OAuth2Error saying what is wrong with it."""
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key_of(id_token),
                algorithms=list(ALGORITHMS),
                issuer=self.issuer,
                audience=client_id,
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise OAuth2Error(f"the token does not hold: {error}") from error
        if not secrets.compare_digest(str(claims["nonce"]), str(self.state.get("nonce"))):
            raise OAuth2Error("the token was made for another login")
        if claims.get("azp", client_id) != client_id:
            raise OAuth2Error("the token was made for another party")
        return claims

    def _key_of(self, id_token: str) -> Any:
        """The provider's key that the token names, or its only one. Fetched anew: providers change theirs."""
        named = jwt.get_unverified_header(id_token).get("kid")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        found = [key for key in keys if named in {None, key.key_id}]
        if len(found) != 1:
            raise OAuth2Error("the token is signed with a key that the provider does not have")
        return found[0].key


class TenantProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """One for each owner that is configured."""

    id = "tenant"
    oauth2_adapter_class = TenantOAuth2Adapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **_kwargs: Any
    ) -> Any:
        """To the provider, with a nonce; it and the language come back with the state, which lies in the session."""
        nonce = secrets.token_urlsafe(32)
        return super().redirect(
            request,
            process,
            next_url,
            data,
            auth_params={"nonce": nonce, "prompt": "select_account"},
            scope=["openid"],
            nonce=nonce,
            language=get_language(),
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The subject; with the issuer it names the person."""
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is needed to find the account, and nothing that could be kept."""
        return {"issuer": data["iss"], "subject": data["sub"]}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002 (allauth's signature)
        """None: people are who our own accounts say."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:  # noqa: ARG002 (allauth's signature)
        """None: addresses change hands."""
        return []


provider_classes = [TenantProvider]
