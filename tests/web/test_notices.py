"""Notices: a real mail conversation, real robot calls, real kills. Each is told at most once; secrets stay secret."""

from __future__ import annotations

import email
import logging
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.policy import default as policy
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from luoshi_web import clock, services
from luoshi_web.jobs import queue
from luoshi_web.jobs.runner import Runner
from luoshi_web.notices import channels, daily, mail, outbox, robots
from luoshi_web.notices.answer import Fate
from luoshi_web.people.models import Channel, Feed, Post
from luoshi_web.records.models import Job, Notice
from luoshi_web.records.store import DjangoStore
from tests.web import outside
from tests.web.house import House
from tests.web.outside import KEYS, PATHS, SECRET, Platform
from tests.web.world import TODAY, World, told

PARTS = ["overdue", "due_soon", "owed", "returned", "to_accept", "to_decide"]


@pytest.fixture
def there() -> Iterator[Platform]:
    """The robots' platform."""
    with outside.platform() as server:
        yield server


@pytest.fixture
def reach(settings: Any) -> Callable[..., None]:
    """Say in the settings where the world outside is."""

    def say(platform: Platform | None = None, **changes: Any) -> None:
        if platform:
            changes["bases"] = dict.fromkeys(KEYS, platform.base)
        settings.ENV = replace(settings.ENV, outside=replace(settings.ENV.outside, **changes))

    say(address="https://luoshi.test", digest_at=time(8, 30))
    return say


def robot(kind: str = "wecom", unit: str = "east", **more: Any) -> Channel:
    facts = {"address": KEYS[kind], "secret": SECRET, "shown": "…0001", "parts": PARTS, "since": TODAY}  # fmt: skip
    return Channel.objects.create(unit=unit, kind=kind, **facts | more)


def at(hour: int, minute: int, day: date = TODAY) -> datetime:
    """An instant by the office's clock."""
    return datetime.combine(day, time(hour, minute), clock.OFFICE).astimezone(UTC)


def run_jobs() -> None:
    runner = Runner("post")
    runner._duties_at = float("inf")  # no duty by the real clock
    while runner.turn():
        pass


def send(*, again: bool = False) -> None:
    if again:
        Notice.objects.filter(state="waiting").update(next_at=clock.wall())
    queue.ask(outbox.JOB, "")
    run_jobs()


def states() -> Counter[str]:
    return Counter(Notice.objects.values_list("state", flat=True))


def notice(channel: Channel, day: date = TODAY, text: str = "【落实】一\n二 3 项") -> Notice:
    return Notice.objects.create(
        day=day, unit=channel.unit, channel=channel, kind="digest", text=text, next_at=clock.wall()
    )


def reason(of: Notice) -> str:
    of.refresh_from_db()
    return str(of.reason["id"]) if of.reason else ""


# --- the day -----------------------------------------------------------------------------------------------------


def asked(*instants: datetime) -> list[str]:
    """The days whose digests are asked for when the duty looks at these instants, each job done at once."""
    for instant in instants:
        daily.look(instant)
        run_jobs()
    return list(Job.objects.filter(kind=daily.JOB).order_by("pk").values_list("about", flat=True))


def test_the_day_is_told_once_whatever_the_clock_does(
    world: World, there: Platform, reach: Any
) -> None:
    reach(there)
    robot()
    assert asked(at(8, 29)) == []
    assert asked(at(8, 30)) == ["2026-06-03"]
    assert asked(at(8, 31), at(8, 30), at(12, 0), at(8, 31, TODAY - timedelta(1))) == ["2026-06-03"]
    send()
    assert len(there.texts) == there.calls == 1
    assert there.texts[0].startswith("【落实】6月3日提要\n")
    assert "https://luoshi.test/reports/" in there.texts[0]


