"""Web pages saved as one file: the page found in it, however it is packed."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from qcompare.document import CautionKind, Document
from qcompare.errors import ReadError
from qcompare.read.formats import Format, format_of
from qcompare.read.html.mht import read_mht

WORDING = "加强组织领导，压实各方责任，推动各项任务落实到位。"
PAGE = (
    f"<html><head><meta charset=gb2312><title>方案</title></head><body><h1>实施方案</h1><p>{WORDING}</p></body></html>"
)
TEXT = f"实施方案\n{WORDING}"

PACKINGS = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes, "binary": bytes}


def read(content: bytes) -> Document:
    return read_mht(content, "方案.mht")


def saved(*parts: bytes, head: str = 'type="text/html"; ') -> bytes:
    """Return a file as browsers save one."""
    lead = f'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; {head}boundary="----x----"\r\n\r\n'
    return lead.encode() + b"".join(b"------x----\r\n" + part + b"\r\n" for part in parts) + b"------x------\r\n"


def part(body: bytes, *head: str) -> bytes:
    return "".join(f"{line}\r\n" for line in head).encode() + b"\r\n" + body


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize(("charset", "encoding"), [("gb2312", "gb18030"), ("utf-8", "utf-8"), ("us-ascii", "gb18030")])
def test_a_page_is_read_however_it_is_packed(packing: str, charset: str, encoding: str) -> None:
    body = PACKINGS[packing](PAGE.encode(encoding))
    page = part(body, f'Content-Type: text/html; charset="{charset}"', f"Content-Transfer-Encoding: {packing}")
    picture = part(
        b"AAAA", "Content-Type: image/png", "Content-Transfer-Encoding: base64", "Content-Location: http://a/b.png"
    )
    for content in (saved(page, picture), saved(picture, page), b"MIME-Version: 1.0\r\n" + page):
        assert format_of(content, "x") is Format.MHT
        document = read(content)
        assert (document.text, document.encoding, document.format) == (TEXT, encoding, Format.MHT)
        assert document.cautions == ()


def test_the_charset_of_the_part_may_be_the_wrong_one() -> None:
    document = read(saved(part(PAGE.replace("gb2312", "gbk").encode(), 'Content-Type: text/html; charset="gb2312"')))
    assert document.text == TEXT
    assert [caution.kind for caution in document.cautions] == [CautionKind.ENCODING]


def test_a_message_written_by_the_library_is_read() -> None:
    message = EmailMessage()
    message.set_content("请用浏览器打开")
    message.add_alternative(PAGE.replace("gb2312", "utf-8"), subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<a@b>")  # type: ignore[union-attr, index]
    assert read(message.as_bytes()).text == TEXT


def test_pages_in_frames_are_left_out_and_counted() -> None:
    frame = part("<p>栏目</p>".encode(), "Content-Type: text/html; charset=utf-8", "Content-ID: <frame-1@mhtml.blink>")
    page = part(PAGE.encode(), "Content-Type: text/html; charset=utf-8", "Content-ID: <main@mhtml.blink>")
    named = read(saved(frame, page, head='start="<main@mhtml.blink>"; '))
    first = read(saved(page, frame))
    for document in (named, first):
        assert document.text == TEXT
        assert {c.kind: c.count for c in document.cautions}[CautionKind.REFERENCES] == 1


def test_words_own_file_begins_with_a_note_to_other_programs() -> None:
    page = part(quopri.encodestring(PAGE.encode("gb18030")), "Content-Location: file:///C:/1.htm",
                "Content-Transfer-Encoding: quoted-printable", 'Content-Type: text/html; charset="gb2312"')  # fmt: skip
    sheet = part(
        b"<xml></xml>", "Content-Location: file:///C:/1.files/filelist.xml", "Content-Type: text/xml; charset=utf-8"
    )
    content = saved(page, sheet, head="").replace(
        b"\r\n\r\n", "\r\n\r\n该文档是“单个文件网页”。\r\n\r\n".encode("gbk"), 1
    )
    assert read(content).text == TEXT


def _nested(count: int) -> bytes:
    heads = (f'Content-Type: multipart/related; boundary="b{n}"\r\n\r\n--b{n}\r\n'.encode() for n in range(count))
    feet = (f"\r\n--b{n}--\r\n".encode() for n in reversed(range(count)))
    page = part(PAGE.encode(), "Content-Type: text/html; charset=utf-8")
    return b"MIME-Version: 1.0\r\n" + b"".join(heads) + page + b"".join(feet)


def test_a_bundle_that_breaks_off_is_refused() -> None:
    whole = saved(
        part(PAGE.encode(), "Content-Type: text/html; charset=utf-8"), part(b"x" * 90, "Content-Type: image/png")
    )
    assert read(whole).text == TEXT
    with pytest.raises(ReadError, match="不完整"):
        read(whole[:-60])


def test_bundles_in_bundles_are_read_to_a_limit() -> None:
    assert read(_nested(5)).text == TEXT


@pytest.mark.parametrize(
    "make",
    [
        lambda: _nested(500),
        lambda: b"MIME-Version: 1.0\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 2_000,
        lambda: b"MIME-Version: 1.0\r\n" + b"Content-Type:\r\n message/rfc822\r\n\r\n" * 2_000,
        lambda: saved(*[part(b"x", "Content-Type: text/html")] * 6_000),
        lambda: saved(part(b"AAAA", "Content-Type: image/png")),
        lambda: saved(part(b"", "Content-Type: text/html")),
        lambda: saved(part(PAGE.encode(), "Content-Type: text/html"))[:80],
        lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + PAGE.encode(),
        lambda: b"MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n\xff\xff=",
        lambda: b"MIME-Version: 1.0\r\n",
    ],
)
def test_damaged_files_and_those_beyond_a_limit_are_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(ReadError, match="网页存档"):
        read(make())
