"""What a page says: the report's text, the files that it leads to, or that there is none.

Two pages say the same when `said` gives the same lines for both. That is how a corrected report
is told from a page whose layout changed; see `said` for what counts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from lxml import etree
from parsel import Selector
from w3lib.encoding import html_to_unicode

from collection.listing import address_in, base_of
from collection.titles import folded, titled

FILE_TYPES = frozenset(
    ("pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "zip", "rar", "7z", "ofd", "txt", "rtf")
)
"""Extensions of files that can be a report; the reader decides what it can read."""

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd"),
        *("div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "iframe", "li", "main", "nav", "ol", "option", "p", "pre"),
        *("section", "select", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))
_UNSEEN = ("script", "style", "noscript", "template", "head", "object", "svg")
_LITTLE = 600
"""Characters. A report without tables is longer; what is shorter only leads to the report."""
_SHORTEST = 150
_SHORT_LINE = 80
_MOST_CELL = 300
_COUNTER = re.compile(
    r"(?:浏览|点击|阅读|访问|查看|人气|热度)\s*(?:次数|人数|总数|总量|量|数)?\s*[:：为是]?\s*[\[【(（]?\s*"
    r"\d[\d,]*\s*[\]】)）]?\s*(?:人次|次|人|遍)?|第\s*\d[\d,]*\s*位(?:访客|访问者)"
)
_CLOCK = re.compile(
    r"今天是|今日是|现在是|当前(?:时间|日期)|(?:星期|周)[一二三四五六日天](?!前|内)"
)
_LONE_DATE = re.compile(
    r"[\[(（【]?(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?"
)

_GONE = re.compile(
    r"页面?(?:不存在|找不到|未找到|已删除|已失效|丢失|走丢|飞走)|"
    r"(?:访问|查找|请求|浏览|查看|打开)的.{0,8}(?:不存在|已经?被?删除|已失效|找不到|未找到|无法找到|"
    r"已经?被?移除|已下线)|"
    r"(?:找不到|未找到|没有找到|无法找到).{0,12}(?:页|内容|信息|文章|资源|文件)|"
    r"(?:信息|内容|文章|网页|该页|栏目|稿件|文件)(?:不存在|已经?被?删除|已下线)|"
    r"\bnot\s+(?:be\s+)?found\b|错误\s*[:：]?\s*404|404\s*(?:错误|error|页面)|error\s*[:：]?\s*404",
    re.IGNORECASE,
)
_BUSY = re.compile(
    r"系统维护|网站维护|升级维护|服务器?(?:繁忙|错误|内部错误|暂不可用)|访问(?:过于?频繁|被拒绝|受限|异常|被拦截)|"
    r"安全(?:验证|检查|防护|拦截)|请输入验证码|滑动验证|(?:开启|启用|打开)\s*javascript|enable\s+javascript|"
    r"forbidden|access\s+denied|bad\s+gateway|service\s+unavailable|数据库.{0,6}(?:错误|失败)|"
    r"internal\s+server\s+error|(?:网站|页面|栏目|系统)(?:正在)?建设中",
    re.IGNORECASE,
)
_HOME = re.compile(r"^/*(?:(?:index|default|home|main)\.\w{2,6})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a page leads to. name: the text of the link."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One page as a report.

    title: the heading, else the title of the page. says_little: neither text nor tables of a
    report. gone: the page says that what was asked for is not there, in these words; busy: that it
    cannot be had now, or not by us.
    """

    title: str
    lines: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    says_little: bool
    says_nothing: bool
    gone: str | None = None
    busy: str | None = None

    @property
    def said_sha256(self) -> str:
        return said_sha256(self.lines)

    @property
    def is_about_disclosure(self) -> bool:
        """Whether the page names what every report is about; a page in its place does not."""
        text = "".join("".join(self.lines).split())
        return "信息公开" in text or "政务公开" in text or "資訊公開" in text


def decoded(body: bytes, content_type: str | None, charset: str | None) -> str:
    """A page as text: by the charset of the registry, else as browsers decide."""
    if charset:
        return body.decode(charset, errors="replace")
    return html_to_unicode(content_type, body, auto_detect_fun=_undeclared)[1]


