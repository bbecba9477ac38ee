"""A region's file is taken when it is right, and else every fault is said with line and remedy."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from collection.region import JsonList, ListPages, Page, Region, Source
from collection.region_file import render_region, write_region
from collection.registry import (
    REGISTRY_KEY,
    Registry,
    names_by_code,
    read_registry,
)

NAMES = {"320813": ("洪泽县", "洪泽区"), "320800": ("淮安市",), "000000": ("中华人民共和国",)}
GOOD = """\
division: "320813"
name: 洪泽区
pause: 3
sources:
  - key: government
    issuer: 洪泽区人民政府
    list:
      url: https://www.example.gov.cn/xxgk/index.html
      numbered: https://www.example.gov.cn/xxgk/index_{page}.html
      second_page: 1
    title: 年度报告
    content: div.article
    charset: gb18030
    attachments: prefer
    year_from: 2008
  - key: departments
    json:
      url: https://www.example.gov.cn/api?p={page}
      records: data.list
      title: title
      address: url
  - key: towns
    pages:
      - url: https://www.example.gov.cn/a.html
      - url: https://www.example.gov.cn/b.pdf
        title: 某镇2023年政府信息公开工作年度报告
        year: 2023
"""


def put(folder: Path, text: str, name: str = "320813.yml") -> Path:
    folder = folder / "regions"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def faults(tmp_path: Path, text: str, name: str = "320813.yml") -> list[str]:
    registry = read_registry(put(tmp_path, text, name), NAMES)
    assert registry.faults and not registry.regions
    return [str(fault) for fault in registry.faults]


def the_region(folder: Path, names: Mapping[str, Collection[str]] = NAMES) -> Region:
    registry = read_registry(folder, names)
    assert registry.faults == ()
    (region,) = registry.regions
    return region


def test_a_file_that_uses_everything_is_taken(tmp_path: Path) -> None:
    region = the_region(put(tmp_path, GOOD))
    assert [source.key for source in region.sources] == ["government", "departments", "towns"]
    assert region.sources[0].list_pages is not None
    assert region.sources[0].list_pages.second_page == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "place", "words"),
    [
        ("    issuer:", "    isuer:", 6, "sources[0].isuer", "Did you mean `issuer`?"),
        ("numbered", "numberd", 9, "sources[0].list.numberd", "Did you mean `numbered`?"),
        ("pause: 3", "pauses: 3", 3, "pauses", "Did you mean `pause`?"),
        ("records", "record", 19, "sources[1].json.record", "Did you mean `records`?"),
        ('"320813"', "010000", 1, "division", "Write its six digits in quotes"),
        ('"320813"', '"320800"', 1, "division", "is not the name of the file"),
        ("洪泽区\n", "淮安市\n", 2, "name", "320813 is 洪泽县 or 洪泽区, not 淮安市"),
        ("key: towns", "key: government", 22, "sources[2].key", "also the key of sources[0]"),
        ("key: towns", "key: 镇", 22, "sources[2].key", "Use small letters"),
        (
            "url: https://www.example.gov.cn/xxgk/index.html",
            "url: ftp://www.example.gov.cn/",
            8,
            "sources[0].list.url",
            "is not http or https",
        ),
        (
            "url: https://www.example.gov.cn/xxgk/index.html",
            "url: http://127.0.0.1/",
            8,
            "sources[0].list.url",
            "private or local",
        ),
        ("title: 年度报告", "title: '年度(报告'", 11, "sources[0].title", "no regular expression"),
        ("div.article", "'div..article'", 12, "sources[0].content", "no CSS selector"),
        ("gb18030", "gb99", 13, "sources[0].charset", "no known charset"),
        ("prefer", "perhaps", 14, "sources[0].attachments", "'perhaps'"),
        ("year_from: 2008", "year_from: 208", 15, "sources[0].year_from", "208"),
        ("pause: 3", "pause: 0", 3, "pause", "0 is too small. Write 0.5 or more."),
        ("pause: 3", "pause: &a 3\nx: *a", 4, "", "an alias (*) is not allowed"),
        ("pause: 3", "pause: 3\npause: 4", 4, "pause", "stands twice (first on line 3)"),
        ("pause: 3", "pause: [", 5, "", "this is no YAML"),
        ("pause: 3", "pause: [", 5, "", "Look at this line"),
        ("    issuer:", "\tissuer:", 6, "", "Indent with spaces"),
        ("      title: title\n", "", 17, "sources[1].json.title", "this key is missing"),
        ("/index_{page}.html", "/index_2.html", 7, "sources[0].list", "has no {page}"),
        (
            "      second_page: 1\n",
            "      next: a.next\n",
            7,
            "sources[0].list",
            "exclude each other",
        ),
        (
            "    attachments: prefer\n",
            "    json: {url: 'https://www.example.gov.cn/', title: t, address: a}\n",
            5,
            "sources[0]",
            "exactly one of `list`, `json` and `pages`",
        ),
        ("?p={page}", "?from={first}", 17, "sources[1].json", "need `per_page`"),
        ("records: data.list", "per_page: 15", 17, "sources[1].json", "neither is there"),
        (
            "      second_page: 1\n",
            "      lists: a.year\n",
            7,
            "sources[0].list",
            "Make a source of each list",
        ),
        (
            "      second_page: 1\n",
            "      address: /a/{id}.html\n      parts: (?P<no>x)\n",
            7,
            "sources[0].list",
            "no group for id",
        ),
        (
            "      second_page: 1\n",
            "      parts: (?P<no>x)\n",
            7,
            "sources[0].list",
            "belong together",
        ),
        ("/b.pdf", "/a.html", 23, "sources[2].pages", "stands twice"),
        ("name: 洪泽区", "name：洪泽区", 2, "", "a full-width ："),
        ("      url: ", "      url：", 8, "", "a full-width ："),
        ("  - key: towns", "  - key:towns", 22, "", "no space follows the colon"),
        ("    title: ", "\u3000\u3000title: ", 11, "", "full-width space"),
        ("    title: ", "\u00a0\u00a0\u00a0\u00a0title: ", 11, "", "no-break space"),
        ("div.article", "#article", 12, "sources[0].content", "nothing stands here"),
        ("      - url: https", "      -\n      - url: https", 24, "sources[2].pages[0]", "nothing"),
        ("年度报告", "(?P<jahr>20..)年", 11, "sources[0].title", "Call it (?P<year>...)"),
        ("?p={page}", "?p={p}", 18, "sources[1].json.url", "there is no {p}"),
        ("/a.html", "/{page}.html", 24, "sources[2].pages[0].url", "there is no {page}"),
        ("pause: 3", "pause: 3s", 3, "pause", "write a number, without quotes"),
        ("pause: 3", "pause: 301", 3, "pause", "301 is too large. Write 300 or less."),
        ("year: 2023", "year: '2023'", 27, "sources[2].pages[1].year", "write a whole number"),
        ("prefer", "perhaps", 14, "sources[0].attachments", "Write 'prefer', 'only' or 'ignore'"),
        ("prefer\n", "prefer\n    cookies: 1\n", 15, "sources[0].cookies", "write true or false"),
        ("年度报告", "''", 11, "sources[0].title", "write something, or leave the key out"),
        (
            "      - url: https://www.example.gov.cn/a.html\n",
            "      - https://www.example.gov.cn/a.html\n",
            24,
            "sources[2].pages[0]",
            "write its keys on the lines below it",
        ),
    ],
)
def test_a_fault_names_file_line_place_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, place: str, words: str
) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new, 1))
    start = f"regions/320813.yml:{line}: {place}: " if place else f"regions/320813.yml:{line}: "
    assert any(fault.startswith(start) and words in fault for fault in found), found


def test_two_sources_with_the_same_list_are_a_fault_unless_they_part_it(tmp_path: Path) -> None:
    again = """\
  - key: bureau
    issuer: 洪泽区教育局
    list:
      url: https://www.example.gov.cn/xxgk/index.html
      limit: 3
    title: 年度报告
