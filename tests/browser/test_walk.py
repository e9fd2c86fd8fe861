"""The walk of the product in a browser: a damaged speech -> accepted -> three parcels reported -> a green light -> back.

`LUOSHI_FILM=FOLDER` keeps a picture of every page on the way, wide and narrow.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SEED = Path(__file__).resolve().parents[3] / "shared" / "data" / "seed_speech.txt"
OWN = (  # the same kind of damage in words of our own, where the real speech is not at hand
    "區(qū)長在一季度調度會上的講話\n同志們：\n"
    "二是征收拆遷要尋求突破。針對沉淀9億余元資金的16個“半拉子”地塊，力爭4月末掛牌**北岸一號、老車站、舊貨場3個項目，"
    "釋放沉淀資金4.8億元。\n三是建設攻堅。中醫(yī)院等8個項目10月底前竣工。\n"
)


def film(page: Page, name: str) -> None:
    """Keep a picture, wide and narrow, when a film is wanted."""
    folder = os.environ.get("LUOSHI_FILM")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=width == 390)
    page.set_viewport_size({"width": 1440, "height": 900})


def sign_in(page: Page, address: str, login: str) -> None:
    """As one of the demo's posts."""
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in/")
    page.locator(f"button[value='{login}']").click()
    page.wait_for_load_state()


def upload_the_speech(page: Page, address: str) -> str:
    """The clerk hands in the speech of 10 April; the address of its reading."""
    page.goto(f"{address}/speeches/")
    film(page, "1-speeches")
    if SEED.exists():
        page.set_input_files("#file", SEED)
    else:
        own = {"name": "speech.txt", "mimeType": "text/plain", "buffer": OWN.encode("gb18030")}
        page.set_input_files("#file", own)
    page.fill("#meeting_on", "2023-04-10")
    page.get_by_role("button", name="上传并读出任务").click()
    page.wait_for_url(re.compile(r"/speeches/\d+/"))
    film(page, "2-speech")
    return page.url


def test_a_speech_becomes_a_light_that_turns_by_itself(page: Page, address: str) -> None:
    sign_in(page, address, "ducha")
    speech = upload_the_speech(page, address)

    # one sentence is accepted: nobody is named in it, so the office says who leads
    card = page.locator("article.draft", has_text="3个项目").filter(has_text="已挂牌").first
    card.click()
    card.locator("select.owner").select_option("natural_resources")
    card.get_by_role("button", name="采纳").click()
    taken = page.locator("article.draft", has_text="3个项目").filter(has_text="区自然资源局")
    expect(taken.first).to_contain_text("撤销")

    # nothing has been reported: the light says how long there is
    page.goto(f"{address}/registers/commitment/R-001/")
    expect(page.locator("main")).to_contain_text("还有4天")
    film(page, "3-commitment-before")

    # the township reports three parcels as listed, in one sitting
    sign_in(page, address, "wangjiang")
    page.goto(f"{address}/reports/")
    page.fill("#true_on", "2023-04-25")
    listed = page.locator("input[type=date][name$='listed_on']")
    expect(listed).to_have_count(3)
    for n in range(3):
        listed.nth(n).fill("2023-04-25")
    film(page, "4-report")
    page.get_by_role("button", name="一起报送").click()
    expect(page.locator("main")).to_contain_text("待审核")
    film(page, "5-reported")

    # the light has turned by itself, and leads back to the rows, the reports and the sentence
    sign_in(page, address, "ducha")
    page.goto(f"{address}/registers/commitment/R-001/")
    expect(page.locator("main")).to_contain_text("正常")
    expect(page.locator("main")).to_contain_text("2023-04-25 达到")
    film(page, "6-commitment-after")
    page.goto(f"{address}/board/drill/parcel/listed/")
    expect(page.locator("main tbody tr a[href*='/registers/parcel/P-']")).to_have_count(3)
    film(page, "7-drill")
    page.locator("main tbody a", has_text="老车站地块").click()
    expect(page.locator("main")).to_contain_text("望江街道")
    expect(page.locator("main")).to_contain_text("2023-04-25")
    film(page, "8-item")
    page.goto(f"{address}/registers/commitment/R-001/")
    page.get_by_role("link", name="在讲话里看").click()
    assert page.url.split("#")[0].split("?")[0] == speech.split("#")[0].split("?")[0]
    expect(page.locator("main")).to_contain_text("力争4月末挂牌")

    # and five days before the report it was not so
    page.goto(f"{address}/registers/commitment/R-001/?true_on=2023-04-20")
    expect(page.locator("main")).not_to_contain_text("达到")
    film(page, "9-as-of")


@pytest.mark.parametrize("login", ["ducha", "wangjiang", "zirui", "quzhang", "shenji", "admin"])
def test_every_page_of_the_navigation_fits_a_narrow_screen(
    page: Page, address: str, login: str
) -> None:
    sign_in(page, address, login)
    places = page.eval_on_selector_all("nav.side a", "links => links.map(a => a.href)")
    assert places
    for place in dict.fromkeys(places):
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(place)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{place} is {wide} wide at {width}"
