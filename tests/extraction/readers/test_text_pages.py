"""What stands on every page of a text with form feeds, and what only stands by the end of one."""

from extraction.readers.text import read
from extraction.readers.text.lines import split, without_running_heads


def kept(*pages: str) -> list[str]:
    found = without_running_heads(split("\f".join(pages)))
    return [line.text for line in found if not line.is_blank]


def test_values_by_the_ends_of_pages_are_no_page_numbers():
    """Cells stand on lines of their own there, and pages part their rows."""
    pages = (
        "标题\n行政处罚\n79\n4\n105",
        "行政强制\n39\n35\n64\n正文",
        "正文二\n12\n7",
        "正文三\n落款",
    )
    assert kept(*pages) == "\n".join(pages).split("\n")


def test_numbers_that_count_up_with_the_pages_are_page_numbers():
    pages = ["甲\n乙\n9", "丙\n丁\n7", "戊\n己\n5"]
    assert kept(*(f"{page}\n{number}" for number, page in enumerate(pages, 5))) == [
        *"甲乙9丙丁7戊己5"
    ]


def test_two_alike_lines_of_one_page_stand_on_one_page():
    pages = ("标题\n甲\n乙\n第3条\n第4条", "丙\n丁\n戊\n己", "庚\n辛\n壬\n癸")
    assert "第3条" in kept(*pages)


def test_a_zero_is_no_page_number():
    pages = ["甲\n乙\n0", "丙\n丁\n1", "戊\n己\n庚"]
    assert "0" in kept(*pages)
    assert kept(*(page.replace("1", "0") for page in pages)).count("0") == 2


def test_a_space_behind_the_number_of_a_year_parts_no_line():
    content = "附：2019 年统计表\n2019 年主动公开情况\n信息内容  制发件数\n规章  3\n规范性文件  4\n"
    texts = {p.text for p in read(content.encode()).paragraphs}
    tables = {text for table in read(content.encode()).tables for text in table.texts}
    assert "2019年主动公开情况" in texts | tables
    prose = "2019 年，" + "我局认真公开信息，" * 12
    assert [p.text for p in read(prose.encode()).paragraphs] == [prose]
