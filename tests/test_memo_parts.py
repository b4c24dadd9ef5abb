"""What the memo holds as its profile says: parts, folded rows, papers, links, opinions, words said once for several targets."""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from qcompare.collate import collate
from qcompare.decisions import Opinion, Verdict
from qcompare.document import Format, Place
from qcompare.dossier import Dossier, Selection, is_changed
from qcompare.memo import write_memo
from qcompare.memo.drawing import Text
from qcompare.memo.fonts import typefaces
from qcompare.memo.layout import laid_out
from qcompare.memo.linebreak import JOINER, NEVER_FIRST, NEVER_LAST
from qcompare.memo.pages import Pages
from qcompare.memo.paint import page_numbers
from qcompare.memo.rows import BASE as BASE_COLUMN
from qcompare.memo.rows import TARGET as TARGET_COLUMN
from qcompare.memo.rows import WIDE
from qcompare.memo.same import runs_of_same, same_before
from qcompare.model import Collation, Plan
from qcompare.parse import parse
from qcompare.profiles import BUILT_IN, FULL, PART_WORDS, Layout, Part, Profile, Rows, find_profile
from qcompare.read.blocklist import BlockList
from tests.conftest import make_collation, make_plan

NUMBERS = "一二三四五六七八九十"
NAMES = ("chongqing-2023", "yongchuan-2023-draft", "chengdu-2023-draft", "chongqing-2011", "youxian-2023")

Maker = Callable[..., Collation]


@pytest.fixture(scope="module")
def yongchuan(seed: Callable[[str], Plan], collation: Maker) -> Collation:
    return collation(seed("chongqing-2023"), seed("yongchuan-2023-draft"))


def printed(dossier: Dossier, path: Path, profile: Profile = FULL) -> pdfium.PdfDocument:
    write_memo(dossier, path, profile)
    return pdfium.PdfDocument(path)


def words_of(document: pdfium.PdfDocument) -> str:
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def chapters_of(document: pdfium.PdfDocument) -> list[str]:
    return [entry.get_title() for entry in document.get_toc() if entry.level == 0]


@pytest.mark.parametrize("part", Part)
def test_each_part_can_be_left_out(yongchuan: Collation, tmp_path: Path, part: Part) -> None:
    held = {
        Part.COVER: "制定机关",
        Part.MARKS: "粗下划线",
        Part.RESULT: "对照文本共206句",
        Part.CHARTS: "各章构成（句）",
        Part.ATTENTION: "未承接的基准条款",
        Part.ROWS: "版面信息4行未列",
        Part.DESTINATIONS: "去向表：重庆2023→永川2023",
        Part.DERIVATIONS: "溯源表：永川2023←重庆2023",
        Part.OPINIONS: "尚未审核",
        Part.SIGNATURE: "复核人：",
    }
    left = printed(Dossier(yongchuan), tmp_path / "memo.pdf", Profile("自定", frozenset(Part) - {part}))
    words = words_of(left)
    assert held[part] not in words
    assert all(said in words for other, said in held.items() if other is not part)
    chapters = chapters_of(left)
    assert [title[0] for title in chapters] == list(NUMBERS[: len(chapters)])


def test_a_memo_of_nothing_but_its_title_is_one_page(yongchuan: Collation, tmp_path: Path) -> None:
    assert len(printed(Dossier(yongchuan), tmp_path / "memo.pdf", Profile("空", frozenset()))) == 1


def test_the_leaders_summary_is_short(yongchuan: Collation, tmp_path: Path) -> None:
    document = printed(Dossier(yongchuan), tmp_path / "memo.pdf", find_profile("领导摘要", ()))
    assert len(document) <= 3
    parts = (Part.COVER, Part.RESULT, Part.ATTENTION, Part.OPINIONS)
    assert [title[2:] for title in chapters_of(document)] == [PART_WORDS[part] for part in parts]


@pytest.mark.parametrize("layout", Layout)
def test_the_sheets_lie_as_the_profile_says(yongchuan: Collation, tmp_path: Path, layout: Layout) -> None:
    document = printed(Dossier(yongchuan), tmp_path / "memo.pdf", replace(FULL, layout=layout))
    across = [page.get_width() > page.get_height() for page in document]
    sizes = {tuple(sorted((round(page.get_width()), round(page.get_height())))) for page in document}
    assert sizes == {(595, 842)}
    assert {Layout.MIXED: {True, False}, Layout.PORTRAIT: {False}, Layout.LANDSCAPE: {True}}[layout] == set(across)


