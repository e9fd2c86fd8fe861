"""The interface on a running server: schemathesis asks what the document offers, and a register of the pack is among it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)

from tests.core.declare.small_register import SMALL
from tests.web.live import TODAY, Person, Server, pack_of

ASKED = ("all", "parcel", "well")  # the tags: the other registers have the addresses of these two
EXAMPLES = 12
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    ignored_auth,
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a pack that declares a register of its own."""
    folder = tmp_path_factory.mktemp("api")
    pack = pack_of(folder, 5)
    (pack / "registers").mkdir()
    own = SMALL.replace('kept_by = "water"', 'kept_by = "natural_resources"')
    (pack / "registers" / "well.toml").write_text(own, encoding="utf-8")
    made = Server(Path(folder) / "var", pack, LUOSHI_TODAY=TODAY)
    made.start()
    yield made
    made.stop()
    assert "Internal Server Error" not in made.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def token(server: Server) -> str:
    """A keeper's token, made on the page."""
    told = {"verb": "make", "name": "核对平台", "role": "keeper", "unit": "natural_resources"}
    page = Person(server, "admin").post("/tokens/", told)
    found = re.search(r"luoshi_[\w-]{43}", unescape(page.text))
    assert found, page.words
    return found[0]


def ask(server: Server, token: str, path: str, told: object = None) -> Any:
    """The JSON of an answer."""
    request = Request(
        f"http://127.0.0.1:{server.port}/api/v1{path}",
        None if told is None else json.dumps(told).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


def test_a_register_of_the_pack_has_its_addresses_without_code(server: Server, token: str) -> None:
    assert "well" in [one["key"] for one in ask(server, token, "/registers")["registers"]]
    fields = {"name": "村东井", "unit": "望江街道", "depth": "40 米", "kind": "深井"}
    told = ask(server, token, "/registers/well/items", {"true_on": TODAY, "fields": fields})
    (item,) = ask(server, token, "/registers/well/items")["items"]
    assert item["item"] == told["entries"][0]["item"] == "W-001"
    assert (item["fields"]["depth"], item["fields"]["kind"]) == (40, "deep")
    shown = ask(server, token, "/openapi.json")["components"]["schemas"]["WellItem"]
    assert shown["properties"]["fields"]["properties"]["depth"]["x-unit"] == "米"


def test_every_answer_is_one_that_the_document_names(server: Server, token: str) -> None:
    """Bounded: some hundred requests, well-formed and not. Numbers as people write them are taken where the document says
    number (the desk reads them), so that a text that is taken is not held against us."""
    head = {"Authorization": f"Bearer {token}"}
    root = f"http://127.0.0.1:{server.port}"
    document = schemathesis.openapi.from_url(f"{root}/api/v1/openapi.json", headers=head)
    statuses = set()

    def asks(operation: Any) -> None:
        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)  # fmt: skip
        @given(case=operation.as_strategy())
        def asks_once(case: Any) -> None:
            statuses.add(case.call_and_validate(headers=head, checks=CHECKS).status_code)

        asks_once()

    for found in document.include(tag=list(ASKED)).get_all_operations():
        asks(found.ok())
    assert {200, 404, 422} <= statuses
    assert 429 not in statuses, "the pace stopped the test before the end"
