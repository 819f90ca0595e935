"""Where messages may be sent: to public addresses, and to hosts inside that a setting names.

The name is resolved anew for each message, every address it has is looked at, and the connection is made to
one of these: a name that leads elsewhere a moment later leads nobody astray (DNS rebinding).
"""

import socket
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri, punycode
from django.utils.translation import gettext as _

PORTS = {"https": 443, "http": 80}
NOT_PUBLIC = [
    ip_network(each)
    for each in (
        # They stand for one of IPv4: NAT64, Teredo, 6to4, and older ways.
        *("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"),
        *("::/96", "::ffff:0:0:0/96"),
        # Site-local, before there were unique local addresses.
        "fec0::/10",
    )
]
"""Networks that Python takes for public."""


class ForbiddenAddressError(Exception):
    """Nothing is sent there; the message says why, in the user's language."""


@dataclass(frozen=True)
class Destination:
    """Where a message goes: to one address, whatever its name means later."""

    scheme: str
    host: str
    port: int
    address: str
    """Of IP."""
    target: str
    """Path and query."""

    @property
    def host_header(self) -> str:
        """The value of the header `Host`."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def destination(url: str) -> Destination:
    """Where an address leads now. Raises ForbiddenAddressError."""
    try:
        parts = urlsplit(url)
        host, port = punycode(parts.hostname or ""), parts.port or PORTS.get(parts.scheme, 0)
    except (ValueError, UnicodeError):
        raise ForbiddenAddressError(_("This is no address.")) from None
    is_inside = host in settings.WEBHOOK_PRIVATE_HOSTS
    if parts.scheme != "https" and not (is_inside and parts.scheme == "http"):
        raise ForbiddenAddressError(_("The address must begin with https://."))
    if parts.username or parts.password:
        raise ForbiddenAddressError(_("The address must hold no user name and no password."))
    addresses = resolved(host, port)
    if not is_inside and not all(map(is_public, addresses)):
        raise ForbiddenAddressError(
            _(
                "%(host)s leads into a private network. An operator can allow it by WEBHOOK_PRIVATE_HOSTS."
            )
            % {"host": host}
        )
    target = iri_to_uri((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    return Destination(parts.scheme, host, port, addresses[0], target)


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises ForbiddenAddressError when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ForbiddenAddressError(_("%(host)s is not found.") % {"host": host}) from None
    return [str(each[4][0]) for each in found]


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, and of one machine."""
    found = ip_address(address.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    is_odd = any(found in network for network in NOT_PUBLIC)
    return found.is_global and not found.is_multicast and not is_odd