def test_a_job_that_is_made_a_second_time_tells_nobody_a_second_time(
    world: World, there: Platform, reach: Any
) -> None:
    reach(there)
    robot()
    asked(at(9, 0))
    send()
    Job.objects.all().delete()  # as if nobody had noted that it was done
    assert asked(at(9, 1)) == ["2026-06-03"]
    send()
    assert there.calls == 1


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 6, 3), True),
        (date(2026, 6, 6), False),  # Saturday
        (date(2026, 5, 9), True),  # Saturday made a working day
        (date(2026, 10, 1), False),  # holiday
    ],
)
def test_only_working_days_of_the_national_notice_are_told(
    world: World, reach: Any, day: date, works: bool
) -> None:
    robot(since=date(2026, 1, 1))
    assert asked(at(9, 0, day)) == ([day.isoformat()] if works else [])


def test_an_evening_is_not_disturbed_and_a_district_without_channels_makes_no_jobs(
    world: World, reach: Any
) -> None:
    assert asked(at(9, 0)) == []
    robot()
    assert asked(at(18, 0), at(23, 59)) == []
    Channel.objects.update(until=TODAY)
    assert asked(at(9, 0)) == []


def test_who_has_nothing_waiting_or_chose_otherwise_is_not_told(world: World, reach: Any) -> None:
    for unit, parts in (("east", PARTS), ("development_reform", PARTS), ("east", ["to_decide"])):
        robot(unit=unit, parts=parts)
    asked(at(9, 0))
    told_of = Notice.objects.values_list("unit", "text")
    assert [unit for unit, _text in told_of] == ["east"]
    assert "该报未报 3 项" in told_of[0][1]


def test_what_was_returned_is_told_until_it_is_told_again(world: World, reach: Any) -> None:
    report = next(e for e in services.ledger().by_item["parcel", "P-001"] if e.verb == "report")
    assert daily._returned() == []
    assert daily._to_accept().count("parcel") == 2
    back = told("parcel", "P-001", "return", {}, "2026-06-02", "keeper", "natural_resources", reason="数不对", about=report.digest)  # fmt: skip
    DjangoStore().append([back])
    assert daily._returned() == ["east"]
    assert daily._to_accept().count("parcel") == 1
    DjangoStore().append([told("parcel", "P-001", "report", {"households_signed": 13}, "2026-06-03", "east", "east")])  # fmt: skip
    assert daily._returned() == []


# --- the robots --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KEYS)
def test_each_platform_takes_what_we_send_and_checks_the_signature(
    there: Platform, kind: str
) -> None:
    at_ms = int(clock.wall().timestamp() * 1000)
    words = (kind, there.base, KEYS[kind], SECRET, "一\n二 3 项", at_ms)
    assert robots.send(*words).fate is Fate.TAKEN
    assert there.texts == ["一\n二 3 项"]
    wrong = robots.send(kind, there.base, "another-key-0001", SECRET, "三", at_ms)
    assert wrong.fate is Fate.REFUSED
    if kind != "wecom":
        assert robots.send(kind, there.base, KEYS[kind], "x", "三", at_ms).fate is Fate.REFUSED
        late = robots.send(kind, there.base, KEYS[kind], SECRET, "三", at_ms - 7_200_000)
        assert late.fate is Fate.REFUSED
    assert there.texts == ["一\n二 3 项"]


def test_a_long_text_is_cut_at_a_whole_character(there: Platform) -> None:
    assert robots.send("wecom", there.base, KEYS["wecom"], "", "落" * 1000, 0).fate is Fate.TAKEN
    assert there.texts == ["落" * 682]


@pytest.mark.parametrize(
    ("mood", "fate"),
    [
        ((200, {"errcode": 45009}), Fate.LATER),
        ((429, "slow down"), Fate.LATER),
        ((200, {"errcode": 93000}), Fate.REFUSED),
        ((404, "nothing"), Fate.REFUSED),
        ((302, ""), Fate.REFUSED),
        ((500, {"errcode": 40001}), Fate.REFUSED),
        ((502, "<html>"), Fate.UNKNOWN),  # a gateway: the platform behind it may have taken it
        ((200, "<html>"), Fate.UNKNOWN),
        ((200, "[]"), Fate.UNKNOWN),
        ("drop", Fate.UNKNOWN),
    ],
)
def test_only_certainty_allows_another_try(there: Platform, mood: Any, fate: Fate) -> None:
    there.mood = mood
    assert robots.send("wecom", there.base, KEYS["wecom"], "", "一", 0).fate is fate
    assert there.calls == 1  # no redirect was followed


