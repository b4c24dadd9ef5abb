"""What a reviewer looks for first, in words: results, notes of rows, sheets, and the same numbers in every output."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from qcompare.citing import results
from qcompare.collate import collate
from qcompare.coverage import CoverageState
from qcompare.dossier import Dossier
from qcompare.figure_changes import FigureKind
from qcompare.findings import (
    Findings,
    RowNotes,
    all_results,
    coverage_said,
    findings_of,
    gravest,
    is_to_check,
    result_of_findings,
)
from qcompare.marks import Markings
from qcompare.model import Collation, Equivalence, Plan
from qcompare.tables import collation_json, write_table
from qcompare.tables.findings import finding_tables
from tests.conftest import load_seed, make_plan


@pytest.fixture(scope="module")
def districts() -> Collation:
    """重庆 2023 with 永川 and 成都."""
    return collate(load_seed("chongqing-2023"), [load_seed("yongchuan-2023-draft"), load_seed("chengdu-2023-draft")])


@pytest.fixture(scope="module")
def findings(districts: Collation) -> Findings:
    return findings_of(districts)


def test_the_result_in_numbers(findings: Findings) -> None:
    assert result_of_findings(findings, 0) == (
        "基准指标17项：不变8项，下调4项，上调0项，未承接5项（其中要求低于基准的4项，口径有变的1项）；对照新增15项。"
        "列明责任单位的条款29条，可能漏列责任单位的2条。"
    )


def test_nothing_found_says_nothing() -> None:
    compared = collate(make_plan("加强质量监管。"), [make_plan("加强质量监管。")])
    assert result_of_findings(findings_of(compared), 0) == ""


def test_every_number_is_that_of_the_table(findings: Findings) -> None:
    for target in range(2):
        cells = [row.cells[target + 1] for row in findings.figures.rows]
        said = result_of_findings(findings, target)
        for kind, word in ((FigureKind.LOWERED, "下调"), (FigureKind.DROPPED, "未承接"), (FigureKind.NEW, "新增")):
            assert f"{word}{sum(cell.kind is kind for cell in cells)}项" in said
        assert len(gravest(findings.figures, target)) == sum(cell.weaker for cell in cells)


def test_a_rows_notes_name_its_figures_once(districts: Collation, findings: Findings) -> None:
    notes = RowNotes(districts, findings)
    row = next(
        row
        for row in districts.rows
        if row.base is not None and districts.base.clauses[row.base].path == "一（二）第2项"
    )
    assert row.base is not None
    base = districts.base.clauses[row.base].sentences
    target = [s for c in row.cells[0].clauses for s in districts.targets[0].plan.clauses[c].sentences]
    assert sorted(notes.of_figures(0, base, target)) == [
        "指标下调：农产品质量安全例行监测合格率 达到98.3%以上→达到98%以上",
        "指标未承接：生产领域药品抽检合格率 达到99.8%以上",
    ]


def test_a_figure_that_stands_elsewhere_is_told_in_both_rows(districts: Collation, findings: Findings) -> None:
    """成都 has the index of the base's first aim in a paragraph that stands in another row."""
    notes = RowNotes(districts, findings)
    base = districts.base.clauses[next(c for c, x in enumerate(districts.base.clauses) if x.path == "一（二）第1项")]
    assert "指标下调：制造业质量竞争力指数 达到92以上→达91（见一（二）第1段）" in list(
        notes.of_figures(1, base.sentences, ())
    )
    changed = [at for at, cells in notes.changed_rows(1).items() if any(c.kind is FigureKind.LOWERED for c in cells)]
    assert len(changed) == 2


def test_the_leading_unit_changed(plan: Callable[..., Plan]) -> None:
    base = plan("1.加强监管。强化抽查。（牵头单位：市商务局；配合单位：市公安局）")
    target = plan("1.加强监管。强化抽查。（牵头单位：区公安局；配合单位：区商务局）")
    compared = collate(base, [target])
    notes = RowNotes(compared, findings_of(compared))
    (said,) = [said for at in range(len(compared.rows)) for said in notes.of_duties(at, 0)]
    assert said == "责任单位：牵头由市商务局改为区公安局"


def test_arrows_stand_on_lowered_and_raised_figures_alone(districts: Collation, findings: Findings) -> None:
    text = districts.targets[0].plan.text
    arrows = RowNotes(districts, findings).arrows(0)
    assert {span.of(text): (arrow.sign, arrow.weaker) for span, arrow in arrows.items()} == {
        "90": ("↓", True),
        "1个": ("↓", True),
        "98%": ("↓", True),
        "2项": ("↓", True),
    }


def test_the_states_of_all_clauses_are_said(findings: Findings) -> None:
    coverage = findings.coverage[0]
    said = coverage_said(coverage)
    counts = {state: sum(c.state is state for c in coverage.clauses) for state in CoverageState}
    assert said == (
        f"基准条款{len(coverage.clauses)}条：沿用{counts[CoverageState.INHERITED]}条，属地化{counts[CoverageState.LOCALISED]}条，"
        f"部分承接{counts[CoverageState.PARTLY]}条，未承接{counts[CoverageState.DROPPED]}条。"
    )


def test_what_every_output_says_first_holds_counts_coverage_and_figures(
    districts: Collation, findings: Findings
) -> None:
    for target, said in enumerate(all_results(districts, findings)):
        counts = results(districts)[target]
        assert said == counts + coverage_said(findings.coverage[target]) + result_of_findings(findings, target)
        assert "基准条款" in said


