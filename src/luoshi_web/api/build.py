"""The addresses of the interface: a written list, and for each register those that speak in its own fields."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest
from django.urls import ResolverMatch, URLResolver
from django.urls.resolvers import RegexPattern
from ninja import NinjaAPI
from ninja.decorators import decorate_view
from ninja.openapi.schema import REF_TEMPLATE
from pydantic_core import to_json

from luoshi.declare.register import Catalogue, Register
from luoshi_web import office
from luoshi_web.api import faults, reads, shapes, writes
from luoshi_web.api.bearer import RATE, Bearer, Pace
from luoshi_web.api.body import Json, StrictJson
from luoshi_web.api.declared import shapes_of

VERSION = "1"
ROOT = "/api/v1"
COMMON = "all"  # the tag of addresses that are the same for every register
ABOUT = (
    "台账接口：读台账、读灯、报送、审核。令牌由系统管理员在“接口”页发放，权限与同岗位的人一样。"
    "日期写 2026-04-30；true_on 是哪天的事实，known_at 是哪天收工时已经知道的。\n\n"
    "Registers, lights, reports and their settling. A token sees and does what a person with its post does. "
    "true_on: what held on that day; known_at: as known at the end of that day."
)

View = Callable[..., Any]

READS: tuple[tuple[str, View, Any], ...] = (
    ("/registers", reads.registers, shapes.Registers),
    ("/registers/{register_key}", reads.register, shapes.Register),
    ("/registers/{register_key}/items/{key}/entries", reads.entries, shapes.Steps),
    ("/registers/{register_key}/measures/{measure_key}", reads.measure, shapes.MeasureValue),
    ("/lights", reads.lights, shapes.Lamps),
    ("/owed", reads.owed, shapes.OwedList),
    ("/meetings", reads.meetings, shapes.Meetings),
)
SETTLING: tuple[tuple[str, View], ...] = (
    ("/entries/{digest}/accept", writes.accept),
    ("/entries/{digest}/return", writes.return_),
    ("/entries/{digest}/withdraw", writes.withdraw),
    ("/entries/{digest}/correct", writes.correct),
)


def document() -> bytes:
    """The OpenAPI document of this district's registers."""
    return _built()[1]()


def resolve(rest: str) -> ResolverMatch:
    """The view behind an address below ROOT; Resolver404 when there is none."""
    return _built()[0].resolve(rest)


def _built() -> tuple[URLResolver, Callable[[], bytes]]:
    """The interface over the registers in force, made when it is first asked for: it takes most of a second."""
    global _now
    catalogue = office.catalogue()
    if _now is None or _now[0] is not catalogue:
        api = build(catalogue)
        resolver = URLResolver(RegexPattern(r"^"), api.urls[0])
        _now = (catalogue, (resolver, cache(lambda: to_json(document_of(api)))))
    return _now[1]


_now: tuple[Catalogue, tuple[URLResolver, Callable[[], bytes]]] | None = None


def document_of(api: NinjaAPI) -> dict[str, Any]:
    """ninja's document, with the refusals, which are the same everywhere, written once."""
    found = api.get_openapi_schema(path_prefix=f"{ROOT}/")
    schema = shapes.Refusal.model_json_schema(ref_template=REF_TEMPLATE)
    found["components"]["schemas"] |= schema.pop("$defs") | {"Refusal": schema}
    content = {"application/json": {"schema": {"$ref": REF_TEMPLATE.format(model="Refusal")}}}
    refusal = {"description": "没有写入 / nothing was entered", "content": content}
    found["components"]["responses"] = {"Refusal": refusal}
    return found


def build(catalogue: Catalogue) -> NinjaAPI:
    """The interface over these registers."""
    api = NinjaAPI(
        title="落实 Luoshi",
        version=VERSION,
        description=ABOUT,
        docs_url=None,
        openapi_url=None,
        auth=Bearer(),
        throttle=[Pace(RATE)],
        renderer=Json(),
        parser=StrictJson(),
    )
    faults.tell(api)
    for path, view, shape in READS:
        _reading(api, path, view, shape, COMMON)
    for path, view in SETTLING:
        _writing(api, path, view, COMMON)
    for declared in catalogue.values():
        _add_register(api, declared)
    return api


def _add_register(api: NinjaAPI, declared: Register) -> None:
    own, path, key = shapes_of(declared), f"/registers/{declared.key}", declared.key
    _reading(api, f"{path}/items", reads.items_of(declared), own.page, key)
    _reading(api, f"{path}/items/{{key}}", reads.item_of(declared), own.item, key)
    rows = reads.measure_rows_of(declared)
    _reading(api, f"{path}/measures/{{measure_key}}/rows", rows, own.page, key)
    if (
        not declared.desk
    ):  # the desk's own registers are told on their own pages, by their own rules
        _writing(api, f"{path}/items", writes.open_of(declared, own.opening), key)
        _writing(api, f"{path}/items/{{key}}/reports", writes.report_of(declared, own.report), key)
        _writing(api, f"{path}/reports", writes.reports_of(declared, own.batch), key)


def _reading(api: NinjaAPI, path: str, view: View, shape: Any, tag: str) -> None:
    words = _words(view, tag, faults.READING)
    api.get(path, response=shape, **words)(_checked(view))


def _writing(api: NinjaAPI, path: str, view: View, tag: str) -> None:
    words = _words(view, tag, faults.WRITING)
    api.post(path, response={200: shapes.Told, 201: shapes.Told}, **words)(_checked(view))


def _words(view: View, tag: str, refusals: Iterable[int]) -> dict[str, Any]:
    name = view.__name__.rstrip("_")
    refused = {"$ref": "#/components/responses/Refusal"}
    return {
        "operation_id": name if tag == COMMON else f"{tag}_{name}",
        "summary": inspect.getdoc(view),
        "tags": [tag],
        "openapi_extra": {"responses": dict.fromkeys(refusals, refused)},
    }


def _checked(view: View) -> View:
    """The view behind a look at the words of the address: one that is not known is a problem, as on the pages.

    ninja drops such words before a shape could refuse them, so they are compared here.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **words: Any) -> Any:
        if found := faults.strangers(request):
            raise faults.Refused(shapes.problems(found))
        return view(request, *args, **words)

    return decorate_view(_knowing)(checked)  # type: ignore[no-any-return]


def _knowing(run: View) -> View:
    """Put the words that the operation knows on the request, before anything is read from it."""
    models = run.__self__.models  # type: ignore[attr-defined]
    known = tuple(
        word
        for model in models
        if model.__ninja_param_source__ == "query"
        for word in model.__ninja_flatten_map__
    )

    @wraps(run)
    def knowing(request: HttpRequest, **words: Any) -> Any:
        request.words_known = known  # type: ignore[attr-defined]
        return run(request, **words)

    return knowing
