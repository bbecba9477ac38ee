from __future__ import annotations

import shutil

import pytest

from extraction import readers
from extraction.conversion import NOT_INSTALLED
from extraction.document import Rejected
from extraction.sniff import RTF

RTF_FILE = rb"{\rtf1\ansi\trowd\cellx3000\cellx6000\intbl total\cell 17\cell\row\pard after\par}"


@pytest.mark.skipif(shutil.which("soffice") is None, reason=NOT_INSTALLED)
def test_a_table_of_an_rtf_file_is_read_and_keeps_the_type_of_its_file():
    document = readers.read_document(RTF_FILE, RTF)

    (table,) = document.tables
    assert [cell.text for cell in table.cells] == ["total", "17"]
    assert document.media_type == RTF


def test_without_libreoffice_the_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(Rejected, match="apt-get install libreoffice-writer") as rejected:
        readers.read_document(RTF_FILE, RTF)

    assert rejected.value.reason_code == "unsupported"
