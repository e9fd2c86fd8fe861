"""Every page of the demo in a real browser: keys, widths, no scripts, and the clerk's and the unit's part of the walk.

The demo is served from a folder of its own, on the day its pack opens on. Skipped where there is no Chromium.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
HOME = Path(__file__).resolve().parents[2]
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
SPEECH = """在六月调度会上的讲话
同志们：
征收拆迁要寻求突破。力争7月底前新征收安置120户居民。望江街道要在6月底前挂牌4个地块。
项目建设要争分夺秒。各单位要加强协调。
"""
NEXT_PARCELS = ("P-004", "P-009")  # of the demo's Wangjiang, not listed yet


@pytest.fixture(scope="module")
def demo(tmp_path_factory: Any) -> Iterator[str]:
    """The demo, served by the product's own server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("demo")
    env = os.environ | {"PYTHONPATH": str(HOME / "src"), "LUOSHI_FOLDER": str(folder)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    words = [sys.executable, "-m", "luoshi_web", "demo", "--port", str(port)]
    server = subprocess.Popen(words, cwd=HOME, env=env, stdout=subprocess.DEVNULL)
    at = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{at}/sign-in/", timeout=2)
                break
            except OSError:
                assert server.poll() is None, "the server ended"
                time.sleep(0.25)
        yield at
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield opened
        opened.close()


class Person:
    """Somebody at a browser; what the page complains about is kept."""

    def __init__(
        self, browser: Any, address: str, login: str, width: int = 1440, context: Any = None
    ) -> None:
        self.context = context or browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN"
        )
        self.page, self.address, self.complaints = self.context.new_page(), address, []
        self.page.on("console", lambda m: self._hear(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda fault: self._hear(str(fault)))
        self.page.on("request", lambda r: self._outside(r.url))
        self.page.goto(f"{address}/sign-in/")
        self.page.click(f"button[value={login}]")
        self.page.wait_for_load_state()

    def _hear(self, words: str) -> None:
        self.complaints.append(words)

    def _outside(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.complaints.append(f"outside: {url}")

    def another_tab(self) -> Any:
        """A further page of the same browser."""
        return self.context.new_page()

    def go(self, path: str) -> Any:
        """Open a page of the product."""
        self.page.goto(self.address + path)
        self.page.wait_for_load_state()
        return self.page


def test_from_the_speech_to_the_light_and_back(demo: str, browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "六月讲话.txt"
    file.write_text(SPEECH, encoding="utf-8")
    clerk = Person(browser, demo, "ducha")
    page = clerk.go("/speeches/")
    page.set_input_files("#file", file)
    page.fill("#meeting_on", "2026-06-01")
    page.click("text=上传并读出任务")
    page.wait_for_selector(".draft")
    reading = page.url
    draft = page.locator(".draft", has_text="4个地块").first
    draft.click()
    page.wait_for_timeout(400)  # the cards glide to their places
    mark = page.locator(f"mark[data-draft='{draft.get_attribute('data-draft')}']").first
    assert abs(mark.bounding_box()["y"] - draft.bounding_box()["y"]) < 40
    page.keyboard.press("a")
    page.wait_for_selector(".draft.accepted")
    link = page.locator(".draft.accepted .what a").get_attribute("href")
    assert page.locator(".draft.here").count() == 1  # the next one is at hand

    unit = Person(browser, demo, "wangjiang")
    for key in NEXT_PARCELS:
        form = unit.go(f"/registers/parcel/{key}/")
        form.fill("#report #listed_on", "2026-06-02")
        form.fill("#report #true_on", "2026-06-02")
        form.click("#report button.main-deed")
        form.wait_for_selector(".notice")

    page = clerk.go(link)
    before = page.locator(".said-done").inner_text()
    assert "5" in before
    assert page.locator(".light-green").count() >= 1
    page.locator(".said-done a").click()
    page.wait_for_selector("table.rows")
    page.locator("table.rows a").first.click()
    page.wait_for_selector(".line")
    assert "望江街道" in page.locator(".line").inner_text()

    page.goto(reading)
    page.wait_for_selector("mark.accepted.l-green")
    page.locator("mark.accepted").first.click()
    page.keyboard.press("u")
    page.wait_for_selector(".draft.open.here")
    assert clerk.complaints == []
    assert unit.complaints == []


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_scrolls_sideways_or_complains(demo: str, browser: Any, width: int) -> None:
    clerk = Person(browser, demo, "ducha", width)
    for path in ("/board/", "/board/lights/", "/board/drill/parcel/listed/", "/commitments/", "/speeches/", "/speeches/1/", "/registers/parcel/", "/registers/parcel/P-001/", "/economy/", "/economy/retail/", "/checks/", "/checks/leads/", "/checks/entitlements/", "/checks/entitlements/Q-0001/", "/checks/thresholds/", "/checks/tax/", "/checks/assets/", "/checks/promises/", "/papers/", "/papers/templates/", "/land/", "/land/FA-2026-001/", "/as-of/", "/board/?true_on=2026-04-20"):  # fmt: skip
        page = clerk.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert clerk.complaints == []


def test_a_programme_is_tried_kept_and_adopted(demo: str, browser: Any) -> None:
    keeper = Person(browser, demo, "zirui")
    page = keeper.go("/land/FA-2026-003/")
    page.wait_for_selector("svg.gantt")
    before = page.locator(".figures.land").inner_text()
    slider = page.locator("input[name=price_percent]")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.wait_for_selector("#worked .tag:has-text('100 → 80')")
    assert "price_percent=80" in page.url
    assert page.locator(".figures.land").inner_text() != before
    assert "价格按预计的 80%" in page.locator("#assumptions").inner_text()
    page.fill("#worked input[name=name]", "跌两成也做")
    page.click("text=另存为新方案")
    page.wait_for_url("**/land/FA-2026-004/")
    page.click("text=采纳这个方案")
    page.wait_for_selector(".notice")
    page = keeper.go("/land/")
    assert (
        page.locator("#lines tr", has_text="跌两成也做").locator("text=✓ 2026-06-03").count() == 1
    )
    assert page.locator("#beside tbody tr").count() > 3
    # a newer slider, or leaving the page, ends the request before: that is no complaint
    ended = ("htmx:afterRequest", "htmx:sendAbort")
    assert [told for told in keeper.complaints if not told.startswith(ended)] == []


def test_keys_walk_the_rows_and_find(demo: str, browser: Any) -> None:
    page = Person(browser, demo, "ducha").go("/commitments/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("table[data-rows] tbody tr").nth(1).locator("a").first
    assert second.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_selector(".said-done")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('[data-search]')")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("dialog#keys[open]").count() == 1


def test_filters_are_remembered(demo: str, browser: Any) -> None:
    clerk = Person(browser, demo, "ducha")
    page = clerk.go("/commitments/")
    page.locator(".chip", has_text="预警").first.click()
    page.wait_for_url("**level=yellow**")
    clerk.go("/board/")
    page = clerk.go("/commitments/")
    page.wait_for_url("**level=yellow**")
    again = clerk.another_tab()
    again.goto(f"{demo}/commitments/")
    again.wait_for_url("**level=yellow**")
    other = Person(
        browser, demo, "quzhang", context=clerk.context
    )  # the same browser, somebody else
    assert "level" not in other.go("/commitments/").url
    page = Person(browser, demo, "ducha", context=clerk.context).go("/commitments/")
    page.wait_for_url("**level=yellow**")
    page.locator("[data-forget]").first.click()
    page.wait_for_load_state()
    assert "level" not in page.url


def test_a_choice_is_taken_back_without_returning(demo: str, browser: Any) -> None:
    page = Person(browser, demo, "ducha").go("/commitments/")
    page.select_option("select[name=unit]", index=1)
    page.wait_for_url("**unit=**")
    page.select_option("select[name=unit]", "")
    page.wait_for_load_state()
    page.wait_for_timeout(300)
    assert "unit" not in page.url


def test_columns_are_chosen_by_keys_and_remembered(demo: str, browser: Any) -> None:
    clerk = Person(browser, demo, "ducha")
    page = clerk.go("/registers/parcel/")
    before = page.locator("thead th").all_inner_texts()
    page.locator(".pick:has([name=col]) summary").focus()
    page.keyboard.press("Enter")
    boxes = page.locator(".pick:has([name=col]) input[type=checkbox]:checked")
    while boxes.count() > 2:
        boxes.last.focus()
        page.keyboard.press("Space")
    page.locator(".pick:has([name=col]) button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**col=**")
    chosen = page.locator("thead th").all_inner_texts()
    assert len(chosen) == 7 < len(before)
    clerk.go("/board/")
    page = clerk.go("/registers/parcel/")
    page.wait_for_url("**col=**")
    assert page.locator("thead th").all_inner_texts() == chosen
    page.locator(".pick:has([name=col]) summary").click()
    page.keyboard.press("Escape")
    assert page.locator(".pick[open]").count() == 0
    page.locator(".pick:has([name=col]) summary").click()
    page.locator("[data-forget=columns]").click()
    page.wait_for_load_state()
    assert page.locator("thead th").all_inner_texts() == before


def test_without_scripts_every_form_still_works(demo: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{demo}/sign-in/")
    page.click("button[value=ducha]")
    page.goto(f"{demo}/speeches/1/")
    page.locator(".draft.open button[formaction*='/strike/']").first.click()
    assert "#d" in page.url
    page.locator(".draft.struck button[formaction*='/undo/']").first.click()
    assert page.locator(".draft.struck").count() == 0


def test_an_open_question_leads_to_the_field_that_settles_it(demo: str, browser: Any) -> None:
    page = Person(browser, demo, "ducha").go("/speeches/1/")
    page.locator(".side-notes summary").first.click()
    question = page.locator("li:not(.faint) [data-ask=deadline_on]").first
    draft = question.get_attribute("href")
    question.click()
    page.wait_for_selector(f"{draft}.here .mend")
    page.wait_for_function("document.activeElement.name === 'deadline_on'")
    assert page.locator(".draft .mend").count() == 1
