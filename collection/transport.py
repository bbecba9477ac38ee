"""How connections are made: to public addresses only, with a limit on the head of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.internet.interfaces import IAddress, IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from collection.addresses import may_connect

_MOST_HEAD_BYTES = 128 * 1024
_ONE_READ = 64 * 1024
"""The first part of the body may arrive together with the head."""


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Ends a connection whose answer has more head than any answer needs."""

    _head = 0

    def request(self, request: Any) -> Any:
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:
        parser = self._parser
        if parser is not None and parser.state in ("STATUS", "HEADER"):
            self._head += len(data)
            if self._head > _MOST_HEAD_BYTES + _ONE_READ:
                assert self.transport is not None
                self.transport.abortConnection()
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _BoundedProtocol:
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedHandler(HTTP11DownloadHandler):
    """Scrapy's, with a limit on the head of an answer; Scrapy limits the body only."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes on the addresses that may be connected to."""

    def __init__(self, receiver: Any, allow_loopback: bool) -> None:
        self._receiver = receiver
        self._allow_loopback = allow_loopback

    def resolutionBegan(self, resolution: Any) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        if may_connect(str(getattr(address, "host", "")), self._allow_loopback):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class PublicResolver:
    """Gives only addresses that may be connected to, in place of checking names beforehand.

    What it gives is what is connected to, so that a name which answers otherwise the second time
    gains nothing.
    """

    def __init__(self, reactor: Any, allow_loopback: bool) -> None:
        self._reactor = reactor
        self._inner: Any = reactor.nameResolver
        self._allow_loopback = allow_loopback

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> PublicResolver:
        return cls(reactor, crawler.settings["COLLECTION_OPTIONS"].allow_loopback)

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        receiver = _PublicOnly(resolutionReceiver, self._allow_loopback)
        return self._inner.resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
