"""The inventory: every raw file, whatever it is named, with what is claimed about it."""

import hashlib
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from collection.memory import Address, RegionMemory, Version, save
from extraction.document import Rejected
from orchestration.files import BuildFailed
from orchestration.lake import Lake
from orchestration.raw import files as raw_files
from orchestration.raw import inventory, marks
from orchestration.raw.files import locate, open_raw
from orchestration.raw.inventory import filed_year, folder_claims, read_inventory, write_inventory


def put(lake: Lake, name: str, content: bytes = b"report") -> Path:
    path = lake.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def rows(lake: Lake) -> dict[str, dict]:
    return {row["source_path"]: row for row in write_inventory(lake).iter_rows(named=True)}


def test_a_file_is_listed_with_its_hash_and_the_claims_of_its_folders(lake: Lake):
    put(lake, "232700/2020/report.txt", b"one")
    assert rows(lake)["232700/2020/report.txt"] == {
        "source_path": "232700/2020/report.txt",
        "document_sha256": hashlib.sha256(b"one").hexdigest(),
        "byte_count": 3,
        "filed_year": "2020",
        "claimed_jurisdiction_code": "232700",
        "claimed_year": 2020,
        "source_url": None,
        "fetched_at": None,
        "publisher": None,
        "declared_issuer": None,
        "source_note": None,
        "sidecar_error": None,
        "vanished_date": None,
    }


@pytest.mark.parametrize(
    ("path", "claims", "year"),
    [
        ("232700/2020/deep/er/file.txt", ("232700", 2020), "2020"),
        ("file.txt", (None, None), "unfiled"),
        ("232700/file.txt", (None, None), "unfiled"),
        ("232700/2020", (None, None), "unfiled"),
        ("2327/2020/file.txt", (None, None), "unfiled"),
        ("other/232700/2020/file.txt", (None, None), "unfiled"),
        ("232700/1985/file.txt", ("232700", 1985), "unfiled"),
    ],
)
def test_only_a_division_code_and_a_year_as_first_folders_are_claims(lake, path, claims, year):
    assert folder_claims(path) == claims
    assert filed_year(path) == year
    put(lake, path)
    row = rows(lake)[path]
    assert (row["claimed_jurisdiction_code"], row["claimed_year"]) == claims
    assert row["filed_year"] == year


@pytest.mark.parametrize(
    "name", [b"a 'quoted\" name.txt", b"two\nlines.txt", b"\xbd\xad\xcb\xd5.txt", b"back\\x41.txt"]
)
def test_a_file_with_an_odd_name_is_listed_and_found_again(lake: Lake, name: bytes):
    path = os.path.join(os.fsencode(lake.raw), name)
    with open(path, "wb") as stream:
        stream.write(b"content")
    (source_path,) = rows(lake)
    assert os.fsencode(locate(lake.raw, source_path)) == path
    with open_raw(lake.raw, source_path) as stream:
        assert stream.read() == b"content"


def test_sidecars_and_dotfiles_are_no_raw_files(lake: Lake):
    put(lake, "a.html")
    put(lake, "a.html.source.yml", b"publisher: x")
    put(lake, ".hidden")
    put(lake, ".git/config")
    assert list(rows(lake)) == ["a.html"]


def test_a_sidecar_is_read_beside_its_file(lake: Lake):
    put(lake, "a.html")
    text = "address: https://example.org/a\nfetched_at: 2024-05-06\npublisher: 甲\nnote: 乙\n"
    put(lake, "a.html.source.yml", text.encode())
    row = rows(lake)["a.html"]
    assert row["source_url"] == "https://example.org/a"
    assert row["fetched_at"] == "2024-05-06"
    assert (row["publisher"], row["source_note"]) == ("甲", "乙")
    assert row["declared_issuer"] is None


@pytest.mark.parametrize(
    "content",
    [
        b"publisher: [unclosed",
        b"\xff\xfe\x00",
        b"just a text",
        b"publisher: {a: b}",
        b"!!python/object/apply:os.system [true]",
        b"note: " + b"x" * 70_000,
        b"[" * 60_000,
        b"publisher: " + b"9" * 60_000,
        b'publisher: "\\ud800"',
        b'publisher: "a\\0b"',
        b"a0: &a0 {k: v}\n"
        + b"".join(
            b"a%d: &a%d {<<: [%s]}\n" % (n + 1, n + 1, b",".join([b"*a%d" % n] * 9))
            for n in range(30)
        ),
    ],
    ids=range(11),
)
def test_a_broken_sidecar_is_recorded_and_stops_nothing(lake: Lake, content: bytes):
    put(lake, "a.html")
    put(lake, "a.html.source.yml", content)
    row = rows(lake)["a.html"]
    assert row["sidecar_error"].startswith("a.html.source.yml: ")
    assert row["publisher"] is None


