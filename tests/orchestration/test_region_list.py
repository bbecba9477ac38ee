"""`gongkai region list` and `region add`: the registry as people see and begin it."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from collection.memory import RegionMemory, save
from collection.region import Region
from collection.registry import names_by_code, read_region, read_registry
from collection.visit import SourceVisit
from orchestration.commands import region_list
from orchestration.commands.divisions import heirs_of
from orchestration.commands.night import visited
from orchestration.commands.region_list import RegionLine, region_lines
from orchestration.lake import JURISDICTIONS, Lake
from orchestration.reading.task import gazetteer
from tests.commands import call

LIST = "https://www.example.gov.cn/xxgk/nb/index.html"


@pytest.fixture
def regions(tmp_path: Path) -> Path:
    return tmp_path / "regions"


def add(regions: Path, *arguments: object):
    return call("region", "add", *arguments, "--regions", regions)


def test_a_region_begins_with_what_is_known_of_it(regions: Path):
    done = add(regions, "洪泽区", "--list", LIST)
    assert done.code == 0, done.err
    assert "gongkai region check 320813" in done.out
    region = read_region(regions / "320813.yml", names_by_code(JURISDICTIONS))
    assert isinstance(region, Region), region
    (source,) = region.sources
    assert (region.name, source.issuer) == ("洪泽区", "洪泽区人民政府")
    assert source.first_address == LIST


def test_without_a_list_the_file_shows_how_to_name_one(regions: Path):
    done = add(regions, "320813")
    assert done.code == 0, done.err
    text = (regions / "320813.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["sources"] == []
    assert "#   - key: government" in text
    checked = call("region", "check", "320813", "--regions", regions)
    assert checked.code == 1
    assert "names no source" in checked.err


def test_a_prefecture_s_government_is_called_by_its_name(regions: Path):
    add(regions, "大兴安岭地区", "--list", LIST, "--list", LIST.replace("nb", "old"))
    region = read_region(regions / "232700.yml", names_by_code(JURISDICTIONS))
    assert isinstance(region, Region)
    assert [source.key for source in region.sources] == ["government", "list-2"]
    assert {source.issuer for source in region.sources} == {"大兴安岭地区行政公署"}


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("232700", "#     issuer: 大兴安岭地区行政公署\n"),
        ("320813", "#     issuer: 洪泽区人民政府\n"),
    ],
)
def test_the_example_of_a_new_file_names_the_government(regions: Path, code: str, line: str):
    add(regions, code)
    assert line in (regions / f"{code}.yml").read_text(encoding="utf-8")


def test_the_example_for_central_bodies_names_no_government_of_the_country(regions: Path):
    add(regions, "000000")
    assert "issuer" not in (regions / "000000.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "address", "said"),
    [
        ("鼓楼区", LIST, "350102  福建省福州市鼓楼区"),
        ("没有区", LIST, "No division is called"),
        ("洪泽区", "file:///etc/passwd", "file:///etc/passwd"),
        ("洪泽区", "http://127.0.0.1/index.html", "127.0.0.1"),
        ("洪泽区", "www.example.gov.cn", "https://"),
    ],
)
def test_a_wrong_region_or_address_writes_nothing(
    regions: Path, words: str, address: str, said: str
):
    done = add(regions, words, "--list", address)
    assert done.code == 1
    assert said in done.err
    assert not regions.exists()


def test_a_site_of_this_machine_can_be_tried_where_the_environment_says_so(
    regions: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GONGKAI_ALLOW_LOOPBACK", "1")
    assert add(regions, "洪泽区", "--list", "http://127.0.0.2:8000/index.html").code == 0
    (line,) = json.loads(call("region", "list", "--json", "--regions", regions).out)
    assert line["faults"] == []
    monkeypatch.delenv("GONGKAI_ALLOW_LOOPBACK")
    (line,) = json.loads(call("region", "list", "--json", "--regions", regions).out)
    assert "127.0.0.2" in line["faults"][0]


def test_the_file_of_a_division_that_is_gone_says_which_came_after_it(regions: Path):
    gone = add(regions, "320829", "--list", LIST)
    assert "in force until 2015" in gone.out, gone.out
    assert "320813 江苏省淮安市洪泽区: gongkai region add 320813" in gone.out
    assert "in force until" not in add(regions, "320813", "--list", LIST).out


@pytest.mark.parametrize(
    ("code", "heirs"),
    [
        ("322230", ["320813"]),  # two recodings and one renaming later
        ("310108", ["310106"]),  # merged into one that had stood before
        ("341400", ["340100", "340200", "340500"]),  # split among three
        ("320813", ["320813"]),
    ],
)
def test_the_divisions_of_today_are_found_for_one_that_is_gone(code: str, heirs: list[str]):
    known = gazetteer(JURISDICTIONS)
    unit = known.by_code(code, 1990)
    assert unit is not None
    assert [heir.code for heir in heirs_of(unit, known)] == heirs


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


def test_in_a_terminal_an_ambiguous_name_is_asked_about(regions: Path, monkeypatch):
    monkeypatch.setattr("sys.stdin", Terminal("seven\n99\n1\n"))
    done = add(regions, "鼓楼区", "--list", LIST)
    assert done.code == 0, done.err
    assert "Which one" in done.err and "Give a number from 1 to 4." in done.err
    assert "江苏省南京市鼓楼区" in done.out
    assert [path.name for path in regions.iterdir()] == ["320106.yml"]


def test_what_people_wrote_is_never_overwritten(regions: Path):
    add(regions, "洪泽区", "--list", LIST)
    path = regions / "320813.yml"
    path.write_text(path.read_text("utf-8") + "# mine\n", encoding="utf-8")
    done = add(regions, "洪泽区")
    assert done.code == 1
    assert "is there already" in done.err
    assert path.read_text("utf-8").endswith("# mine\n")


def test_the_list_shows_coverage_faults_and_files_that_are_wrong(regions: Path, lake: Lake):
    add(regions, "洪泽区", "--list", LIST)
    add(regions, "宿迁市", "--list", LIST)
    (regions / "320800.yml").write_text("division: '320800'\nnam: 淮安市\nsources: []\n", "utf-8")
    registry = read_registry(regions, names_by_code(JURISDICTIONS))
    coverage = {("320813", 2023): ("read", 4), ("320800", 2024): ("doubtful", 0)}
    for code, source in (("321300", "government"), ("320813", "taken-out")):
        memory = RegionMemory()
        memory.source(source).fail(date(2025, 3, 1), "It answers 404.")
        save(lake.collection, code, memory)
    lines = region_lines(registry, lake.collection, coverage)
    assert [(line.code, line.name, line.sources, len(line.faults)) for line in lines] == [
        ("320800", "淮安市", 0, 2),
        ("320813", "洪泽区", 1, 0),
        ("321300", "宿迁市", 1, 1),
    ]
    assert lines[0].years == {2024: ("doubtful", 0)}
    assert lines[1].years == {2023: ("read", 4)}
    done = call(
        "region", "list", "--regions", regions, "--raw", lake.raw, "--out", lake.releases,
        "--years", "2022-2023",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "洪泽区" in done.out and "2022" in done.out and "2021" not in done.out
    assert "regions/320800.yml:2" in done.out and "`name`" in done.out


def test_the_list_as_json_holds_the_years_that_were_asked_for(regions: Path, lake: Lake):
    add(regions, "洪泽区", "--list", LIST)
    asked = ("region", "list", "--json", "--regions", regions, "--out", lake.releases)
    (line,) = json.loads(call(*asked, "--years", "2012-2013").out)
    missing = {"status": "missing", "other_bodies": 0}
    assert line["years"] == {"2012": missing, "2013": missing}
    assert call(*asked, "--years", "early").code == 1


WIDE = dict.fromkeys(range(2008, 2025), ("read", 12))


def test_a_list_in_a_pipe_is_as_wide_as_it_must_be(monkeypatch, capsys):
    monkeypatch.delenv("COLUMNS", raising=False)
    region_list.print_lines([RegionLine("320813", "洪泽区", 1, (), WIDE)], list(WIDE))
    (row,) = [line for line in capsys.readouterr().out.splitlines() if "洪泽区" in line]
    assert row.count("read +12") == len(WIDE)


def test_a_narrow_terminal_shows_the_last_years_and_says_what_it_left_out(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    region_list.print_lines([RegionLine("320813", "洪泽区", 1, (), WIDE)], list(WIDE))
    said = capsys.readouterr().out
    (row,) = [line for line in said.splitlines() if "洪泽区" in line]
    shown = row.count("read +12")
    assert 1 < shown < len(WIDE) and "…" not in said
    assert f"--years 2008-{2024 - shown}" in said


def test_no_region_at_all_says_how_to_begin(regions: Path):
    done = call("region", "list", "--regions", regions)
    assert done.code == 1
    assert "gongkai region add" in done.err


def test_the_end_of_a_night_says_what_its_visits_brought():
    fresh = SourceVisit("320813", "government", found=6, new=("a", "b"), changed=("c",))
    down = SourceVisit("321300", "government", fault="The host does not answer.")
    assert visited([fresh, down]) == (
        "Sources: 2 visited, 1 at fault; they list 6 reports, 2 new and 1 changed"
    )
    assert visited([]) == "Sources: none visited"
