"""A chain (逐级比对): each target beside the one before it, in rows, findings, the library and every output."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from qcompare.citing import CHAIN_RULE, told_labels
from qcompare.collate import collate
from qcompare.coverage import CoverageState
from qcompare.dossier import Dossier
from qcompare.figure_changes import FigureKind
from qcompare.findings import RowNotes, all_results, findings_of
from qcompare.links import links_of
from qcompare.marks import Mark, Markings
from qcompare.memo import write_memo
from qcompare.model import Collation, Plan, RowKind
from qcompare.paths import resource
from qcompare.statistics import chapters_of
from qcompare.store import Library
from qcompare.tables import collation_json, write_table
from qcompare.tables.rows import destinations
from tests.conftest import Run, make_plan


def called(text: str, name: str, label: str) -> Plan:
    """Return a plan that column heads call `label`."""
    return replace(make_plan(text, name), label=label)


STATE = called(
    """\
质量强国建设纲要
一、主要目标
产品质量监督抽查合格率达到95%以上。
二、重点任务
1.强化产业基础质量支撑。开展重点行业工艺优化行动，组织质量提升关键技术攻关。（责任单位：市场监管总局）
2.塑造质量品牌。推行企业首席质量官制度，培育一批质量领军企业。（责任单位：市场监管总局）
""",
    "国家.txt",
    "国家",
)
CITY = called(
    """\
重庆市质量强市建设实施方案
一、主要目标
产品质量监督抽查合格率达到98%以上。
二、重点任务
1.塑造质量品牌。推行企业首席质量官制度，培育一批质量领军企业。（责任单位：市市场监管局）
2.建设西部职教高地。支持职业院校开设质量管理专业。（责任单位：市教委、市人力社保局）
""",
    "重庆.txt",
    "重庆",
)
DISTRICT = called(
    """\
