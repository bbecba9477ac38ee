"""What the head of a page says about the page."""

from __future__ import annotations

from typing import Any

from extraction.typography import collapse, iso_day, join_lines, trim

_META_NAMES = {
    "published_date": (
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "article:published_time",
        "dc.date",
        "date",
    ),
    "article_title": ("articletitle", "og:title", "dc.title"),
    "publisher": ("contentsource", "publisher", "dc.publisher", "source", "author"),
    "site_name": ("sitename", "og:site_name"),
}
"""Names of meta elements, best first. PubDate, ArticleTitle, ContentSource and SiteName are the
page tags that 政府网站发展指引 (国办发〔2017〕47号) asks of government sites."""


def metadata(root: Any) -> dict[str, str]:
    """Title, day of publication, publisher and site as the head of the page states them."""
    found = {}
    title = next(root.iter("title"), None)
    if title is not None and title.text:
        found["title"] = join_lines([collapse(title.text)])
    stated: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        value = trim(collapse(meta.get("content") or ""))
        if name and value:
            stated.setdefault(name, value)
    for key, names in _META_NAMES.items():
        values = [stated[name] for name in names if name in stated]
        if key == "published_date":
            values = [day for value in values if (day := iso_day(value))]
        if values:
            found[key] = values[0]
    return {key: value for key, value in found.items() if value}