def test_rows_without_a_change_are_folded_with_their_numbers(yongchuan: Collation, tmp_path: Path) -> None:
    every = words_of(printed(Dossier(yongchuan), tmp_path / "every.pdf"))
    folded = words_of(printed(Dossier(yongchuan), tmp_path / "folded.pdf", replace(FULL, rows=Rows.FOLDED)))
    assert "工程品質水準穩步提升。工程品質常見問題治理取得顯著進步" in every
    assert "工程品質水準穩步提升。工程品質常見問題治理取得顯著進步" not in folded
    assert "第12行（一（二）第3项）沿用，略。" in folded
    assert "责任单位新增" in folded, "a row of which something is noted is printed"
    assert folded.count("责任单位新增") == every.count("责任单位新增")
    assert "没有变动的条款略去" in folded


def test_only_changes_say_so_and_how_many(yongchuan: Collation, tmp_path: Path) -> None:
    shown = len(Dossier(yongchuan).of_changes().shown)
    every = len(Dossier(yongchuan).shown)
    words = words_of(printed(Dossier(yongchuan), tmp_path / "memo.pdf", find_profile("仅变动", ())))
    assert f"本表按筛选条件列出{shown}行（全部{every}行" in words
    assert "筛选条件：仅变动。" in words
    assert "工程品質水準穩步提升。工程品質常見問題治理取得顯著進步" not in words


def test_the_rows_of_a_filter_are_printed_and_the_filter_is_said(yongchuan: Collation, tmp_path: Path) -> None:
    chosen = next(at for at, row in enumerate(yongchuan.rows) if is_changed(row) and at > 20)
    selection = Selection(frozenset({chosen}), "类别：修改（相对 永川 2023）")
    words = words_of(printed(Dossier(yongchuan, selection=selection), tmp_path / "memo.pdf"))
    assert "筛选条件：类别：修改（相对永川2023）。其他各章未经筛选。" in words
    rows = laid_out(Dossier(yongchuan, selection=selection), typefaces())
    anchors = {anchor.name for page in rows.pages for anchor in page.anchors}
    assert f"row{chosen}.0" in anchors
    assert len(anchors) <= 4, "the row and the titles over it"


# links and page numbers


def links_of(document: pdfium.PdfDocument) -> Iterator[tuple[int, int, float]]:
    """Yield the page of each link, the page it leads to, and how far down that page, in points from its foot."""
    for number, page in enumerate(document):
        place, link = ctypes.c_int(0), pdfium_c.FPDF_LINK()
        while pdfium_c.FPDFLink_Enumerate(page, place, link):
            dest = pdfium_c.FPDFLink_GetDest(document, link)
            has, value = [ctypes.c_int() for _ in range(3)], [ctypes.c_float() for _ in range(3)]
            pdfium_c.FPDFDest_GetLocationInPage(dest, *has, *value)
            yield number, pdfium_c.FPDFDest_GetDestPageIndex(document, dest), value[1].value


def test_what_is_to_be_checked_leads_to_its_row_and_names_its_page(yongchuan: Collation, tmp_path: Path) -> None:
    document = printed(Dossier(yongchuan), tmp_path / "memo.pdf")
    found = list(links_of(document))
    assert len(found) > 140
    rows = [number for number, page in enumerate(document) if page.get_width() > page.get_height()]
    assert {there for _, there, _ in found} <= set(rows)
    pages = page_numbers(laid_out(Dossier(yongchuan), typefaces()).pages)
    assert [words for words in pages if not words.startswith("row")] == []
    (gone,) = [at for at, row in enumerate(yongchuan.rows) if row.cells[0].kind.value == "dropped"]
    page = document[1].get_textpage().get_text_range()
    assert re.search(rf"三（三）27\. 加強國內國際品質交流合作 3 {pages[f'row{gone}.0']}\b", page)


def test_without_rows_there_is_no_page_to_name(yongchuan: Collation, tmp_path: Path) -> None:
    document = printed(Dossier(yongchuan), tmp_path / "memo.pdf", find_profile("领导摘要", ()))
    assert not list(links_of(document))
    assert "条款号页" not in words_of(document)


