"""Change a report a little, in its bytes or in its markup, as accidents and attackers do."""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections.abc import Callable

from lxml import etree

_TOKEN = re.compile(rb"<[^<>]*>|[^<>]+|[<>]")
_LINES = re.compile(rb"[^\n]*\n|[^\n]+")
_NUMBER = re.compile(rb"\d+")
_ODD_NUMBERS = (
    b"0", b"-1", b"1", b"2", b"65535", b"99999999999", b"1e9", b"0.5", b"", b"9" * 400, b"00",
)  # fmt: skip
_ODD = (
    b"\x00", b"\xff", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"&#0;", b"&#xd800;", b"\r", b"\x1e", b"\x0c",
    "。".encode(), "－".encode(), "１".encode(), "㊀".encode(), b"<table>", b"</td>", b"<tr>", b"</table>", b"|", b"\t",
)  # fmt: skip


def mutated(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """The content with one to eight changes; `other` is a report to take pieces from."""
    if content.startswith(b"PK\x03\x04") and chance.random() < 0.8:
        return _in_archive(content, other, chance)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        if content:
            content = chance.choice(_CHANGES)(content, other, chance)
    return content


def _in_archive(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Change one part of an Office file and pack it again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    usual = [n for n in members if n.endswith(("document.xml", "sheet1.xml", "sharedStrings.xml"))]
    name = chance.choice(usual if usual and chance.random() < 0.8 else sorted(members))
    if chance.random() < 0.7 and name.endswith((".xml", ".rels")):
        members[name] = _in_tree(members[name], chance)
    for _ in range(0 if chance.random() < 0.7 else chance.choice((1, 1, 2, 4, 8))):
        if members[name]:
            members[name] = chance.choice(_CHANGES)(members[name], other, chance)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return file.getvalue()


def _in_tree(content: bytes, chance: random.Random) -> bytes:
    """Change elements so that the part can still be parsed."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return content
    for _ in range(chance.choice((1, 2, 5, 20))):
        elements = [element for element in root.iter("*") if element.getparent() is not None]
        if not elements:
            break
        one, two = chance.choice(elements), chance.choice(elements)
        match chance.randrange(5):
            case 0:
                one.getparent().remove(one)
            case 1:
                two.getparent().insert(0, copy.deepcopy(one))
            case 2 if one.attrib:
                one.set(chance.choice(one.keys()), chance.choice(_ODD_NUMBERS).decode())
            case 3:
                one.text = chance.choice(("", "1", "。", "一", "9" * 50, "\u202e", "a" * 5000))
            case _:
                one.tag = two.tag
    return bytes(etree.tostring(root))


def _flip(content: bytes, other: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut_out(content: bytes, other: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.choice((1, 2, 10, 500)) :]


def _put_in(content: bytes, other: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(_ODD) * chance.choice((1, 1, 2, 50)) + content[at:]


def _take_over(content: bytes, other: bytes, chance: random.Random) -> bytes:
    at, start = chance.randrange(len(content) + 1), chance.randrange(len(other))
    return content[:at] + other[start : start + chance.choice((10, 200, 3000))] + content[at:]


def _renumber(content: bytes, other: bytes, chance: random.Random) -> bytes:
    numbers = list(_NUMBER.finditer(content))
    if not numbers:
        return content
    match = chance.choice(numbers)
    return content[: match.start()] + chance.choice(_ODD_NUMBERS) + content[match.end() :]


def _pieces(pattern: re.Pattern[bytes]) -> Callable[[bytes, bytes, random.Random], bytes]:
    def change(content: bytes, other: bytes, chance: random.Random) -> bytes:
        """Leave out, repeat or exchange whole tags, texts or lines."""
        parts = pattern.findall(content)
        here, there = chance.randrange(len(parts)), chance.randrange(len(parts))
        match chance.randrange(4):
            case 0:
                del parts[here : here + chance.choice((1, 1, 3, 30))]
            case 1:
                parts.insert(there, parts[here])
            case 2:
                parts[here], parts[there] = parts[there], parts[here]
            case 3:
                parts[here:here] = parts[here : here + 20] * chance.choice((1, 5))
        return b"".join(parts)

    return change


_CHANGES = (_flip, _cut_out, _put_in, _take_over, _renumber, _pieces(_TOKEN), _pieces(_LINES))
