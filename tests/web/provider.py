"""A small OpenID Connect provider on loopback: discovery, authorize, token, keys, userinfo, and the faults one asks it for."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "luoshi", "provider-secret-1"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


class Provider:
    """One provider for one test. `claims` go into the token, `signs` signs it, `answers` counts what it was asked."""

    def __init__(self) -> None:
        self.issuer = ""
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.signs = KEY
        self.algorithm = "RS256"
        self.codes: dict[str, dict[str, str]] = {}
        self.answers: list[str] = []

    def discovery(self) -> dict[str, Any]:
        """What stands under .well-known."""
        names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo", "end_session": "end"}  # fmt: skip
        return {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            **{f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in names.items()},
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """The address that the browser is sent back to; somebody signed in meanwhile."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """The tokens, once for each code, to the client that has the secret and the verifier."""
        first = self.codes.pop(asked["code"], None)
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if not first or first["code_challenge"] != challenge or asked["client_secret"] != SECRET:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "17", "iat": now, "exp": now + 300, "nonce": first["nonce"]}  # fmt: skip
        claims = {name: value for name, value in (claims | self.claims).items() if value is not None}  # fmt: skip
        key = SECRET * 3 if self.algorithm == "HS256" else self.signs
        signed = jwt.encode(claims, key, self.algorithm, headers={"kid": "k1"})
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}

    def keys(self) -> dict[str, Any]:
        """The public key, whatever key signs."""
        return {"keys": [json.loads(RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "k1"}]}


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, answering on a loopback port."""
    provider = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            provider.answers.append(path)
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize({k: v[0] for k, v in query.items()}))  # fmt: skip
                self.end_headers()
                return
            told = {
                "/.well-known/openid-configuration": provider.discovery,
                "/keys": provider.keys,
                "/userinfo": lambda: {"sub": "17"} | provider.userinfo,
            }.get(path)
            self._tell(told() if told else None)

        def do_POST(self) -> None:
            provider.answers.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._tell(provider.token({k: v[0] for k, v in parse_qs(body).items()}))

        def _tell(self, told: dict[str, Any] | None) -> None:
            self.send_response(400 if told is None else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told or {"error": "invalid_grant"}).encode())

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
