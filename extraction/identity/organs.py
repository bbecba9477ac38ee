"""Names of public bodies: what kind they are, and the one form in which they are recorded.

All names are folded text (`extraction.labels.plain`).
"""

from __future__ import annotations

import re
from typing import Literal

IssuerKind = Literal["government", "office", "department", "township", "public_institution"]

CENTRAL_CODE = "000000"

_TOWNSHIP = re.compile(
    r"(?:[^府]镇|[^府]乡|街道|苏木)(?:人民政府|政府|办事处|办)?(?:办公室)?$|(?<![大行业老])街(?:办事处|办)?$"
)
"""Some cities call a street office by its street alone: 佳荣里街 in 天津."""
_OFFICE = re.compile(
    r"(?:人民政府|政府|行政公署|行署|国务院|管委会|管理委员会)(?:及其?)?(?:办公室|办公厅|办)$"
)
_ZONE_WORD = (
    r"(?:开发区|新区|高新区|经开区|园区|产业园|示范区|管理区|保税区|度假区|风景区|景区|功能区|合作区"
    r"|实验区|试验区|投资区|工业区|直管区)"
)
_ZONE_ALONE = re.compile(rf"^[一-鿿]{{2,20}}{_ZONE_WORD}$")
_ZONE = re.compile(rf"(?:{_ZONE_WORD}|港区)(?!城市|卫生|综合)[一-鿿]{{0,4}}(?:管理委员会|管委会)$")
_GOVERNMENT = re.compile(r"(?:(?<=[省市县区州旗盟民])政府|行政公署|行署|国务院|生产建设兵团)$")
_COURT = re.compile(r"(?:检察院|法院)$")
_PUBLIC = re.compile(
    r"(?:大学|学校|中学|小学|[一二三四五六七八九十附]中|幼儿园|院|中心|馆|台|站|所|校|公司|集团|林场|农场|牧场|渔场)$"
)
PEOPLES_ORGANISATIONS = "[残妇文侨商社科]联|科协"
"""How 残疾人联合会, 妇女联合会 and the like end in short (人民团体)."""

_BODY = re.compile(
    r"(?:局|厅|委|委员会|办公室|研究室|办|部|署|处|会|社|总队|支队|大队|队|行|库|海关"
    rf"|{PEOPLES_ORGANISATIONS})$"
)
_CENTRAL = re.compile(
    r"^(?:国务院.*|中国(?:社会)?科学院|中国工程院|新华通讯社|[一-鿿]{2,8}总[局署]|中华人民共和国(?:.+部|国家.+)|国家(?!税务总局.).*(?:委员会|局|署|委|中心)"
    r"|中国(?:人民银行|气象局|地震局|民用航空局|证券监督管理委员会|银行保险监督管理委员会"
    r"|银行业监督管理委员会|保险监督管理委员会)"
    r"|海关总署|审计署|(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|安全|监察|民政|司法|财政"
    r"|人力资源和社会保障|自然资源|国土资源|生态环境|环境保护|住房和城乡建设|交通运输|铁道|水利"
    r"|农业农村|农业|商务|文化和旅游|文化|卫生|应急管理|退役军人事务|信息产业|人事|建设)部"
    r"(?:[一-鿿]{2,8}(?:委员会|局|专员办事处))?)$"
)
_CHINESE = re.compile(r"[一-鿿()]+$")
_GENERIC = re.compile(
    r"^[我本该](?=局|厅|委|办|镇|乡|街|单位|机关|级|市|县|区|州|省|旗|部|院|校)"
    r"|^(?:本级)?(?:人民)?(?:政府)?(?:党政)?(?:综合)?(?:办公室|办公厅|政府|部门|单位|委员会)?$|^各|有关"
    r"|^全(?:[省市县区州旗盟乡镇](?![县镇])|国(?!社会保障基金|人[民大]|政协|总工会|妇联))|^(?:乡镇|街道){1,2}(?:人民政府|政府|办事处|办)?$"
)
"""Words that name no body: 全县 (but 全州县), 乡镇, 本局."""

MANNERS = "认真|积极|严格|坚持|不断|按照|根据(?!地)|深入|持续|切实|始终|扎实"
"""How a body does what it reports: words of a sentence behind its name, and of no name."""

_SENTENCE = re.compile(
    rf"^(?:请|以|在|把|由|为|对(?!外)|将(?!乐)|从(?![化江]))|了|{MANNERS}|依据|依托|通过|充分|向社会"
)
"""Words of which no name is made (but 从化区, 将乐县): part of a sentence."""

