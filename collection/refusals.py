"""Why a request was not made or gave no answer, in words."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

PROJECT = "gongkai"


class Refused(IgnoreRequest):
    """A request that is not made, or an answer that is not taken, with the reason as a sentence."""


class ForbiddenByRobots(Refused):
    """The site's robots.txt does not allow it."""


class NoLongerPolite(Refused):
    """The site asks for more patience than a night has."""


def failure(error: BaseException) -> str:
    """An error of the network in words."""
    words = {
        "CannotResolveHostError": "its name leads to no public address",
        "DownloadConnectionRefusedError": "the connection was refused",
        "DownloadTimeoutError": "it took too long",
        "NoRouteError": "no network leads to it (is this machine connected?)",
        "ResponseDataLossError": "the answer broke off",
        "DownloadCancelledError": "the answer is larger than the limit",
    }
    kind = type(error).__name__
    if isinstance(error, Refused):
        return str(error)
    if kind == "IgnoreRequest":
        text = str(error)
        if "max redirections" in text:
            return "it leads on from page to page without end"
        return "the answer unpacks to more than the limit" if "DOWNLOAD_MAXSIZE" in text else text
    if kind == "DownloadFailedError":
        if "ConnectionAborted" in str(error):
            return "the head of the answer is larger than the limit"
        return "the answer is no HTTP" if "ParseError" in str(error) else "the answer broke off"
    return words.get(kind) or f"{kind}: {str(error).splitlines()[0][:200] if str(error) else ''}"


def turns_away(status: int) -> bool:
    """Whether a site answers so to programs: 412 and 521 ask for a script to be run first."""
    return status in (401, 403, 412, 521)


def remedy(status: int) -> str:
    """What a status of a list means for whoever keeps the registry, as the end of a sentence."""
    if turns_away(status):
        return (
            ": the site turns programs away, whatever a browser shows. Say which page leads to the "
            "list (`referer`); where that does not help, write to its administrator, and file what "
            "you save by hand with `gongkai add`"
        )
    return ". Look at it with a browser and correct its address"


def short(url: str) -> str:
    return url if len(url) <= 200 else url[:200] + "…"
