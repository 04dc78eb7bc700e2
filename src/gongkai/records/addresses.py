"""Where a request came from: the one place that decides whether X-Forwarded-For is believed.

Everybody can write that header, so it counts only as far as proxies named in GONGKAI_PROXIES wrote it. The
chain is read from the right: the connection itself, then what each proxy added. Nothing to the left of the
first address that is no proxy's is looked at.
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
# Networks of the proxies, or how many proxies stand one before the other; none: `()`.
Proxies = int | tuple[Network, ...]

# One subscriber holds a whole network of this size and changes the rest of the address at will (RFC 6177).
IPV6_SUBSCRIBER = 64
# What a proxy writes that we were not told of. Whoever sends these is not somebody sitting at this machine.
FORWARDING_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")


def client_address(request: HttpRequest) -> str:
    """The address that requests are counted by, such as `192.0.2.1` or `2001:db8:1:2::/64`.

    "" where the connection has none (a Unix socket). IPv6 is told by its network of 64 bits.
    """
    found = client_ip(request)
    if found is None:
        return ""
    if isinstance(found, IPv6Address) and not found.is_loopback:
        return str(IPv6Network((found, IPV6_SUBSCRIBER), strict=False))
    return str(found)


def client_ip(request: HttpRequest) -> Address | None:
    """The whole address of the client; None where the connection has none (a Unix socket)."""
    proxies: Proxies = settings.GONGKAI_PROXIES
    nearest = parse_address(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "") if proxies else ""
    client = nearest
    for position, text in enumerate(reversed(forwarded.split(","))):
        if not _is_proxy(client, position, proxies):
            break
        further = parse_address(text)
        if further is None:  # nothing, or no address: what the proxy itself is known by must do
            break
        client = further
    return client


def is_local(request: HttpRequest) -> bool:
    """Whether the client sits at this machine itself, with no proxy in between that we were not told of."""
    client = client_ip(request)
    if client is None or not client.is_loopback:
        return False
    return bool(settings.GONGKAI_PROXIES) or not any(name in request.headers for name in FORWARDING_HEADERS)


def address_digest(address: str) -> str:
    """A keyed digest of an address (32 hexadecimal digits), for journal and counters, which keep no address.

    The same address has the same digest while the deployment keeps its secret.
    """
    return salted_hmac("gongkai.records.addresses", address, algorithm="sha256").hexdigest()[:32]


def address_digests(address: str) -> dict[str, str]:
    """What a journal entry keeps of where somebody was (`digests=`); nothing where that is not known."""
    return {"address": address_digest(address)} if address else {}


def parse_address(text: str) -> Address | None:
    """The address in `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]:443`; None if it is none.

    An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _is_proxy(address: Address | None, position: int, proxies: Proxies) -> bool:
    """Whether this address, `position` steps from the connection, is a proxy that is believed."""
    if isinstance(proxies, int):
        return position < proxies
    return address is not None and any(address in network for network in proxies)
