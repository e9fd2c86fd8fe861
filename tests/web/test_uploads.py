"""收稿: whatever is dropped on the upload form is told in the reader's words, and nothing of it is half kept."""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import FakePayload

from luoshi_web import services
from luoshi_web.records.models import Attachment, DraftDecision, Reading
from tests.web.world import SPEECH, World

TYPED = {"meeting_on": "2026-05-06", "meeting": "五月加开的调度会"}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TASK = "东街道要在9月底前完成3个地块挂牌。"


# --- the files --------------------------------------------------------------------------------------------------


def word(body: str = TASK, **more: bytes) -> bytes:
    """A Word file of one paragraph; `more` are further parts."""
    document = (
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", CONTENT_TYPES)
        packed.writestr("word/document.xml", document)
        for name, content in more.items():
            packed.writestr(f"word/{name}.bin", content)
    return file.getvalue()


def bomb() -> bytes:
    """A Word file of some hundred kilobytes that unpacks to 100 MB."""
    return word("一" * 33 * 2**20)


def scan(password: str = "") -> bytes:
    """A PDF whose only page is a picture; with a password, one that nobody else opens."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    picture = DecodedStreamObject()
    picture.set_data(b"\xff")
    named = {"/Type": "/XObject", "/Subtype": "/Image", "/ColorSpace": "/DeviceGray"}
    sizes = {"/Width": 1, "/Height": 1, "/BitsPerComponent": 8}
    picture.update({NameObject(k): NameObject(v) for k, v in named.items()})
    picture.update({NameObject(k): NumberObject(v) for k, v in sizes.items()})
    shown = DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): shown})
    painted = DecodedStreamObject()
    painted.set_data(b"q 595 0 0 842 0 0 cm /P Do Q")
    page[NameObject("/Contents")] = writer._add_object(painted)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


LOCKED_WORD = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")  # fmt: skip
TWO_ENCODINGS = f"调度会上的讲话\n{TASK}\n".encode() + "西镇要在10月底前竣工1个项目。\n".encode("gbk")  # fmt: skip
APRIL_31 = "调度会上的讲话\n东街道要在4月31日前挂牌2个地块。\n"


class Bad(NamedTuple):
    """A file that is refused: the problem's id, and words of its cause and its remedy."""

    name: str
    content: bytes
    id: str
    zh: tuple[str, str]
    en: tuple[str, str]


REFUSED = (
    Bad("空.txt", b" \n\n ", "S-001", ("文件里没有文字", "重新导出"), ("no words", "export it again")),
    Bad("照片.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "S-002", ("不是能读的讲话稿", "请上传 .docx"), ("not a speech", "Upload a .docx")),
    Bad("程序.docx", bytes(range(256)) * 40, "S-002", ("不是能读的讲话稿", "请上传 .docx"), ("not a speech", "Upload a .docx")),
    Bad("加密.docx", LOCKED_WORD, "S-003", ("加了密码", "去掉密码"), ("protected by a password", "Remove the password")),
    Bad("加密.pdf", scan("secret"), "S-003", ("加了密码", "去掉密码"), ("protected by a password", "Remove the password")),
    Bad("炸弹.docx", bomb(), "S-006", ("异常大", "复制到新的 Word"), ("abnormally large", "Copy the words")),
    Bad("扫描.pdf", scan(), "S-009", ("扫描.pdf 第1页", "上传文字版"), ("扫描.pdf page 1", "a version with text")),
    Bad("坏的.docx", word()[:200], "S-012", ("已损坏或不完整", "打开并修复"), ("damaged or incomplete", "repair it in Word")),
)  # fmt: skip


# --- what is told and what is kept ------------------------------------------------------------------------------


def kept() -> tuple[int, ...]:
    """Everything an upload could leave behind."""
    counts = (model.objects.count() for model in (Attachment, Reading, DraftDecision))
    return (*counts, services.ledger().tip.seq)


def upload(client: Client, name: str, content: bytes, lang: str = "zh", **typed: str):  # type: ignore[no-untyped-def]
    """Post the form as a browser does."""
    told = {"file": SimpleUploadedFile(name, content)} | TYPED | typed
    return client.post("/speeches/", told, headers={"accept-language": LANGUAGES[lang]})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("bad", REFUSED, ids=lambda bad: bad.name)
def test_a_bad_file_is_told_with_its_remedy_and_leaves_nothing(
    world: World, bad: Bad, lang: str
) -> None:
    before = kept()
    answer = upload(world.client("clerk"), bad.name, bad.content, lang)
    assert answer.status_code == 422
    assert [p.id for p in answer.context["problems"]] == [bad.id]
    page = answer.content.decode()
    for words in (bad.name, *getattr(bad, lang)):
        assert words in page
    assert kept() == before
    assert f'value="{TYPED["meeting_on"]}"' in page
    assert f'value="{TYPED["meeting"]}"' in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_200_megabytes_are_refused_before_a_byte_is_read(world: World, lang: str) -> None:
    before, body = kept(), FakePayload(b"")
    answer = world.client("clerk", enforce_csrf_checks=True).generic(
        "POST",
        "/speeches/",
        b"",
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 2**20),
        headers={"accept-language": LANGUAGES[lang]},
        **{"wsgi.input": body},
    )
    assert answer.status_code == 413
    assert [p.id for p in answer.context["problems"]] == ["W-001"]
    page = answer.content.decode()
    told = {"zh": ("200 MB", "请只上传讲话正文"), "en": ("200 MB", "Upload the text")}
    assert all(words in page for words in told[lang])
    assert not body.read_started
    assert kept() == before


def test_a_file_just_over_the_limit_is_refused_with_its_size(world: World) -> None:
    before = kept()
    answer = upload(world.client("clerk"), "大.txt", TASK.encode() * 450_000)
    assert answer.status_code in (413, 422)
    assert {p.id for p in answer.context["problems"]} <= {"W-001", "S-005"}
    assert kept() == before


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "content", "id", "zh", "en"),
    [
        ("带宏.docm", word(vbaProject=b"\0" * 64), "S-007", ("带宏.docm", "带有宏", "不带宏的"), ("带宏.docm", "holds macros", "without macros")),
        ("两种编码.txt", TWO_ENCODINGS, "S-014", ("两种编码.txt 第3行", "混用了两种编码", "核对这几行"), ("两种编码.txt line 3", "mixes two encodings", "Check the words")),
        ("四月.txt", APRIL_31.encode(), "S-100", ("“4月31日前”", "这一天不存在", "正确的期限"), ("“4月31日前”", "no such day", "right deadline")),
    ],
    ids=["macro", "two-encodings", "31-april"],
)  # fmt: skip
def test_what_can_be_read_is_read_and_what_is_odd_is_told(
    world: World,
    name: str,
    content: bytes,
    id: str,
    zh: tuple[str, ...],
    en: tuple[str, ...],
    lang: str,
) -> None:
    client = world.client("clerk")
    answer = upload(client, name, content, lang)
    assert answer.status_code == 302, [p.say() for p in answer.context["problems"]]
    page = client.get(answer["Location"], headers={"accept-language": LANGUAGES[lang]})
    assert id in {p.id for p in page.context["warnings"]}
    text = page.content.decode()
    assert all(words in text for words in (zh if lang == "zh" else en))
    assert Reading.objects.get(attachment__name=name).decisions.count()


