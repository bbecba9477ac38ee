"""The words of notices: what happened, what stays, what to do, where the page is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from collection.visit import SourceVisit
from orchestration.nights.night import Night
from orchestration.notices.channels import Language

_MOST = 800
"""Bytes of a failure that a notice quotes: WeCom refuses a notice of more than 2,048."""
_MOST_OF_SOURCES = 1200
"""The same for all sources that a notice lists; each may have a quarter."""


@dataclass(frozen=True, slots=True)
class Text:
    """A notice in one language. is_bad: that something is wrong, not that it is well."""

    subject: str
    body: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class SourceNews:
    """What is new about sources: failing for three nights, failing still, working again."""

    failing: Sequence[SourceVisit] = ()
    still_failing: Sequence[SourceVisit] = ()
    recovered: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.failing or self.still_failing or self.recovered)


_WORDS = {
    "en": {
        "night": "night",
        "build": "build",
        "failed": "gongkai: the {kind} of {name} failed",
        "held": "gongkai: the release of {name} was held back",
        "digest": "gongkai: {name}, {outcome}",
        "source": "gongkai: sources that need somebody ({count})",
        "recovered_only": "gongkai: sources work again ({count})",
        "stays": "Readers keep release {release}, whole and as it was.",
        "stays_none": "There is no release yet.",
        "failed_todo": "What to do: mend what is named above. Nothing is lost; the next night "
        "tries again. `gongkai build` tries at once.",
        "held_todo": "What to do: look at the page. Where the changes are right, publish them with "
        "`gongkai build --accept`; otherwise mend their cause. Every further night is held back "
        "until then.",
        "source_todo": "What to do: open the list in a browser, correct regions/<code>.yml, try "
        "`gongkai region check <code>`. Reports that were fetched before stay.",
        "page": "Page: {page}",
        "since": "{source}, since {since} ({visits} nights): {fault}",
        "failing": "Failed for three nights:",
        "still_failing": "Still failing:",
        "recovered": "Working again: {sources}",
        "more": "and {count} more; see the page.",
        "published": "new release",
        "unchanged": "nothing new",
        "outcome_held": "held back",
        "outcome_failed": "failed",
        "digest_body": "Sources visited: {sources}, at fault: {faults}. Files fetched: {fetched}. "
        "Files read: {read}. Reports: {reports}; changed: {changed}. Rejected files: {rejected}.",
        "test": "gongkai: a trial",
        "test_body": "This is a trial by `gongkai notices test`. Whoever reads it will be told of: "
        "{events}.",
    },
    "zh": {
        "night": "夜间运行",
        "build": "构建",
        "failed": "公开：{name} 的{kind}失败",
        "held": "公开：{name} 的发布被暂缓",
        "digest": "公开：{name}，{outcome}",
        "source": "公开：有来源需要处理（{count}）",
        "recovered_only": "公开：来源已恢复（{count}）",
        "stays": "读者仍使用发布 {release}，内容完整，未受影响。",
        "stays_none": "目前尚无发布。",
        "failed_todo": "处理办法：修复上述问题。已读内容不会丢失，下一夜会重试；也可立即运行 "
        "`gongkai build`。",
        "held_todo": "处理办法：查看页面。变更无误则运行 `gongkai build --accept` 发布；"
        "否则修复原因。在此之前每夜都会暂缓。",
        "source_todo": "处理办法：用浏览器打开列表页，改正 regions/<代码>.yml，再运行 "
        "`gongkai region check <代码>`。已取得的报告仍保留。",
        "page": "页面：{page}",
        "since": "{source}，自 {since} 起（{visits} 夜）：{fault}",
        "failing": "已连续三夜失败：",
        "still_failing": "仍未恢复：",
        "recovered": "已恢复：{sources}",
        "more": "另有 {count} 个，见页面。",
        "published": "已发布新版本",
        "unchanged": "无新内容",
        "outcome_held": "暂缓发布",
        "outcome_failed": "失败",
        "digest_body": "访问来源 {sources} 个，故障 {faults} 个。取得文件 {fetched} 个，"
        "读取 {read} 个。报告 {reports} 份，变更 {changed} 份。未能读出 {rejected} 个文件。",
        "test": "公开：测试通知",
        "test_body": "这是 `gongkai notices test` 发出的测试。收到者将获知：{events}。",
    },
}


def failed(night: Night, page: str, language: Language) -> Text:
    """A night or a build that failed."""
    words = _WORDS[language]
    return Text(
        words["failed"].format(kind=words[night.kind], name=night.name),
        _lines(
            _quoted(night), _stays(night, language), words["failed_todo"], _page(page, language)
        ),
        is_bad=True,
    )


def held(night: Night, page: str, language: Language) -> Text:
    """A release that was held back."""
    words = _WORDS[language]
    return Text(
        words["held"].format(name=night.name),
        _lines(_quoted(night), _stays(night, language), words["held_todo"], _page(page, language)),
        is_bad=True,
    )


def source(news: SourceNews, page: str, language: Language) -> Text:
    """Sources that have failed three nights, fail still, or work again."""
    words = _WORDS[language]
    lines: list[str] = []
    room = _MOST_OF_SOURCES
    for head, visits in (
        (words["failing"], news.failing),
        (words["still_failing"], news.still_failing),
    ):
        if visits:
            lines.append(head)
        for place, visit in enumerate(visits):
            line = f"- {_source(visit, language)}"
            room -= len(line.encode())
            if room < 0:
                lines.append(words["more"].format(count=len(visits) - place))
                break
            lines.append(line)
    if news.recovered:
        lines.append(words["recovered"].format(sources=_cut(", ".join(news.recovered), 200)))
    at_fault = len(news.failing) + len(news.still_failing)
    if at_fault:
        lines.append(words["source_todo"])
    subject = words["source"] if at_fault else words["recovered_only"]
    return Text(
        subject.format(count=at_fault or len(news.recovered)),
        _lines(*lines, _page(page, language)),
        is_bad=bool(at_fault),
    )


def digest(night: Night, page: str, language: Language) -> Text:
    """What a night came to, in figures."""
    words = _WORDS[language]
    outcome = night.outcome or "failed"
    figures, visits = night.figures, night.visits
    return Text(
        words["digest"].format(
            name=night.name, outcome=words.get(f"outcome_{outcome}") or words[outcome]
        ),
        _lines(
            words["digest_body"].format(
                sources=len(visits),
                faults=sum(visit.fault is not None for visit in visits),
                fetched=sum(len(visit.new) + len(visit.changed) for visit in visits),
                read=night.files.get("read", 0),
                reports=figures.get("reports", 0),
                changed=figures.get("changed", {}).get("count", 0),
                rejected=figures.get("rejected", {}).get("count", 0),
            ),
            _page(page, language),
        ),
        is_bad=outcome in ("failed", "held"),
    )


def test(events: Sequence[str], language: Language) -> Text:
    """A trial."""
    words = _WORDS[language]
    return Text(words["test"], words["test_body"].format(events=", ".join(events)))


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _quoted(night: Night) -> str:
    return _cut(night.failure or "", _MOST)


def _cut(text: str, most: int) -> str:
    """A text of so many bytes at the most."""
    content = text.encode()
    return text if len(content) <= most else f"{content[:most].decode(errors='ignore')} …"


def _stays(night: Night, language: Language) -> str:
    release = night.figures.get("release_id")
    words = _WORDS[language]
    return words["stays"].format(release=release) if release else words["stays_none"]


def _page(page: str, language: Language) -> str:
    return _WORDS[language]["page"].format(page=page)


def _source(visit: SourceVisit, language: Language) -> str:
    return _WORDS[language]["since"].format(
        source=f"{visit.region_code}/{visit.source_key}",
        since=visit.failing_since or "?",
        visits=visit.failed_nights,
        fault=_cut(visit.fault or "", _MOST_OF_SOURCES // 4),
    )
