"""People are told of what needs them, once, in words, until it arrives."""

import json
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import apprise
import pytest
import yaml
from aiosmtpd.controller import Controller

from collection.visit import SourceVisit
from orchestration.lake import Lake
from orchestration.nights.conclusion import conclude
from orchestration.nights.journal import Journal
from orchestration.nights.night import Night
from orchestration.notices.channels import Channel, InvalidNotices, UnknownVariable, read_channels
from orchestration.notices.outbox import Outbox
from orchestration.notices.sending import deliver
from orchestration.notices.telling import source_news, telling
from orchestration.notices.texts import Text
from tests.commands import call
from tests.conftest import ROOT
from tests.nights.conftest import RELEASE


class Webhook:
    """A receiver of JSON on loopback. `status` is what it answers."""

    def __init__(self) -> None:
        self.received: list[dict[str, str]] = []
        self.status = 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if receiver.status == 200:
                    receiver.received.append(json.loads(body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"json://127.0.0.1:{self._server.server_port}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    receiver = Webhook()
    yield receiver
    receiver.close()


class Mailbox:
    """Keeps the messages that an SMTP server receives."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 kept"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    kept = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, f"mailto://127.0.0.1:{port}?from=gongkai@example.org&to=ops@example.org"
    controller.stop()


def notices(lake: Lake, address: str | list[str], *events: str, **more) -> Path:
    path = lake.raw.parent / "notices.yml"
    channel = {"address": address, "events": list(events or ["failed", "held", "source"])}
    path.write_text(yaml.safe_dump({"channels": {"operators": channel}, **more}))
    return path


def night_of(lake: Lake, file: Path, outcome: str = "unchanged", **facts) -> Night:
    journal = Journal.begin(lake, "night")
    journal.note(outcome=outcome, **facts)
    conclude(journal, telling(file))
    return journal.night


def failing(visits: int) -> SourceVisit:
    return SourceVisit(
        "320829",
        "office",
        fault="It answers 404. Correct `url`.",
        failed_nights=visits,
        failing_since="2026-11-24",
    )


GOOD = SourceVisit("320829", "office", found=3)


def test_a_failed_night_is_told_in_plain_words(released: Lake, webhook: Webhook):
    file = notices(released, webhook.address)
    night = night_of(released, file, "failed", failure="The disk is full. Make room on it.")
    (message,) = webhook.received
    assert message["title"] == f"gongkai: the night of {night.name} failed"
    for part in (
        "The disk is full. Make room on it.",
        f"Readers keep release {RELEASE}",
        "What to do:",
        str(released.nights / night.night / "report.html"),
    ):
        assert part in message["message"]
    assert [notice.is_delivered for notice in night.notices] == [True]


def test_it_is_told_in_chinese_where_that_is_wanted(released: Lake, webhook: Webhook):
    file = notices(released, webhook.address, language="zh", pages="https://example.org/nights")
    night = night_of(released, file, "held", failure="The release is held back.")
    (message,) = webhook.received
    assert "发布被暂缓" in message["title"]
    assert f"页面：https://example.org/nights/{night.night}/report.html" in message["message"]


def test_mail_arrives(released: Lake, mailbox: tuple[Mailbox, str]):
    kept, address = mailbox
    night_of(released, notices(released, address), "failed", failure="盘已满 <b> & more")
    (message,) = kept.messages
    assert message["To"] == "ops@example.org"
    assert "failed" in message["Subject"]
    assert "盘已满 <b> & more" in message.get_body(("plain",)).get_content()
    assert message.get_body(("html",)) is None, "text alone, in which nothing is markup"


def test_a_quiet_night_tells_nobody_but_who_wants_a_digest(released: Lake, webhook: Webhook):
    night_of(released, notices(released, webhook.address), "unchanged")
    assert webhook.received == []
    file = notices(released, webhook.address, "digest")
    night_of(released, file, "published", visits=[failing(1), GOOD], files={"read": 5})
    (message,) = webhook.received
    assert "new release" in message["title"]
    assert "Sources visited: 2, at fault: 1" in message["message"]
    assert "Files read: 5" in message["message"] and "Reports: 2" in message["message"]


def test_a_source_is_told_of_at_three_nights_weekly_and_when_it_works_again(
    released: Lake, webhook: Webhook
):
    file = notices(released, webhook.address, "source")
    told = []
    for day in range(1, 15):
        visit = failing(day) if day < 13 else GOOD
        journal = Journal.begin(released, "night")
        journal.night.begun_at = f"2026-11-{day:02}T18:00:00+00:00"
        journal.note(outcome="unchanged", visits=[visit])
        before = len(webhook.received)
        conclude(journal, telling(file))
        told += [(day, message["message"]) for message in webhook.received[before:]]
    assert [day for day, _ in told] == [3, 10, 13]
    assert "Failed for three nights:\n- 320829/office, since 2026-11-24 (3 nights)" in told[0][1]
    assert "It answers 404. Correct `url`." in told[0][1]
    assert "Still failing:" in told[1][1]
    assert told[2][1].startswith("Working again: 320829/office")


def test_only_what_is_bad_is_sent_as_a_warning(released: Lake, webhook: Webhook):
    file = notices(released, webhook.address, "failed", "source", "digest")
    for outcome, visit in (("failed", failing(3)), ("unchanged", GOOD)):
        journal = Journal.begin(released, "night")
        journal.note(outcome=outcome, visits=[visit])
        conclude(journal, telling(file))
    kinds = [message["type"] for message in webhook.received]
    assert kinds == ["warning", "warning", "warning", "info", "info"]
    assert "work again" in webhook.received[3]["title"]


def test_a_source_that_recovers_before_three_nights_is_nobodys_business(lake: Lake):
    outbox = Outbox.of(lake)
    for visit in (failing(1), failing(2), GOOD):
        night = Night("n", "night", "2026-11-01T00:00:00+00:00", visits=[visit])
        assert not source_news(outbox, night)


def test_what_cannot_be_delivered_fails_no_night_and_is_tried_again(
    released: Lake, webhook: Webhook
):
    file = notices(released, webhook.address)
    webhook.status = 503
    night = night_of(released, file, "failed", failure="It broke.")
    assert webhook.received == []
    assert not night.notices[0].is_delivered
    assert "tried again next night" in night.notices[0].error
    page = (released.nights / night.night / "report.html").read_text("utf-8")
    assert "tried again next night" in page
    webhook.status = 200
    later = night_of(released, file, "unchanged")
    assert [message["title"] for message in webhook.received] == [
        f"gongkai: the night of {night.name} failed"
    ]
    assert later.notices[0].is_delivered
    night_of(released, file, "unchanged")
    assert len(webhook.received) == 1, "nothing is sent twice"


def test_a_notice_is_given_up_after_a_fortnight(released: Lake):
    file = notices(released, "json://127.0.0.1:1/nobody-listens")
    night_of(released, file, "failed", failure="It broke.")
    for _ in range(13):
        last = night_of(released, file, "unchanged")
    assert "given up" in last.notices[0].error
    assert night_of(released, file, "unchanged").notices == []


def test_one_channel_that_fails_does_not_keep_another_from_hearing(
    released: Lake, webhook: Webhook
):
    file = released.raw.parent / "notices.yml"
    file.write_text(
        yaml.safe_dump(
            {
                "channels": {
                    "broken": {"address": "nonsense://x", "events": "failed"},
                    "unset": {"address": "json://${NO_SUCH_VARIABLE}/", "events": "failed"},
                    "good": {"address": webhook.address, "events": "failed"},
                }
            }
        )
    )
    night = night_of(released, file, "failed", failure="It broke.")
    assert len(webhook.received) == 1
    errors = {notice.channel: notice.error for notice in night.notices}
    assert "none that Apprise knows" in errors["broken"]
    assert "NO_SUCH_VARIABLE is not set" in errors["unset"]
    assert errors["good"] is None


def test_a_file_of_notices_that_is_wrong_fails_no_night(released: Lake):
    file = released.raw.parent / "notices.yml"
    file.write_text("channels:\n  a:\n    addres: x\n    events: [fail]\n")
    night = night_of(released, file, "failed", failure="It broke.")
    (remark,) = night.remarks
    assert "Nobody was told" in remark and "channels.a.address" in remark
    with pytest.raises(InvalidNotices, match=r"notices.example.yml"):
        read_channels(file)


def test_without_a_file_nobody_is_told(released: Lake):
    night = night_of(released, released.raw / "absent.yml", "failed", failure="It broke.")
    assert (night.notices, night.remarks) == ([], [])


def test_no_secret_of_an_address_stands_in_a_journal(released: Lake, monkeypatch):
    monkeypatch.setenv("HOOK_TOKEN", "c0ffee5ecret")
    file = notices(released, "json://user:${HOOK_TOKEN}@127.0.0.1:1/${HOOK_TOKEN}")
    night = night_of(released, file, "failed", failure="It broke.")
    for path in released.nights.rglob("*.json"):
        assert "c0ffee5ecret" not in path.read_text("utf-8")
    assert "c0ffee5ecret" not in night.notices[0].error


def test_addresses_take_their_secrets_from_the_environment():
    channel = Channel(address="json://${NAME}/", events="failed")
    assert channel.addresses({"NAME": "host"}) == ["json://host/"]
    with pytest.raises(UnknownVariable):
        channel.addresses({"NAME": ""})


@pytest.mark.parametrize(
    ("address", "service"),
    [
        ("wecombot://6d6cc8a1-1111-2222-3333-444455556666", "WeComBot"),
        ("dingtalk://SEC1234567890@abcdef1234567890", "DingTalk"),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "Slack"),
        ("feishu://abcdef1234567890", "Feishu"),
    ],
)
def test_the_ways_that_people_use_are_known(address: str, service: str):
    assert type(apprise.Apprise.instantiate(address)).__name__ == f"Notify{service}"


def test_the_example_can_be_used_as_it_is():
    channels = read_channels(ROOT / "notices.example.yml")
    environment = {"GONGKAI_MAIL_USER": "u", "GONGKAI_MAIL_PASSWORD": "p"}
    (address,) = channels.channels["operators"].addresses(environment)
    assert apprise.Apprise.instantiate(address) is not None
    assert channels.wanting("failed") == ["operators"]


def test_a_telling_that_takes_a_broken_outbox_begins_a_new_one(released: Lake, webhook: Webhook):
    released.nights.mkdir(parents=True, exist_ok=True)
    (released.nights / "outbox.json").write_text('{"waiting": [{"night"')
    night_of(released, notices(released, webhook.address), "failed", failure="It broke.")
    assert len(webhook.received) == 1


def test_a_night_on_a_disk_without_room_is_told_though_no_outbox_can_be_written(
    released: Lake, webhook: Webhook
):
    (released.nights / "outbox.json").mkdir(parents=True)  # nothing can be written there
    night = night_of(released, notices(released, webhook.address), "failed", failure="No room.")
    (message,) = webhook.received
    assert "No room." in message["message"]
    assert [notice.is_delivered for notice in night.notices] == [True]


def test_many_addresses_of_a_channel_all_hear(webhook: Webhook):
    channel = Channel(address=[webhook.address, f"{webhook.address}/2"], events="failed")
    assert deliver(channel, Text("a", "b")) is None
    assert len(webhook.received) == 2


def test_the_trial_reaches_every_channel_and_says_which_failed(released: Lake, webhook: Webhook):
    file = released.raw.parent / "notices.yml"
    file.write_text(
        yaml.safe_dump(
            {
                "channels": {
                    "hook": {"address": webhook.address, "events": ["failed"]},
                    "nobody": {"address": "json://127.0.0.1:1", "events": ["held"]},
                }
            }
        )
    )
    done = call("notices", "test", "--notices", file)
    assert done.code == 1
    assert "hook" in done.out and "delivered" in done.out
    assert "nobody" in done.out and "not delivered" in done.out
    assert "failed" in webhook.received[0]["message"]
    file.write_text(
        yaml.safe_dump({"channels": {"hook": {"address": webhook.address, "events": ["failed"]}}})
    )
    assert call("notices", "test", "--notices", file).code == 0


def test_a_trial_without_a_file_says_how_to_make_one(lake: Lake):
    done = call("notices", "test", "--notices", lake.raw / "absent.yml")
    assert done.code == 1
    assert "notices.example.yml" in done.err


def test_a_killed_night_is_told_of_when_whatever_started_it_asks(released: Lake, webhook: Webhook):
    Journal.begin(released, "night").close()
    file = notices(released, webhook.address)
    folders = ("--raw", released.raw, "--out", released.releases, "--notices", file)
    done = call("notices", "send", *folders)
    assert done.code == 0 and "ended without a word" in done.out
    assert "ended without a word" in webhook.received[0]["message"]
    assert call("notices", "send", *folders).out == ""
    assert len(webhook.received) == 1


def test_a_night_that_failed_and_could_tell_nobody_says_both_where_it_was_started(lake: Lake):
    lake.raw.mkdir(parents=True, exist_ok=True)
    file = notices(lake, "json://127.0.0.1:1")
    folders = ("--raw", lake.raw, "--out", lake.releases, "--notices", file)
    done = call("night", "--no-collect", *folders)
    assert done.code == 1 and "There is no file in" in done.err
    assert "not told: " in done.out and "The page of the night: " in done.out
