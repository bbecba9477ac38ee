"""What a page says: the report's text, the files that it leads to, or that there is none.

Two pages say the same when `said` gives the same lines for both. That is how a corrected report
is told from a page whose layout changed; see `said` for what counts.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from parsel import Selector

from collection.blocks import block_of, lines_of, weigh
from collection.following import of_call
from collection.held import held_lines, held_texts, parsed, seen
from collection.links import address_in, base_of
from collection.titles import folded, titled

FILE_TYPES = frozenset(
    ("pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "zip", "rar", "7z", "ofd", "txt", "rtf")
)
"""Extensions of files that can be a report; the reader decides what it can read."""

_PARAGRAPH = 60
"""Characters. What is around a report on its page (labels, dates, names) has shorter lines."""
_LITTLE_PROSE = 400
_FEW_FIGURES = 30
"""A report has paragraphs or tables with figures; a page without only leads to the report."""
_SHORT_PAGE = 600
"""Characters. Only a page this short is asked whether it tells of an error."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*%?")
_DATE = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}")
_SUBJECT = ("信息公开", "政务公开", "信息公開", "政務公開", "資訊公開")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FREQUENT = re.compile("[的一不是在有人大上日月年中公政府]")
"""Among the most frequent characters in simplified and in traditional texts alike."""
_SHORTEST = 150
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
_DOWNLOAD = re.compile(r"download|downfile|filedown|/attach", re.IGNORECASE)
"""What the address of a file is called where neither it nor its name tells the type."""
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
    cannot be had now, or not by us. goes_on: the article is parted, and this is not its last page.
    """

    title: str
    lines: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    says_little: bool
    says_nothing: bool
    gone: str | None = None
    busy: str | None = None
    goes_on: bool = False

    @property
    def said_sha256(self) -> str:
        return said_sha256(self.lines)

    @property
    def is_about_disclosure(self) -> bool:
        """Whether the page names what every report is about; a page in its place does not.

        A page that reads as no usual text (a wrong charset) is given the benefit of the doubt.
        """
        text = "".join("".join(self.lines).split())
        if any(word in text for word in _SUBJECT):
            return True
        chinese = len(_CHINESE.findall(text))
        is_usual = len(_FREQUENT.findall(text)) >= 0.03 * chinese
        return not is_usual if chinese >= 20 else not text.isascii()


def read_page(html: str, url: str, content: str | None, files: str | None = None) -> ReportPage:
    """Read a page that a list leads to.

    content: selector of the block that holds the report. files: of the links to files that are it.
    """
    root = parsed(html)
    title = _title(root)
    scripted = _files_in_scripts(root, url)
    attachments = _attachments(root, url, files or content, is_stated=files is not None)
    held = held_texts(root)
    body = seen(root)
    weights = weigh(body)
    block = block_of(body, content, weights)
    lines = tuple(lines_of(block, weights.data)) if block is not None else ()
    if held and _says_little(lines):
        lines += tuple(held_lines(held))
    length = sum(len(line) for line in lines)
    says_little = _says_little(lines)
    gone = busy = None
    if says_little and length < _SHORT_PAGE:
        shown = lines_of(body, weights.data, keep_links=True)
        text = " ".join(dict.fromkeys((title, *shown)))[:3000]
        gone, busy = _first(_GONE, text), _first(_BUSY, text)
    if says_little and not attachments:
        attachments = scripted
    says_nothing = says_little and length < _SHORTEST
    parted = of_call(html, url, 0)
    goes_on = parted is not None and parted.address is not None
    lines = (title, *lines)
    return ReportPage(title, lines, attachments, says_little, says_nothing, gone, busy, goes_on)


def _says_little(lines: tuple[str, ...]) -> bool:
    """Whether a page has neither the paragraphs nor the figures of a report."""
    prose = figures = 0
    for line in lines:
        if line.startswith("|"):
            figures += bool(_FIGURE.search(line))
        elif len(line) >= _PARAGRAPH:
            prose += len(line)
        else:
            numbers = _FIGURE.findall(_DATE.sub("", line))
            is_row = len(numbers) >= 3 or _FIGURE.fullmatch(line)
            figures += len(numbers) if is_row else 0
    return prose < _LITTLE_PROSE and figures < _FEW_FIGURES


def said(html: str, content: str | None) -> tuple[str, ...]:
    """What a page says, line by line.

    The title, then the lines of the block that holds the report (by the registry's selector, else
    the smallest element with three quarters of the page's text outside links and every cell of a
    table), and each cell of its tables, blank ones too; where these are no report, the article that
    a script or a frame of the page holds. Left out is what changes while the report
    stays the same: lines that are mostly a link, lines that are a date in figures outside tables
    (lists of news), counters of visits and today's date in short lines outside tables.
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


def _attachments(
    root: Selector, url: str, within: str | None, *, is_stated: bool
) -> tuple[Attachment, ...]:
    """The files that a page leads to. is_stated: the registry says that these links are files."""
    base = base_of(root, url)
    found: dict[str, Attachment] = {}
    for node in _links(root.css(within) if within else root)[:5000]:
        href = next((node.attrib[key] for key in ("href", "src", "data") if key in node.attrib), "")
        name = folded(str(node.root.xpath("string()")) or node.attrib.get("title", ""))
        address = _viewed(address_in(base, href), base)
        if address and (is_stated or _is_file(address, name)):
            name = name or unquote(urlsplit(address).path.rsplit("/", 1)[-1])
            found.setdefault(address, Attachment(address, name))
    return tuple(found.values())


def _links(within: Any) -> Any:
    return within.xpath(
        "descendant-or-self::*[(self::a and @href) or @src[parent::iframe or parent::embed]"
        " or (self::object and @data)]"
    )


def _is_file(address: str, name: str) -> bool:
    return bool(
        file_type(address) or _type_of_name(name) or _DOWNLOAD.search(urlsplit(address).path)
    )


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
