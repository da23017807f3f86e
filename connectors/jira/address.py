"""Keeps the hub from being sent to places that the operator never meant: the address guard."""

import ipaddress
import socket
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from connectors.jira.errors import AddressRefused
from connectors.jira.settings import JiraSettings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind NAT64, RFC 6052


class Guard:
    """Decides which addresses may be connected to: public ones, and those that are listed."""

    def __init__(self, allow: Iterable[str]) -> None:
        self.hosts: set[str] = set()
        self.networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for listed in allow:
            try:
                self.networks.append(ipaddress.ip_network(listed, strict=False))
            except ValueError:
                self.hosts.add(listed.casefold())

    def is_listed(self, host: str) -> bool:
        """Tell whether the operator has named this host, or the network of this address."""
        try:
            return self._within(ipaddress.ip_address(host.strip("[]")))
        except ValueError:
            return host.casefold() in self.hosts

    def admits(self, host: str, written: str) -> bool:
        """Tell whether *host* may be reached at the resolved address *written*."""
        address = _plain(ipaddress.ip_address(written.partition("%")[0]))
        public = address.is_global and not address.is_multicast
        return public or host.casefold() in self.hosts or self._within(address)

    def _within(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


def _plain(address: Address) -> Address:
    """Give the IPv4 address that hides in an IPv6 one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in TRANSLATED:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


class GuardedBackend(httpcore.SyncBackend):
    """Resolves a name itself and connects to the very address that was checked.

    A name that resolves to something else a moment later (rebinding) then gains nothing.
    """

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    def connect_tcp(self, host: str, port: int, *args: Any, **more: Any) -> httpcore.NetworkStream:
        """Connect to the first admitted address of *host*, or raise `AddressRefused`."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        resolved = [str(address[4][0]) for address in found]
        admitted = [address for address in resolved if self.guard.admits(host, address)]
        if not admitted:
            raise AddressRefused(
                "{host} leads to {address}, which is no public address.",
                remedy="If that is your Jira, list the host or its network under `allow` of the"
                " source.",
                host=host,
                address=resolved[0] if resolved else "nowhere",
            )
        return super().connect_tcp(admitted[0], port, *args, **more)


class GuardedTransport(httpx.HTTPTransport):
    """Connections that pass the guard; no proxy and no netrc of the environment takes part."""

    def __init__(self, settings: JiraSettings) -> None:
        # Loading the authorities takes longer than many a reading; without TLS none is needed.
        trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if settings.base_url.scheme == "https":
            own = str(settings.ca_file) if settings.ca_file else None
            trusted = ssl.create_default_context(cafile=own)
        super().__init__(verify=trusted, trust_env=False)
        # httpx offers no way to hand a backend to its pool; the pool is its only connection.
        self._pool = httpcore.ConnectionPool(
            ssl_context=trusted,
            max_connections=settings.connections,
            max_keepalive_connections=settings.connections,
            keepalive_expiry=60,
            network_backend=GuardedBackend(Guard(settings.allow)),
        )


def check_address(settings: JiraSettings) -> None:
    """Refuse plain http, unless the operator has listed the host."""
    url = settings.base_url
    if url.scheme != "https" and not Guard(settings.allow).is_listed(url.host or ""):
        raise AddressRefused(
            "The address of {source} starts with http: the credential would travel in clear.",
            remedy="Use https, or list {host} under `allow` of the source.",
            source=settings.source,
            host=url.host or "",
        )