def test_a_row_that_is_not_printed_has_no_page(yongchuan: Collation, tmp_path: Path) -> None:
    dossier = Dossier(yongchuan, selection=Selection(frozenset(), "无"))
    document = printed(dossier, tmp_path / "memo.pdf")
    assert re.search(r"三（三）27\. 加強國內國際品質交流合作 3 —", document[1].get_textpage().get_text_range())
    assert not list(links_of(document))


# opinions


def test_opinions_stand_at_their_rows_and_in_the_last_chapter(yongchuan: Collation, tmp_path: Path) -> None:
    row = next(at for at, row in enumerate(yongchuan.rows) if is_changed(row) and at > 8)
    said = {(row, 0): Opinion(None, None, verdict=Verdict.REVISE, note="请说明测算依据 <b>&</b>\n另附三年数据")}
    dossier = Dossier(yongchuan, said, frozenset({row}), 62, lost=2, maker="王敏", made="2026年11月27日")
    for layout in Layout:
        words = words_of(printed(dossier, tmp_path / "memo.pdf", replace(FULL, layout=layout)))
        assert words.count("请说明测算依据<b>&</b>另附三年数据") == 2
        assert "结论：需修改意见：请说明测算依据" in words
        assert (
            "应审核62行，已勾“已审核”1行；结论：同意0条，需修改1条，待议0条；另有2条旧决定因文字有变不再适用，未列。"
            in words
        )
        assert "编制人：王敏" in words
        assert "比对时间：2026年11月27日" in words
    with pdfium.PdfDocument(tmp_path / "memo.pdf") as document:
        known = document.get_metadata_dict()
    assert (known["Author"], known["CreationDate"]) == ("王敏", "D:20261127")


# several targets

BASE = "一、总体要求\n1.塑造质量品牌。推行首席质量官制度，开展工艺优化行动。\n2.强化基础支撑。建设计量测试中心。"
OTHER = BASE.replace("建设计量测试中心", "建成国家计量测试中心和检验检测基地")


def cell_words(made: Collation, words: str) -> list[str]:
    """Return the lines of the aligned rows that hold the words."""
    rows = [page for page in laid_out(Dossier(made), typefaces()).pages if page.legend]
    strips = [strip for page in rows for _, y, strip in page.strips if y < page.paper.bottom]
    lines = ["".join(item.text for item in strip.items if isinstance(item, Text)) for strip in strips]
    return [line for line in lines if words in line]


def test_neighbours_that_say_the_same_are_printed_once(collation: Maker) -> None:
    made = collation(BASE, OTHER, OTHER, BASE)
    row = next(at for at, row in enumerate(made.rows) if "计量" in made.base.clauses[row.base or 0].span.of(BASE))
    assert runs_of_same(made, made.rows[row], range(3)) == [(0, 1), (2,)]
    assert len(cell_words(made, "国家计量")) == 1
    assert any("　同" in text for text in cell_words(made, "同"))


def test_one_that_says_the_same_further_on_names_the_first(collation: Maker) -> None:
    made = collation(BASE, OTHER, BASE, OTHER)
    row = next(at for at, row in enumerate(made.rows) if "计量" in made.base.clauses[row.base or 0].span.of(BASE))
    assert runs_of_same(made, made.rows[row], range(3)) == [(0,), (1,), (2,)]
    assert same_before(made, made.rows[row], (2,), range(3)) == 0
    assert same_before(made, made.rows[row], (1,), range(3)) is None
    assert len(cell_words(made, "国家计量")) == 1


# every word, and the rules of line breaking, on real pages


def column_words(document: pdfium.PdfDocument, pages: Pages, left: float, right: float) -> str:
    """Return what a reader of the PDF finds between two edges on the pages of rows, heads left out."""
    said = []
    for page, made in zip(document, pages.pages, strict=True):
        if "对照表" in made.chapter and made.legend:
            top = made.paper.height - made.paper.top
            bottom = made.paper.height - made.paper.bottom
            words = page.get_textpage().get_text_bounded(made.paper.left + left, bottom, made.paper.left + right, top)
            said += [line for line in words.splitlines() if not re.match(r"(基准|对照)\u3000", line)]
    return "".join("".join(said).split())


