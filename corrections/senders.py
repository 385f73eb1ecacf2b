"""Who sends, without knowing who it is."""

import datetime as dt
import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

#: What one household has of the newer addresses.
HOUSEHOLD_BITS = 64


def network_of(request: HttpRequest) -> str:
    """The visitor's network address, behind as many proxies as the settings say; of an IPv6 address the first half."""
    behind = settings.TRUSTED_PROXY_COUNT
    steps = [step.strip() for step in request.headers.get("X-Forwarded-For", "").split(",")]
    text = steps[-behind] if 0 < behind <= len(steps) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, HOUSEHOLD_BITS), strict=False))


def sender_of(network: str, day: dt.date) -> str:
    """A keyed hash of the network, which is another the next day and leads back to nobody."""
    return salted_hmac("corrections.sender", f"{day.isoformat()} {network}", algorithm="sha256").hexdigest()[:32]
