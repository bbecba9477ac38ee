"""What of Scrapy is set: polite, and safe with nobody watching."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from typing import Any

from collection.middlewares import Patience
from collection.options import Options
from collection.refusals import PROJECT

_LEAST_PAUSE = 0.01
"""Without any delay Scrapy starts all that waits for a host before it counts the first as begun."""
_UNUSED = (
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware",
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
    "scrapy.downloadermiddlewares.retry.RetryMiddleware",
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware",
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware",
)
"""Replaced by ours, or of no use. A proxy would decide where a name leads; see transport."""


def user_agent(contact: str) -> str:
    """An honest name: the project, its version, and whom to write to."""
    try:
        version = metadata.version(PROJECT)
    except metadata.PackageNotFoundError:
        version = "0"
    about = "".join(c for c in contact if " " < c < "\x7f" and c not in "()")
    return (
        f"{PROJECT}/{version} (archive of annual reports on disclosure{'; +' * bool(about)}{about})"
    )


def settings(options: Options, pauses: Mapping[str, float]) -> dict[str, Any]:
    """Scrapy's settings. pauses: seconds between requests, by host, where not the default."""
    return {
        "USER_AGENT": user_agent(options.contact),
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": PROJECT,
        "CONCURRENT_REQUESTS": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": max(options.pause, _LEAST_PAUSE),
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_SLOTS": {
            host: {"concurrency": 1, "delay": pause} for host, pause in pauses.items()
        },
        "DOWNLOAD_TIMEOUT": options.request_seconds,
        "DOWNLOAD_MAXSIZE": options.most_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_HANDLERS": {
            **dict.fromkeys(("data", "file", "s3", "ftp"), None),
            **dict.fromkeys(("http", "https"), "collection.transport.BoundedHandler"),
        },
        "EXTENSIONS_BASE": {},  # consoles, feeds, reports: none is wanted, and loading them costs
        "REFERRER_POLICY": "no-referrer",
        "DOWNLOADER_MIDDLEWARES": {
            "collection.middlewares.Gate": 50,
            **dict.fromkeys(_UNUSED),
            "collection.middlewares.Robots": 100,
            "collection.middlewares.PatientRetry": 550,
            "collection.middlewares.Clock": 890,
        },
        "RETRY_TIMES": options.retries,
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        "REDIRECT_MAX_TIMES": options.redirects,
        "REDIRECT_PRIORITY_ADJUST": 0,
        "METAREFRESH_MAXDELAY": 10,
        "TWISTED_DNS_RESOLVER": "collection.transport.PublicResolver",
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "COLLECTION_OPTIONS": options,
        "COLLECTION_PATIENCE": Patience(),
    }
