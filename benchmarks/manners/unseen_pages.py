"""Pages with text that nobody sees beside each number, and with text that only seems unseen."""

from __future__ import annotations

import html

from benchmarks.manners.pages import Write, cell, drawn, page
from benchmarks.manners.report import Invented


def beside(markup: str, sheet: str = "", *, links: bool = False) -> Write:
    """Each number with markup behind it that a browser does not show."""
    return around(f"%s{markup}", sheet, links=links)


def around(markup: str, sheet: str = "", kinds: str = "value", *, links: bool = False) -> Write:
    """The text of each cell of some kinds in markup with which a browser shows it."""
    head = f"<style>{sheet}</style>" if sheet else ""
    if links:
        head += "<link rel=stylesheet href=/css/site.css>"

    def write(report: Invented) -> bytes:
        return page(
            report,
            lambda grid: drawn(
                grid,
                lambda box: (
                    cell(box, markup.replace("%s", html.escape(box.text, quote=False)))
                    if box.kind in kinds
                    else cell(box)
                ),
            ),
            head=head,
        ).encode()

    return write


def styled(style: str, tag: str = "span") -> Write:
    return beside(f'<{tag} style="{style}">8</{tag}>')


def classed(sheet: str, tag: str = "span") -> Write:
    return beside(f'<{tag} class="n note">8</{tag}>', sheet)


UNSEEN_PAGES: dict[str, Write] = {
    "white": styled("color:#fff"),
    "white in numbers": styled("color: rgb(255, 255, 255)"),
    "nearly white": styled("color:#FEFEFE"),
    "white font": beside("<font color=#FFFFFF>8</font>"),
    "white font by name, style sheets elsewhere": beside("<font color=white>8</font>", links=True),
    "white by class": classed(".n{color:#fff}"),
    "white by tag": classed("td u{color:#FFFFFF}", "u"),
    "white by id below a class": beside(
        "<div class=w><span id=x>8</span></div>".replace("div", "span"), ".w #x{color:white}"
    ),
    "transparent": styled("color:transparent"),
    "clear": styled("color:rgba(0,0,0,0)"),
    "grey on grey": styled("color:#ddd;background:#dddddd"),
    "black on black": styled("background-color:rgb(0,0,0);color:black"),
    "blue on a blue table": beside(
        "<span class=n>8</span>", "table{background:#005192} .n{color:#005192}"
    ),
    "no size": styled("font-size:0"),
    "no size in a font": styled("font:0/0 a"),
    "a point's size": styled("font-size:1.0pt"),
    "no opacity": styled("opacity:0"),
    "hardly any opacity": styled("opacity: .01; filter:alpha(opacity=1)"),
    "invisible": styled("visibility:hidden"),
    "indented away": styled("display:inline-block;text-indent:-9999px;overflow:hidden"),
    "indented away by class": classed(".note{text-indent:-999em}", "div"),
    "left of the page": styled("position:absolute;left:-9999px"),
    "above the page": styled("position:absolute;top:-1000em"),
    "clipped": styled("position:absolute;clip:rect(0,0,0,0)"),
    "clipped by path": styled("clip-path:inset(50%)"),
    "for screen readers": classed(
        ".note{position:absolute;width:1px;height:1px;padding:0;margin:-1px;overflow:hidden;"
        "clip:rect(0,0,0,0);border:0}"
    ),
    "in a box without height": styled("height:0px;overflow:hidden", "div"),
    "in a box without width": styled("display:inline-block;width:0;overflow:hidden"),
    "scaled to nothing": styled("display:inline-block;transform:scale(0)"),
    "hidden attribute": beside("<b hidden>8</b>"),
    "template": beside("<template>8</template>"),
    "comment": beside("<!--8--><!--[if IE]>8<![endif]-->"),
    "hidden by class": classed(".note{display:none}"),
    "hidden by two classes": classed(".n.note{display:none}"),
    "hidden by tag": classed("td em{display:none !important}", "em"),
    "hidden below others": classed("body table td > .note {display:none}"),
    "invisible by class": classed(".n{visibility:hidden}"),
    "no size by class": classed(".n{font-size:0}"),
    "no opacity by class": classed(".n{opacity:0}"),
    "far away by class": classed(".n{position:absolute;left:-9999em}"),
    "size of a frame, text of its own": around(
        "<div style='font-size:0'><span style='font-size:14px'>%s</span></div>"
    ),
    "invisible frame, text visible": around(
        "<div style='visibility:hidden'><b style='visibility:visible'>%s</b></div>"
    ),
    "hidden by class, shown by style": around(
        "<b class=n style='display:inline'>%s</b>", ".n{display:none}"
    ),
    "hidden by tag, shown by class": around(
        "<b class=n>%s</b>", ".n{display:inline} b{display:none}"
    ),
    "hidden for print": around("<b class=n>%s</b>", "@media print{.n{display:none}}"),
    "hidden elsewhere": around("<b class=n>%s</b>", ".menu .n{display:none}"),
    "white on blue": around(
        "<span style='background:#005192'><font color=#ffffff>%s</font></span>", kinds="head value"
    ),
    "white heads, style sheets elsewhere": around(
        "<span style='color:#fff'>%s</span>", kinds="head", links=True
    ),
    "hanging indent": around("<p style='text-indent:-24.0pt;margin-left:24.0pt'>%s</p>"),
    "width of a number in line": around("<span style='width:0;overflow:hidden'>%s</span>"),
    "rows of no height": around("<span style='line-height:0'>%s</span>"),
}
"""Manners of which a browser shows the number alone."""