"""
    (found,) = faults(tmp_path, GOOD + again)
    assert found == (
        "regions/320813.yml:31: sources[3].list.url: the source government (line 8) takes the same "
        "reports. Keep one, or say by `title` or `item` which are whose."
    )
    parted = again.replace("title: 年度报告", "title: 教育局.*年度报告")
    assert read_registry(put(tmp_path, GOOD + parted), NAMES).faults == ()


def test_a_page_or_a_json_list_of_two_sources_is_a_fault(tmp_path: Path) -> None:
    again = """\
  - key: more
    pages:
      - url: https://www.example.gov.cn/c.html
      - url: https://www.example.gov.cn/a.html
  - key: other
    json:
      url: https://www.example.gov.cn/api?p={page}
      records: data.list
      title: title
      address: url
"""
    found = faults(tmp_path, GOOD + again)
    assert [fault.split(": ")[1] for fault in found] == [
        "sources[3].pages[1].url",
        "sources[4].json.url",
    ]
    assert "the source towns (line 24) takes the same reports. Keep one." in found[0]


def test_a_code_that_is_none_is_not_offered_as_a_file_name(tmp_path: Path) -> None:
    found = faults(tmp_path, GOOD.replace('"320813"', '"320899"', 1))
    assert any("no division code" in fault for fault in found), found
    assert not any("Name it" in fault for fault in found), found


def test_every_fault_of_every_file_is_said_at_once(tmp_path: Path) -> None:
    put(tmp_path, GOOD.replace("pause", "pauze").replace("gb18030", "gb99"))
    found = faults(tmp_path, GOOD, "999999.yml")
    assert len(found) == 3
    assert sum("regions/320813.yml" in fault for fault in found) == 2
    assert any("regions/999999.yml:1: division: 320813 is not the name" in f for f in found)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("320813.yaml", GOOD.encode(), "name the file 320813.yml"),
        ("320813.yml", b"\xff\xfe", "this is not UTF-8"),
        ("320813.yml", b"- a\n- b\n", "no list of `key: value` lines"),
        ("320813.yml", b"", "no list of `key: value` lines"),
        ("320813.yml", b"[" * 1_000, "no YAML"),
        ("320813.yml", b"x: " + b"a" * 3_000_000, "longer than"),
        ("320813.yml", b"\x00", "no YAML"),
        ("320813.yml", b"? [a]\n: b\n", "a key must be a word"),
        ("320813.yml", b"x: 2024-99-99\n", "cannot be read"),
    ],
)
def test_a_file_that_is_none_is_one_fault(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    folder = put(tmp_path, "", name)
    (folder / name).write_bytes(content)
    found = read_registry(folder, NAMES)
    assert found.regions == () and any(words in str(fault) for fault in found.faults), found.faults


def test_one_bad_file_does_not_stop_the_others_and_stays_visible(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    folder = put(tmp_path, 'division: "320800"\nname: 淮安市\n', "320800.yml")
    put(tmp_path, "Not a region.", "README.md")
    registry = read_registry(folder, NAMES)
    assert [region.division for region in registry.regions] == ["320813"]
    (visit,) = registry.visits_of_faults()
    assert (visit.region_code, visit.source_key) == ("320800", REGISTRY_KEY)
    assert "regions/320800.yml:1: sources: this key is missing" in (visit.fault or "")


def test_no_folder_is_no_region(tmp_path: Path) -> None:
    assert read_registry(tmp_path / "regions", NAMES) == Registry((), ())


def test_an_unknown_code_of_a_known_name_is_told_the_right_code(tmp_path: Path) -> None:
    text = GOOD.replace('"320813"', '"320892"')
    assert "洪泽区 is 320813." in " ".join(faults(tmp_path, text, "320892.yml"))


def test_what_is_written_can_be_read_again(tmp_path: Path) -> None:
    region = the_region(put(tmp_path, GOOD))
    folder = tmp_path / "other" / "regions"
    path = write_region(folder, region, ["淮安市洪泽区", "written down by a test"])
    assert the_region(folder) == region
    assert path.read_text(encoding="utf-8").startswith("# 淮安市洪泽区\n# written down")
    with pytest.raises(FileExistsError, match=r"320813\.yml is there already"):
        write_region(folder, region)
    assert [path.name for path in folder.iterdir()] == ["320813.yml"]


def test_a_region_without_sources_is_written_with_an_example_and_read(tmp_path: Path) -> None:
    region = Region(division="320813", name="洪泽区", sources=[])
    assert "# sources:\n#   - key: government" in render_region(region)
    write_region(tmp_path, region)
    assert the_region(tmp_path) == region


def test_the_registry_of_this_project_is_valid() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    names = names_by_code(root / "dbt_project" / "seeds" / "jurisdictions.csv")
    assert {"洪泽县", "洪泽区"} <= {name for found in names.values() for name in found}
    assert read_registry(root / "regions", names).faults == ()


def test_the_guide_to_the_registry_names_every_key_and_its_example_is_valid(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parent.parent.parent
    guide = (root / "regions" / "README.md").read_text(encoding="utf-8")
    example = guide.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "320813.yml").write_text(example, encoding="utf-8")
    assert len(the_region(tmp_path, {"320813": ["洪泽区"]}).sources) == 7
    for model in (Region, Source, ListPages, JsonList, Page):
        for name, field in model.model_fields.items():
            assert f"`{field.alias or name}`" in guide, name
