"""Connections to hosts of the open internet, none into the user's own network.

A name is resolved here and the connection goes to the very address that was checked, so that a name
which resolves differently a moment later leads nowhere else.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from difftrack.errors import SourceError

_GLOBAL_UNICAST = IPv6Network("2000::/3")  # IANA: all of IPv6 that leads to one host anywhere
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


def connected(
    host: str, port: int, timeout: float, *, allow_private: bool = False
) -> socket.socket:
    """Return a connection to a host, whose every read and write ends within `timeout` seconds.

    Raises `SourceError` where any of its addresses is inside the own network, unless that is
    allowed, and `OSError` where none of them answers.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not allow_private and not all(is_public(str(address[0])) for *_, address in found):
        raise SourceError(
            "it is inside the own network. To read it all the same, set DIFFTRACK_ALLOW_PRIVATE=1"
        )
    refused: OSError = OSError("no address")
    for family, kind, protocol, _, address in found:
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(timeout)
        try:
            connection.connect(address)
        except OSError as error:
            connection.close()
            refused = error
        else:
            return connection
    raise refused


def is_public(address: str) -> bool:
    """Tell whether an IP address is of the open internet, also where it wraps an IPv4 address."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        wrapped = _wrapped(ip)
        if wrapped is None:
            return ip in _GLOBAL_UNICAST and ip.is_global
        ip = wrapped
    return ip.is_global and not ip.is_multicast


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address leads to by way of a gateway."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
