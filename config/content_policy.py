"""What a browser may load and run for an answer of ours: the policy of the settings, put together once.

The library's middleware puts it together anew for each answer, as if each could have one of its own; few do.
"""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: What the library's decorators leave on an answer, and its nonce on a request.
CHANGES = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")
NONCE = "_csp_nonce"


class ContentPolicy(CSPMiddleware):
    """Middleware: every answer carries the policy, or its own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """With the usual policy, unless a view has changed it or the page has used a nonce."""
        if hasattr(request, NONCE) or any(hasattr(response, name) for name in CHANGES):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, usual())
        return response


@cache
def usual() -> str:
    """The policy of the settings."""
    return build_policy()
