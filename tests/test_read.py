"""Files as people get them → documents: encodings, newlines, the note beside a plan, and what is refused."""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import random
from pathlib import Path

import opencc
import pytest

from qcompare.collate import plan_from_text
from qcompare.document import Document
from qcompare.errors import ReadError
from qcompare.model import ClauseKind, Metadata
from qcompare.paths import sample_plans
from qcompare.read import SIZE_LIMIT, Gathered, document_from_text, gather, read_document, sidecar
from qcompare.read.folder import FILES_LIMIT
from qcompare.read.text import decode

WORDING = "一、总体要求\n（一）指导思想\n以推动高质量发展为主题，加强质量基础设施建设，提升产品、工程和服务质量水平。\n"
TRADITIONAL = "一、總體要求\n(一)指導思想\n以推動高品質發展為主題,加強品質基礎設施建設,提升產品、工程和服務品質水準。\n"


def read(folder: Path, content: bytes, name: str = "方案.txt") -> Document:
    path = folder / name
    path.write_bytes(content)
    return read_document(path)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (WORDING.encode(), "utf-8"),
        (codecs.BOM_UTF8 + WORDING.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + WORDING.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + WORDING.encode("utf-16-be"), "utf-16-be"),
        (WORDING.encode("utf-16-le"), "utf-16-le"),
        (WORDING.encode("utf-16-be"), "utf-16-be"),
        (WORDING.encode("gb18030"), "gb18030"),
    ],
)
def test_encodings(content: bytes, encoding: str, tmp_path: Path) -> None:
    document = read(tmp_path, content)
    assert (document.text, document.encoding) == (WORDING, encoding)


def test_big5(tmp_path: Path) -> None:
    document = read(tmp_path, TRADITIONAL.encode("big5"))
    assert (document.text, document.encoding) == (TRADITIONAL, "big5hkscs")


