"""A real server on a real district, and a real Chromium that talks to nothing else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

HOME = Path(__file__).resolve().parents[2]
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
TODAY = "2023-04-26"
TOLD = 422  # the page itself says what a person has to put right
PARCELS = """\
办理,编号,所属日期,报送时间,报送单位,报送人,理由,地块名称,责任单位,半拉子地块,列入攻坚,沉淀资金,挂牌公告日
登记,P-001,2023-01-05,2023-01-15T10:00,区自然资源局,zirui,,北岸一号地块,望江街道,是,是,18600,2023-04-01
登记,P-002,2023-01-05,2023-01-15T10:00,区自然资源局,zirui,,老车站地块,望江街道,是,是,15800,2023-04-01
登记,P-003,2023-01-05,2023-01-15T10:00,区自然资源局,zirui,,旧货场地块,望江街道,是,是,13600,2023-04-01
"""


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A district of three parcels on 26 April 2023, served by the command that people use."""
    with served(tmp_path_factory.mktemp("walk")) as found:
        yield found


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server on a district of its own in the folder."""
    pack = folder / "pack"
    shutil.copytree(HOME / "districts" / "example", pack)
    shutil.rmtree(pack / "reports")
    shutil.rmtree(pack / "speeches")
    (pack / "reports").mkdir()
    (pack / "reports" / "2023-01.parcel.csv").write_text(PARCELS, encoding="utf-8")
    tables = (pack / "district.toml").read_text(encoding="utf-8").split("[[meeting]]")[0]
    (pack / "district.toml").write_text(tables, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"LUOSHI_TODAY": TODAY, "LUOSHI_FOLDER": str(folder / "var")}
    server = subprocess.Popen(
        [sys.executable, "-m", "luoshi_web", "demo", "--district", str(pack), "--port", str(port)],
        env=os.environ | settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    found = f"http://127.0.0.1:{port}"
    try:
        _wait_for(found, server)
        yield found
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; without one the walk is skipped at a desk and fails in CI.

    It ends with this package: its running event loop would keep Django's database from the tests after it.
    """
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI must install Chromium")
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test on a script error, a missing file or a request to anywhere else."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda r: None if r.url.startswith(address) else faults.append(r.url))
    opened.on(
        "response",
        lambda r: (
            faults.append(f"{r.status} {r.url}") if r.status >= 400 and r.status != TOLD else None
        ),
    )
    yield opened
    context.close()
    assert faults == []


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if server.poll() is not None:
            assert server.stdout is not None
            pytest.fail(server.stdout.read().decode())
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not come up")
