"""Figures (指标): what is one, what is said of it, and what became of it in another plan."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcompare.collate import collate, load_plan
from qcompare.figure_changes import FigureKind, FigureTable, figure_changes, figure_table, full_name
from qcompare.figures import figures_of
from qcompare.model import Collation, Plan
from tests.conftest import make_plan
from tests.docx_files import cell, docx, paragraph, table

CASES = Path(__file__).parent / "cases"
DATA = Path(__file__).parents[1] / "data"


def cases(name: str) -> list[Any]:
    marks = {"pass": (), "fail": (pytest.mark.xfail(strict=True),)}
    entries = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(e["input"], e["expected"], id=e["label"], marks=marks[e["expect"]]) for e in entries]


@pytest.mark.parametrize(("text", "expected"), cases("figures"))
def test_figures(text: str, expected: list[list[str]], plan: Callable[..., Plan]) -> None:
    read = plan(text)
    found = [[f.span.of(text), " ".join(f.operators), f.unit, f.year, f.indicator] for f in figures_of(read)]
    assert found == expected


@pytest.mark.parametrize(("given", "expected"), cases("figure_changes"))
def test_figure_changes(given: dict[str, str], expected: list[list[str]], plan: Callable[..., Plan]) -> None:
    base, target = plan(given["base"]), plan(given["target"])
    ours, theirs = figures_of(base), figures_of(target)
    found = [
        [
            change.kind.value,
            "" if change.base is None else ours[change.base].span.of(base.text),
            "" if change.target is None else theirs[change.target].span.of(target.text),
            " ".join(word for word in ("scope", "year", "weaker", "stronger") if getattr(change, word)),
        ]
        for change in figure_changes(collate(base, [target]), 0, ours, theirs)
    ]
    assert found == expected


@pytest.fixture(scope="module")
def districts() -> Collation:
    """重庆 2023 with 永川 and 成都."""
    names = ("chongqing-2023", "yongchuan-2023-draft", "chengdu-2023-draft")
    base, *targets = (load_plan(DATA / f"{name}.txt") for name in names)
    return collate(base, targets)


def said(table: FigureTable, collation: Collation, kind: FigureKind) -> list[tuple[str, str, str]]:
    """Return the rows of one kind in the first target: indicator, the base's figure, the target's."""

    def printed(plan: int, figures: tuple[int, ...]) -> str:
        text = (collation.base if plan == 0 else collation.targets[plan - 1].plan).text
        return "；".join(table.figures[plan][f].span.of(text) for f in figures)

    rows = (row for row in table.rows if row.cells[1].kind is kind)
    return [(row.indicator, printed(0, row.cells[0].figures), printed(1, row.cells[1].figures)) for row in rows]


def test_the_reviewers_first_question_is_answered(districts: Collation) -> None:
    """What a careful reader finds in 永川 against 重庆 2023: none missed, none false."""
    table = figure_table(districts)
    assert said(table, districts, FigureKind.LOWERED) == [
        ("制造业质量竞争力指数", "92", "90"),
        ("全国优势农业特色产业集群", "10個", "1个"),
        ("农产品质量安全例行监测合格率", "98.3%", "98%"),
        ("主导或参与制定(修订)国家标准", "700項", "2项"),
    ]
    assert said(table, districts, FigureKind.RAISED) == []
    assert said(table, districts, FigureKind.DROPPED) == [
        ("生产领域药品抽检合格率", "99.8%", ""),
        ("全国品质强国标杆城市", "2個", ""),
        ("全国品质品牌提升示范区", "3個", ""),
        ("主导或参与制定(修订)国际标准", "10項", ""),
        ("检验检测产业集群", "千億級", ""),
    ]
    assert [new for _, _, new in said(table, districts, FigureKind.NEW)] == [
        "3项", "千亿级", "千亿级", "2大", "千亿级", "5大", "3个", "500亿级", "2个", "百亿级", "15个", "六项", "三项", "四大", "九大",
    ]  # fmt: skip
    scoped = [row.indicator for row in table.rows if row.cells[1].scope]
    assert scoped == ["主导或参与制定(修订)国家标准"]
    assert all(row.cells[1].weaker for row in table.rows if row.cells[1].kind is FigureKind.LOWERED)


def test_each_figure_stands_in_the_table_and_no_cell_is_empty_of_meaning(districts: Collation) -> None:
    table = figure_table(districts)
    for plan, figures in enumerate(table.figures):
        assert {f for row in table.rows for f in row.cells[plan].figures} == set(range(len(figures)))
    for row in table.rows:
        assert all(bool(cell.figures) == (cell.kind not in _WITHOUT) for cell in row.cells[1:])
        assert row.indicator


_WITHOUT = (FigureKind.NONE, FigureKind.DROPPED)


def test_the_base_beside_itself_changes_nothing() -> None:
    for name in ("chongqing-2011", "youxian-2023"):
        plan = load_plan(DATA / f"{name}.txt")
        cells = [row.cells[1] for row in figure_table(collate(plan, [plan])).rows]
        assert {(cell.kind, cell.scope, cell.year, cell.weaker) for cell in cells} == {
            (FigureKind.SAME, False, False, False)
        }


def test_the_verb_is_said_where_the_name_would_mislead(plan: Callable[..., Plan]) -> None:
    figures = figures_of(plan("主导制定（修订）地方标准3项。建成市级重点实验室70个。"))
    assert [full_name(figure) for figure in figures] == ["主导制定（修订）地方标准", "市级重点实验室"]


def test_a_heading_is_shown_for_a_name_but_makes_no_pair(plan: Callable[..., Plan]) -> None:
    base = plan("一、总体要求\n（一）强化资金保障。\n每年不少于5000万元。")
    (figure,) = figures_of(base)
    assert (figure.indicator, full_name(figure)) == ("", "强化资金保障")
    target = plan("一、总体要求\n（一）强化资金保障。\n投入20万元。")
    assert [row.cells[1].kind for row in figure_table(collate(base, [target])).rows] == [
        FigureKind.DROPPED,
        FigureKind.NEW,
    ]


_PARTS = re.split(
    r"\|",
    "到2027年，|制造业质量竞争力指数|达到|92|以上|，|、|。|新增|企业|10个|（|）|分别|98.3%|千亿级|《|》|“|”|1. |（一）|\n|第3条"
    "|〔2023〕11号|2023年7月|其中|3-5|家|１２％|三分之一|九大|一批",
)


@given(st.lists(st.sampled_from(_PARTS), max_size=24).map("".join))
def test_a_figure_slices_its_text_and_is_no_marker_year_or_number_of_a_document(text: str) -> None:
    plan = make_plan(text + "质量")
    taken: set[int] = set()
    markers = {at for c in plan.clauses for at in range(c.span.start, c.span.start + len(c.marker))}
    others = {at for m in re.finditer(r"〔\d{4}〕\d+号|\d{4}年(?:\d+月)?|第\d+条", text) for at in range(*m.span())}
    for figure in figures_of(plan):
        places = set(range(figure.span.start, figure.span.end))
        assert figure.span.of(text).strip() == figure.span.of(text) != ""
        assert plan.sentences[figure.sentence].span.start <= figure.span.start
        assert figure.span.end <= plan.sentences[figure.sentence].span.end
        assert figure.low <= figure.high or "-" in figure.span.of(text)
        assert not places & (markers | others | taken)
        taken |= places


def test_heads_of_two_rows_and_a_name_of_two_paragraphs(tmp_path: Path) -> None:
    """A Word table: merged heads, a unit column, an operator in the cell, two values in one cell."""

    def merged(text: str = "") -> str:
        return cell(paragraph(text), '<w:vMerge w:val="restart"/>' if text else "<w:vMerge/>")

    rows = table(
        [merged("指标"), merged("单位"), cell("目标值", '<w:gridSpan w:val="2"/>'), merged("属性")],
        [merged(), merged(), "2025年", "2027年", merged()],
        [cell(paragraph("制造业产品") + paragraph("质量合格率")), "％", "≥95", "96以上", "约束性"],
        ["质量标准数", "—", "达到95项", "100项，力争120项", "预期性"],
    )
    path = tmp_path / "规划.docx"
    path.write_bytes(docx(paragraph("永川区质量强区方案") + paragraph("指标如下。") + rows))
    plan = load_plan(path)
    found = [(f.span.of(plan.text), f.operators, f.unit, f.year, f.indicator, f.attribute) for f in figures_of(plan)]
    assert found == [
        ("95", ("不低于",), "%", "2025", "制造业产品质量合格率", "约束性"),
        ("96", ("以上",), "%", "2027", "制造业产品质量合格率", "约束性"),
        ("95项", ("达到",), "项", "2025", "质量标准数", "预期性"),
        ("100项", (), "项", "2027", "质量标准数", ""),
        ("120项", ("力争",), "项", "2027", "质量标准数", ""),
    ]


def test_a_table_that_goes_on_overleaf_keeps_its_heads(tmp_path: Path) -> None:
    """A PDF's pages part a table in two; the second begins with values."""
    first = table(["序号", "指标名称", "单位", "2025年目标值"], ["1", "投诉率", "%", "3"])
    rest = table(["2", "产品合格率", "%", "95"], ["3", "检测中心", "个", "12"])
    path = tmp_path / "规划.docx"
    path.write_bytes(docx(paragraph("永川区质量强区方案") + paragraph("指标如下。") + first + paragraph("") + rest))
    plan = load_plan(path)
    found = [(f.span.of(plan.text), f.unit, f.year, f.indicator) for f in figures_of(plan)]
    assert found == [("3", "%", "2025", "投诉率"), ("95", "%", "2025", "产品合格率"), ("12", "个", "2025", "检测中心")]
