"""English names of administrative divisions: pinyin or the established spelling, plus the rank.

Readings come from pypinyin (MIT) unless place_name_exceptions.csv has the name. An exception is
looked up first for the whole name (单县), then for its specific part (洪洞), so that two units
that share a character but not its reading each have their own line. A line of kind `english` is
the complete name, rank included.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from pypinyin import Style, lazy_pinyin

RANKS = {
    "特别行政区": "Special Administrative Region",
    "自治区": "Autonomous Region",
    "自治州": "Autonomous Prefecture",
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "行政区": "Administrative Region",
    "地区": "Prefecture",
    "新区": "New Area",
    "林区": "Forestry District",
    "特区": "Special District",
    "矿区": "Mining District",
    "省": "Province",
    "市": "City",
    "盟": "League",
    "县": "County",
    "旗": "Banner",
    "区": "District",
    "镇": "Town",
    "群岛": "Islands",
}
"""The generic part of a name, longest first where one ends with another."""

NEEDS_TWO = {"地区", "新区", "林区", "特区", "矿区", "群岛"}
"""A rank only after two characters: 清新区, 碑林区 and 东矿区 are districts 清新, 碑林 and 东矿."""

PLAIN_DISTRICTS = {"万柏林区"}

READINGS = {
    "长": "chang", "都": "du", "朝": "chao", "勒": "le", "什": "shi", "乐": "le", "佛": "fo",
    "阿": "a", "尾": "wei", "台": "tai", "曾": "zeng", "行": "xing", "重": "chong", "单": "shan",
}  # fmt: skip
"""What these characters are read as in place names unless an exception says otherwise.

pypinyin chooses by words of everyday language, or the commonest reading of a lone character.
"""

PEOPLES = {
    "满族": "Manchu", "回族": "Hui", "蒙古族": "Mongol", "蒙古": "Mongol", "苗族": "Miao",
    "侗族": "Dong", "布依族": "Buyei", "土家族": "Tujia", "彝族": "Yi", "藏族": "Tibetan",
    "羌族": "Qiang", "壮族": "Zhuang", "瑶族": "Yao", "仫佬族": "Mulao", "毛南族": "Maonan",
    "毛难族": "Maonan", "黎族": "Li", "水族": "Sui", "仡佬族": "Gelao", "哈尼族": "Hani",
    "傣族": "Dai", "景颇族": "Jingpo", "傈僳族": "Lisu", "白族": "Bai", "纳西族": "Naxi",
    "怒族": "Nu", "独龙族": "Derung", "佤族": "Va", "拉祜族": "Lahu", "布朗族": "Blang",
    "普米族": "Pumi", "朝鲜族": "Korean", "达斡尔族": "Daur", "鄂温克族": "Ewenki",
    "鄂伦春": "Oroqen", "哈萨克族": "Kazakh", "哈萨克": "Kazakh", "柯尔克孜": "Kirghiz",
    "锡伯": "Xibe", "塔吉克": "Tajik", "土族": "Tu", "撒拉族": "Salar", "东乡族": "Dongxiang",
    "保安族": "Bonan", "裕固族": "Yugur", "畲族": "She", "维吾尔": "Uygur",
    "各族": "Various Nationalities",
}  # fmt: skip
_PEOPLES_BY_LENGTH = sorted(PEOPLES, key=len, reverse=True)
_PEOPLE_MAY_PRECEDE = {"自治区", "自治州", "自治县", "自治旗", "区"}
_VOWEL_START = re.compile(r"[aeoāēō]")


@dataclass(frozen=True)
class Romaniser:
    exceptions: dict[str, str]
    complete: dict[str, str]

    @classmethod
    def load(cls, path: Path) -> Romaniser:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return cls(
            exceptions={r["name"]: r["pinyin"] for r in rows if r["kind"] != "english"},
            complete={r["name"]: r["pinyin"] for r in rows if r["kind"] == "english"},
        )

    def name_en(self, name: str, level: str) -> str:
        """The English name: 沭阳县 Shuyang County, 积石山保安族… Jishishan Bonan, …"""
        if name in self.complete:
            return self.complete[name]
        specific, rank = split_rank(name)
        if level == "province" and rank == "市":
            return f"{self.spell(name, specific)} Municipality"
        specific, peoples = split_peoples(specific, rank)
        words = []
        if specific:
            words.append(self.spell(name, specific))
        if peoples:
            words.append(listed([PEOPLES[people] for people in peoples]))
        if rank:
            words.append(RANKS[rank])
        return " ".join(words)

    def spell(self, name: str, specific: str) -> str:
        established = self.exceptions.get(name) or self.exceptions.get(specific)
        return established or capitalised(syllables(specific))


def split_rank(name: str) -> tuple[str, str]:
    for rank in RANKS:
        if not name.endswith(rank) or len(name) <= len(rank):
            continue
        if rank in NEEDS_TWO and (len(name) - len(rank) < 2 or name in PLAIN_DISTRICTS):
            continue
        return name[: -len(rank)], rank
    return name, ""


def split_peoples(specific: str, rank: str) -> tuple[str, list[str]]:
    if rank not in _PEOPLE_MAY_PRECEDE:
        return specific, []
    peoples: list[str] = []
    while True:
        for people in _PEOPLES_BY_LENGTH:
            if specific.endswith(people) and (rank != "区" or people.endswith("族")):
                peoples.insert(0, people)
                specific = specific[: -len(people)]
                break
        else:
            return specific, peoples


def short_name(name: str) -> str:
    """The name without its generic part and peoples: 沭阳, 黔东南; 郊区 and 单县 stay whole."""
    specific, rank = split_rank(name)
    bare, peoples = split_peoples(specific, rank)
    if len(bare) < 2 and peoples:
        bare = specific.removesuffix("族")
    return bare if len(bare) > 1 else name


def syllables(text: str) -> list[str]:
    read = lazy_pinyin(text, style=Style.NORMAL, v_to_u=True)
    return [READINGS.get(character, part) for character, part in zip(text, read, strict=True)]


def capitalised(parts: list[str]) -> str:
    """Join syllables, with an apostrophe before one that begins with a, e or o: Xi'an."""
    joined = parts[0] + "".join(
        f"'{part}" if _VOWEL_START.match(part) else part for part in parts[1:]
    )
    return joined[:1].upper() + joined[1:]


def listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
