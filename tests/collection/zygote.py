"""Crawls in forks of one process that has Scrapy loaded, so that a visit costs no start-up.

Forks do what `python -m collection --child` does. Tests of processes themselves do without.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import IO
from unittest import mock

_ROOT = Path(__file__).resolve().parent.parent.parent


class Fork:
    """A fork, as far as collect.py uses a process."""

    def __init__(self, zygote: socket.socket) -> None:
        theirs, ours = os.pipe(), os.pipe()
        socket.send_fds(zygote, [b"fork"], [theirs[0], ours[1]])
        self.pid = int(zygote.recv(32))
        os.close(theirs[0])
        os.close(ours[1])
        self.stdin: IO[bytes] = os.fdopen(theirs[1], "wb")
        self.stdout: IO[bytes] = os.fdopen(ours[0], "rb")

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        return 0


@contextmanager
def quick_processes() -> Iterator[None]:
    """Within this, collect() forks its processes."""
    ours, theirs = socket.socketpair()
    code = f"from tests.collection.zygote import serve; serve({theirs.fileno()})"
    zygote = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=_ROOT,
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
    )
    theirs.close()
    try:
        with mock.patch("collection.collect.start_process", lambda: Fork(ours)):
            yield
    finally:
        ours.close()
        zygote.wait()


def _loaded_by_a_crawl() -> Iterator[str]:
    from scrapy.settings import default_settings

    yield from ("collection.crawl", "collection.transport", "collection.middlewares")
    yield from ("scrapy.core.scheduler", "scrapy.squeues", "scrapy.pqueues", "scrapy.dupefilters")
    for base in (
        default_settings.DOWNLOADER_MIDDLEWARES_BASE,
        default_settings.SPIDER_MIDDLEWARES_BASE,
    ):
        yield from (path.rpartition(".")[0] for path in base)


def serve(descriptor: int) -> None:
    """Fork a crawl for each request, until the other end closes."""
    from collection.__main__ import child

    for module in _loaded_by_a_crawl():
        import_module(module)
    assert "twisted.internet.reactor" not in sys.modules  # each fork needs one of its own
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as other:
        while True:
            word, descriptors, _, _ = socket.recv_fds(other, 16, 2)
            if not word:
                return
            process = os.fork()
            if not process:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os.dup2(descriptors[0], 0)
                os.dup2(descriptors[1], 1)
                sys.stdin = open(0, closefd=False)  # noqa: SIM115
                for inherited in descriptors:
                    os.close(inherited)
                other.close()
                os._exit(child())
            for inherited in descriptors:
                os.close(inherited)
            other.send(str(process).encode())