def test_every_sentence_stands_in_the_pages_in_full(yongchuan: Collation, tmp_path: Path) -> None:
    document = printed(Dossier(yongchuan), tmp_path / "memo.pdf")
    pages = laid_out(Dossier(yongchuan), typefaces())
    edges = [sum(WIDE.widths[:at]) for at in range(len(WIDE.widths) + 1)]
    for plan, column in ((yongchuan.base, BASE_COLUMN), (yongchuan.targets[0].plan, TARGET_COLUMN)):
        words = bare(column_words(document, pages, edges[column], edges[column + 1]))
        sentences = [bare(plan.wording(s)) for s in plan.aligned()]
        for title in sentences:
            words = words.replace(f"{title}（续）", "")
        assert [said for said in sentences if said not in words] == []


def bare(words: str) -> str:
    """Return words without white space and what the memo adds to them: joiners, arrows, circled numbers, paths of moves."""
    known = re.sub(r"[\s\u2060\ufeff①-⑳↓↑]|（取自基准[^）]*）", "", words)
    return re.sub(
        r"←(标题|[一二三四五六七八九十]+)?(（[^）]*）)*(\d+\.)?(第\d+[项段])*(第\d+句|标题|责任单位)?", "", known
    )


@pytest.mark.parametrize(("targets", "layout"), [(1, Layout.MIXED), (2, Layout.PORTRAIT), (4, Layout.MIXED)])
def test_no_line_of_any_page_breaks_the_rules_of_line_start_and_line_end(
    seed: Callable[[str], Plan], collation: Maker, targets: int, layout: Layout
) -> None:
    made = collation(*map(seed, NAMES[: targets + 1]))
    pages = laid_out(Dossier(made), typefaces(), replace(FULL, layout=layout)).pages
    lines = broken = 0
    for page in pages:
        columns: defaultdict[float, list[tuple[float, float, str, float]]] = defaultdict(list)
        for x, y, strip in page.strips:
            texts = [i for i in strip.items if isinstance(i, Text)]
            if texts:
                last = texts[-1]
                end = last.x + typefaces().width(last.face, last.text, last.size)
                columns[x].append((y, y + strip.height, "".join(i.text for i in texts), end))
        for strips in columns.values():
            widest = max(end for *_, end in strips)
            for (_, foot, above, end), (head, _, below, _) in pairwise(strips):
                if abs(head - foot) > 0.01 or end < widest - 30.0:
                    continue  # of another cell, or the end of a paragraph
                lines += 1
                first, final = below.strip(JOINER + " \u3000")[:1], above.strip(JOINER + " \u3000")[-1:]
                broken += final in NEVER_LAST or (first in NEVER_FIRST and not below.startswith("——"))
    assert lines > 500
    assert broken == 0


def test_every_profile_of_the_program_is_printed(yongchuan: Collation, tmp_path: Path) -> None:
    pages = {p.name: len(printed(Dossier(yongchuan), tmp_path / f"{p.name}.pdf", p)) for p in BUILT_IN}
    assert pages["领导摘要"] < pages["仅变动"] < pages["完整比对"]


@pytest.mark.parametrize(
    "odd", ["<b>", "&amp;", "]]>", "=1+1", "\x0b", "\x7f", "\ud800", "\U0010fffd", "\u202e", "\U00020000"]
)
def test_odd_characters_of_plans_and_people_break_nothing(collation: Maker, tmp_path: Path, odd: str) -> None:
    made = collation(BASE, OTHER)
    base = replace(made.base, text=BASE.replace("首席", odd[:1].ljust(2, "席")))
    note = Opinion(None, None, verdict=Verdict.OPEN, note=f"请{odd}核")
    dossier = Dossier(replace(made, base=base), {(1, 0): note}, maker=f"王{odd}敏")
    words = words_of(printed(dossier, tmp_path / "memo.pdf"))
    if odd.isascii() and odd.isprintable():
        assert f"请{odd}核" in words
        assert f"王{odd}敏" in words
    assert ("字库未收的字" in words) == (odd in {"\ud800", "\U0010fffd", "\U00020000"})


CHAIN = [
    "一、总体要求\n1.塑造质量品牌。推行首席质量官制度，开展工艺优化行动。\n",
    "一、总体要求\n1.塑造质量品牌。推行首席质量官制度，开展工艺优化行动。\n2.支持职业院校开设质量管理专业。合格率达到98%以上。\n",
    "一、总体要求\n1.塑造质量品牌。推行首席质量官制度，开展工艺优化行动。\n",
]


