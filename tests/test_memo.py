"""The memo read back: its words and numbers, its marks where the words are, its pages whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from qcompare.document import Span
from qcompare.dossier import Dossier
from qcompare.errors import OutputError
from qcompare.memo import write_memo
from qcompare.memo.cover import subtitle_lines
from qcompare.memo.fonts import typefaces
from qcompare.memo.setting import Setter
from qcompare.model import (
    Alignment,
    Cell,
    Clause,
    ClauseKind,
    Collation,
    Counts,
    Edit,
    Match,
    Metadata,
    Op,
    Plan,
    Pointer,
    Relation,
    Row,
    RowKind,
    Sentence,
    SentenceKind,
)
from qcompare.profiles import Profile

GOLDEN = Path(__file__).parent / "golden" / "memo.txt"
HEADING, BODY, DUTY = SentenceKind.HEADING, SentenceKind.BODY, SentenceKind.DUTY


def written_plan(
    clauses: Sequence[tuple[ClauseKind, str, str, Sequence[tuple[SentenceKind, str]]]], **known: str
) -> Plan:
    """Return a plan of these clauses (kind, marker, path, sentences), each clause on its own line."""
    text, made, sentences = "", [], []
    for number, (kind, marker, path, said) in enumerate(clauses):
        first, start = len(sentences), len(text)
        for role, words in said:
            sentences.append(Sentence(role, Span(len(text), len(text) + len(words)), number))
            text += words
        title = said[0][1].removeprefix(marker).rstrip("。") if said[0][0] is HEADING else ""
        parent = None if kind in (ClauseKind.PART, ClauseKind.FURNITURE) else 0
        made.append(Clause(kind, parent, marker, path, title, Span(start, len(text)), range(first, len(sentences))))
        text += "\n"
    metadata = Metadata(title=known.pop("title"), date=known.pop("date", ""), draft=known.pop("draft", "") == "1")
    return Plan(text, tuple(made), tuple(sentences), metadata, **known)  # type: ignore[arg-type]


BASE_PLAN = written_plan(
    [
        (ClauseKind.FURNITURE, "", "", [(SentenceKind.FURNITURE, "来源：重庆日报")]),
        (ClauseKind.PART, "一、", "一", [(HEADING, "一、完善质量治理体系")]),
        (
            ClauseKind.ITEM,
            "1.",
            "一1.",
            [
                (HEADING, "1.提升重庆检测权威性。"),
                (BODY, "加强对检验检测服务业发展的规划引导，培育千亿级检验检测产业集群。"),
                (BODY, "健全智能网联新能源汽车检验检测支撑体系，提升全市保障能力。"),
                (BODY, "加强高端检测技术装备研发制造。"),
            ],
        ),
        (
            ClauseKind.ITEM,
            "2.",
            "一2.",
            [
                (HEADING, "2.加强国内国际质量交流合作。"),
                (BODY, "深度参与共建“一带一路”质量合作，抽检合格率达到98.3%以上。"),
            ],
        ),
        (ClauseKind.ITEM, "3.", "一3.", [(HEADING, "3.健全质量政策制度。"), (BODY, "推行高端品质认证。")]),
    ],
    title="质量强市建设实施方案",
    date="2023-07-31",
    source="chongqing-2023.txt",
    digest="1f2bcdde00",
    label="重庆 2023",
)

TARGET_PLAN = written_plan(
    [
        (ClauseKind.PART, "一、", "一", [(HEADING, "一、完善质量治理体系")]),
        (
            ClauseKind.ITEM,
            "1.",
            "一1.",
            [
                (HEADING, "1.提升检测权威性。"),
                (
                    BODY,
                    "加强对检验检测服务业发展的规划引导，培育健全智能网联新能源汽车、生物医药检验检测支撑体系，提升全区保障能力。",
                ),
                (BODY, "大力推行高端品质认证。"),
                (BODY, "加强高端检验检测技术装备研发制造。"),
                (DUTY, "（责任单位：区市场监管局、区经济信息委）"),
            ],
        ),
        (ClauseKind.ITEM, "2.", "一2.", [(HEADING, "2.健全质量政策制度。")]),
        (ClauseKind.ITEM, "3.", "一3.", [(HEADING, "3.建设质量强区示范园。")]),
    ],
    title="重庆市永川区质量强区建设实施方案",
    draft="1",
    source="yongchuan-2023-draft.txt",
    digest="0c0c371b00",
    label="永川 2023",
)

CARRIED = [  # target sentence, then its stretches: op, target words, base words
    (0, [(Op.EQUAL, "一、完善质量治理体系", "一、完善质量治理体系")]),
    (1, [(Op.EQUAL, "1.提升", "1.提升"), (Op.EQUAL, "检测权威性。", "检测权威性。")]),
    (
        2,
        [
            (Op.EQUAL, "加强对检验检测服务业发展的规划引导，培育", "加强对检验检测服务业发展的规划引导，培育"),
            (Op.EQUAL, "健全智能网联新能源汽车", "健全智能网联新能源汽车"),
            (Op.INSERTED, "、生物医药", ""),
            (Op.EQUAL, "检验检测支撑体系，提升", "检验检测支撑体系，提升"),
            (Op.LOCALISED, "全区", "全市"),
            (Op.EQUAL, "保障能力。", "保障能力。"),
        ],
    ),
    (3, [(Op.INSERTED, "大力", ""), (Op.EQUAL, "推行高端品质认证。", "推行高端品质认证。")]),
    (
        4,
        [
            (Op.EQUAL, "加强高端", "加强高端"),
            (Op.REPLACED, "检验检测", "检测"),
            (Op.EQUAL, "技术装备研发制造。", "技术装备研发制造。"),
        ],
    ),
    (6, [(Op.VARIANT, "2.", "3."), (Op.EQUAL, "健全质量政策制度。", "健全质量政策制度。")]),
]


def _edits() -> Iterator[Edit]:
    at = 0
    for sentence, stretches in CARRIED:
        here = TARGET_PLAN.sentences[sentence].span.start
        for op, words, source in stretches:
            start = BASE_PLAN.text.index(source, at if sentence == 2 else 0)
            if sentence == 4 and source:
                start = BASE_PLAN.text.index(source, BASE_PLAN.text.index("加强高端"))
            at = start if sentence == 2 and source else at
            yield Edit(op, Span(here, here + len(words)), Span(start, start + len(source)) if source else None)
            here += len(words)


def _omitted(words: str, after: int = 0) -> Span:
    start = BASE_PLAN.text.index(words, after)
    return Span(start, start + len(words))


def _aligned() -> Alignment:
    pairs = [(1, 0, False), (2, 1, False), (3, 2, False), (4, 2, False), (9, 3, True), (5, 4, False), (8, 6, False)]
    matches = tuple(sorted((Match(b, t, moved, 0.9) for b, t, moved in pairs), key=lambda m: (m.target, m.base)))
    relations = (
        Relation.INHERITED,
        Relation.LOCALISED,
        Relation.MODIFIED,
        Relation.MODIFIED,
        Relation.MODIFIED,
        Relation.ADDED,
        Relation.INHERITED,
        Relation.ADDED,
    )
    counts = Counts(2, 1, 3, 2, dropped=2, moved=1, base=9, carried=70, characters=130)
    omitted = (_omitted("重庆", 10), _omitted("千亿级检验检测产业集群。"))
    return Alignment(TARGET_PLAN, matches, relations, (6, 7), tuple(_edits()), omitted, counts)


def known_collation(targets: int = 1) -> Collation:
    """Return 重庆 → 永川 in small, with every kind of row and mark; the target as often as asked."""
    rows = (
        (0, (), RowKind.FURNITURE, False, 0.0, ()),
        (1, (0,), RowKind.INHERITED, False, 1.0, ()),
        (2, (1,), RowKind.MODIFIED, True, 0.8, ()),
        (3, (), RowKind.DROPPED, False, 0.0, ()),
        (4, (2,), RowKind.INHERITED, False, 1.0, (Pointer(2, 3),)),
        (None, (3,), RowKind.ADDED, False, 0.0, ()),
    )
    made = tuple(
        Row(base, (Cell(clauses, kind, moved, carried, pointers),) * targets)
        for base, clauses, kind, moved, carried, pointers in rows
    )
    return Collation(BASE_PLAN, (_aligned(),) * targets, made)


def written(collation: Collation, path: Path, *, mono: bool = False) -> pdfium.PdfDocument:
    write_memo(Dossier(collation), path, Profile("黑白", mono=mono))
    return pdfium.PdfDocument(path)


def words_of(document: pdfium.PdfDocument) -> list[str]:
    return [page.get_textpage().get_text_range() for page in document]


@pytest.fixture(scope="module")
def memo(tmp_path_factory: pytest.TempPathFactory) -> pdfium.PdfDocument:
    return written(known_collation(), tmp_path_factory.mktemp("memo") / "比对备忘录.pdf")


def test_golden_words(memo: pdfium.PdfDocument) -> None:
    pages = ["\n".join("".join(line.split()) for line in page.splitlines()) for page in words_of(memo)]
    assert "\n\n".join(pages).strip() + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_the_case_is_a_lawful_collation() -> None:
    alignment = known_collation().targets[0]
    assert alignment.counts.target == len(alignment.plan.aligned())
    assert alignment.counts.base == len(BASE_PLAN.aligned())
    for edit in alignment.wording:
        if edit.op is Op.EQUAL and edit.base is not None:
            assert edit.target.of(TARGET_PLAN.text) == edit.base.of(BASE_PLAN.text)


def test_same_collation_same_bytes(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_memo(Dossier(known_collation()), tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_title_language_and_no_author(memo: pdfium.PdfDocument, tmp_path: Path) -> None:
    known = memo.get_metadata_dict()
    assert known["Title"] == "规划文本比对备忘录（基准：重庆 2023，对照：永川 2023）"
    assert known["Author"] == ""
    assert "重庆 2023" in known["Subject"]
    path = tmp_path / "memo.pdf"
    write_memo(Dossier(known_collation()), path)
    assert b"/Lang (zh-CN)" in path.read_bytes()


def test_every_typeface_is_embedded(tmp_path: Path) -> None:
    path = tmp_path / "memo.pdf"
    write_memo(Dossier(known_collation()), path)
    raw = path.read_bytes()
    fonts = re.findall(rb"/BaseFont /(\S+)", raw)
    assert fonts
    assert all(re.match(rb"[A-Z]{6}\+QCompare", font) for font in fonts)
    assert len(re.findall(rb"/FontFile2", raw)) == len(set(fonts))


def test_bookmarks_by_chapter_and_by_change(memo: pdfium.PdfDocument) -> None:
    entries = [(entry.level, entry.get_title()) for entry in memo.get_toc()]
    chapters = [title for level, title in entries if level == 0]
    assert chapters == [
        "一、比对对象",
        "二、标记说明",
        "三、比对结果",
        "四、请先核",
        "五、对照表",
        "六、去向表",
        "七、溯源表",
        "八、审核意见",
    ]
    changes = [title for level, title in entries if level == 2]
    assert changes == [
        "一1.　提升重庆检测权威性　修改、移位",
        "一2.　加强国内国际质量交流合作　未承接",
        "一3.　建设质量强区示范园　新增",
    ]


def test_pages_are_counted_and_numbered_outside(memo: pdfium.PdfDocument) -> None:
    pages = words_of(memo)
    for number, (page, words) in enumerate(zip(memo, pages, strict=True), start=1):
        assert f"—{number}—" in words.replace(" ", "")
        if number > 1:
            assert f"第{number}页，共{len(pages)}页" in words.replace(" ", "")
        search = page.get_textpage().search(f"— {number} —")
        index, count = search.get_next()
        left, *_ = page.get_textpage().get_charbox(index)
        assert (left > page.get_width() / 2) == (number % 2 == 1)
        assert count


def test_words_can_be_searched_across_marks(memo: pdfium.PdfDocument) -> None:
    found = [page.get_textpage().search("汽车、生物医药检验检测").get_next() for page in memo]
    assert sum(hit is not None for hit in found) == 1


def box_of(page: pdfium.PdfPage, words: str) -> tuple[float, float, float, float]:
    """Return the box around words that stand on one line of the page: left, bottom, right, top."""
    text = page.get_textpage()
    hit = text.search(words).get_next()
    assert hit is not None, words
    boxes = [text.get_charbox(i, loose=False) for i in range(hit[0], hit[0] + hit[1])]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def paths_of(page: pdfium.PdfPage) -> list[tuple[float, float, float, float]]:
    return [item.get_bounds() for item in page.get_objects([pdfium_c.FPDF_PAGEOBJ_PATH])]


def spanning(page: pdfium.PdfPage, box: tuple[float, float, float, float]) -> list[tuple[float, float, float, float]]:
    """Return the drawn shapes that are as wide as the words and stand at their height."""
    left, bottom, right, top = box
    return [
        p
        for p in paths_of(page)
        if abs(p[0] - left) < 3 and abs(p[2] - right) < 3 and p[1] > bottom - 5 and p[3] < top + 5
    ]


@pytest.mark.parametrize("mono", [False, True])
def test_marks_stand_where_the_words_are(tmp_path: Path, mono: bool) -> None:
    page = written(known_collation(), tmp_path / "memo.pdf", mono=mono)[2]
    inserted = box_of(page, "、生物医药")
    shapes = spanning(page, inserted)
    assert any(p[3] - p[1] < 3 and p[3] < inserted[1] + 1.5 for p in shapes), "an underline below the words"
    assert any(p[3] - p[1] > 12 for p in shapes) is not mono, "a ground behind them in colour only"
    struck = box_of(page, "千亿级")
    middle = (struck[1] + struck[3]) / 2
    assert any(p[3] - p[1] < 2 and p[1] < middle < p[3] + 2.5 for p in spanning(page, struck)), "a line through them"
    replaced = box_of(page, "高端检验检测技术")
    ground = [p for p in paths_of(page) if replaced[0] < p[0] and p[2] < replaced[2] and p[1] > replaced[1] - 6]
    assert any(p[3] - p[1] > 12 for p in ground), "replaced words keep a ground in mono"


def test_moved_words_are_followed_by_their_path(memo: pdfium.PdfDocument) -> None:
    words = memo[2].get_textpage().get_text_range()
    assert re.search(r"推行高端品质认证。←\s?一3\.", words.replace("\r\n", ""))
    assert "移位：取自一3.第2句" in words.replace("\r\n", "")
    assert "↑见第3行第3句" in words.replace("\r\n", "")


def test_mono_has_no_colour(tmp_path: Path) -> None:
    for page in written(known_collation(2), tmp_path / "mono.pdf", mono=True):
        colours = page.render(scale=1).to_pil().convert("RGB").getcolors(1 << 20)
        assert all(max(rgb) - min(rgb) <= 6 for _, rgb in colours or ())


def test_many_targets_are_set_in_groups_of_columns(tmp_path: Path) -> None:
    pages = [page.replace(" ", "") for page in words_of(written(known_collation(5), tmp_path / "five.pdf"))]
    heads = [page for page in pages if "标记相对" in page]
    assert [page.split("1\r\n")[0].count("类别") for page in heads] == [3, 2]


def test_furniture_is_left_out_and_counted(memo: pdfium.PdfDocument) -> None:
    words = "".join(words_of(memo))
    assert "来源：重庆日报" not in words
    assert "版面信息1行未列。" in words


def test_a_character_without_a_shape_is_shown_and_counted(tmp_path: Path) -> None:
    text = BASE_PLAN.text.replace("国内国际", "𠀀内𠀀际")
    document = written(replace(known_collation(), base=replace(BASE_PLAN, text=text)), tmp_path / "memo.pdf")
    words = "".join(words_of(document)).replace("\r\n", "")
    assert "字库未收的字2处，以“〓”代替（U+20000）" in words
    assert "〓内〓际" in words


def test_titles_and_dates_as_documents_write_them() -> None:
    setter = Setter(typefaces())
    assert subtitle_lines(setter, known_collation(), 442.0) == [
        "重庆市永川区质量强区建设实施方案（征求意见稿）",
        "与质量强市建设实施方案比对",
    ]
    several = subtitle_lines(setter, known_collation(2), 442.0)
    assert [line.replace("\xa0", " ") for line in several] == ["永川 2023［2］、永川 2023［3］ 与 重庆 2023［1］ 比对"]


def test_a_memo_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_memo(Dossier(known_collation()), tmp_path)
    with pytest.raises(OutputError):
        write_memo(Dossier(known_collation()), tmp_path / "没有这个文件夹" / "memo.pdf")
    assert list(tmp_path.iterdir()) in ([], [tmp_path / "data-home"])