永川区质量强区建设实施方案
一、主要目标
产品质量监督抽查合格率达到96%以上。
二、重点任务
1.建设西部职教高地。支持职业院校开设质量管理专业。（责任单位：区教委）
2.强化产业基础质量支撑。开展重点行业工艺优化行动，组织质量提升关键技术攻关。
3.开展窗口行业服务承诺活动。
""",
    "永川.txt",
    "永川",
)


@pytest.fixture(scope="module")
def chain() -> Collation:
    return collate(STATE, [CITY, DISTRICT], chained=True)


@pytest.fixture(scope="module")
def star() -> Collation:
    return collate(STATE, [CITY, DISTRICT])


def row_of(compared: Collation, words: str, plan: int) -> int:
    """Return the row that holds those words of a plan."""
    text = compared.plans[plan].text
    clause = compared.plans[plan].sentences[compared.plans[plan].sentence_at(text.index(words))].clause
    return next(at for at, row in enumerate(compared.rows) if clause in row.clauses(plan))


def said(compared: Collation, row: int) -> list[str]:
    """Return the first words of each plan in a row."""
    found = []
    for plan, held in zip(compared.plans, (compared.rows[row].clauses(p) for p in range(3)), strict=True):
        found.append("".join(plan.clauses[c].heading for c in held))
    return found


def test_each_target_is_compared_with_the_one_before_it(chain: Collation) -> None:
    assert chain.chained
    assert [chain.base_of(t) for t in range(2)] == [STATE, CITY]
    assert chain.targets[0] == collate(STATE, [CITY]).targets[0]
    assert chain.targets[1] == collate(CITY, [DISTRICT]).targets[0]


def test_one_target_makes_no_chain() -> None:
    assert collate(STATE, [CITY], chained=True) == collate(STATE, [CITY])


def test_a_clause_stands_with_that_of_its_neighbour_wherever_this_stands(chain: Collation) -> None:
    college = row_of(chain, "建设西部职教高地", 1)
    assert said(chain, college) == ["", "建设西部职教高地", "建设西部职教高地"]
    assert [cell.kind for cell in chain.rows[college].cells] == [RowKind.ADDED, RowKind.INHERITED]
    assert chain.rows[college].cells[1].carried > 0.5, "a share of the neighbour's wording, though the base has none"


def test_what_the_neighbour_dropped_is_new_further_on(chain: Collation, star: Collation) -> None:
    industry = row_of(chain, "强化产业基础", 0)
    assert said(chain, industry) == ["强化产业基础质量支撑", "", ""]
    assert [cell.kind for cell in chain.rows[industry].cells] == [RowKind.DROPPED, RowKind.NONE]
    again = row_of(chain, "强化产业基础", 2)
    assert said(chain, again) == ["", "", "强化产业基础质量支撑"]
    assert chain.rows[again].cells[1].kind is RowKind.ADDED
    assert star.rows[row_of(star, "强化产业基础", 2)].base is not None


def test_what_only_the_last_has_follows_the_clause_before_it(chain: Collation) -> None:
    college, new = row_of(chain, "建设西部职教高地", 2), row_of(chain, "开展窗口行业", 2)
    assert [row_of(chain, "强化产业基础", 2), new] == [college + 1, college + 2]


def test_marks_and_links_are_relative_to_the_neighbour(chain: Collation) -> None:
    rate = CITY.sentences[CITY.sentence_at(CITY.text.index("产品质量监督"))].clause
    marks = {run.span.of(CITY.text): run.mark for run in Markings(chain, 1).base_runs(rate)}
    assert marks["98%"] is Mark.REPLACED
    links = links_of(chain, 1)
    assert links.base == CITY
    (college,) = (k for k in DISTRICT.aligned() if "支持职业院校" in DISTRICT.wording(k))
    assert [CITY.wording(b) for b in links.bases(college)] == ["支持职业院校开设质量管理专业。"]


def test_figures_follow_the_chain(chain: Collation, star: Collation) -> None:
    (row,) = (row for row in findings_of(chain).figures.rows if row.indicator == "产品质量监督抽查合格率")
    assert [cell.kind for cell in row.cells] == [FigureKind.NONE, FigureKind.RAISED, FigureKind.LOWERED]
    (row,) = (row for row in findings_of(star).figures.rows if row.indicator == "产品质量监督抽查合格率")
    assert row.cells[2].kind is FigureKind.RAISED, "98→96 is lower than the neighbour's, higher than the base's"
    (arrow,) = RowNotes(chain, findings_of(chain)).arrows(1).values()
    assert (arrow.sign, arrow.weaker) == ("↓", True)
    at = row_of(chain, "监督抽查", 2)
    sentences = DISTRICT.clauses[chain.rows[at].cells[1].clauses[0]].sentences
    (note,) = RowNotes(chain, findings_of(chain)).of_figures(1, (), sentences)
    assert note == "指标下调：产品质量监督抽查合格率 达到98%以上→达到96%以上"


def test_a_figure_given_up_on_the_way_is_new_where_it_comes_back() -> None:
    city = make_plan(CITY.text.replace("产品质量监督抽查合格率达到98%以上。", "建设更高水平的质量强市。"), "重庆.txt")
    rows = findings_of(collate(STATE, [city, DISTRICT], chained=True)).figures.rows
    kinds = [[cell.kind for cell in row.cells] for row in rows]
    assert kinds == [
        [FigureKind.NONE, FigureKind.DROPPED, FigureKind.NONE],
        [FigureKind.NONE, FigureKind.NONE, FigureKind.NEW],
    ]


def test_responsible_units_are_those_of_the_neighbour(chain: Collation) -> None:
    findings = findings_of(chain)
    college = row_of(chain, "建设西部职教高地", 1)
    (row,) = (row for row in findings.duties.rows if row.row == college)
    assert row.cells[2].gone == ("市人力社保局",)
    notes = RowNotes(chain, findings)
    assert list(notes.of_duties(college, 1)) == ["责任单位：减少市人力社保局"]
    assert list(notes.of_duties(college, 0)) == []
    assert not any("其他对照" in note for at in range(len(chain.rows)) for note in notes.of_duties(at, 1))


def test_coverage_is_that_of_the_neighbour(chain: Collation) -> None:
    findings = findings_of(chain)
    for target, (alignment, coverage) in enumerate(zip(chain.targets, findings.coverage, strict=True)):
        assert (coverage.carried, coverage.characters) == (alignment.counts.carried, alignment.counts.characters)
        chapters = chapters_of(chain, target, findings.coverage)
        assert sum(c.base.sentences for c in chapters) == alignment.counts.base
        assert sum(c.target.sentences for c in chapters) == alignment.counts.target
    states = {CITY.clauses[c.clause].heading: c.state for c in findings.coverage[1].clauses}
    assert states["塑造质量品牌"] is CoverageState.DROPPED
    dropped = [CITY.wording(d.sentence) for d in findings.dropped[1]]
    assert "推行企业首席质量官制度，培育一批质量领军企业。" in dropped


def test_the_result_names_what_each_is_relative_to(chain: Collation) -> None:
    first, second = all_results(chain, findings_of(chain))
    assert first.startswith("重庆（相对 国家） 共")
    assert "基准文本10句中" in first
    assert second.startswith("永川（相对 重庆） 共")
    assert "前一文本10句中" in second
    assert "基准" not in second
    assert "前一文本指标1项：不变0项，下调1项" in second


def test_destinations_go_from_plan_to_plan(chain: Collation) -> None:
    found = destinations(chain)
    clauses = [sum(len(plan.clauses[c].sentences) > 0 for c in range(len(plan.clauses))) for plan in (STATE, CITY)]
    assert [sum(d.plan == plan for d in found) for plan in (0, 1)] == clauses
    (brand,) = (d for d in found if d.plan == 1 and d.summary == "塑造质量品牌")
    assert (brand.arrivals[0].kind, brand.arrivals[0].paths) == (RowKind.DROPPED, ())
    (college,) = (d for d in found if d.plan == 1 and d.summary == "建设西部职教高地")
    assert college.arrivals[0].paths == ("二1.",)


def test_a_library_tells_a_chain_from_the_star_of_the_same_plans(
    memory_store: Library, chain: Collation, star: Collation
) -> None:
    ids = [memory_store.save_collation(made, "engine 1") for made in (star, chain)]
    assert ids[0] != ids[1]
    assert [memory_store.collation(number) for number in ids] == [star, chain]
    assert [entry.chained for entry in memory_store.collations()] == [False, True]
    assert memory_store.find_collation(1, [2, 3], "engine 1") == ids[0]
    assert memory_store.find_collation(1, [2, 3], "engine 1", chained=True) == ids[1]
    assert memory_store.save_collation(chain, "engine 2") == ids[1], "the star is left as it is"


# ---- outputs ----


def test_json_names_the_neighbour(chain: Collation, star: Collation) -> None:
    data: dict[str, Any] = json.loads(collation_json(chain))
    schema = json.loads(resource("collation.schema.json").read_text(encoding="utf-8"))
    assert [error.json_path for error in Draft202012Validator(schema).iter_errors(data)] == []
    assert [target["against"] for target in data["targets"]] == ["p1", "p2"]
    assert {match["base"].split(".")[0] for match in data["targets"][1]["matches"]} == {"p2"}
    assert {name.split(".")[0] for name in data["targets"][1]["dropped"]} == {"p2"}
    assert {found["clause"].split(".")[0] for found in data["coverage"][1]["clauses"]} == {"p2"}
    assert "against" not in json.loads(collation_json(star))["targets"][1]


def check_chain_told(words: str) -> None:
    assert CHAIN_RULE in "".join(words.split())
    assert "基准：国家" in words
    assert "逐级对照：重庆 → 永川" in words.replace("\n", " ")


def test_the_page_and_the_document_say_what_each_column_is_relative_to(chain: Collation, tmp_path: Path) -> None:
    write_table(Dossier(chain), tmp_path / "表.html")
    write_table(Dossier(chain), tmp_path / "表.docx")
    document = Document(str(tmp_path / "表.docx"))
    page = (tmp_path / "表.html").read_text(encoding="utf-8")
    check_chain_told(page)
    check_chain_told("\n".join(paragraph.text for paragraph in document.paragraphs))
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    told = [head for head in heads if head.startswith("比对情况")]
    assert told == ["比对情况（重庆，相对 国家）", "比对情况（永川，相对 重庆）"]
    assert "类别（永川，相对 重庆）" in page


def test_the_csv_files_say_what_each_column_is_relative_to(chain: Collation, tmp_path: Path) -> None:
    write_table(Dossier(chain), tmp_path / "表.csv")

    def lines(name: str) -> list[list[str]]:
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))

    assert "承接率（永川，相对 重庆）" in lines("表.csv")[0]
    sources = lines("表-溯源表.csv")
    assert "来源条款号（前一文本）" in sources[0]
    assert {line[0] for line in sources[1:]} == set(told_labels(chain))
    went = lines("表-去向表.csv")
    assert went[0][:2] == ["前一文本 → 对照文本", "前一文本条款号"]
    assert {line[0] for line in went[1:]} == {"国家 → 重庆", "重庆 → 永川"}


def test_the_workbook_calls_nothing_base_that_is_not(chain: Collation, tmp_path: Path) -> None:
    write_table(Dossier(chain), tmp_path / "表.xlsx")
    book = load_workbook(tmp_path / "表.xlsx")

    def heads(sheet: str) -> list[str]:
        return [str(cell.value) for cell in book[sheet][1]]

    assert "变化（永川，相对 重庆）" in heads("指标")
    for sheet in ("责任单位变化", "承接情况", "未承接清单"):
        assert not any("基准" in head for head in heads(sheet))
        assert any("前一文本" in head for head in heads(sheet))
    explained = "\n".join(str(cell.value) for row in book["说明"].iter_rows() for cell in row if cell.value)
    assert CHAIN_RULE in explained
    assert "低于基准" not in explained


def pages_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_the_memo_says_so_too(chain: Collation, tmp_path: Path) -> None:
    write_memo(Dossier(chain), tmp_path / "备忘录.pdf")
    words = "".join(pages_of(tmp_path / "备忘录.pdf").split())
    assert CHAIN_RULE in words
    assert "国家→重庆→永川逐级比对" in words
    assert "对照永川相对重庆" in words
    assert "去向表：重庆→永川" in words
    assert "溯源表：永川←重庆" in words
    assert "与国家比对" not in words


def test_a_long_chain_goes_on_beside_its_own_neighbour(seed: Callable[[str], Plan], tmp_path: Path) -> None:
    """Five targets stand on two runs of pages: the second is led by the last plan of the first, not by the base."""
    order = ("chongqing-2011", "chongqing-2023", "yongchuan-2023-draft", "chengdu-2023-draft", "youxian-2023")
    again = make_plan(seed("youxian-2023").text.replace("质量", "产品质量"), "游仙修改稿.txt")
    compared = collate(seed(order[0]), [*map(seed, order[1:]), again], chained=True)
    write_memo(Dossier(compared), tmp_path / "备忘录.pdf")
    words = "".join(pages_of(tmp_path / "备忘录.pdf").split())
    assert "前一文本成都2023标记相对" in words


def test_the_command_line_compares_in_a_chain(run: Run, tmp_path: Path) -> None:
    files = []
    for plan in (STATE, CITY, DISTRICT):
        files.append(tmp_path / plan.source)
        files[-1].write_text(plan.text, encoding="utf-8")
    status, out, _ = run("compare", *files, "--chain", "--library", tmp_path / "库.db")
    assert status == 0
    assert CHAIN_RULE in out
    assert "指标下调：产品质量监督抽查合格率 达到98%以上 → 达到96%以上" in out
    assert "（逐级）" in run("list", "--library", tmp_path / "库.db")[1]
