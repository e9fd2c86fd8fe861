"""A township's month in a browser: what is due, a pasted block, a form filled in and sent, two faults put right, one report
returned and told again, the month locked, refused, and unlocked with a reason.

`LUOSHI_FILM=FOLDER` keeps a picture of every page on the way, wide and narrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import served
from tests.browser.test_walk import film, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own: the month is told and locked in it."""
    with served(tmp_path_factory.mktemp("month")) as found:
        yield found


def paste(cell: Locator, text: str) -> None:
    """What Ctrl-V does with a block that was copied from a spreadsheet."""
    cell.focus()
    cell.evaluate(
        """(field, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def fill_in(path: Path) -> None:
    """The downloaded form with one good line and two faults: a day that does not exist, and words for a number."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(c.value).removeprefix("luoshi."): c.column for c in sheet[5] if c.value}
    rows = {sheet.cell(r, heads["item"]).value: r for r in range(6, sheet.max_row + 1)}
    sheet.cell(rows["P-001"], heads["households_signed"]).value = 14
    sheet.cell(rows["P-002"], heads["households_signed"]).value = "二十户左右"
    sheet.cell(rows["P-003"], heads["cleared_on"]).value = "2023.2.30"
    book.save(path)


def test_a_block_is_pasted_walked_and_taken_back(page: Page, address: str) -> None:
    sign_in(page, address, "wangjiang")
    page.goto(f"{address}/reports/")
    expect(page.locator("h1")).to_contain_text("本月该报什么")
    film(page, "month-1-due")
    signed = page.locator("input[name$='households_signed']")
    expect(signed).to_have_count(3)
    paste(signed.nth(0), "１２\t8\n1,005\t6\n7\t5\n99\t99\n")
    vacated = page.locator("input[name$='households_vacated']")
    assert [signed.nth(n).input_value() for n in range(3)] == ["１２", "1,005", "7"]
    assert [vacated.nth(n).input_value() for n in range(3)] == ["8", "6", "5"]
    expect(page.locator("[data-pasted]")).to_contain_text("粘贴改动了 6 格")
    expect(page.locator("[data-unfit]")).to_contain_text("没放下 2 格")
    film(page, "month-2-pasted")
    signed.nth(0).press("Enter")
    expect(signed.nth(1)).to_be_focused()
    signed.nth(1).press("ArrowUp")
    expect(signed.nth(0)).to_be_focused()
    signed.nth(0).press("Control+z")
    assert [signed.nth(n).input_value() for n in range(3)] == ["", "", ""]
    listed = page.locator("input[name$='listed_on']")
    paste(listed.nth(0), "2023年4月3日\n2023.2.30\n")
    assert [listed.nth(n).input_value() for n in range(2)] == ["2023-04-03", ""]
    listed.nth(0).press("Control+z")
    page.locator("[data-all-same]").check()
    expect(page.locator("[data-same]:checked")).to_have_count(3)
    page.locator("[data-all-same]").uncheck()


def test_the_month_of_a_township(page: Page, address: str, tmp_path: Path) -> None:
    # the form goes out, is filled in with two faults, and comes back
    sign_in(page, address, "wangjiang")
    page.goto(f"{address}/reports/sheets/")
    with page.expect_download() as started:
        page.locator("a[href='/reports/form/parcel.xlsx']").click()
    path = tmp_path / started.value.suggested_filename
    assert path.name == "地块台账 2023-03.xlsx"
    started.value.save_as(path)
    fill_in(path)
    page.set_input_files("#file", path)
    film(page, "month-3-sheets")
    page.get_by_role("button", name="传上来对照").click()
    expect(page.locator("main")).to_contain_text("有错 2")
    expect(page.locator("main")).to_contain_text("“2023.2.30”不是一个存在的日期")
    film(page, "month-4-dry-run")

    # the two cells are put right on the page, and all of it is confirmed at once
    faults = page.locator("input[name^='mend:']")
    expect(faults).to_have_count(2)
    faults.nth(0).fill("20")
    faults.nth(1).fill("2023-03-30")
    page.get_by_role("button", name="改好了，再对照").click()
    expect(page.locator("main")).to_contain_text("有变化 3")
    film(page, "month-5-mended")
    page.get_by_role("button", name="确认，写入 3 项").click()
    expect(page.locator("#written")).to_contain_text("已写入 3 项")
    film(page, "month-6-confirmed")

    # the keeper returns one with a reason
    sign_in(page, address, "zirui")
    page.goto(f"{address}/reports/")
    row = page.locator("#inbox tr", has_text="旧货场地块")
    row.locator("summary").click()
    row.locator("input[name=reason]").fill("清表验收还没有办")
    film(page, "month-7-inbox")
    row.get_by_role("button", name="退回重报").click()

    # the township sees it, and tells it again
    sign_in(page, address, "wangjiang")
    page.goto(f"{address}/reports/")
    expect(page.locator("table.sheet")).to_contain_text("清表验收还没有办")
    film(page, "month-8-returned")
    again = page.locator("table.sheet tbody tr", has_text="旧货场地块")
    again.locator("input[name$='cleared_on']").fill("2023-03-31")
    page.get_by_role("button", name="一起报送").click()
    expect(page.locator("main")).to_contain_text("待审核")

    # the keeper takes everything and locks the month
    sign_in(page, address, "zirui")
    page.goto(f"{address}/reports/")
    page.locator("[data-all='take']").check()
    page.get_by_role("button", name="接收勾选的").click()
    page.goto(f"{address}/reports/periods/")
    line = page.locator("tbody tr", has_text="2023-03").first
    expect(line).to_contain_text("收齐了")
    film(page, "month-9-collected")
    line.get_by_role("button", name="锁定 2023-03").click()
    expect(page.locator("main")).to_contain_text("已锁定")
    film(page, "month-10-locked")

    # a late correction is refused by name, until the keeper unlocks with a reason
    sign_in(page, address, "wangjiang")
    page.goto(f"{address}/registers/parcel/P-001/")
    page.locator("#report input[name='households_signed']").fill("15")
    page.locator("#report input[name='true_on']").fill("2023-03-31")
    with page.expect_response(lambda r: r.request.method == "POST" and r.status == 422):
        page.locator("#report").get_by_role("button", name="报送").click()
    expect(page.locator("main")).to_contain_text("已由区自然资源局于 2023-04-26 锁定")
    film(page, "month-11-refused")
    sign_in(page, address, "zirui")
    page.goto(f"{address}/reports/periods/")
    line = page.locator("tbody tr", has_text="已锁定").first
    line.locator("summary").click()
    line.locator("input[name=reason]").fill("北岸一号地块漏报一户")
    line.get_by_role("button", name="解锁 2023-03").click()
    expect(page.locator("main")).to_contain_text("北岸一号地块漏报一户")
    film(page, "month-12-unlocked")
    page.goto(f"{address}/reports/burden/")
    expect(page.locator("tbody tr", has_text="望江街道").first).to_contain_text("12")
    film(page, "month-13-burden")
