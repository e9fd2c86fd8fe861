"""The running product: a server process on a folder of its own, and people who talk to it as a browser does."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

HOME = Path(__file__).resolve().parents[2]
DISTRICT = HOME / "districts" / "example"
TODAY = "2026-06-03"


HEAD = "办理,编号,所属日期,报送时间,报送单位,报送人,理由,地块名称,责任单位,半拉子地块,列入攻坚,沉淀资金\n"
ROW = "登记,P-{n:03d},2026-01-05,2026-01-15T10:00,区自然资源局,zirui,,北岸{n}号地块,望江街道,是,是,{n}00\n"


def pack_of(folder: Path, parcels: int) -> Path:
    """The example district with its people and so many parcels of one subdistrict; nobody has said or told more."""
    pack = folder / "pack"
    shutil.copytree(DISTRICT, pack)
    for told in ("reports", "speeches"):
        shutil.rmtree(pack / told)
        (pack / told).mkdir()
    rows = "".join(ROW.format(n=n) for n in range(1, parcels + 1))
    (pack / "reports" / "2026-01.parcel.csv").write_text(HEAD + rows, encoding="utf-8")
    tables = (pack / "district.toml").read_text(encoding="utf-8").split("[[meeting]]")[0]
    (pack / "district.toml").write_text(tables, encoding="utf-8")
    return pack


class Server:
    """`luoshi demo` on a folder; it may be killed and started again on what the folder holds."""

    def __init__(self, folder: Path, pack: Path = DISTRICT, **settings: str) -> None:
        self.folder, self.pack = folder, pack
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LUOSHI_", "DJANGO_"))}
        self.settings = kept | {"LUOSHI_FOLDER": str(folder)} | settings
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.log = folder.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait for the first answer."""
        words = ["-m", "luoshi_web", "demo", "--district", str(self.pack), "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *words], env=self.settings, stdout=log, stderr=log
            )
        self.wait()

    def wait(self) -> None:
        """Until somebody answers."""
        assert self.process is not None
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("GET", "/sign-in/")
                if connection.getresponse().status == 200:
                    return
            except (OSError, HTTPException):
                time.sleep(0.05)
        raise AssertionError("nobody answers: " + self.log.read_text(encoding="utf-8"))

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        return [pid for pid, words in self._children() if "jobs --beside" not in words]

    @property
    def runners(self) -> list[int]:
        """The processes that do the jobs."""
        return [pid for pid, words in self._children() if "jobs --beside" in words]

    def _children(self) -> list[tuple[int, str]]:
        assert self.process is not None
        listed = subprocess.run(["ps", "-o", "pid=,ppid=,args=", "-A"], capture_output=True, text=True, check=True)  # fmt: skip
        rows = (line.split(None, 2) for line in listed.stdout.splitlines())
        return [(int(row[0]), row[2]) for row in rows if int(row[1]) == self.process.pid]

    def kill(self, *, worker: bool) -> None:
        """`kill -9` of the worker, which its parent replaces, or of the parent, which is started again here."""
        assert self.process is not None
        if worker:
            for pid in self.workers:
                os.kill(pid, signal.SIGKILL)
            return
        self.process.kill()
        self.process.wait(20)
        deadline = time.monotonic() + 10
        while self.listens():
            assert time.monotonic() < deadline, "a worker outlived its parent and still answers"
            time.sleep(0.02)
        self.start()

    def listens(self) -> bool:
        """True while somebody takes connections on the port."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """Ctrl-C."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)


@contextmanager
def running(folder: Path, pack: Path = DISTRICT, **settings: str) -> Iterator[Server]:
    """A server while the test lasts."""
    server = Server(folder, pack, **settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Answer(NamedTuple):
    """What came back."""

    status: int
    text: str
    goes_to: str

    @property
    def words(self) -> str:
        """The visible words of the page."""
        body = re.sub(r"<(script|style)\b.*?</\1>", "", self.text, flags=re.S)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))

    @property
    def main(self) -> str:
        """The page's own part: what stands between <main> and </main>."""
        found = re.search(r"<main\b.*?</main>", self.text, re.S)
        assert found, self.text[:500]
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", found[0])


class Person:
    """Somebody at a browser: cookies, the token of the form, no scripts. One connection a request."""

    def __init__(self, server: Server, login: str = "") -> None:
        self.server, self.cookies = server, dict[str, str]()
        self.get("/sign-in/")
        if login:
            answer = self.post("/sign-in/", {"person": login})
            assert answer.status == 302, answer.words

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None, {})

    def post(
        self,
        path: str,
        told: Mapping[str, Any],
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Answer:
        """Send a form, with files or without."""
        fields = {**told, "csrfmiddlewaretoken": self.cookies.get("luoshi_csrf", "")}
        if files is None:
            kind = "application/x-www-form-urlencoded"
            return self._ask(
                "POST", path, urlencode(fields, doseq=True).encode(), {"Content-Type": kind}
            )
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        for name, (file, content) in files.items():
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'
            parts.append(head.encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        return self._ask(
            "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"}
        )

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, headers | ({"Cookie": sent} if sent else {}))
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                for morsel in SimpleCookie(value).values():
                    self.cookies[morsel.key] = morsel.value
        return Answer(answer.status, text, answer.getheader("location") or "")
