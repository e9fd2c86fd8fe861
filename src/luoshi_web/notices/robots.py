"""群机器人: WeCom, DingTalk and Feishu robots, each one JSON POST. The host is a setting, the key is the channel's.

No redirect is followed and no proxy is asked: the key goes to the host that the deployment names, or nowhere.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlencode, urlsplit

from luoshi_web.notices.answer import TAKEN, Answer, not_reached, refused, too_fast, unknown

TIMEOUT_S = 10
ANSWER_BYTES_MAX = 64 * 1024
TEXT_BYTES_MAX = 2048  # WeCom's limit; the others allow more
KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")

Request = tuple[str, dict[str, Any]]  # path with its query, body


@dataclass(frozen=True, slots=True)
class Robot:
    """One platform: where its key stands in an address, how a text is asked, and which codes mean what."""

    path: str
    key_in: str  # the query parameter that holds the key; "" = the last part of the path
    ask: Callable[[str, str, str, int], Request]  # key, secret, text, milliseconds
    code: str  # the field of the answer that is 0 when the text was taken
    too_fast: frozenset[int]


def _wecom(key: str, secret: str, text: str, at_ms: int) -> Request:
    body = {"msgtype": "text", "text": {"content": text}}
    return "/cgi-bin/webhook/send?" + urlencode({"key": key}), body


def _dingtalk(key: str, secret: str, text: str, at_ms: int) -> Request:
    query = {"access_token": key}
    if secret:
        query |= {"timestamp": str(at_ms), "sign": _sign(secret.encode(), f"{at_ms}\n{secret}")}
    body = {"msgtype": "text", "text": {"content": text}}
    return "/robot/send?" + urlencode(query, quote_via=quote_plus), body


def _feishu(key: str, secret: str, text: str, at_ms: int) -> Request:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret:  # seconds; the text that is signed serves as the key, over nothing
        at_s = at_ms // 1000
        body |= {"timestamp": str(at_s), "sign": _sign(f"{at_s}\n{secret}".encode(), "")}
    return f"/open-apis/bot/v2/hook/{key}", body


def _sign(key: bytes, text: str) -> str:
    return base64.b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode()


ROBOTS: Mapping[str, Robot] = {
    "wecom": Robot("/cgi-bin/webhook/send", "key", _wecom, "errcode", frozenset({45009})),
    "dingtalk": Robot("/robot/send", "access_token", _dingtalk, "errcode", frozenset({130101})),
    "feishu": Robot("/open-apis/bot/v2/hook/", "", _feishu, "code", frozenset({9499, 11232})),
}


def key_in(kind: str, typed: str, base: str) -> str | None:
    """The key in a webhook address that a person pasted; "" when it holds none, None when the host is another."""
    robot, parts, home = ROBOTS[kind], urlsplit(typed.strip()), urlsplit(base)
    if (parts.scheme, parts.netloc) != (home.scheme, home.netloc):
        return None
    path = parts.path.removeprefix(home.path.rstrip("/"))
    if robot.key_in:
        found = parse_qs(parts.query).get(robot.key_in, [""])[0] if path == robot.path else ""
    else:
        found = path.removeprefix(robot.path) if path.startswith(robot.path) else ""
    return found if KEY.fullmatch(found) else ""


def send(kind: str, base: str, key: str, secret: str, text: str, at_ms: int) -> Answer:
    """Hand a text to a robot. Once the connection stands, only a readable answer makes anything certain."""
    robot, home = ROBOTS[kind], urlsplit(base)
    host = home.hostname or ""
    path, body = robot.ask(key, secret, cut(text), at_ms)
    connection = _connection(home.scheme, host, home.port)
    try:
        try:
            connection.connect()
        except (OSError, ssl.SSLError):
            return not_reached(host)
        sent = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "luoshi"}
        connection.request("POST", home.path.rstrip("/") + path, sent, headers)
        answer = connection.getresponse()
        return _read(robot, host, answer.status, answer.read(ANSWER_BYTES_MAX))
    except (OSError, HTTPException):
        return unknown(host)
    finally:
        connection.close()


def cut(text: str, limit: int = TEXT_BYTES_MAX) -> str:
    """The text within the platform's bytes, never cut inside a character."""
    return text.encode()[:limit].decode(errors="ignore")


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=TIMEOUT_S, context=context)
    return HTTPConnection(host, port, timeout=TIMEOUT_S)  # settings allow it on this machine only


def _read(robot: Robot, host: str, status: int, content: bytes) -> Answer:
    """The platform's own code decides; without one, an error of a gateway on the way leaves it open."""
    try:
        told = json.loads(content)
        code = int(told.get(robot.code, told.get("StatusCode")))
    except (ValueError, TypeError, AttributeError):
        if status == 429:
            return too_fast(host)
        return refused(host, status) if 300 <= status < 500 else unknown(host)
    if code in robot.too_fast or status == 429:
        return too_fast(host)
    if code != 0:
        return refused(host, code)
    return TAKEN if status == 200 else unknown(host)