def test_a_link_that_leads_outside_is_listed_and_refused(lake: Lake, tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "more.txt").write_text("secret")
    (lake.raw / "link.txt").symlink_to(secret)
    (lake.raw / "folder").symlink_to(tmp_path / "folder")
    found = rows(lake)
    assert set(found) == {"link.txt", "folder"}
    assert found["link.txt"]["document_sha256"] != hashlib.sha256(b"secret").hexdigest()
    for source_path in found:
        with pytest.raises(Rejected) as rejection:
            open_raw(lake.raw, source_path)
        assert rejection.value.reason_code == "unsafe"


def test_a_pipe_is_refused_without_waiting_for_it(lake: Lake):
    os.mkfifo(lake.raw / "pipe")
    assert list(rows(lake)) == ["pipe"]
    with pytest.raises(Rejected, match="no regular file"):
        open_raw(lake.raw, "pipe")


def test_links_in_a_circle_end(lake: Lake):
    put(lake, "232700/2020/a.txt")
    (lake.raw / "232700" / "again").symlink_to(lake.raw)
    (lake.raw / "self").symlink_to(lake.raw / "self")
    assert set(rows(lake)) == {"232700/2020/a.txt", "self"}


@pytest.fixture
def visited(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every file is settled at once; the list gets the paths of the files that are opened."""
    monkeypatch.setattr(marks, "SETTLED_NS", 0)
    hashed: list[str] = []
    real = raw_files.sha256_of_raw
    monkeypatch.setattr(
        inventory, "sha256_of_raw", lambda raw, path: hashed.append(path) or real(raw, path)
    )
    return hashed


def test_an_unchanged_file_is_not_hashed_again(lake: Lake, visited: list[str]):
    put(lake, "old.txt", b"old")
    put(lake, "old.txt.source.yml", b"publisher: x")
    before = rows(lake)["old.txt"]
    visited.clear()
    put(lake, "new.txt", b"new")
    assert rows(lake)["old.txt"] == before
    assert visited == ["new.txt"]


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, b"publisher: one"), (b"publisher: one", b"publisher: two"), (b"publisher: one", None)],
    ids=["added", "changed", "removed"],
)
def test_a_sidecar_that_changes_is_noticed_beside_an_unchanged_file(
    lake: Lake, visited: list[str], before: bytes | None, after: bytes | None
):
    put(lake, "a.txt")
    sidecar = lake.raw / "a.txt.source.yml"
    stamp = (lake.raw / "a.txt").stat().st_mtime_ns
    for content in (before, after):
        if content is None:
            sidecar.unlink(missing_ok=True)
        else:
            sidecar.write_bytes(content)
            os.utime(sidecar, ns=(stamp, stamp))
        said = rows(lake)["a.txt"]["publisher"]
        assert said == (content.decode().removeprefix("publisher: ") if content else None)


def test_a_sidecar_that_gives_way_to_a_link_is_noticed(
    lake: Lake, visited: list[str], tmp_path: Path
):
    put(lake, "a.txt")
    sidecar = put(lake, "a.txt.source.yml", b"publisher: x")
    rows(lake)
    sidecar.rename(tmp_path / "elsewhere")
    sidecar.symlink_to(tmp_path / "elsewhere")
    assert "is a link" in rows(lake)["a.txt"]["sidecar_error"]


def test_a_file_that_was_changed_after_it_was_fetched_is_said(lake: Lake):
    path = put(lake, "320800/2024/a.txt", b"12")
    told = f"publisher: x\nsha256: {hashlib.sha256(b'12').hexdigest()}\n"
    put(lake, "320800/2024/a.txt.source.yml", told.encode())
    assert rows(lake)["320800/2024/a.txt"]["sidecar_error"] is None
    path.write_bytes(b"13")
    for _ in range(2):
        row = rows(lake)["320800/2024/a.txt"]
        assert "a.txt.source.yml: the file is not the one that was fetched" in row["sidecar_error"]
        assert row["publisher"] == "x", "where it came from is known all the same"


def test_a_broken_sidecar_is_read_again_every_night(lake: Lake, visited: list[str]):
    put(lake, "a.txt")
    put(lake, "a.txt.source.yml", b"publisher: [unclosed")
    for _ in range(2):
        visited.clear()
        assert rows(lake)["a.txt"]["sidecar_error"]
        assert visited == ["a.txt"]


def test_what_other_code_saw_is_looked_at_again(
    lake: Lake, visited: list[str], monkeypatch: pytest.MonkeyPatch
):
    put(lake, "a.txt")
    rows(lake)
    visited.clear()
    monkeypatch.setattr(inventory, "_code", lambda: "another version of the reader of sidecars")
    rows(lake)
    assert visited == ["a.txt"]


@pytest.mark.parametrize("at", [0, 40, -200, -1], ids=["head", "start", "end", "last byte"])
def test_a_record_of_visits_with_one_changed_byte_is_made_anew(
    lake: Lake, visited: list[str], at: int
):
    put(lake, "a.txt")
    put(lake, "a.txt.source.yml", b"publisher: x")
    before = rows(lake)
    whole = lake.visits.read_bytes()
    spoilt = bytearray(whole)
    spoilt[at] ^= 1
    lake.visits.write_bytes(spoilt)
    visited.clear()
    assert rows(lake) == before
    assert visited == ["a.txt"]
    assert lake.visits.read_bytes() == whole


def test_a_file_changed_in_place_at_the_same_size_and_time_is_hashed_again(
    lake: Lake, visited: list[str]
):
    path = put(lake, "a.txt", b"one")
    rows(lake)
    stamp = path.stat().st_mtime_ns
    path.write_bytes(b"two")
    os.utime(path, ns=(stamp, stamp))
    assert rows(lake)["a.txt"]["document_sha256"] == hashlib.sha256(b"two").hexdigest()


def test_a_file_written_a_moment_ago_is_hashed_again(lake: Lake):
    put(lake, "a.txt", b"one")
    rows(lake)
    assert inventory._known(lake).is_empty()


def test_a_broken_record_of_visits_is_made_anew(lake: Lake):
    put(lake, "a.txt")
    before = rows(lake)
    lake.visits.write_bytes(b"no parquet")
    assert rows(lake) == before


def test_an_empty_raw_folder_is_an_error_that_says_what_to_do(lake: Lake):
    with pytest.raises(BuildFailed, match="Put reports into it"):
        write_inventory(lake)


def test_a_missing_inventory_is_an_error_that_names_the_file(lake: Lake):
    with pytest.raises(BuildFailed, match=r"inventory\.parquet"):
        read_inventory(lake)


def test_a_file_of_two_gigabytes_is_refused_without_being_read(lake: Lake):
    path = lake.raw / "huge.pdf"
    with path.open("wb") as stream:
        stream.truncate(2_000_000_000)
    (row,) = write_inventory(lake).rows(named=True)
    assert row["byte_count"] == 2_000_000_000
    assert row["document_sha256"] == hashlib.sha256(b"").hexdigest()
    with pytest.raises(Rejected, match=r"2,000 MB, more than the 200") as rejected:
        open_raw(lake.raw, "huge.pdf")
    assert rejected.value.reason_code == "too_large"


def test_a_file_whose_address_is_gone_bears_the_day_until_it_returns(lake: Lake):
    put(lake, "320829/2023/a.html", b"one")
    put(lake, "320829/2023/b.html", b"two")
    memory = RegionMemory()
    for name in ("a", "b"):
        path = f"320829/2023/{name}.html"
        memory.addresses[f"https://www.example.gov.cn/{name}"] = Address(
            source_key="government",
            versions=[Version(source_path=path, sha256="0" * 64)],
            vanished=date(2024, 3, 1) if name == "a" else None,
        )
    save(lake.collection, "320829", memory)
    assert {path: row["vanished_date"] for path, row in rows(lake).items()} == {
        "320829/2023/a.html": date(2024, 3, 1),
        "320829/2023/b.html": None,
    }
    memory.addresses["https://www.example.gov.cn/a"].vanished = None
    save(lake.collection, "320829", memory)
    assert rows(lake)["320829/2023/a.html"]["vanished_date"] is None
    (lake.collection / "320829.json").write_bytes(b'{"vanished"')
    assert rows(lake)["320829/2023/a.html"]["vanished_date"] is None


@pytest.mark.parametrize("kept", ["inventory", "release"])
def test_a_lost_memory_of_the_collector_loses_no_day_on_which_an_address_was_gone(
    lake: Lake, kept: str
):
    path = "320829/2023/a.html"
    put(lake, path, b"one")
    known = Address(
        source_key="government",
        versions=[Version(source_path=path, sha256="0" * 64)],
        vanished=date(2024, 3, 1),
    )
    save(lake.collection, "320829", RegionMemory(addresses={"https://www.example.gov.cn/a": known}))
    published = rows(lake)[path]
    if kept == "release":
        lake.inventory.unlink()
        (lake.current / "parquet").mkdir(parents=True)
        frame = pl.DataFrame([{k: published[k] for k in ("source_path", "vanished_date")}])
        frame.write_parquet(lake.current / "parquet" / "dim_report.parquet")
    (lake.collection / "320829.json").unlink()
    for _ in range(2):
        assert rows(lake)[path]["vanished_date"] == date(2024, 3, 1)
