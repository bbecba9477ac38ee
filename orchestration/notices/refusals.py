"""Hear what messengers answer: some refuse with status 200, which Apprise takes for a yes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests

_CODES = {
    "qyapi.weixin.qq.com": ("errcode", "errmsg"),
    "oapi.dingtalk.com": ("errcode", "errmsg"),
    "open.feishu.cn": ("code", "msg"),
    "open.larksuite.com": ("code", "msg"),
}
"""Where WeCom, DingTalk and Feishu say that something is wrong, by host; 0 or nothing is well."""


class _Listening:
    """Stands for `requests` where a messenger posts by it, and keeps what is refused."""

    def __init__(self, found: list[str]) -> None:
        self._found = found

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)

    def post(self, *given: Any, **named: Any) -> requests.Response:
        reply = requests.post(*given, **named)
        if why := _refusal(reply):
            self._found.append(why)
        return reply


@contextmanager
def refusals(messengers: Iterable[object]) -> Iterator[list[str]]:
    """What is refused while Apprise sends by these, as sentences. One notice at a time.

    Apprise keeps no answer but its status. The name `requests` is another in the modules of these
    messengers alone: nothing else in the process is touched.
    """
    found: list[str] = []
    with ExitStack() as replaced:
        for module in {sys.modules[type(messenger).__module__] for messenger in messengers}:
            if getattr(module, "requests", None) is requests:
                replaced.callback(setattr, module, "requests", requests)
                module.requests = _Listening(found)  # type: ignore[attr-defined]
        yield found


def _refusal(reply: requests.Response) -> str | None:
    host = urlsplit(reply.url).hostname or ""
    if host not in _CODES:
        return None
    code, message = _CODES[host]
    try:
        said = reply.json()
        return f"{host} refused it: {said.get(message)} ({said[code]})." if said.get(code) else None
    except (ValueError, AttributeError):
        return f"{host} gave no answer that tells whether it took it."