def _undeclared(body: bytes) -> str:
    """The charset of a page that states none: old pages were written in GBK."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def read_page(html: str, url: str, content: str | None) -> ReportPage:
    """Read a page that a list leads to. content: selector of the block that holds the report."""
    root = Selector(text=html.replace("\x00", "") or " ", type="html")
    title = _title(root)
    scripted = _files_in_scripts(root, url)
    attachments = _attachments(root, url, content)
    body = _seen(root)
    weights = _weights(body)
    block = _block(body, content, weights)
    lines = tuple(_lines(block, weights.data)) if block is not None else ()
    length = sum(len(line) for line in lines)
    has_table = sum(line.startswith("|") for line in lines) >= 40
    says_little = length < _LITTLE and not has_table
    gone = busy = None
    if says_little:
        text = f"{title} {' '.join(_lines(body, weights.data, keep_links=True))}"[:3000]
        gone, busy = _first(_GONE, text), _first(_BUSY, text)
    if says_little and not attachments:
        attachments = scripted
    return ReportPage(
        title,
        (title, *lines),
        attachments,
        says_little,
        length < _SHORTEST and not has_table,
        gone,
        busy,
    )


def said(html: str, content: str | None) -> tuple[str, ...]:
    """What a page says, line by line.

    The title, then the lines of the block that holds the report (by the registry's selector, else
    the smallest element with three quarters of the page's text outside links and every cell of a
    table), and each cell of its tables, blank ones too. Left out is what changes while the report
    stays the same: lines that are a link, lines that are a date in figures outside tables (lists of
    news), counters of visits and today's date in short lines outside tables.
    """
    return read_page(html, "http://page.invalid/", content).lines


def said_sha256(lines: tuple[str, ...]) -> str:
    """The hash of what a page says."""
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def same_but_for_noise(
    before: tuple[str, ...], first: tuple[str, ...], second: tuple[str, ...]
) -> bool:
    """Whether a page that was fetched twice in a row says what it said before.

    Lines that differ between the two fetches change by themselves (a counter that nobody labels).
    """
    if len(first) != len(second) or len(before) != len(first):
        return before in (first, second)
    return all(
        old == new or new != again for old, new, again in zip(before, first, second, strict=True)
    )


def leads_home(asked: str, answered: str) -> bool:
    """Whether a request for a page ended at the site's home page."""
    asked_path, answered_path = urlsplit(asked).path, urlsplit(answered).path
    has_query = bool(urlsplit(answered).query)
    return not _HOME.match(asked_path) and bool(_HOME.match(answered_path)) and not has_query


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return text[max(found.start() - 12, 0) : found.end() + 12].strip() if found else None


def _title(root: Selector) -> str:
    named = [
        *root.css("meta[name=ArticleTitle]::attr(content)").getall(),
        *(str(node.root.xpath("string()")) for node in root.css("h1, h2, .title, #title")[:5]),
        *root.css("title::text").getall(),
    ]
    reports = [text for text in named if titled(text)]
    return folded((reports or [text for text in named if text.strip()] or [""])[0])


def _seen(root: Selector) -> etree._Element:
    """The page without what nobody sees. The selector must not be used afterwards."""
    element: etree._Element = root.root
    etree.strip_tags(element, etree.Comment, etree.PI)
    etree.strip_elements(element, *_UNSEEN, with_tail=False)
    return element


@dataclass(slots=True)
class _Weights:
    """What each element of a page holds: characters outside links, and cells of data."""

    characters: dict[etree._Element, int]
    cells: dict[etree._Element, int]
    data: set[etree._Element]
    """Cells that hold neither a table nor much text; the others are layout."""


def _weights(body: etree._Element) -> _Weights:
    found = _Weights({}, {}, set())
    tables: dict[etree._Element, int] = {}
    links = 0
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if node.tag == "a":
            links += 1 if event == "start" else -1
        if event == "start":
            found.characters[node] = 0 if links else _length(node.text)
            found.cells[node], tables[node] = 0, int(node.tag == "table")
            continue
        if node.tag in _CELLS and not tables[node] and found.characters[node] <= _MOST_CELL:
            found.data.add(node)
            found.cells[node] = 1
        parent = node.getparent()
        if node is not body and parent is not None:
            found.characters[parent] += found.characters[node] + (
                0 if links else _length(node.tail)
            )
            found.cells[parent] += found.cells[node]
            tables[parent] += tables[node]
    return found