def test_a_server_that_does_not_answer_leaves_it_open_and_one_that_is_not_there_does_not(
    there: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(robots, "TIMEOUT_S", 0.3)
    there.mood = "hang"
    assert robots.send("wecom", there.base, KEYS["wecom"], "", "一", 0).fate is Fate.UNKNOWN
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}"
    away = robots.send("wecom", nobody, KEYS["wecom"], "", "一", 0)
    assert (away.fate, away.problem.id) == (Fate.LATER, "N-010")


# --- the mail ----------------------------------------------------------------------------------------------------


def mail_to(server: str, **more: Any) -> Any:
    words = {"sender": "luoshi@qu.test", "to": "office@zhen.test", "subject": "落实 6月3日", "text": "一\n.\n该报未报 3 项", "mark": "notice.7.1", "at": at(8, 30)}  # fmt: skip
    return mail.send(server, **words | more)


def test_a_mail_is_handed_over_whole_with_a_password() -> None:
    with outside.post_office("p@ss") as (post, host):
        assert mail_to(f"smtp://lu:p%40ss@{host}").fate is Fate.TAKEN
        wrong = mail_to(f"smtp://lu:wrong@{host}")
        assert (wrong.fate, wrong.problem.id) == (Fate.REFUSED, "N-011")
    (taken,) = post.taken
    message = email.message_from_bytes(taken.content, policy=policy)
    assert message["Subject"] == "落实 6月3日"
    assert message["Message-ID"] == "<notice.7.1@qu.test>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().splitlines() == ["一", ".", "该报未报 3 项"]
    assert taken.rcpt_tos == ["office@zhen.test"]


@pytest.mark.parametrize(
    ("code", "after", "fate"),
    [
        ("451 later", "250 OK", Fate.LATER),
        ("550 nobody", "250 OK", Fate.REFUSED),
        ("", "452 full", Fate.LATER),
        ("", "554 no", Fate.REFUSED),
        ("", "drop", Fate.UNKNOWN),
    ],
)
def test_the_step_at_which_a_mail_broke_says_whether_it_was_taken(
    code: str, after: str, fate: Fate
) -> None:
    with outside.post_office() as (post, host):
        post.code, post.after = code, after
        assert mail_to(f"smtp://{host}").fate is fate
        assert post.taken == []


def test_no_password_is_said_to_a_server_that_does_not_encrypt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "LOOPBACK", frozenset())
    with outside.post_office("p@ss") as (post, host):
        answer = mail_to(f"smtp://lu:p%40ss@{host}")
        assert (answer.fate, answer.problem.id) == (Fate.REFUSED, "N-017")
        assert post.taken == []
    assert mail_to(f"smtp://{host}").fate is Fate.LATER  # nobody listens any more


# --- the outbox --------------------------------------------------------------------------------------------------


def test_what_was_certainly_not_taken_is_tried_again_with_growing_pauses_and_then_given_up(
    world: World, there: Platform, reach: Any
) -> None:
    reach(there)
    there.mood = (200, {"errcode": 45009})
    one = notice(robot())
    for number, pause in enumerate(outbox.AGAIN_AFTER, start=1):
        send(again=True)
        one.refresh_from_db()
        assert (one.state, one.tries, reason(one)) == ("waiting", number, "N-016")
        assert abs(one.next_at - clock.wall() - pause) < timedelta(seconds=30)
        send()  # not due: nothing happens
        assert there.calls == number
    send(again=True)
    assert (states(), reason(one)) == ({"failed": 1}, "N-015")


