"""Sign-in by the office's identity provider, against a real one on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.checks import run_checks
from django.test import Client, override_settings

from luoshi_web.config import environment
from luoshi_web.config.environment import Identity
from luoshi_web.people import identity
from luoshi_web.people.models import Person, Post
from tests.web.provider import CLIENT, OTHER_KEY, SECRET, Provider, running
from tests.web.world import PASSWORD, World


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider that knows the reporter of the east."""
    identity._discovered.cache_clear()
    with running() as one:
        one.claims = {"preferred_username": "East"}
        with override_settings(IDENTITY=Identity(one.issuer, CLIENT, SECRET, "preferred_username")):
            yield one
    identity._discovered.cache_clear()


def go(client: Client, following: str = "") -> str:
    """Click the button, sign in at the provider: the address one is sent back to, without the host."""
    started = client.get("/sign-in/identity/", {"next": following} if following else {})
    assert started.status_code == 302
    back = requests.get(started["Location"], allow_redirects=False, timeout=5).headers["Location"]
    return back.removeprefix("http://testserver")


def come(client: Client, following: str = "") -> Any:
    return client.get(go(client, following))


def ids(answer: Any) -> list[str]:
    return [p.id for p in answer.context["problems"]]


def test_an_enrolled_person_comes_in_and_goes_where_they_wanted(
    world: World, provider: Provider
) -> None:
    client = Client()
    page = client.get("/sign-in/?next=/reports/").content.decode()
    assert 'href="/sign-in/identity/?next=%2Freports%2F"' in page
    answer = come(client, "/reports/")
    assert answer["Location"] == "/reports/"
    assert client.get("/reports/").status_code == 200
    assert client.get("/speeches/").status_code == 404  # the post decides, not the provider