def test_in_a_chain_a_row_says_what_became_of_it_further_on(tmp_path: Path) -> None:
    made = collate(make_plan(CHAIN[0]), [make_plan(text) for text in CHAIN[1:]], chained=True)
    row = next(
        at for at, row in enumerate(made.rows) if [cell.kind.value for cell in row.cells] == ["added", "dropped"]
    )
    said = Opinion(None, None, verdict=Verdict.REVISE, note="请保留职业院校一条")
    document = printed(Dossier(made, {(row, 1): said}), tmp_path / "memo.pdf", Profile("表", frozenset({Part.ROWS})))
    words = words_of(document)
    assert "＋新增" in words
    assert "未承接" in words.partition("支持职业院校")[0].rpartition("＋新增")[2] + words.partition("支持职业院校")[2]
    assert "意见：请保留职业院校一条" in words


def test_a_row_that_one_target_has_bears_its_notes(collation: Maker, tmp_path: Path) -> None:
    base = BASE + "\n3.抓好食品安全。食品抽检合格率达到98.3%以上。"
    moved = BASE + "\n二、质量安全\n1.农产品监管。持续改进，食品抽检合格率达到98%以上，建设追溯体系。"
    dossier = Dossier(collation(base, BASE, moved))
    noted = {note for row in range(len(dossier.collation.rows)) for t in range(2) for note in dossier.notes.of(row, t)}
    assert any(note.startswith("指标") for note in noted)
    words = words_of(printed(dossier, tmp_path / "memo.pdf", Profile("表", frozenset({Part.ROWS}))))
    assert [note for note in noted if "".join(note.split()) not in words] == []


def test_the_same_in_another_script_is_printed_as_it_is(collation: Maker) -> None:
    hant = OTHER.replace("建成国家", "建成國家").replace("检验检测", "檢驗檢測")
    made = collation(BASE, OTHER, hant)
    row = next(at for at, row in enumerate(made.rows) if "计量" in made.base.clauses[row.base or 0].span.of(BASE))
    assert made.rows[row].equals(0) == (0, 1)
    assert runs_of_same(made, made.rows[row], range(2)) == [(0,), (1,)]
    assert len(cell_words(made, "建成國家")) == 1


def test_a_page_is_the_one_where_the_targets_cell_stands(seed: Callable[[str], Plan], collation: Maker) -> None:
    made = collation(*map(seed, (*NAMES, NAMES[1])))
    assert len(made.targets) == 5
    pages = laid_out(Dossier(made), typefaces()).pages
    numbers = page_numbers(pages)
    chapter = [at for at, page in enumerate(pages, start=1) if page.legend]
    row = next(at for at in sorted(Dossier(made).shown) if made.rows[at].base is not None and at > 10)
    first, last = numbers[f"row{row}.0"], numbers[f"row{row}.4"]
    assert first < last
    assert {first, last} <= set(chapter)
    heads = [
        "".join(i.text for _, _, s in pages[at - 1].strips for i in s.items if isinstance(i, Text))
        for at in (first, last)
    ]
    assert ["游仙" in head.partition("类别")[2][:80] for head in heads] == [False, True]


def test_the_tables_of_clauses_say_where_each_stands_in_a_file_with_pages(tmp_path: Path) -> None:
    blocks = BlockList()
    for page, text in (
        (1, "质量强区建设方案"),
        (1, "一、总体要求"),
        (2, "二、重点任务"),
        (2, "培育质量品牌，提升标准水平。"),
    ):
        blocks.add(text, place=Place(page=page))
    plan = parse(blocks.document(Format.PDF, "方案.pdf", pages=2))
    collation = make_collation("质量强市建设方案\n一、总体要求\n二、重点任务\n培育质量品牌，提升标准水平。", plan)
    path = tmp_path / "备忘录.pdf"
    write_memo(Dossier(collation), path)
    with closing(pdfium.PdfDocument(path)) as memo:
        text = "".join(page.get_textpage().get_text_bounded() for page in memo)
    origins = "".join(text[text.index("溯源表：") :].split())
    assert "一第1页总体要求" in origins
    assert "二第2页重点任务" in origins
    assert "条款号后是原文件中的位置" in origins
    assert "第1行" not in "".join(text.split()), "lines of a text file are not cited"
