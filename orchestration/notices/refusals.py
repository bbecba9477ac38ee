"""Hear what messengers answer: some refuse with status 200, which Apprise takes for a yes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def refusals() -> Iterator[list[str]]:
    """What is refused while Apprise sends, as sentences. One notice at a time in a process.

    Apprise sends by `requests`, and keeps no answer but its status.
    """
    found: list[str] = []
    ask = requests.Session.request

    def listen(session: requests.Session, *given: Any, **named: Any) -> requests.Response:
        reply = ask(session, *given, **named)
        if why := _refusal(reply):
            found.append(why)
        return reply

    requests.Session.request = listen  # type: ignore[method-assign,assignment]
    try:
        yield found
    finally:
        requests.Session.request = ask  # type: ignore[method-assign]


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
