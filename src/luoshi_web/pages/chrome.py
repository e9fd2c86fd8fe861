"""The frame around every page: navigation in the agenda's order with what waits, district, moment, person."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from luoshi_web import office, services
from luoshi_web.pages import faults
from luoshi_web.pages import moment as moments
from luoshi_web.people import access

MARKS = {  # what stands between words in templates
    "zh": {"colon": "：", "comma": "，", "list": "、", "stop": "。"},
    "en": {"colon": ": ", "comma": ", ", "list": ", ", "stop": ". "},
}


class Door(NamedTuple):
    """One line of the navigation."""

    page: str
    label: str
    address: str
    waits: int = 0
    inner: bool = False


def language() -> str:
    """The reader's language as the core knows it: zh or en."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


def frame(request: HttpRequest) -> dict[str, Any]:
    """What base.html needs. Pages that fail before sign-in get a frame without navigation."""
    lang = language()
    facts: dict[str, Any] = {"lang": lang, "district": office.district()} | MARKS[lang]
    who = access.request_viewer(request) if hasattr(request, "user") else None
    if who is None:
        return facts
    moment = moments.of(request)
    return (
        facts
        | faults.told_before(request)
        | {
            "viewer": who,
            "by_password": settings.PASSWORDS,
            "moment": moment,
            "writing": moment.now,
            "doors": doors(who),
            "pack_faults": pack_faults(who),
            "meeting": office.last_meeting(moment.true_on),
        }
    )


def pack_faults(who: access.Viewer) -> dict[str, Any] | None:
    """What is wrong with the district pack, for those who can have it mended; None when nothing is."""
    served = office.pack()
    if not served.faults or not who.does("mend_pack"):
        return None
    return {"problems": served.faults, "kept_on": served.kept_on}


def doors(who: access.Viewer) -> list[Door]:
    """The pages this person may open, with the count of what waits for them."""
    waits = services.waiting(who)
    main = (
        Door("board", _("看板"), reverse("board")),
        Door("economy", _("经济指标"), reverse("economy")),
        Door("checks", _("核对"), reverse("checks")),
        Door("report", _("报送"), reverse("reports"), waits.reports),
        Door("commitments", _("承诺"), reverse("commitments"), waits.commitments),
        Door("slips", _("督办"), reverse("slips"), waits.slips),
        Door("land", _("滚动方案"), reverse("programmes")),
        Door("papers", _("会议材料"), reverse("papers")),
        Door("speech", _("讲话"), reverse("speeches"), waits.drafts),
    )
    found = [door for door in main if who.opens(door.page)]  # type: ignore[arg-type]
    if who.opens("register"):
        found += [
            Door(
                f"register:{register.key}",
                register.label.say(language()),
                reverse("register", args=[register.key]),
                inner=True,
            )
            for register in office.catalogue().values()
            if register.key != "commitment" and not register.desk
        ]
    rest = (
        Door("verify", _("账本核验"), reverse("ledger")),
        Door("people", _("人员与岗位"), reverse("people")),
        Door("tokens", _("接口"), reverse("tokens")),
        Door("notices", _("通知"), reverse("notices")),
    )
    return found + [door for door in rest if who.opens(door.page)]  # type: ignore[arg-type]