@pytest.mark.parametrize("sample", sample_plans(), ids=lambda path: path.stem)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be", "utf-8"])
def test_the_sample_plans_in_every_encoding(sample: Path, encoding: str, tmp_path: Path) -> None:
    text = read_document(sample).text
    assert read(tmp_path, text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-8"])
def test_sixty_characters_of_any_plan_are_enough_to_tell_the_encoding(encoding: str) -> None:
    """Cut at random places of the sample plans, as prose and with four in five characters made digits and Latin."""
    chance = random.Random(encoding)  # noqa: S311 (a fixed choice of places)
    convert = opencc.OpenCC("s2twp" if encoding == "big5hkscs" else "t2s").convert
    for sample in sample_plans():
        text = (
            convert(sample.read_text(encoding="utf-8").removeprefix("\ufeff"))
            .encode(encoding, "ignore")
            .decode(encoding)
        )
        for start in (chance.randrange(len(text) - 60) for _ in range(60)):
            prose = text[start : start + 60]
            sparse = "".join(c if chance.random() < 0.2 else chance.choice("0123456789.% AGDP") for c in prose)
            for wording in (prose, sparse):
                assert decode(wording.encode(encoding), "") == (wording, encoding) or wording.isascii()


@pytest.mark.parametrize(
    ("wording", "encoding"),
    [
        ("联通", "gb18030"),  # its bytes can be read as UTF-8
        ("GDP±0.5·α", "utf-8"),
        ("鄯善县 GDP 12亿", "gb18030"),
        ("GDP 12.5", "utf-16-le"),
        ("GDP 12.5", "utf-16-be"),
    ],
)
def test_texts_of_few_characters(wording: str, encoding: str) -> None:
    assert decode(wording.encode(encoding), "") == (wording, encoding)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_newlines_become_one(newline: str, tmp_path: Path) -> None:
    document = read(tmp_path, WORDING.replace("\n", newline).encode())
    assert document.text == WORDING


def test_one_block_for_each_line_that_shows_something(tmp_path: Path) -> None:
    document = read(tmp_path, b"\n" + "一、总体要求\n \n\u3000\u3000发展目标。".encode())
    assert [block.span.of(document.text) for block in document.blocks] == ["一、总体要求", "\u3000\u3000发展目标。"]


def test_name_and_digest_are_those_of_the_file(tmp_path: Path) -> None:
    content = codecs.BOM_UTF8 + WORDING.encode()
    document = read(tmp_path, content, "永川 征求意见稿.txt")
    assert document.name == "永川 征求意见稿.txt"
    assert document.digest == hashlib.sha256(content).hexdigest()


def test_pasted_text_is_a_document_too() -> None:
    assert document_from_text("一、总体要求\r\n指导思想").text == "一、总体要求\n指导思想"
    assert document_from_text("质量\ud800发展").text == "质量\ufffd发展"
    assert document_from_text("质量").digest == hashlib.sha256("质量".encode()).hexdigest()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "空.txt", "文件是空的"),
        (b" \n\t\r\n", "空白.txt", "文件里没有文字"),
        (codecs.BOM_UTF8, "只有标记.txt", "文件里没有文字"),
        (b"PK\x03\x04\x14\x00 word/document.xml", "方案.docx", "损坏"),
        (b"PK\x03\x04\x14\x00 word/document.xml", "改了名.txt", "损坏"),
        (b"PK\x03\x04\x14\x00 xl/workbook.xml", "指标.xlsx", "暂不支持 Excel 文件"),
        (b"PK\x03\x04\x14\x00 OFD.xml", "批复.ofd", "损坏"),
        (b"PK\x03\x04\x14\x00 a.txt", "打包.zip", "压缩包"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "方案.doc", "损坏"),
        (b"%PDF-1.7\n", "方案.pdf", "损坏"),
        (b"<!DOCTYPE html><html><body>", "方案.html", "没有文字"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "扫描.png", "图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "扫描.jpg", "图片"),
        (b"\x00\x01\x02\x03\x00", "数据.bin", "这不是文本文件"),
        ("质量发展".encode() + b"\x00" + "质量".encode(), "含空字符.txt", "这不是文本文件"),
        (b"\xff\xff\x81\xff\x80\xff", "乱码.txt", "无法识别文字编码"),
    ],
)
def test_bad_files_are_refused_with_advice(content: bytes, name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, content, name)
    assert said in caught.value.problem
    assert caught.value.place == name
    assert caught.value.advice


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_damaged_file_is_refused_with_the_line(encoding: str, newline: str, tmp_path: Path) -> None:
    lines = [line.encode(encoding) for line in WORDING.splitlines() * 20]
    lines[31] = lines[31][:7] + b"\xff" + lines[31][7:]
    with pytest.raises(ReadError, match="第 32 行有损坏的文字") as caught:
        read(tmp_path, newline.encode().join(lines))
    assert caught.value.place == "方案.txt"


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="找不到文件"):
        read_document(tmp_path / "没有.txt")
    with pytest.raises(ReadError, match="找不到文件"):
        read_document(tmp_path / f"{'质量强区建设实施方案' * 9}.txt")
    with pytest.raises(ReadError, match="这是文件夹"):
        read_document(tmp_path)
    with pytest.raises(ReadError, match="无法读取文件"):
        read_document(Path("方案\0.txt"))


def test_what_is_too_big_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(SIZE_LIMIT + 30_000_000)
    with pytest.raises(ReadError, match="50 MB，超过 20 MB"):
        read_document(path)


def write_note(folder: Path, note: object) -> Path:
    (folder / "方案.json").write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    return folder / "方案.txt"


def test_a_note_beside_the_plan_says_what_the_text_does_not(tmp_path: Path) -> None:
    path = write_note(tmp_path, {"qcompare": 1, "title": "质量强市建设实施方案", "level": "市", "draft": True})
    assert sidecar(path) == Metadata(title="质量强市建设实施方案", level="市", draft=True)


def test_no_note_is_no_trouble(tmp_path: Path) -> None:
    assert sidecar(tmp_path / "方案.txt") is None
    assert sidecar(tmp_path / "方案.json") is None


@pytest.mark.parametrize("note", [{"title": "别人的"}, [1, 2], "质量", {"qcompare": "别人的"}])
def test_a_note_that_is_not_ours_is_left_alone(note: object, tmp_path: Path) -> None:
    assert sidecar(write_note(tmp_path, note)) is None


def test_a_broken_note_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "方案.json").write_text("{", encoding="utf-8")
    assert sidecar(tmp_path / "方案.txt") is None


