"""The memo of real plans: its numbers are the counts, its rows lose no word, its pages hold what is set on them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcompare.citing import percent, result_of
from qcompare.dossier import Dossier
from qcompare.findings import findings_of
from qcompare.memo.drawing import Strip, Text, height_of
from qcompare.memo.fonts import typefaces
from qcompare.memo.journeys import derivations, destinations
from qcompare.memo.layout import laid_out
from qcompare.memo.look import COVER, PORTRAIT
from qcompare.memo.pages import Pages
from qcompare.memo.rows import BASE, TARGET, PairRows
from qcompare.memo.setting import Setter
from qcompare.memo.table import Row as PrintedRow
from qcompare.memo.wording import CIRCLED
from qcompare.model import Collation, Plan, RowKind
from qcompare.statistics import Tally, chapters_of


def set_memo(collation: Collation) -> Pages:
    return laid_out(Dossier(collation), typefaces())


def texts_of(strips: Sequence[Strip]) -> str:
    return "".join(item.text for strip in strips for item in strip.items if isinstance(item, Text))


@pytest.fixture(scope="module")
def yongchuan(seed: Callable[[str], Plan], collation: Callable[..., Collation]) -> Collation:
    return collation(seed("chongqing-2023"), seed("yongchuan-2023-draft"))


def test_numbers_are_the_counts(yongchuan: Collation) -> None:
    counts = yongchuan.targets[0].counts
    said = result_of(yongchuan, yongchuan.targets[0])
    expected = [
        counts.target,
        counts.inherited,
        counts.localised,
        counts.modified,
        counts.added,
        counts.moved,
        counts.doubtful,
    ]
    assert [int(n) for n in re.findall(r"(\d+)句", said)] == [*expected, counts.base, counts.dropped]
    assert percent(counts.carried_share) in said


def test_chart_adds_up_to_the_counts(yongchuan: Collation) -> None:
    counts = yongchuan.targets[0].counts
    chapters = chapters_of(yongchuan, 0, findings_of(yongchuan).coverage)
    base = sum((chapter.base for chapter in chapters), Tally())
    target = sum((chapter.target for chapter in chapters), Tally())
    assert (base.sentences, base[RowKind.DROPPED]) == (counts.base, counts.dropped)
    assert target.counts == (counts.inherited, counts.localised, counts.modified, 0, counts.added)
    assert sum(chapter.carried[0] for chapter in chapters) == counts.carried
    assert [yongchuan.base.clauses[c.clause].path for c in chapters if c.clause is not None] == [
        *("一", "二（一）", "二（二）", "二（三）", "二（四）", "三（一）", "三（二）", "三（三）", "四")
    ]


def test_tables_of_clauses_end_with_the_counts(yongchuan: Collation) -> None:
    counts = yongchuan.targets[0].counts
    setter = Setter(typefaces())
    went = [texts_of(cell) for cell in destinations(setter, Dossier(yongchuan), 0, PORTRAIT.measure).rows[-1].cells]
    came = [texts_of(cell) for cell in derivations(setter, Dossier(yongchuan), 0, PORTRAIT.measure).rows[-1].cells]
    assert went[6] == str(counts.dropped)
    assert went[7] == percent(counts.carried_share)
    assert came[3:] == [str(n or "") for n in (counts.inherited, counts.localised, counts.modified, counts.added)]


def bare(text: str) -> str:
    return re.sub(rf"\s|[{CIRCLED}]|（取自基准[^）]*）|←\s?[^\s。；，：]*", "", text)


def test_rows_lose_no_word_of_either_plan(yongchuan: Collation) -> None:
    setter = Setter(typefaces())
    rows = list(PairRows.of(Dossier(yongchuan), setter).rows())
    base, target = yongchuan.base, yongchuan.targets[0].plan
    printed = "".join(bare(texts_of(row.cells[BASE])) for row in rows)
    assert printed == "".join(bare(base.wording(i)) for i in base.aligned())
    shown = Counter(re.sub(r"\s", "", "".join(texts_of(row.cells[TARGET]) for row in rows)))
    assert not Counter("".join("".join(target.wording(i).split()) for i in target.aligned())) - shown


def in_frame(pages: Pages) -> None:
    """Assert that no word is set beyond its frame, under 9 points, or below the foot."""
    fonts = pages.setter.fonts
    for page in pages.pages:
        for x, y, strip in page.strips:
            assert y + strip.height <= page.paper.bottom + 40
            for item in strip.items:
                if isinstance(item, Text) and item.text.strip():
                    width = fonts.width(item.face, item.text.rstrip(), item.size) + item.tracking * len(item.text)
                    assert item.size >= 9
                    assert x + item.x >= page.paper.left - 0.5
                    assert x + item.x + width <= page.paper.right + 3, item.text


@pytest.mark.parametrize("targets", [1, 3, 5])
def test_nothing_leaves_the_frame_and_nothing_is_under_nine_points(
    seed: Callable[[str], Plan], collation: Callable[..., Collation], targets: int
) -> None:
    names = ["yongchuan-2023-draft", "chengdu-2023-draft", "chongqing-2011", "yongchuan-2023-draft", "youxian-2023"]
    in_frame(set_memo(collation(seed("chongqing-2023"), *map(seed, names[:targets]))))


LINES = [
    "一、总体要求",
    "（一）推动产业质量竞争力增强",
    "1.提升产业集群质量引领力。围绕打造“33618”现代制造业集群体系，组建一批产业集群质量标准创新合作平台。",
    "2. 提升产业基础质量支撑。强化质量技术攻关，农产品质量安全例行监测合格率达到98.3%以上；力争居前列。",
    "（责任单位：区市场监管局、区经济信息委）",
    "——服务质量水平全面提升。",
    "为深入贯彻落实《质量强国建设纲要》，制定本实施方案。",
    "第一条 为了规范质量工作，制定本办法。",
    "chongqingchongqingchongqingchongqingchongqingchongqingchongqingchongqing/2023",
    "，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，",
]
TEXTS = st.lists(st.sampled_from(LINES), min_size=1, max_size=14).map("\n".join)


@settings(max_examples=20, deadline=None)
@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=3))
def test_any_comparison_is_set_within_its_frame(
    collation: Callable[..., Collation], base: str, targets: list[str]
) -> None:
    in_frame(set_memo(collation(base, *targets)))


def strips_of(count: int) -> tuple[Strip, ...]:
    return tuple(Strip(15.0) for _ in range(count))


@pytest.mark.parametrize(("lines", "room", "expected"), [(5, 70.0, (3, 2)), (6, 70.0, (4, 2)), (40, 310.0, (20, 20))])
def test_a_split_row_leaves_no_line_alone(lines: int, room: float, expected: tuple[int, int]) -> None:
    head, tail = PrintedRow((strips_of(1), strips_of(lines)), padding=(3.0, 3.0)).split(room)
    assert (len(head.cells[1]), len(tail.cells[1])) == expected


def test_a_row_is_not_begun_with_its_first_line_alone() -> None:
    row = PrintedRow((strips_of(5),), padding=(3.0, 3.0))
    assert row.least == 36.0
    assert PrintedRow((strips_of(3),), padding=(3.0, 3.0)).least == height_of(strips_of(3)) + 6.0


def test_a_clause_of_many_pages_is_printed_whole(collation: Callable[..., Collation]) -> None:
    long = "1.加强质量基础设施建设。" + "提升检验检测认证服务能力，推动质量强区建设再上新台阶，" * 900 + "力争居前列。"
    pages = set_memo(collation("一、总体要求\n" + long, "一、总体要求\n1.加强质量基础设施建设。"))
    assert len(pages.pages) > 20
    printed = "".join(texts_of([strip]) for page in pages.pages for _, _, strip in page.strips)
    assert printed.count("阶，") >= 900
    assert all(page.paper is not COVER for page in pages.pages[1:])
