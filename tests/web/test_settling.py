"""The speech's desk: each draft is settled once, all of it or none, and every decision can be undone."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi_web import services
from luoshi_web.records.models import Attachment, DraftDecision, Reading
from tests.web.world import SPEECH, World


def hard(world: World) -> list[DraftDecision]:
    """The hard commitments of the small speech, in the order of the text."""
    return [d for d in world.reading.decisions.all() if d.draft["strength"] == "hard"]


def settle(world: World, who: str, decision: DraftDecision, verb: str, **told: Any) -> Any:
    """Press a button on a draft as the person saw it; htmx answers with the two columns."""
    address = f"/speeches/{world.reading.pk}/drafts/{decision.number}/{verb}/"
    told = {"version": decision.version} | told
    return world.client(who).post(address, told, headers={"hx-request": "true"})


def ids(answer: Any) -> set[str]:
    """The problems an answer shows."""
    shown = list(answer.context["problems"]) if answer.context else []
    cards = answer.context["cards"] if answer.context and "cards" in answer.context else []
    return {p.id for p in (*shown, *(p for card in cards for p in card.problems))}


def test_accepting_issues_the_commitment_with_its_sentence_and_binding(world: World) -> None:
    draft = next(d for d in hard(world) if "挂牌" in d.draft["quote"])
    answer = settle(world, "clerk", draft, "accept")
    assert ids(answer) == set()
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("accepted", 1)
    row = services.row(services.view(), "commitment", draft.item)
    assert row is not None
    assert row["owner"] == "east"
    assert (row["register_key"], row["measure_key"], row["target"]) == ("parcel", "listed", 2)
    entry = services.ledger().by_item["commitment", draft.item][0]
    assert entry.author == "clerk"
    assert entry.source
    assert entry.source.quote == draft.draft["quote"]


def test_of_two_people_who_accept_the_same_draft_the_second_is_told_who_and_when(
    world: World,
) -> None:
    draft = hard(world)[0]
    settle(world, "clerk", draft, "accept", unit="east")
    tip = services.ledger().tip
    answer = settle(world, "clerk2", draft, "accept", unit="west")
    assert ids(answer) == {"W-030"}
    assert "人clerk" in answer.content.decode()
    assert services.ledger().tip == tip


@pytest.mark.parametrize("verb", ["strike", "mend", "join", "split"])
def test_a_decision_on_a_draft_that_changed_meanwhile_is_not_written(
    world: World, verb: str
) -> None:
    draft = hard(world)[0]
    settle(world, "clerk", draft, "mend", action="公开挂牌")
    answer = settle(world, "clerk2", draft, verb, words="挂牌", action="别的")
    assert ids(answer) == {"W-030"}
    draft.refresh_from_db()
    assert (draft.state, draft.mended) == ("open", {"action": "公开挂牌"})


def test_a_draft_without_an_owner_is_not_issued_until_one_is_chosen(world: World) -> None:
    draft = hard(world)[0]
    answer = settle(world, "clerk", draft, "accept", unit="")
    assert "K-022" in ids(answer)
    assert settle(world, "clerk", draft, "accept", unit="west").context["cards"]
    draft.refresh_from_db()
    assert draft.state == "accepted"


def test_undoing_an_acceptance_withdraws_the_commitment(world: World) -> None:
    draft = hard(world)[0]
    settle(world, "clerk", draft, "accept")
    draft.refresh_from_db()
    key = draft.item
    assert ids(settle(world, "clerk", draft, "undo")) == set()
    draft.refresh_from_db()
    assert (draft.state, draft.item) == ("open", "")
    assert services.row(services.view(), "commitment", key) is None
    assert [e.verb for e in services.ledger().by_item["commitment", key]] == ["open", "withdraw"]


def test_an_acceptance_that_others_built_on_is_not_undone_behind_their_back(world: World) -> None:
    draft = hard(world)[0]
    settle(world, "clerk", draft, "accept")
    draft.refresh_from_db()
    told = {"verb": "feedback", "progress": "已发公告", "true_on": "2026-06-01"}
    world.client("east").post(f"/registers/commitment/{draft.item}/", told)
    assert ids(settle(world, "clerk", draft, "undo")) == {"W-036"}
    draft.refresh_from_db()
    assert draft.state == "accepted"


def test_joining_and_undoing_gives_back_both(world: World) -> None:
    first, second = hard(world)[:2]
    assert ids(settle(world, "clerk", first, "join")) == set()
    first.refresh_from_db()
    second.refresh_from_db()
    assert second.state == "joined"
    assert first.draft["quote"] == world.reading.text[first.draft["start"] : second.draft["end"]]
    settle(world, "clerk", first, "undo")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("open", "open")
    assert first.draft["end"] <= second.draft["start"]


def test_the_last_draft_has_nothing_to_join_with(world: World) -> None:
    last = [d for d in world.reading.decisions.all() if d.draft["kind"] == "commitment"][-1]
    assert ids(settle(world, "clerk", last, "join")) == {"W-032"}


def test_splitting_makes_two_that_meet_and_undoing_makes_one(world: World) -> None:
    draft = hard(world)[0]
    quote = draft.draft["quote"]
    assert ids(settle(world, "clerk", draft, "split", words=quote[6:9])) == set()
    draft.refresh_from_db()
    half = world.reading.decisions.order_by("-number").first()
    assert draft.draft["quote"] + half.draft["quote"] == quote
    settle(world, "clerk", draft, "undo")
    draft.refresh_from_db()
    half.refresh_from_db()
    assert draft.draft["quote"] == quote
    assert half.state == "split"


@pytest.mark.parametrize(
    ("verb", "told", "problem"),
    [
        ("split", {"words": "不在句中"}, "W-033"),
        ("mend", {"measure": "parcel/nothing"}, "W-034"),
        ("mend", {"deadline_on": "2026-04-31"}, "K-002"),
        ("mend", {"unit": "北街道"}, "K-006"),
        ("undo", {}, "W-031"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_typed_is_lost(
    world: World, verb: str, told: dict[str, str], problem: str
) -> None:
    draft = hard(world)[0]
    answer = settle(world, "clerk", draft, verb, action="另行挂牌", **told)
    assert problem in ids(answer)
    if verb == "mend":
        assert "另行挂牌" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.version, draft.mended) == (0, {})


def test_all_hard_drafts_are_accepted_together_or_not_at_all(world: World) -> None:
    address = f"/speeches/{world.reading.pk}/drafts/accept-all/"
    DraftDecision.objects.filter(pk=hard(world)[0].pk).update(mended={"unit": "", "co_units": ""})
    tip = services.ledger().tip
    refused = world.client("clerk").post(address, {"unit": ""})
    assert refused.status_code == 422
    assert {d.state for d in hard(world)} == {"open"}
    assert services.ledger().tip == tip
    assert world.client("clerk").post(address, {"unit": "west"}).status_code == 302
    assert {d.state for d in hard(world)} == {"accepted"}


def upload(world: World, content: bytes, name: str = "讲话.txt", **told: str) -> Any:
    """Send a file as the clerk."""
    told = {"meeting_on": "2026-04-08", "meeting": "另一次会"} | told
    file = SimpleUploadedFile(name, content)
    return world.client("clerk").post("/speeches/", told | {"file": file}, follow=True)


def test_the_same_file_twice_leads_to_the_reading_that_is_there(world: World) -> None:
    answer = upload(world, SPEECH.encode(), "改了名.txt")
    assert answer.redirect_chain[-1][0].startswith(f"/speeches/{world.reading.pk}/")
    assert "这份文件以前上传过" in answer.content.decode()
    assert (Reading.objects.count(), Attachment.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "空.txt"), (b"PK\x03\x04broken", "坏.docx"), (bytes(range(256)) * 40, "图.txt")],
)
def test_a_file_that_cannot_be_read_is_refused_and_not_kept(
    world: World, content: bytes, name: str
) -> None:
    answer = upload(world, content, name)
    assert answer.status_code == 422
    assert {p.id[0] for p in answer.context["problems"]} <= {"S", "W"}
    assert "另一次会" in answer.content.decode()
    assert Attachment.objects.count() == 1


def test_all_that_is_wrong_with_an_upload_is_told_at_once(world: World) -> None:
    answer = world.client("clerk").post("/speeches/", {"meeting_on": "2026-04-31"})
    assert ids(answer) == {"W-022", "W-023"}


def test_a_large_file_is_refused_before_it_is_read(world: World) -> None:
    class Unread(io.BytesIO):
        def read(self, *words: Any) -> bytes:
            raise AssertionError("the body was read")

    for lang, sentence in (("zh-hans", "超过了 20 MB 的上限"), ("en", "over the limit of 20 MB")):
        answer = world.client("clerk").generic(
            "POST",
            "/speeches/",
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(200 * 2**20),
            HTTP_ACCEPT_LANGUAGE=lang,
            **{"wsgi.input": Unread()},
        )
        assert answer.status_code == 413
        assert sentence in answer.content.decode()
        assert [p.id for p in answer.context["problems"]] == ["W-001"]


def test_the_original_comes_back_byte_for_byte(world: World) -> None:
    answer = world.client("clerk").get(f"/speeches/{world.reading.pk}/original/")
    assert answer.content == SPEECH.encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


def test_the_page_marks_every_hard_sentence_in_place(world: World) -> None:
    page = world.client("clerk").get(f"/speeches/{world.reading.pk}/").content.decode()
    for draft in hard(world):
        assert f'id="c{draft.draft["start"]}"' in page
        assert f'id="d{draft.number}"' in page


def test_a_number_that_was_withdrawn_is_not_given_again(world: World) -> None:
    draft, given = hard(world)[0], []
    for _ in range(2):
        settle(world, "clerk", draft, "accept")
        draft.refresh_from_db()
        given.append(draft.item)
        assert ids(settle(world, "clerk", draft, "undo")) == set()
        draft.refresh_from_db()
        assert draft.state == "open"
    assert given[0] != given[1]


@pytest.mark.parametrize("version", ["²", "9" * 30, "-1", ""])
def test_a_version_that_nobody_was_shown_settles_nothing(world: World, version: str) -> None:
    draft = hard(world)[0]
    assert ids(settle(world, "clerk", draft, "accept", version=version)) == {"W-030"}
    draft.refresh_from_db()
    assert draft.state == "open"