def test_what_may_have_been_taken_waits_for_a_person(
    world: World, there: Platform, reach: Any
) -> None:
    reach(there)
    there.mood = (502, "<html>")
    one = notice(robot())
    send()
    assert (states(), reason(one)) == ({"uncertain": 1}, "N-012")
    daily.look(at(8, 0))
    send(again=True)
    assert there.calls == 1
    page = world.client("admin").get("/notices/").content.decode()
    assert "有 1 条不能确定发到没有" in page
    there.mood = None
    world.client("admin").post("/notices/", {"verb": "again", "notice": one.pk})
    run_jobs()
    assert states() == {"sent": 1}
    assert world.client("admin").post("/notices/", {"verb": "again", "notice": one.pk}).status_code == 404  # fmt: skip
    assert there.calls == 2


def test_yesterdays_digest_and_that_of_an_ended_channel_are_not_sent(
    world: World, there: Platform, reach: Any
) -> None:
    reach(there)
    old, ended = notice(robot(), TODAY - timedelta(1)), notice(robot("feishu"))
    channels.end(ended.channel, TODAY)
    send()
    assert there.calls == 0
    assert (reason(old), reason(ended)) == ("N-014", "N-018")


def test_a_robot_that_units_share_is_called_twenty_times_a_minute(
    world: World, there: Platform, reach: Any
) -> None:
    reach(there)
    for _number in range(23):
        notice(robot())
    notice(robot("feishu"))
    send()
    assert there.calls == 21
    assert states() == {"sent": 21, "waiting": 3}
    Notice.objects.update(tried_at=clock.wall() - timedelta(seconds=61))
    send(again=True)
    assert states() == {"sent": 24}


def test_a_mail_channel_goes_the_whole_way(world: World, reach: Any) -> None:
    with outside.post_office() as (post, host):
        reach(smtp=f"smtp://{host}", sender="luoshi@qu.test")
        client = world.client("admin")
        form = {"verb": "add", "unit": "east", "kind": "email", "address": "dong@jie.test", "part": PARTS}  # fmt: skip
        assert client.post("/notices/", form).status_code == 302
        assert client.post("/notices/", form).status_code == 422  # the same again
        client.post("/notices/", {"verb": "try", "channel": Channel.objects.get().pk})
        asked(at(9, 0))
        send()
    subjects = [email.message_from_bytes(e.content, policy=policy)["Subject"] for e in post.taken]
    assert subjects == [
        "【落实】这是一条试发的消息，没有要办的事。https://luoshi.test",
        "【落实】6月3日提要",
    ]


# --- killed in the middle ----------------------------------------------------------------------------------------

RUNNER = ("luoshi_web", "jobs")


def outfit(house: House, there: Platform) -> None:
    """Point the house's processes at the platform; no digest of the real day comes between."""
    house.settings |= {f"LUOSHI_{kind.upper()}_BASE": there.base for kind in KEYS}
    house.settings |= {"LUOSHI_DIGEST_AT": "23:59", "LUOSHI_TODAY": TODAY.isoformat()}


def test_a_sender_killed_in_the_middle_leaves_it_uncertain_and_nobody_sends_it_again(
    house: House, there: Platform
) -> None:
    outfit(house, there)
    there.mood = "hang"
    first, second = notice(robot()), notice(robot("feishu"))
    house.start(*RUNNER)
    house.wait(lambda: there.calls == 1)
    house.kill()
    assert Notice.objects.get(pk=first.pk).state == "sending"
    there.release.set()
    there.mood = None
    house.start(*RUNNER)
    house.wait(lambda: states() == {"uncertain": 1, "sent": 1})
    assert (reason(first), reason(second)) == ("N-013", "")
    assert there.calls == 2


def test_two_runners_tell_each_notice_once(house: House, there: Platform) -> None:
    outfit(house, there)
    for _number in range(15):
        notice(robot(), text=f"【落实】{_number}")
    house.start(*RUNNER)
    house.start(*RUNNER)
    house.wait(lambda: states() == {"sent": 15})
    assert Counter(there.texts) == {f"【落实】{n}": 1 for n in range(15)}


# --- the page ----------------------------------------------------------------------------------------------------


