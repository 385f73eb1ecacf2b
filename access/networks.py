"""Where a request comes from."""

import ipaddress
from collections.abc import Iterable
from functools import cache, lru_cache

from django.conf import settings
from django.http import HttpRequest

#: What one household has of the newer addresses.
HOUSEHOLD_BITS = 64
UNKNOWN = "unknown"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def network_of(request: HttpRequest) -> str:
    """The visitor's network address, behind as many proxies as the settings say; of an IPv6 address the first half."""
    behind = settings.TRUSTED_PROXY_COUNT
    steps = [step.strip() for step in request.headers.get("X-Forwarded-For", "").split(",")] if behind else []
    return _network(steps[-behind] if 0 < behind <= len(steps) else request.META.get("REMOTE_ADDR", ""))


@lru_cache(maxsize=10_000)
def _network(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, HOUSEHOLD_BITS), strict=False))


def is_unlimited(network: str) -> bool:
    """Whether the settings take the network out of the limits."""
    return _lies_in(network, tuple(settings.API_UNLIMITED_NETWORKS))


@lru_cache(maxsize=10_000)
def _lies_in(network: str, wider: tuple[str, ...]) -> bool:
    if network == UNKNOWN:
        return False
    found = ipaddress.ip_network(network)
    return any(found.version == one.version and found.subnet_of(one) for one in map(_read, wider))  # type: ignore[arg-type]


@cache
def _read(text: str) -> Network:
    return ipaddress.ip_network(text)


def unreadable(networks: Iterable[str]) -> list[str]:
    """Those that are no networks in the form 203.0.113.0/24."""
    found = []
    for text in networks:
        try:
            ipaddress.ip_network(text)
        except ValueError:
            found.append(text)
    return found