def test_each_sheet_says_what_the_findings_say(districts: Collation, findings: Findings, tmp_path: Path) -> None:
    tables = {table.title: table for table in finding_tables(districts, findings_of(districts))}
    assert list(tables) == ["指标", "责任单位", "责任单位变化", "承接情况", "未承接清单"]
    assert len(tables["指标"].lines) == len(findings.figures.rows)
    assert len(tables["责任单位"].lines) == len(findings.duties.units)
    assert len(tables["未承接清单"].lines) == sum(map(len, findings.dropped))
    write_table(Dossier(districts), tmp_path / "对照表.xlsx")
    book = load_workbook(tmp_path / "对照表.xlsx")
    first = [cell.value for cell in book["指标"][2]]
    assert first[:7] == [1, "制造业质量竞争力指数", "达到92以上", "2027", "一（二）第1项", "↓ 下调", "达到90以上"]
    whole = [cell.value for cell in next(line for line in book["承接情况"].iter_rows() if line[1].value == "全文")]
    assert whole[6:8] == [districts.targets[0].counts.characters, districts.targets[0].counts.carried]


def test_the_json_holds_the_findings(districts: Collation, findings: Findings) -> None:
    read = json.loads(collation_json(districts))
    assert len(read["figures"]) == len(findings.figures.rows)
    changes = [row["cells"]["p2"]["change"] for row in read["figures"]]
    assert changes == [row.cells[1].kind.value for row in findings.figures.rows]
    text = {plan["id"]: plan["text"] for plan in read["plans"]}
    for row in read["figures"]:
        for plan, cell in row["cells"].items():
            assert all(text[plan][slice(*figure["range"])].strip() for figure in cell["figures"])
    named = {
        u["function"] for row in read["duties"] for c in row["cells"].values() for d in c["duties"] for u in d["units"]
    }
    assert named == {unit.names[0] for unit in findings.duties.units}
    assert [c["carried"] for c in read["coverage"]] == [a.counts.carried for a in districts.targets]
    assert [d["sentence"] for d in read["coverage"][0]["dropped"]] == read["targets"][0]["dropped"]


def test_the_users_words_stand_in_the_json() -> None:
    pair = Equivalence("市经信局", "市新经济委")
    compared = collate(make_plan("加强质量监管。"), [make_plan("加强质量监管。")], equivalences=[pair])
    assert json.loads(collation_json(compared))["equivalences"] == [
        {"one": "市经信局", "other": "市新经济委", "op": "variant"}
    ]


def test_a_units_name_broken_by_a_blank_is_one_unit() -> None:
    text = "1.加强监管。强化抽查。（责任单位：市经济信 息委、市教委）"
    compared = collate(make_plan(text), [make_plan(text)])
    assert [row.names for row in findings_of(compared).duties.units] == [("市经济信息委",), ("市教委",)]
    assert json.loads(collation_json(compared))["duties"]


_PARTS = re.split(
    r"\|",
    "到2027年，|制造业质量竞争力指数|达到|92|90|以上|，|、|。|新增|企业|10个|（|）|分别|98.3%|千亿级|《|》|“|”|\n1. |\n（一）|\n|第3条"
    "|其中|3-5|家|三分之一|九大|一批|（责任单位：市商务局、区教委等）|由市商务局牵头，|罚款|万元|投诉率|由5个|压缩至|４％|二|強市|品質|重庆|永川|全市|全区|专栏1|——",
)
_TEXTS = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=30).map(lambda parts: "质量" + "".join(parts))


@settings(deadline=None, max_examples=60)
@given(_TEXTS, _TEXTS, _TEXTS)
def test_findings_of_any_texts_are_whole(base: str, one: str, other: str) -> None:
    compared = collate(make_plan(base), [make_plan(one), make_plan(other)])
    found = findings_of(compared)
    for plan, figures in enumerate(found.figures.figures):
        assert {f for row in found.figures.rows for f in row.cells[plan].figures} == set(range(len(figures)))
    for plan, duties in enumerate(found.duties.duties):
        assert sorted(d for row in found.duties.rows for d in row.cells[plan].duties) == list(range(len(duties)))
    for target, coverage in enumerate(found.coverage):
        counts = compared.targets[target].counts
        assert (coverage.carried, coverage.characters) == (counts.carried, counts.characters)
        assert [d.sentence for d in found.dropped[target]] == list(compared.targets[target].dropped)
        assert result_of_findings(found, target) == result_of_findings(findings_of(compared), target)
    notes = RowNotes(compared, found)
    assert all(isinstance(said, str) for at in range(len(compared.rows)) for said in notes.of_duties(at, 0))
    assert json.loads(collation_json(compared))["figures"] or not any(found.figures.figures)
    for target in range(2):
        runs = Markings(compared, target, notes.arrows(target))
        plan = compared.targets[target].plan
        for clause, held in enumerate(plan.clauses):
            drawn = "".join(run.span.of(plan.text) for run in runs.target_runs(clause))
            assert drawn == "".join(plan.wording(k) for k in held.sentences)


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_findings_do_not_depend_on_the_order_of_the_targets(order: tuple[int, int]) -> None:
    names = ("chongqing-2023", "yongchuan-2023-draft", "chengdu-2023-draft")
    found = findings_of(collate(load_seed(names[0]), [load_seed(names[at]) for at in order]))
    target = order.index(1)
    assert [row.cells[target + 1].kind for row in found.figures.rows if row.cells[0].figures].count(
        FigureKind.LOWERED
    ) == 4
    assert sum(is_to_check(row.cells[target + 1]) for row in found.figures.rows) == 9
