"""The world outside, on this machine: a robot platform that checks signatures, and a mail server that checks passwords."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

KEYS = {"wecom": "wecom-key-0001", "dingtalk": "dingtalk-key-0001", "feishu": "feishu-key-0001"}
SECRET = "SEC-of-the-robot"
PATHS = {
    "wecom": f"/cgi-bin/webhook/send?key={KEYS['wecom']}",
    "dingtalk": f"/robot/send?access_token={KEYS['dingtalk']}",
    "feishu": f"/open-apis/bot/v2/hook/{KEYS['feishu']}",
}


class Platform(ThreadingHTTPServer):
    """All three platforms. `texts` is what was taken; `calls` counts requests; `mood` is what it does instead."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Robots)
        self.texts: list[str] = []
        self.calls = 0
        self.mood: Any = None
        self.release = threading.Event()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Robots(BaseHTTPRequestHandler):
    """Reads a request as each platform documents it."""

    server: Platform

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls += 1
        mood = self.server.mood
        if mood == "hang":
            self.server.release.wait(60)
            return
        if mood == "drop":
            self.connection.close()
            return
        if isinstance(mood, tuple):
            self._answer(*mood)
            return
        self._answer(200, self._taken(body))

    def _taken(self, body: dict[str, Any]) -> dict[str, Any]:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/cgi-bin/webhook/send":
            text, fault = body["text"]["content"], 0 if query["key"] == KEYS["wecom"] else 93000
            if len(text.encode()) > 2048:
                fault = 40058
        elif parts.path == "/robot/send":
            text, fault = body["text"]["content"], 0
            at = int(query.get("timestamp", 0))
            told = hmac.new(SECRET.encode(), f"{at}\n{SECRET}".encode(), hashlib.sha256).digest()
            if (
                abs(time.time() * 1000 - at) > 3_600_000
                or query["access_token"] != KEYS["dingtalk"]
            ):
                fault = 310000
            if base64.b64encode(told).decode() != query.get("sign"):
                fault = 310000
        else:
            text, fault = body["content"]["text"], 0
            at = int(body.get("timestamp", 0))
            told = hmac.new(f"{at}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
            if abs(time.time() - at) > 3600 or parts.path != PATHS["feishu"]:
                fault = 19021
            if base64.b64encode(told).decode() != body.get("sign"):
                fault = 19021
            if not fault:
                self.server.texts.append(text)
            return {"code": fault, "msg": "ok"}
        if not fault:
            self.server.texts.append(text)
        return {"errcode": fault, "errmsg": "ok"}

    def _answer(self, status: int, told: Any, **headers: str) -> None:
        content = told.encode() if isinstance(told, str) else json.dumps(told).encode()
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", self.server.base + "/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@contextmanager
def platform() -> Iterator[Platform]:
    """A platform while the test lasts."""
    server = Platform()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.release.set()
        server.shutdown()
        server.server_close()


class Post:
    """A mail server's memory; `code` is what it says to a recipient, `after` what it says to a text."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.code, self.after = "", "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, to: str, options: Any) -> str:  # fmt: skip
        if self.code:
            return self.code
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        if self.after == "drop":
            server.transport.close()
        elif self.after.startswith("2"):
            self.taken.append(envelope)
        return self.after


@contextmanager
def post_office(password: str = "") -> Iterator[tuple[Post, str]]:
    """A mail server and its address as LUOSHI_SMTP takes it; with a password it wants one."""
    post = Post()

    def let_in(server: Any, session: Any, envelope: Any, mechanism: str, told: Any) -> AuthResult:
        right = getattr(told, "password", b"") == password.encode()
        return AuthResult(success=right, handled=True) if right else AuthResult(success=False, handled=False)  # fmt: skip

    options = {"authenticator": let_in, "auth_require_tls": False, "auth_required": True} if password else {}  # fmt: skip
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield post, f"127.0.0.1:{port}"
    finally:
        controller.stop()