@pytest.mark.parametrize("wrong", [{"titel": "错字"}, {"title": 3}, {"draft": "是"}, {"level": "镇"}])
def test_a_note_of_ours_with_mistakes_is_refused(wrong: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        sidecar(write_note(tmp_path, {"qcompare": 1, **wrong}))
    assert caught.value.place == "方案.json"


def test_the_sample_plans_have_notes() -> None:
    assert all(sidecar(path) is not None for path in sample_plans())


def test_real_files_in_old_encodings(shared: Path) -> None:
    gb18030 = read_document(shared / "files" / "derived_zhijiao20_gb18030_crlf.txt")
    utf16 = read_document(shared / "files" / "derived_zhijiao20_utf16le_bom.txt")
    assert (gb18030.encoding, utf16.encoding) == ("gb18030", "utf-16-le")
    assert "职业教育与普通教育是两种不同教育类型" in gb18030.text
    assert gb18030.text.split() == utf16.text.split()


# ---- files and folders given together ----


def test_folders_give_their_text_files_sorted_and_say_what_they_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "规划"
    for name in (
        "乙/2.txt",
        "乙/1.TXT",
        "甲.txt",
        "甲.json",
        "表.xlsx",
        "稿.pptx",
        "旧/稿.pptx",
        ".藏/3.txt",
        "~$稿.txt",
        "说明",
    ):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("一、总体要求", encoding="utf-8")
    single = tmp_path / "方案.docx"
    gathered = gather([single, folder, folder / "甲.txt"])
    assert gathered.files == (single, folder / "甲.txt", folder / "乙/1.TXT", folder / "乙/2.txt")
    assert gathered.skipped == ((".pptx", 2), (".xlsx", 1), ("无后缀", 1))
    assert gather([]) == Gathered(())


def test_a_folder_with_more_files_than_anyone_means_is_refused(tmp_path: Path) -> None:
    for number in range(FILES_LIMIT + 1):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(ReadError, match="超过 3000 个") as caught:
        gather([tmp_path])
    assert caught.value.place == str(tmp_path)
    (tmp_path / "0.txt").unlink()
    assert len(gather([tmp_path]).files) == FILES_LIMIT


def test_a_folder_that_cannot_be_opened_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "内部").mkdir()
    (tmp_path / "甲.txt").touch()
    scan = os.scandir

    def refuse(path: str) -> object:
        if os.fspath(path).endswith("内部"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert gather([tmp_path]) == Gathered((tmp_path / "甲.txt",), (("无法打开的文件夹", 1),))


def test_a_link_back_to_its_own_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").touch()
    (tmp_path / "环").symlink_to(tmp_path, target_is_directory=True)
    assert gather([tmp_path]).files == (tmp_path / "甲.txt",)


def test_a_pasted_plan_keeps_its_text_and_takes_no_year_from_the_pasting() -> None:
    text = "\r\n重庆市永川区质量强区建设实施方案\r\n一、总体要求\r推动高质量发展。  "
    pasted = plan_from_text(text, "剪贴板 2026-11-27 10:32")
    assert pasted.text == text.replace("\r\n", "\n").replace("\r", "\n")
    assert (pasted.source, pasted.label) == ("剪贴板 2026-11-27 10:32", "永川")
    with pytest.raises(ReadError, match="没有文字"):
        plan_from_text(" \n", "剪贴板")


def test_a_table_pasted_with_tabs_is_a_table() -> None:
    text = "质量强区建设方案\n一、主要目标\n\t到2025年，质量工作取得明显成效。\n"
    text += "序号\t指标\t目标\n1\t质量合格率\t95%\n2\t\t82分\n附件：\t1.指标表\n"
    plan = plan_from_text(text, "剪贴板")
    rows = [c for c in plan.clauses if c.kind in {ClauseKind.TABLE, ClauseKind.ROW}]
    assert [[plan.wording(s) for s in c.sentences] for c in rows] == [
        ["序号", "指标", "目标"],
        ["1", "质量合格率", "95%"],
        ["2", "82分"],
    ]
    assert plan.text == text
    assert "".join("".join(plan.wording(k) for k in range(len(plan.sentences))).split()) == "".join(text.split())