def test_state_nonce_and_pkce_are_sent_and_the_document_is_read_once(
    world: World, provider: Provider
) -> None:
    asked = parse_qs(urlsplit(Client().get("/sign-in/identity/")["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) >= 32 for name in ("state", "nonce", "code_challenge"))
    assert asked["redirect_uri"] == ["http://testserver/sign-in/identity/back/"]
    come(Client())
    come(Client())
    assert provider.answers.count("/.well-known/openid-configuration") == 1


def test_nobody_is_enrolled_by_signing_in(world: World, provider: Provider) -> None:
    provider.claims = {"preferred_username": "stranger"}
    client, before = Client(), Person.objects.count()
    answer = come(client)
    assert ids(answer) == ["W-061"]
    said = answer.context["problems"][0].say("zh")
    assert "stranger" in said
    assert "人admin" in said  # whom to ask
    assert Person.objects.count() == before
    assert client.get("/board/")["Location"].startswith("/sign-in/")
    for claims in ({}, {"preferred_username": ""}, {"preferred_username": None}):
        provider.claims = claims
        assert ids(come(Client())) == ["W-061"]


def test_a_post_that_ended_opens_nothing(world: World, provider: Provider) -> None:
    Post.objects.filter(person__login="east").update(until="2026-06-02")
    client = Client()
    assert ids(come(client)) == ["W-012"]
    assert client.get("/reports/")["Location"].startswith("/sign-in/")
    Person.objects.filter(login="east").update(is_active=False)
    assert ids(come(Client())) == ["W-061"]


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"aud": "another-site"},
        {"iss": "http://127.0.0.1:1"},
        {"sub": None},
        {"iat": 4_000_000_000},
    ],
    ids=str,
)
def test_a_token_that_does_not_hold_opens_nothing(
    world: World, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims |= claims
    client = Client()
    answer = come(client)
    assert (answer.status_code, ids(answer)) == (422, ["W-062"])
    assert client.get("/board/")["Location"].startswith("/sign-in/")


def test_a_wrong_signature_or_a_weak_one_opens_nothing(world: World, provider: Provider) -> None:
    provider.signs = OTHER_KEY
    assert ids(come(Client())) == ["W-062"]
    provider.algorithm = "HS256"
    assert ids(come(Client())) == ["W-062"]


def test_userinfo_of_somebody_else_opens_nothing(world: World, provider: Provider) -> None:
    provider.claims, provider.userinfo = {}, {"preferred_username": "east"}
    assert come(Client()).status_code == 302
    provider.userinfo |= {"sub": "18"}
    assert ids(come(Client())) == ["W-062"]


def test_an_answer_fits_one_browser_and_one_time(world: World, provider: Provider) -> None:
    client = Client()
    back = go(client)
    assert ids(Client().get(back)) == ["W-062"]  # somebody else's browser
    assert client.get(back).status_code == 302
    assert ids(client.get(back)) == ["W-062"]  # the same answer again
    assert ids(Client().get("/sign-in/identity/back/")) == ["W-062"]
    other = Client()
    state = parse_qs(urlsplit(go(other)).query)["state"][0]
    refused = other.get("/sign-in/identity/back/", {"error": "access_denied", "state": state})
    assert ids(refused) == ["W-062"]
    assert ids(other.get("/sign-in/identity/back/", {"code": "x", "state": state})) == ["W-062"]


def test_a_code_that_the_provider_does_not_know_is_refused(
    world: World, provider: Provider
) -> None:
    client = Client()
    back = go(client)
    provider.codes.clear()
    assert ids(client.get(back)) == ["W-062"]


@pytest.mark.parametrize("following", ["//elsewhere.test/", "https://elsewhere.test/", "javascript:alert(1)", "/\\elsewhere.test"])  # fmt: skip
def test_next_leads_nowhere_outside(world: World, provider: Provider, following: str) -> None:
    assert come(Client(), following)["Location"] == "/"


def test_when_the_provider_is_down_the_page_says_so_and_passwords_open(world: World) -> None:
    identity._discovered.cache_clear()
    with override_settings(IDENTITY=Identity("http://127.0.0.1:1", CLIENT, SECRET, "sub")):
        answer = Client().get("/sign-in/identity/")
        assert (answer.status_code, ids(answer)) == (503, ["W-060"])
        assert 'id="password"' in answer.content.decode()
        told = {"login": "east", "password": PASSWORD}
        client = Client()
        assert client.post("/sign-in/", told).status_code == 302
        assert client.get("/reports/").status_code == 200


def test_it_may_go_down_on_the_way_and_those_inside_work_on(world: World) -> None:
    identity._discovered.cache_clear()
    inside, late = Client(), Client()
    with running() as provider:
        settled = override_settings(IDENTITY=Identity(provider.issuer, CLIENT, SECRET, "preferred_username"))  # fmt: skip
        settled.enable()
        provider.claims = {"preferred_username": "east"}
        come(inside)
        back = go(late)
    try:
        answer = late.get(back)
        assert (answer.status_code, ids(answer)) == (503, ["W-060"])
        assert inside.get("/reports/").status_code == 200
    finally:
        settled.disable()
        identity._discovered.cache_clear()


def test_signing_out_ends_the_session_there_too(world: World, provider: Provider) -> None:
    client = Client()
    come(client)
    page = client.get("/reports/")
    assert f"form-action 'self' {provider.issuer};" in page["Content-Security-Policy"]
    address = client.post("/sign-out/")["Location"]
    assert address.startswith(f"{provider.issuer}/end?")
    asked = parse_qs(urlsplit(address).query)
    assert asked["post_logout_redirect_uri"] == ["http://testserver/sign-in/"]
    assert asked["id_token_hint"][0].count(".") == 2
    assert client.get("/reports/")["Location"].startswith("/sign-in/")
    by_password = world.client("east")
    assert by_password.post("/sign-out/")["Location"] == "/sign-in/"


def test_whoever_comes_by_the_provider_owes_no_password(world: World, provider: Provider) -> None:
    Person.objects.filter(login="east").update(must_change_password=True)
    client = Client()
    come(client)
    assert client.get("/reports/").status_code == 200
    assert world.client("east").get("/reports/")["Location"] == "/password/"


def test_passwords_can_be_switched_off(world: World, provider: Provider) -> None:
    with override_settings(PASSWORDS=False):
        page = Client().get("/sign-in/").content.decode()
        assert 'id="password"' not in page
        assert "/sign-in/identity/" in page
        told = {"login": "east", "password": PASSWORD}
        assert ids(Client().post("/sign-in/", told)) == ["W-063"]
        client = Client()
        come(client)
        assert client.get("/reports/").status_code == 200
        assert client.get("/password/").status_code == 404
        admin = world.client("admin")
        assert 'type="password"' not in admin.get("/people/").content.decode()
        new = {"verb": "enrol", "login": "nan", "name": "南", "unit": "east", "role": "reporter"}
        assert admin.post("/people/", new).status_code == 302
        assert not Person.objects.get(login="nan").has_usable_password()
        told = {"verb": "new_password", "login": "nan", "password": "Good-Word-7"}
        assert admin.post("/people/", told).status_code == 404


def test_without_a_provider_there_is_no_button_and_no_address(world: World) -> None:
    assert "identity" not in Client().get("/sign-in/").content.decode()
    assert Client().get("/sign-in/identity/").status_code == 404
    assert Client().get("/sign-in/identity/back/?code=x&state=y").status_code == 404


def read(tmp_path: Path, **given: str) -> environment.Environment:
    named = {f"LUOSHI_{name}": value for name, value in given.items()}
    return environment.read({"LUOSHI_FOLDER": str(tmp_path), "LUOSHI_SECRET": "s"} | named)


def test_a_half_setting_is_told_at_start_and_opens_no_second_door(tmp_path: Path) -> None:
    half = read(tmp_path, OIDC_ISSUER="https://id.test", OIDC_CLIENT="luoshi")
    assert half.identity is None
    assert ["LUOSHI_OIDC_SECRET" in fault for fault in half.faults] == [True]
    plain = read(tmp_path, OIDC_ISSUER="http://id.test", OIDC_CLIENT="c", OIDC_SECRET="s")
    assert plain.identity is None
    assert plain.faults
    whole = read(tmp_path, OIDC_ISSUER="https://id.test", OIDC_CLIENT="c", OIDC_SECRET="s")
    assert whole.identity == Identity("https://id.test", "c", "s", "preferred_username")
    assert whole.faults == ()
    with override_settings(ENV=half, IDENTITY=half.identity, PASSWORDS=False):
        found = {message.id for message in run_checks()}
    assert {"luoshi.E001", "luoshi.E004"} <= found
