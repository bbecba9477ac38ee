"""Where a division may stand under its short name: 大兴安岭行署, 淮安经济技术开发区, 南京海关.

A short name alone is too often a common word (和平, 东方), so what stands beside it decides.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

import yaml

_CONTRACTIONS = Path(__file__).parent.parent / "formats" / "contractions.yml"

GOVERNMENT = re.compile(r"(?:自治[区州县旗]|[省市州县区旗盟])?(?:人民)?政府|行政公署|地区行署|行署")
"""What must follow a name without its generic part: 大兴安岭行署, but not 和平 in 和平年代."""

_ZONE = re.compile(
    r"[一-鿿]{0,7}?(?:经济技术开发区|(?:高新|高|新)技术(?:产业)?开发区|经济开发区|高新技术产业园|高新区"
    r"|经开区|开发区|工业园|产业园|保税港?区|新区|示范区|度假区|风景名胜区|风景区|实验区|试验区|投资区|合作区"
    r"|管理委员会|管委会)"
)
"""A zone bears the short name of the city that keeps it: 淮安经济技术开发区."""

_ARM = re.compile(
    r"分局|证监局|(?:银保监|银监|保监|金融)?监管(?:分)?局|(?:银保监|银监|保监)(?:分)?局|海关|海事局|调查总?队"
    r"|分行|中心支行|监察专员|专员办|特派员办|邮政管理局|电业局|供电局|通信管理局|检验检疫局|地震局|气象局"
    r"|第[一二三四五六七八九十]{1,2}(?:实验|高级|初级)?(?:中学|小学|人民医院)|人民医院"
    r"|[一-鿿]{0,4}(?:水务|自来水|供水|燃气|热力|供热|供电|公共交通|公交)[一-鿿]{0,4}公司"
)
"""Bodies of the central government at a place, and schools, hospitals and utilities:
宿迁监管分局, 南京海关, 涡阳第三中学."""

_PROVINCIAL_ARM = re.compile(r"局$")
"""国家矿山安全监察局山西局."""

_CENTRAL_NAMES = (
    "委员会",
    "监会",
    "总局",
    "监察局",
    "统计局",
    "能源局",
    "人民银行",
    "人民共和国",
    "财政部",
    "新区",
)
LEFT_WORDS = ("关于", "公布", "发布", "的", "在", "原", "中共", "年", "年度", "局", *_CENTRAL_NAMES)
"""Words after which a name may begin although a Chinese character stands before it."""


@functools.cache
def contractions() -> dict[str, str]:
    """How divisions with long names are usually called, by their names."""
    pairs: dict[str, str] = yaml.safe_load(_CONTRACTIONS.read_text(encoding="utf-8"))
    return {name: contraction for contraction, name in pairs.items()}


def may_be_seat(name: str, level: str, text: str, end: int) -> bool:
    """Whether the division, whose short name ends at text[end:], may be that of the zone or the
    arm that follows. Districts do not count, whose names repeat and are no towns: 黄埔海关 is not
    that of 黄埔区, 南湖新区 lies in 岳阳市."""
    if _ZONE.match(text, end) or _ARM.match(text, end):
        return level != "county" or not name.endswith("区")
    return level == "province" and _PROVINCIAL_ARM.match(text, end) is not None
