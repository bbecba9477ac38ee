"""How widespread editorial systems hold a list elsewhere than in the links of its page.

What they print is known and the same on thousands of sites, so that no region has to say it:
records in a `<datastore>` (大汉 jpage), a unit that a script loads as JSON with a piece of a page
(大汉 jpaas), frames, and pages whose script leads on to another one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from parsel import Selector

_PIECE = "data.html"
"""Where jpaas puts the piece of page in its answer."""
_MOST = 5
_MOST_RECORDS = 5000
_LEADS_ON = re.compile(r"""location(?:\.href)?\s*=\s*["']([^"'\s]{1,500})["']""")
_BEFORE_JSON = re.compile(r"(?:(?:var|let|const)\s{1,9})?[A-Za-z_$][\w.$]{0,80}\s{0,9}[=(]")
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s<>]{1,1000})""")


def unpacked(text: str, path: str | None) -> str:
    """The page of an answer that holds it: in JSON, and with the records of a datastore as links.

    path: where the piece of page stands in the JSON; None for a page, or for what `jpaas` answers.
    Raises ValueError, with a sentence, where the registry names a path and nothing is there.
    """
    if path is not None or text.lstrip("\ufeff \r\n\t").startswith("{"):
        try:
            piece = at(parsed_json(text), path or _PIECE)
        except ValueError:
            if path is not None:
                raise
            piece = None
        if path is not None and not isinstance(piece, str):
            raise ValueError(f"there is no piece of a page at `{path}`")
        text = piece if isinstance(piece, str) else text
    return "".join(_records(text)) + text if is_datastore(text) else text


def is_datastore(text: str) -> bool:
    """Whether a page holds its list as records: the group after this one may repeat it."""
    return "<datastore>" in text


def _records(text: str) -> Iterator[str]:
    """The records of a datastore as a browser shows them, and the address of the next group."""
    for part in text.split("<record>", _MOST_RECORDS)[1:]:
        yield f"<div>{_plain(part.partition('</record>')[0])}</div>"
    following = text.partition("<nextgroup>")[2].partition("</nextgroup>")[0]
    found = _HREF.search(_plain(following[:4000]))
    if found:
        yield f'<link rel="next" href="{found[1]}">'


def _plain(part: str) -> str:
    marked = part.partition("<![CDATA[")[2]
    return marked.partition("]]>")[0] if marked else part


def lists_elsewhere(root: Selector, base: str, html: str) -> list[str]:
    """Where the list of a page without entries may be: its unit, its frames, where it leads on."""
    found = [
        f"{urljoin(base, unit.attrib['url'])}?{urlencode(asked)}"
        for unit in root.css("script[url][querydata]")[:_MOST]
        if (asked := _query(unit.attrib["querydata"]))
    ]
    found += root.css("iframe::attr(src), frame::attr(src)").getall()[:_MOST]
    if not root.css("a[href]"):
        found += [leads[1] for leads in _LEADS_ON.finditer(html)][:1]
    return found


def _query(stated: str) -> dict[str, str] | None:
    """{'webId':'1','pageId':'22'}, as jpaas writes it."""
    try:
        value = json.loads(stated.replace("'", '"'))
    except (ValueError, RecursionError):
        return None
    is_flat = isinstance(value, dict) and all(isinstance(part, str) for part in value.values())
    return value if is_flat else None


def next_of_unit(root: Selector, url: str) -> str | None:
    """The address of a unit's next page, by the counts that its pagination states."""
    stated = root.css(".pagination[rows][count]")
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not stated or "pageId" not in asked:
        return None
    rows, count = stated[0].attrib["rows"], stated[0].attrib["count"]
    try:
        page = int(json.loads(asked.get("paramJson", "{}")).get("pageNo", 1))
        if page * int(rows) >= int(count):
            return None
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None
    asked["paramJson"] = json.dumps(
        {"pageNo": page + 1, "pageSize": int(rows)}, separators=(",", ":")
    )
    return parts._replace(query=urlencode(asked)).geturl()


def parsed_json(text: str) -> Any:
    """JSON as sites write it: also within a call (JSONP), or as the value of a variable."""
    text = text.strip().removeprefix("\ufeff").rstrip("; \r\n\t")
    begins = _BEFORE_JSON.match(text)
    if begins:
        text = text[begins.end() :]
        text = text.removesuffix(")") if begins[0].endswith("(") else text
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("the answer is no JSON") from error


def at(value: Any, path: str) -> Any:
    """What stands at `data.list` in a value; a number steps into a list."""
    for step in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
