"""Which addresses may be asked for: http(s), and no machine of our own network."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

MOST_CHARACTERS = 2000
NOT_PUBLIC = "leads to a private or local address"
_LOCAL_NAMES = (
    "localhost",
    "localhost.localdomain",
    "ip6-localhost",
    "metadata.google.internal",
)
_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
_SHARED = ipaddress.ip_network("100.64.0.0/10")


def may_connect(address: str, allow_loopback: bool = False) -> bool:
    """Whether a connection to this IP address may be opened.

    Only addresses of the public internet: nothing private, loopback, link-local, multicast,
    reserved, and none of these inside an IPv6 address (mapped, 6to4, Teredo, NAT64).
    allow_loopback is for tests, whose sites are served on loopback.
    """
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if ip.is_loopback:
        return allow_loopback
    inner = _inner(ip)
    if inner is not None:
        return inner.is_global and not inner.is_multicast
    return ip.is_global and not ip.is_multicast and ip not in _SHARED


def _inner(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to, if any."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def refusal(url: str, allow_loopback: bool = False) -> str | None:
    """Why this address may not be asked for, as the end of a sentence; None when it may.

    Names are not resolved here: what a name leads to is checked where it is connected to.
    """
    if len(url) > MOST_CHARACTERS:
        return f"is longer than {MOST_CHARACTERS} characters"
    if any(character <= " " or character == "\x7f" for character in url):
        return "holds spaces or control characters"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no address"
    if parts.scheme not in ("http", "https"):
        return "is not http or https"
    if not host:
        return "names no host"
    if parts.username is not None or parts.password is not None:
        return "holds a user name or password"
    return _refused_host(host.rstrip(".").lower(), allow_loopback)


def _refused_host(host: str, allow_loopback: bool) -> str | None:
    literal = _literal(host)
    if literal is not None:
        if may_connect(literal, allow_loopback):
            return None
        return NOT_PUBLIC
    if host in _LOCAL_NAMES or host.endswith(_LOCAL_ENDINGS):
        is_loopback = host == "localhost" or host.endswith(".localhost")
        if allow_loopback and is_loopback:
            return None
        return NOT_PUBLIC
    if "." not in host:
        return "names a host without a domain"
    return None


def _literal(host: str) -> str | None:
    """The IP address that a host is, also as 0x7f000001, 127.1 or 2130706433."""
    try:
        return str(ipaddress.ip_address(host.split("%")[0]))
    except ValueError:
        pass
    if not host or host[0] not in "0123456789":
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def host_of(url: str) -> str:
    """The host of an address in lower case; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
