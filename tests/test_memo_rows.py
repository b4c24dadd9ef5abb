"""The memo's rows: either plan read in its own order, bands and kinds set again only where they belong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcompare.citing import sentences_of
from qcompare.dossier import Dossier
from qcompare.groups import groups_of
from qcompare.links import Links
from qcompare.memo.drawing import Strip, Text
from qcompare.memo.fonts import SANS_BOLD, typefaces
from qcompare.memo.journeys import destinations
from qcompare.memo.layout import laid_out
from qcompare.memo.linebreak import JOINER
from qcompare.memo.look import PORTRAIT
from qcompare.memo.many import ManyRows
from qcompare.memo.rows import BASE, KIND, NOTES, TARGET, PairRows
from qcompare.memo.setting import Setter
from qcompare.memo.table import Row as Printed
from qcompare.model import Collation, Plan


def texts_of(block: Sequence[Strip]) -> str:
    items = (item for strip in block for item in strip.items)
    return "".join(item.text for item in items if isinstance(item, Text)).replace(JOINER, "")


SENTENCES = [
    "开展重点行业工艺优化行动。",
    "组织质量提升关键技术攻关。",
    "推行企业首席质量官制度。",
    "加强检验检测技术装备研发制造。",
    "农产品质量安全例行监测合格率达到98.3%以上。",
]
CLAUSES = st.lists(st.permutations(SENTENCES), min_size=1, max_size=3).map(
    lambda clauses: "一、重点任务\n" + "\n".join(f"{n}.{''.join(said)}" for n, said in enumerate(clauses, start=1))
)


def rows_printed(made: Collation) -> list[Printed]:
    return list(PairRows.of(Dossier(made), Setter(typefaces())).rows())


def bare(text: str) -> str:
    return re.sub(r"\s|[①-⑳↓↑]|（取自基准[^）]*）|←\s?[^\s。；，：]*", "", text)


@settings(max_examples=40, deadline=None)
@given(CLAUSES, CLAUSES)
def test_groups_keep_the_order_of_either_plan(collation: Callable[..., Collation], base: str, target: str) -> None:
    made = collation(base, target)
    links = Links(made.base, made.targets[0])
    for row in made.rows:
        groups = groups_of(links, row.clauses(0), row.cells[0].clauses)
        own = sentences_of(made.base, () if row.base is None else (row.base,))
        theirs = sentences_of(links.plan, row.cells[0].clauses)
        assert [s for group in groups for s in group.base] == own
        assert [s for group in groups for s in group.target] == theirs
        for group in groups:
            assert len({links.plan.sentences[t].clause for t in group.target}) <= 1, "no two clauses in one line"


@pytest.mark.parametrize("pair", [("chongqing-2023", "yongchuan-2023-draft"), ("chengdu-2023-draft", "chongqing-2011")])
def test_a_row_prints_the_target_in_its_order(
    seed: Callable[[str], Plan], collation: Callable[..., Collation], pair: tuple[str, str]
) -> None:
    made = collation(*map(seed, pair))
    plan = made.targets[0].plan
    printed = "".join(bare(texts_of(row.cells[TARGET])) for row in rows_printed(made))
    standing = (c for row in made.rows for c in row.cells[0].clauses)
    assert printed == "".join(bare(plan.wording(s)) for s in sentences_of(plan, list(standing)))


def test_a_moved_sentence_stands_at_its_place_on_either_side(collation: Callable[..., Collation]) -> None:
    first, second, third, *_ = SENTENCES
    made = collation(f"一、重点任务\n1.{first}{second}{third}", f"一、重点任务\n1.{third}{first}{second}")
    shown = [[texts_of(row.cells[column]) for column in (BASE, KIND, TARGET, NOTES)] for row in rows_printed(made)]
    moved = [row for row in shown if "取自基准" in row[0] or (third in row[0] and not row[2])]
    assert [bare(row[2]) for row in moved] == [f"1.{third}", ""]
    assert "本条内移位（原第3句）" in moved[0][3]
    assert "⇅移位" in moved[1][1]
    assert "见本行" in moved[1][3]
    assert not any("←" in row[2] for row in shown)


def words_by_page(made: Collation) -> Iterator[str]:
    for page in laid_out(Dossier(made), typefaces()).pages:
        yield "".join(texts_of([strip]) for _, _, strip in page.strips)


LONG = "".join(f"建设第{n}批质量强区示范园，培育一批质量领军企业和首席质量官。" for n in range(90))


def test_a_band_of_one_target_is_set_again_over_its_own_rows_only(collation: Callable[..., Collation]) -> None:
    base = "一、总体要求\n1.塑造质量品牌。推行首席质量官制度。\n2.强化基础支撑。开展工艺优化行动。"
    ours = "一、总体要求\n1.塑造质量品牌。推行首席质量官制度。\n二、职教高地\n1.支持职业院校。" + LONG
    pages = list(words_by_page(collation(base, base, f"{ours}\n三、附则\n1.本方案自印发之日起施行。")))
    going_on = [page for page in pages if "第40批" in page or "第70批" in page]
    assert going_on
    for page in going_on:
        if "五、对照表" in page and "总体要求（续）" in page:
            pytest.fail("the base's band stands over a row that only a target has")
    assert any("职教高地" in page and "（续）" in page for page in going_on)
    assert any("二1.（续）" in page for page in going_on), "the clause goes on under its number"


def test_a_kind_is_set_again_only_where_its_words_go_on(collation: Callable[..., Collation]) -> None:
    base = "一、总体要求\n1.塑造质量品牌。推行首席质量官制度。"
    made = collation(base, base, base + LONG)
    rows = list(ManyRows.of(Dossier(made), Setter(typefaces()), range(2)).rows())
    row = max(rows, key=lambda printed: printed.height)
    head, rest = row.split(300.0)
    resumed = rest.resumed()
    kinds = [texts_of(resumed.cells[column]) for column in (3, 5)]
    assert [bool(texts_of(head.cells[column])) for column in (3, 5)] == [True, True]
    assert kinds[0] == ""
    assert "修改" in kinds[1]
    assert texts_of(resumed.cells[0]), "the row's number"


def test_a_clause_that_two_targets_add_is_cited_in_both(collation: Callable[..., Collation]) -> None:
    base = "一、总体要求\n1.塑造质量品牌。推行首席质量官制度。"
    added = f"{base}\n2.支持职业院校开设质量管理专业，建设西部职教高地。"
    made = collation(base, added, added)
    rows = list(ManyRows.of(Dossier(made), Setter(typefaces()), range(2)).rows())
    (row,) = [row for row in rows if "职业院校" in texts_of(row.cells[-1])]
    assert [texts_of(row.cells[-1]).count(said) for said in ("对照条款号：一2.", "　同", "职业院校")] == [1, 1, 1]


def test_destinations_are_in_order_and_bold_one_by_one(collation: Callable[..., Collation]) -> None:
    first, second, third, *_ = SENTENCES
    base = f"一、重点任务\n1.提升质量。{first}{second}{third}"
    made = collation(base, f"一、重点任务\n1.提升质量。{first}{second}\n2.{third}")
    listing = destinations(Setter(typefaces()), Dossier(made), 0, PORTRAIT.measure)
    shown: Sequence[tuple[str, bool]] = next(
        [(item.text, item.face == SANS_BOLD) for strip in row.cells[2] for item in strip.items]  # type: ignore[union-attr]
        for row in listing.rows
        if len(row.cells[2]) > 1
    )
    assert shown == [("一1.", False), ("一2.", True)]
