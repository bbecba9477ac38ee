"""Every query of the cookbook runs on the reports of data/raw and gives the answer printed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.cookbook import (
    comparable,
    markdown,
    python_answer,
    r_answer,
    read_cookbook,
    sql_answer,
)
from tests.conftest import ROOT

SETUP, QUESTIONS = read_cookbook()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the reports that lie in the repository."""
    out = tmp_path_factory.mktemp("cookbook") / "releases"
    command = [str(Path(sys.executable).with_name("gongkai")), "build"]
    done = subprocess.run(
        [*command, "--raw", str(ROOT / "data" / "raw"), "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out / "current"


def test_there_are_enough_questions_in_every_language():
    assert len(QUESTIONS) >= 12
    for question in QUESTIONS:
        assert question.code.keys() == {"sql", "python polars", "python pandas", "r"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_the_answer_is_the_one_printed(release: Path, question):
    columns, rows = sql_answer(release, question.code["sql"])
    assert rows
    assert markdown(columns, rows) == question.answer, (
        "Where the new answer is right: python -m scripts.cookbook RELEASE"
    )


@pytest.mark.parametrize("language", ["python polars", "python pandas"])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_python_gives_the_same_answer(release: Path, question, language: str):
    rows = sql_answer(release, question.code["sql"])[1]
    found = python_answer(release, SETUP[language], question.code[language])
    assert comparable(found) == comparable(rows)


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_r_gives_the_same_answer(release: Path, question):
    rows = sql_answer(release, question.code["sql"])[1]
    assert comparable(r_answer(release, SETUP["r"], question.code["r"])) == comparable(rows)
