"""A slip's life in a browser: drawn from a commitment, answered with a picture, an extension asked and granted, closed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_walk import film, sign_in

pytestmark = pytest.mark.browser
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def test_a_slip_is_issued_answered_extended_reviewed_and_closed(page: Page, address: str) -> None:
    sign_in(page, address, "ducha")
    page.goto(f"{address}/slips/")
    page.locator("#new summary").click()
    page.fill("#matter", "旧货场地块的围挡没有修好")
    page.select_option("#basis", "leader_note")
    page.fill("#requirement", "三日内修好并设警示牌")
    page.select_option("#unit", "wangjiang")
    page.select_option("#kind", "note")
    page.get_by_role("button", name="交办", exact=True).click()
    expect(page.locator("table.rows")).to_contain_text("旧货场地块的围挡没有修好")
    film(page, "slip-1-list")

    sign_in(page, address, "wangjiang")
    page.goto(f"{address}/reports/")
    expect(page.locator("#to-me")).to_contain_text("交办督办单")
    film(page, "slip-2-to-me")
    page.locator("#to-me a").first.click()
    page.locator("#clock summary", has_text="申请延期").click()
    page.fill("#until", "2023-06-30")
    page.fill("#extend-reason", "等材料到货")
    page.get_by_role("button", name="申请延期").click()
    expect(page.locator("#clock")).to_contain_text("待批")

    sign_in(page, address, "ducha")
    page.goto(f"{address}/slips/")
    page.locator("#waiting input[name=reason]").fill("同意")
    film(page, "slip-3-waiting")
    page.get_by_role("button", name="同意延期").click()
    expect(page.locator("table.rows")).to_contain_text("2023-06-30")

    sign_in(page, address, "wangjiang")
    page.goto(f"{address}/reports/")
    expect(page.locator("#to-me")).to_contain_text("同意延期")
    page.locator("#to-me a").first.click()
    page.fill("#progress", "围挡已修好，警示牌已设")
    page.fill("#done_on", "2023-04-26")
    page.set_input_files("#proof", {"name": "修好以后.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name="反馈", exact=True).click()
    expect(page.locator(".line")).to_contain_text("修好以后.png")

    sign_in(page, address, "ducha2")
    page.goto(f"{address}/registers/slip/DB-2023-001/")
    page.get_by_role("button", name="接收").first.click()
    expect(page.locator(".said-done")).to_contain_text("通过")
    page.locator("summary", has_text=re.compile("^销号$")).click()
    page.fill("#close-reason", "到现场看过")
    film(page, "slip-4-closing")
    page.get_by_role("button", name="销号").click()
    expect(page.locator(".head")).to_contain_text("已销号")
    page.goto(f"{address}/slips/DB-2023-001/")
    expect(page.locator(".slip-paper")).to_contain_text("到现场看过")
    film(page, "slip-5-paper")
