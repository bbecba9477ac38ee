"""Pages that give no report, and pages made to take without end."""

from __future__ import annotations

import pytest

from extraction.document import Paragraph, Rejected
from extraction.readers import html
from tests.extraction.readers.pages import read


@pytest.mark.parametrize("page", ["<html><body><div id=app></div></body></html>", "<!-- -->", " "])
def test_a_page_without_visible_text_is_rejected_as_empty(page: str):
    with pytest.raises(Rejected) as rejected:
        html.read(page.encode())

    assert rejected.value.reason_code == "empty"


def test_a_page_nested_beyond_the_parser_is_rejected_rather_than_cut():
    with pytest.raises(Rejected) as rejected:
        html.read(b"<p>1</p>" + b"<div>" * 100_000 + b"2")

    assert rejected.value.reason_code == "unsafe"


def test_a_table_that_widens_without_end_is_rejected():
    row = b"<tr><td rowspan=65000 colspan=1000>1</td><td>2</td></tr>"
    with pytest.raises(Rejected) as rejected:
        html.read(b"<table>" + row * 2000 + b"</table>")

    assert rejected.value.reason_code == "unsafe"


def test_a_page_of_frames_names_them():
    with pytest.raises(Rejected, match=r"left\.html, main\.html") as rejection:
        html.read(b"<html><frameset><frame src=left.html><frame src=main.html></frameset></html>")
    assert rejection.value.reason_code == "not_a_report"


def test_a_page_of_pictures_says_so():
    with pytest.raises(Rejected, match="pictures") as rejection:
        html.read(b"<html><body><p><img src=1.jpg></p></body></html>")
    assert rejection.value.reason_code == "not_a_report"


@pytest.mark.parametrize("page", ["<p>很好。" * 500_000, "好" * 11_000_000])
def test_a_page_larger_than_any_report_is_refused(page: str):
    with pytest.raises(Rejected) as rejection:
        html.read_text(page, "utf-8")
    assert rejection.value.reason_code == "too_large"


def test_pictures_inside_a_page_do_not_make_it_too_large():
    picture = f"<img src='data:image/png;base64,{'iVBORw0K' * 2_000_000}'>"
    assert read(f"<p>甲</p>{picture}").paragraphs == [Paragraph("甲")]


def test_an_entity_that_grows_without_end_is_not_unfolded():
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
    )
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [{entities}]><html><body><p>甲&m;</p></body></html>'
    )
    assert sum(len(paragraph.text) for paragraph in html.read(page.encode()).paragraphs) < 3000


def test_an_element_with_attributes_without_end_is_refused():
    with pytest.raises(Rejected) as rejection:
        read(f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>甲")
    assert rejection.value.reason_code == "unsafe"