_BEFORE_TOWN = re.compile(r"(?<=[市县区旗])(?:人民)?政府(?=[一-鿿]{1,8}[镇乡]$)")
"""The county's government before the name of its town: 章贡区人民政府水东镇."""

_GENERAL_OFFICE = re.compile(
    r"$|办|党政|(?:本级|机关)?(?:政府)?(?:信息|政务|公开|电子|网|秘书|综合|门户)"
)
"""What the office that works for a government as a whole is called by; others (地方志办公室,
外事办公室, 研究室) are departments."""

_LEADING_GROUP = re.compile(
    r"^([一-鿿]{2,14}[省市县区州旗盟])(?:全面)?(?:推[进行])?(?:人民)?(?:政府)?(?:信息|政务)公开[一-鿿]{0,6}"
    r"(?:小组|办公室|办)+$"
)

_DIVISION = re.compile(
    r"^[一-鿿]{1,14}(?:省|市|县|区|州|旗|盟|地区)(?<!园区)(?<!发区)(?<!社区)(?<!新区)(?<!辖区)(?<!景区)(?<!关区)$"
)
_AREA = re.compile(
    r"^(?:省|自治区|市|县|区|州|旗|盟|地区|行署)(?=[一-鿿])(?!场监督|政(?![府务])|容|委|级|[中南北]区)"
)


def kind_of(name: str, division: str | None = None) -> IssuerKind | None:
    """The kind of a body by its name; None when the name is not that of a body.

    division: the name of its area, which alone stands for the area's government.
    """
    if _GENERIC.match(name) or _SENTENCE.search(name) or not _CHINESE.match(name):
        return None
    if name.endswith(("网站", "网")):
        return None
    if name == division or _DIVISION.match(name) or _ZONE_ALONE.match(name):
        return "government"
    if _TOWNSHIP.search(name):
        return "township"
    if _OFFICE.search(name):
        return "office"
    if _GOVERNMENT.search(name) or _ZONE.search(name):
        return "government"
    if _COURT.search(name):
        return "department"
    if _PUBLIC.search(name):
        return "public_institution"
    return "department" if _BODY.search(name) else None


def is_central(name: str) -> bool:
    """Whether the name is that of a body of the central government."""
    return _CENTRAL.match(name) is not None


def government_of(division: str) -> str:
    """The government of an area. 地区 and 盟 have no people's government but an administrative
    office (行政公署) of the province (organic law of local governments, art. 85); 雄安新区, the one
    zone that the list of divisions has, a management committee."""
    if division == "雄安新区":
        return division + "管理委员会"
    return division + ("行政公署" if division.endswith(("地区", "盟")) else "人民政府")


def full_name(name: str, division: str | None) -> str:
    """The name in full: shortened endings written out, the area in front where it is known.

    name: without the areas above its own. division: the official name of its area.
    """
    name = re.sub(r"街道?(?:办|办事处)?$", "街道办事处", name)
    if re.search(r"(?:[^府]镇|[^府]乡|苏木)(?:政府)?$", name):
        name = _BEFORE_TOWN.sub("", name.removesuffix("政府")) + "人民政府"
    name = name.replace("行署", "行政公署")
    name = re.sub(r"(?<=[省市县区州旗)])政府(?=$|办公|办$)", "人民政府", name)
    name = re.sub(r"(?<=政府)办$", "办公室", name)
    if division is None:
        return _body_of(name)
    if name in (division, division + "人民政府", division + "行政公署"):
        return government_of(division)
    is_named = division in name or (len(division) > 2 and name.startswith(division[:-1]))
    return _body_of(name if is_named else division + _AREA.sub("", name))


def _body_of(name: str) -> str:
    """The body that an area's name alone stands for: a zone is no division and has no people's
    government but a management committee (管理委员会)."""
    if _ZONE_ALONE.match(name):
        return name + "管理委员会"
    return government_of(name) if _DIVISION.match(name) else name


def needs_area(name: str) -> bool:
    """Whether a name counts on the reader to know the area: 市财政局, 县人民政府办公室."""
    return _AREA.match(name) is not None


def principal_of(name: str) -> str:
    """The government behind an office: 丽水市人民政府办公室信息中心 is 丽水市人民政府, as is
    丽水市政务公开领导小组办公室. One of a town (锡山区人民政府厚桥街道党政办公室) or of a field
    (广州市人民政府地方志办公室) is not."""
    if leading := _LEADING_GROUP.match(name):
        return leading[1]
    match = re.match(r"^(.*?(?:人民政府|行政公署|行署|政府))(?P<rest>.*)", name)
    return match[1] if match and _GENERAL_OFFICE.match(match["rest"]) else name