def test_31_april_gets_no_date_until_the_office_settles_it(world: World) -> None:
    client = world.client("clerk")
    upload(client, "四月.txt", APRIL_31.encode())
    reading = Reading.objects.get(attachment__name="四月.txt")
    draft = reading.decisions.get(draft__kind="commitment").draft
    assert draft["deadline"] is None or draft["deadline"]["date"] is None
    assert "impossible_date" in {q["kind"] for q in reading.found["questions"]}


def test_the_same_file_twice_opens_the_one_that_is_there(world: World) -> None:
    before = kept()
    client = world.client("clerk")
    answer = upload(client, "又传一次.txt", SPEECH.encode())
    assert answer["Location"] == f"/speeches/{world.reading.pk}/?again=1"
    assert "以前上传过" in client.get(answer["Location"]).content.decode()
    english = client.get(answer["Location"], headers={"accept-language": "en"}).content.decode()
    assert "uploaded before" in english
    assert kept() == before


def test_all_that_is_missing_is_told_at_once_and_the_name_stays(world: World) -> None:
    before = kept()
    told = TYPED | {"meeting_on": "2026-04-31"}
    answer = world.client("clerk").post("/speeches/", told)
    assert answer.status_code == 422
    assert [p.id for p in answer.context["problems"]] == ["W-023", "W-022"]
    assert TYPED["meeting"] in answer.content.decode()
    assert kept() == before


def test_a_fault_of_ours_half_way_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*words: object, **more: object) -> None:
        raise RuntimeError("ours")

    before = kept()
    monkeypatch.setattr(DraftDecision.objects, "bulk_create", fail)
    client = world.client("clerk", raise_request_exception=False)
    assert upload(client, "好的.txt", f"讲话\n{TASK}".encode()).status_code == 500
    assert kept() == before
