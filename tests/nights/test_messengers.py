"""WeCom, DingTalk, Slack and Lark are told, and one that refuses is asked again."""

import json
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import requests

from collection.visit import SourceVisit
from orchestration.lake import Lake
from tests.nights.test_notices import night_of, notices

MESSENGERS = {
    "wecom": ("wecombot://6d6cc8a1-1111-2222-3333-444455556666", "qyapi.weixin.qq.com"),
    "dingtalk": ("dingtalk://SEC1234567890@abcdef1234567890", "oapi.dingtalk.com"),
    "feishu": ("feishu://abcdef1234567890", "open.feishu.cn"),
    "slack": ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "hooks.slack.com"),
}


@pytest.fixture
def messenger(monkeypatch: pytest.MonkeyPatch):
    """Stands for the sites of messengers; answers with `answer`, keeps what came to which host."""
    ask = requests.Session.request
    kept = SimpleNamespace(answer=b'{"errcode":0,"errmsg":"ok","code":0,"msg":"success"}', heard=[])

    def send(adapter, request, **_) -> requests.Response:
        assert requests.Session.request is ask, "whoever else asks by requests is left alone"
        said = json.dumps(json.loads(request.body), ensure_ascii=False)
        kept.heard.append((urlsplit(request.url).hostname, said))
        reply = requests.Response()
        reply.status_code, reply.url, reply._content = 200, request.url, kept.answer
        return reply

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return kept


@pytest.mark.parametrize("name", MESSENGERS)
def test_messengers_hear_the_words_and_where_to_look(released: Lake, messenger, name: str):
    address, host = MESSENGERS[name]
    if name == "slack":
        messenger.answer = b"ok"
    night = night_of(released, notices(released, address, language="zh"), "failed", failure="盘满")
    ((heard_at, text),) = messenger.heard
    assert heard_at == host
    for part in ("失败", "盘满", "处理办法", f"nights/{night.night}/report.html"):
        assert part in text
    assert [notice.error for notice in night.notices] == [None]


@pytest.mark.parametrize("name", MESSENGERS)
@pytest.mark.parametrize(
    "answer",
    [
        b'{"errcode":93000,"errmsg":"invalid webhook url","code":1,"msg":"invalid webhook url"}',
        b"<html>busy</html>",
    ],
)
def test_a_messenger_that_refuses_with_status_200_was_not_told(
    released: Lake, messenger, name: str, answer: bytes
):
    messenger.answer = answer
    address, host = MESSENGERS[name]
    night = night_of(released, notices(released, address), "failed", failure="It broke.")
    (notice,) = night.notices
    assert not notice.is_delivered
    assert "It is tried again next night." in notice.error
    if name != "slack":
        assert host in notice.error
        assert ("invalid webhook url" in notice.error) == (answer[:1] == b"{")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_notice_is_longer_than_wecom_takes(released: Lake, messenger, language: str):
    """2,048 bytes, whatever the language; the page of the night has the rest."""
    visits = [
        SourceVisit(f"3208{n:02}", "government", fault="列表打不开。" * 90, failed_nights=3)
        for n in range(30)
    ]
    file = notices(released, MESSENGERS["wecom"][0], language=language)
    night = night_of(released, file, "failed", failure="盘已满。" * 400, visits=visits)
    sizes = [len(json.loads(said)["text"]["content"].encode()) for _, said in messenger.heard]
    assert len(sizes) == 2 and max(sizes) <= 2048
    assert all(night.night in said for _, said in messenger.heard)
    assert "27" in messenger.heard[1][1], "how many more there are"
