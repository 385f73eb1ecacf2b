"""A real OpenID Connect provider in a process of its own, which can be told to misbehave as an attacker would.

It is oidc-provider-mock (discovery, keys, codes, signed tokens) behind a guard that insists on PKCE. Run as
``python -m tests.staff.oidc_provider PORT``; ``PUT /misbehave`` names what is wrong with the tokens from then on.
Nothing here has the provider's key: a forged token is forged, one of another login is replayed.
"""

import base64
import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import make_server

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
HOST = "127.0.0.1"


class Guard:
    """The provider as its clients see it."""

    def __init__(self, provider: Any) -> None:
        self.provider = provider
        self.challenges: dict[str, str] = {}
        self.fault = ""
        self.last_token = ""

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The WSGI application."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        path = environ["PATH_INFO"]
        if path == "/misbehave":
            self.fault = body.decode()
            return self.answer(start_response, "204 No Content", b"")
        if self.fault == "down":
            return self.answer(start_response, "503 Service Unavailable", b"")
        if path == "/oauth2/authorize":
            return self.authorize(environ, start_response)
        if path == "/oauth2/token":
            return self.token(environ, start_response, parse_qs(body.decode()))
        return list(self.provider(environ, start_response))

    def authorize(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """No code without a challenge; the challenge is kept with the code."""
        asked = parse_qs(environ["QUERY_STRING"])
        if asked.get("code_challenge_method") != ["S256"] or not asked.get("nonce"):
            return self.answer(start_response, "400 Bad Request", b"PKCE and a nonce are asked for here")
        headers, status, content = self.ask(environ)
        code = parse_qs(urlsplit(dict(headers).get("Location", "")).query).get("code")
        if code:
            self.challenges[code[0]] = asked["code_challenge"][0]
        start_response(status, headers)
        return [content]

    def token(self, environ: Environ, start_response: StartResponse, form: dict[str, list[str]]) -> Iterable[bytes]:
        """No token without the verifier of the challenge."""
        digest = hashlib.sha256(form.get("code_verifier", [""])[0].encode()).digest()
        made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if self.challenges.pop(form["code"][0], None) != made:
            return self.answer(start_response, "400 Bad Request", b'{"error": "invalid_grant"}')
        if self.fault == "other issuer":
            environ["HTTP_HOST"] = environ["HTTP_HOST"].replace(HOST, "localhost")
        headers, status, content = self.ask(environ)
        token = json.loads(content)
        genuine, token["id_token"] = token["id_token"], self.tampered(token["id_token"])
        self.last_token = genuine
        content = json.dumps(token).encode()
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*kept, ("Content-Length", str(len(content)))])
        return [content]

    def tampered(self, token: str) -> str:
        """The token, or what an attacker would put in its place."""
        head, claims, signature = token.split(".")
        match self.fault:
            case "forged":
                return f"{head}.{_with(claims, sub='kari')}.{signature}"
            case "unsigned":
                return f"{_with(head, alg='none')}.{claims}."
            case "replayed":
                return self.last_token
        return token

    def ask(self, environ: Environ) -> tuple[list[tuple[str, str]], str, bytes]:
        """The provider's own answer."""
        heard: list[Any] = []
        content = b"".join(self.provider(environ, lambda status, headers, *_rest: heard.extend((status, headers))))
        return heard[1], heard[0], content

    def answer(self, start_response: StartResponse, status: str, content: bytes) -> Iterable[bytes]:
        """An answer of the guard's own."""
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
        return [content]


def _with(part: str, **changes: str) -> str:
    padded = part + "=" * (-len(part) % 4)
    changed = {**json.loads(base64.urlsafe_b64decode(padded)), **changes}
    return base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b"=").decode()


def main(port: int) -> None:
    """Serve until killed."""
    # Imported here: tests import this module for its names, without the provider and its warnings.
    from oidc_provider_mock import app

    with make_server(HOST, port, Guard(app(require_nonce=True))) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
