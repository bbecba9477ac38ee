"""Deliver a notice through Apprise."""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.notices.channels import Channel, UnknownVariable
from orchestration.notices.refusals import refusals
from orchestration.notices.texts import Text


def deliver(channel: Channel, text: Text) -> str | None:
    """Send a text to every address of a channel. Returns why it failed, None when it did not.

    What is returned tells no secret of an address.
    """
    import apprise

    try:
        addresses = channel.addresses()
    except UnknownVariable as error:
        return str(error)
    notifier = apprise.Apprise()
    for place, address in enumerate(addresses, start=1):
        try:
            is_known = notifier.add(address)
        except Exception:
            is_known = False
        if not is_known:
            return f"Address {place} is none that Apprise knows. See its list of services."
    try:
        with refusals(notifier) as refused:
            result = notifier.notify(
                title=text.subject,
                body=text.body,
                notify_type=apprise.NotifyType.WARNING if text.is_bad else apprise.NotifyType.INFO,
                body_format=apprise.NotifyFormat.TEXT,
            )
    except Exception as error:
        return _without(f"{type(error).__name__}: {error}", addresses)
    if result and not refused:
        return None
    said = " ".join([*refused, *(entry.message for entry in result.logs())])
    return _without(said, addresses) or "It was not accepted, and nothing says why."


def _without(text: str, addresses: Iterable[str]) -> str:
    """A text without what stands in the addresses, where passwords and tokens are."""
    for address in addresses:
        rest = address.partition("://")[2]
        for part in sorted({rest, *_pieces(rest)}, key=len, reverse=True):
            text = text.replace(part, "…")
    return text[:300]


def _pieces(rest: str) -> set[str]:
    for sign in "/?&=@:,":
        rest = rest.replace(sign, " ")
    return {piece for piece in rest.split() if len(piece) >= 8}