def _block(body: etree._Element, content: str | None, weights: _Weights) -> etree._Element | None:
    """The smallest element with three quarters of the text and every cell of data."""
    if content is not None:
        found = Selector(root=body, type="html").css(content)
        chosen: etree._Element | None = found[0].root if found else None
        return chosen
    best, enough = body, 0.75 * weights.characters[body]
    while True:
        smaller = [
            child
            for child in best
            if weights.characters.get(child, 0) >= enough
            and weights.cells[child] == weights.cells[body]
        ]
        if not smaller:
            return best
        best = smaller[0]


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _lines(
    block: etree._Element, data: set[etree._Element], keep_links: bool = False
) -> Iterator[str]:
    parts: list[tuple[str, bool]] = []
    links = cells = 0

    def line() -> str | None:
        text = " ".join("".join(part for part, _ in parts).split())
        is_link = all(linked for part, linked in parts if part.strip())
        parts.clear()
        if not text or (is_link and not cells and not keep_links):
            return None
        return text if cells or keep_links else _without_noise(text)

    for event, node in etree.iterwalk(block, events=("start", "end")):
        tag = node.tag
        if tag in _BLOCKS or tag in _CELLS:
            text = line()
            if node in data and event == "end":
                yield f"|{text or ''}"
            elif text:
                yield f"|{text}" if cells else text
        if event == "start":
            links += tag == "a"
            cells += node in data
            parts.append((node.text or "", links > 0))
        else:
            links -= tag == "a"
            cells -= node in data
            if node is not block:
                parts.append((node.tail or "", links > 0))
    text = line()
    if text:
        yield text


def _without_noise(line: str) -> str | None:
    if len(line) > _SHORT_LINE:
        return line
    if _CLOCK.search(line) or _LONE_DATE.fullmatch(line):
        return None
    return _COUNTER.sub("", line).strip() or None


def _attachments(root: Selector, url: str, content: str | None) -> tuple[Attachment, ...]:
    base = base_of(root, url)
    within = root.css(content) if content else root
    found: dict[str, Attachment] = {}
    for node in within.css("a[href], iframe[src], embed[src], object[data]")[:5000]:
        href = next((node.attrib[key] for key in ("href", "src", "data") if key in node.attrib), "")
        name = folded(str(node.root.xpath("string()")) or node.attrib.get("title", ""))
        address = _viewed(address_in(base, href), base)
        if address and (file_type(address) or _type_of_name(name)):
            name = name or unquote(urlsplit(address).path.rsplit("/", 1)[-1])
            found.setdefault(address, Attachment(address, name))
    return tuple(found.values())


def _viewed(address: str | None, base: str) -> str | None:
    """The file that a viewer in the page shows: /viewer.html?file=/a.pdf is /a.pdf."""
    if address is None or not re.search(r"viewer|pdfjs|\.html?$", urlsplit(address).path):
        return address
    for key in ("file", "url", "src", "pdf"):
        for value in parse_qs(urlsplit(address).query).get(key, [])[:1]:
            inner = address_in(base, value)
            if inner and file_type(inner):
                return inner
    return address


def _files_in_scripts(root: Selector, url: str) -> tuple[Attachment, ...]:
    base = base_of(root, url)
    found: dict[str, Attachment] = {}
    for script in root.css("script::text").getall()[:200]:
        for href in re.findall(r"""["']([^"'<>\s]{1,500}\.(?:pdf|docx?|ofd))["']""", script)[:20]:
            address = address_in(base, href)
            if address:
                found[address] = Attachment(address, unquote(href.rsplit("/", 1)[-1]))
    return tuple(found.values())


def file_type(address: str) -> str | None:
    """The extension of a file that can be a report, by its address."""
    parts = urlsplit(address)
    for path in (parts.path, *(v for vs in parse_qs(parts.query).values() for v in vs)):
        extension = path.rsplit(".", 1)[-1].lower() if "." in path else ""
        if extension in FILE_TYPES:
            return extension
    return None


def _type_of_name(name: str) -> str | None:
    found = re.search(r"\.([A-Za-z]{2,4}x?)\W*$", name)
    extension = found[1].lower() if found else ""
    return extension if extension in FILE_TYPES else None