def test_secrets_are_never_shown_or_logged_and_are_wiped_when_the_channel_ends(
    world: World, there: Platform, reach: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reach(there)
    client = world.client("admin")
    for kind, path in PATHS.items():
        form = {"verb": "add", "unit": "east", "kind": kind, "address": there.base + path, "secret": SECRET, "part": "owed"}  # fmt: skip
        assert client.post("/notices/", form).status_code == 302
    there.mood = (200, {"errcode": 310000, "code": 19021, "errmsg": KEYS["dingtalk"]})
    for channel in Channel.objects.all():
        client.post("/notices/", {"verb": "try", "channel": channel.pk})
    run_jobs()
    assert states() == {"failed": 3}
    wrong = client.post("/notices/", {"verb": "add", "unit": "", "kind": "wecom", "address": there.base + PATHS["wecom"], "secret": SECRET})  # fmt: skip
    seen = client.get("/notices/").content.decode() + wrong.content.decode() + caplog.text
    assert "…0001" in seen
    assert not [word for word in (*KEYS.values(), SECRET) if word in seen]
    for channel in Channel.objects.all():
        client.post("/notices/", {"verb": "end", "channel": channel.pk})
    assert set(Channel.objects.values_list("address", "secret", "until")) == {("", "", TODAY)}


@pytest.mark.parametrize(
    ("kind", "address", "fault"),
    [
        ("wecom", "https://evil.test/cgi-bin/webhook/send?key=0123456789", "N-002"),
        ("wecom", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123456789", "N-002"),
        ("wecom", "https://qyapi.weixin.qq.com.evil.test/cgi-bin/webhook/send?key=0123456789", "N-002"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "N-003"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/other?key=0123456789", "N-003"),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/../../x", "N-003"),
        ("email", "a@b.test\nBcc: c@d.test", "N-001"),
        ("email", "somebody", "N-001"),
    ],
)  # fmt: skip
def test_an_address_that_leads_elsewhere_is_refused(
    world: World, reach: Any, kind: str, address: str, fault: str
) -> None:
    reach(smtp="smtp://127.0.0.1:25")
    form = {"verb": "add", "unit": "east", "kind": kind, "address": address, "part": "owed"}
    answer = world.client("admin").post("/notices/", form)
    assert [p.id for p in answer.context["problems"]] == [fault]
    assert not Channel.objects.exists()


def test_all_faults_of_a_channel_come_at_once(world: World, reach: Any) -> None:
    reach(smtp="")
    form = {"verb": "add", "unit": "nowhere", "kind": "email", "address": "x"}
    answer = world.client("admin").post("/notices/", form)
    assert [p.id for p in answer.context["problems"]] == ["W-037", "N-004", "N-001", "N-006"]


def test_the_administrator_sees_that_something_was_told_and_no_number(
    world: World, there: Platform, reach: Any
) -> None:
    empty = world.client("admin").get("/notices/").content.decode()
    assert "还没有渠道" in empty
    reach(there)
    robot()
    asked(at(9, 0))
    send()
    page = world.client("admin").get("/notices/").content.decode()
    assert "每日提要" in page
    assert "该报未报 3 项" in Notice.objects.get().text
    assert "该报未报 3 项" not in page


def test_a_job_that_broke_off_is_said_to_the_administrator(world: World, reach: Any) -> None:
    queue.ask(daily.JOB, "2026-06-03")
    job = queue.claim([daily.JOB])
    assert job
    assert queue.give_up_on_runner(job, job.beat_at, may_repeat=False)
    assert "不能确定办成没有" in world.client("admin").get("/notices/").content.decode()


# --- the calendar ------------------------------------------------------------------------------------------------


def address_of(client: Client, unit: str = "east") -> str:
    """A new address, as the page shows it once."""
    return str(client.post("/calendar/", {"verb": "make", "unit": unit}).context["made"])


def events(address: str) -> dict[str, Any]:
    """The calendar behind an address by UID, as another program reads it."""
    answer = Client().get(address.removeprefix("http://testserver"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(e["uid"]): e for e in Calendar.from_ical(answer.content).walk("VEVENT")}


def due(key: str, day: str, on: str = "2026-06-02") -> None:
    """The office tells another deadline of a commitment."""
    DjangoStore().append([told("commitment", key, "report", {"deadline_on": day}, on, "clerk", "supervision")])  # fmt: skip


def test_a_feed_holds_reporting_days_and_due_dates_by_number_alone(
    world: World, reach: Any
) -> None:
    due("R-001", "2026-06-30")
    found = events(address_of(world.client("east")))
    assert set(found) == {
        "commitment.R-001@qingyuan.luoshi",
        "report.parcel.2026-05-01@qingyuan.luoshi",
    }
    event = found["commitment.R-001@qingyuan.luoshi"]
    assert event["summary"] == "任务台账 R-001 到期"
    assert event["dtstart"].dt == date(2026, 6, 30)
    assert event["dtend"].dt == date(2026, 7, 1)
    assert event["url"] == "https://luoshi.test/registers/commitment/R-001/"
    assert [a["trigger"].dt for a in event.walk("VALARM")] == [timedelta(hours=-15)]
    assert found["report.parcel.2026-05-01@qingyuan.luoshi"]["dtstart"].dt == date(2026, 6, 5)
    text = "".join(e.to_ical().decode() for e in found.values())
    assert not [name for name in ("社区食堂", "河东", "东街道", "人east") if name in text]


def test_a_moved_date_replaces_the_old_one_and_the_same_facts_give_the_same_bytes(
    world: World, reach: Any
) -> None:
    due("R-001", "2026-06-30")
    address = address_of(world.client("east"))
    plain = address.removeprefix("http://testserver")
    assert Client().get(plain).content == Client().get(plain).content
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in Client().get(plain).content
    before = events(address)["commitment.R-001@qingyuan.luoshi"]
    due("R-001", "2026-07-15", on="2026-06-03")
    after = events(address)["commitment.R-001@qingyuan.luoshi"]
    assert after["dtstart"].dt == date(2026, 7, 15)
    assert int(after["sequence"]) > int(before["sequence"])
    assert after["last-modified"].dt >= before["last-modified"].dt
    assert events(address + "?lang=en")["commitment.R-001@qingyuan.luoshi"]["summary"].endswith(
        "due"
    )


def test_an_address_is_shown_once_kept_as_a_digest_and_can_be_withdrawn(
    world: World, reach: Any
) -> None:
    client = world.client("east")
    address = address_of(client)
    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert len(secret) >= 43  # 32 random bytes
    feed = Feed.objects.get()
    assert secret not in str(vars(feed)) + client.get("/calendar/").content.decode()
    world.client("west").post("/calendar/", {"verb": "withdraw", "feed": feed.pk})
    assert Client().get(address).status_code == 200
    client.post("/calendar/", {"verb": "withdraw", "feed": feed.pk})
    assert Client().get(address).status_code == 404


def test_an_address_leads_nowhere_once_its_maker_left_the_post(world: World, reach: Any) -> None:
    address = address_of(world.client("east"))
    Post.objects.filter(person__login="east").update(until=TODAY - timedelta(1))
    assert Client().get(address).status_code == 404


def test_five_addresses_are_enough(world: World, reach: Any) -> None:
    client = world.client("east")
    for _number in range(5):
        assert address_of(client)
    answer = client.post("/calendar/", {"verb": "make", "unit": "east"})
    assert [p.id for p in answer.context["problems"]] == ["N-020"]


def test_the_same_channel_is_not_added_twice(world: World, reach: Any) -> None:
    reach(smtp="smtp://127.0.0.1:25")
    form = {"verb": "add", "unit": "east", "kind": "email", "address": "a@b.test", "part": "owed"}
    client = world.client("admin")
    assert client.post("/notices/", form).status_code == 302
    assert [p.id for p in client.post("/notices/", form).context["problems"]] == ["N-005"]
    assert Channel.objects.count() == 1
