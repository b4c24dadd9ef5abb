"""The last chapter: what reviewers said row by row, and the opinion and signatures to be filled in by hand (审核意见)."""

from __future__ import annotations

from qcompare.citing import cited_clause, clauses_in, opening_of, told_labels
from qcompare.decisions import VERDICT_WORDS, Verdict
from qcompare.dossier import Dossier
from qcompare.memo.attention import set_page
from qcompare.memo.drawing import Item, Line, Strip, Text, row_anchor
from qcompare.memo.fonts import SANS, SANS_BOLD
from qcompare.memo.look import BLACK, BODY, NOTE, TABLE, Style
from qcompare.memo.pages import Pages
from qcompare.memo.setting import Align, Stretch
from qcompare.memo.table import Above, Columns, Row, Table, stacked

SIGNATURE_HEIGHT = 240.0
"""Points that the signature block takes, which stands whole on a page."""

_LINES = 3
_SECOND = 221.0
_GAP = 24.0

_COLUMNS = (24.0, 104.0, 60.0, 44.0, 183.6)
_PAGE = 27.0
_HEAD = Style(SANS_BOLD, 9.5, 13)
_PATH = Style(SANS, 9.5, 13)
_VERDICT = Style(SANS_BOLD, 9.5, 13)


def set_opinions(pages: Pages, dossier: Dossier, *, numbered: bool) -> None:
    """Set how far the review has come and the verdicts and notes, row by row; `numbered` adds the pages of the rows."""
    measure = pages.page.paper.measure
    pages.put(pages.setter.plain(state_of_review(dossier), NOTE, measure))
    pages.skip(3.0)
    if not dossier.opinions:
        return
    columns = Columns((*_COLUMNS, _PAGE) if numbered else _COLUMNS, inset=4.0, rules="555555").spread(measure)
    words = ("行", "条款", "对照", "结论", "意见", "页")[: len(columns.widths)]
    heads = tuple(pages.setter.plain(w, _HEAD, columns.measure(at), Align.CENTRE) for at, w in enumerate(words))
    Table(pages, columns, (Row(heads, above=Above.NONE),)).set(_opinion_rows(pages, dossier, columns))
    pages.skip(10.0)


def state_of_review(dossier: Dossier) -> str:
    """Return how far the review has come, in words: 应审核58行，已勾“已审核”12行；结论：同意3条，需修改1条，待议0条。"""
    opinions = dossier.opinions.values()
    said = [f"应审核{dossier.to_review}行，已勾“已审核”{len(dossier.reviewed)}行"] if dossier.to_review else []
    verdicts = [o.verdict for o in opinions]
    if any(verdicts):
        said.append("结论：" + "，".join(f"{VERDICT_WORDS[v]}{verdicts.count(v)}条" for v in Verdict))
    if dossier.lost:
        said.append(f"另有{dossier.lost}条旧决定因文字有变不再适用，未列")
    return f"{'；'.join(said)}。" if said else "尚未审核。" if not opinions else "逐条意见如下。"


def _opinion_rows(pages: Pages, dossier: Dossier, columns: Columns) -> list[Row]:
    setter, names = pages.setter, told_labels(dossier.collation)
    made = []
    for (row, target), said in sorted(dossier.opinions.items()):
        plan, clause = next(clauses_in(dossier.collation, dossier.collation.rows[row]))
        where = stacked(
            setter.set([Stretch(cited_clause(plan, clause), _PATH, link=row_anchor(row, target))], columns.measure(1)),
            setter.plain(setter.fitted(opening_of(plan, clause), NOTE, columns.measure(1)), NOTE, columns.measure(1)),
        )
        verdict = VERDICT_WORDS[said.verdict] if said.verdict else ""
        cells = [
            setter.plain(str(row + 1), TABLE, columns.measure(0), Align.CENTRE),
            where,
            setter.plain(names[target], TABLE, columns.measure(2), Align.CENTRE),
            setter.plain(verdict, _VERDICT, columns.measure(3), Align.CENTRE),
            setter.plain(said.note, TABLE, columns.measure(4)),
        ]
        if len(columns.widths) > len(cells):
            cells.append(set_page(setter, row, target, columns.measure(5)))
        made.append(Row(tuple(cells), padding=(1.6, 2.0)))
    return made


def set_signature(pages: Pages) -> None:
    """Set the conclusion and signature block, all of it on one page."""
    pages.ask(SIGNATURE_HEIGHT)
    pages.put((_words((0.0, "结　论："), (54.0, "□ 同意"), (129.0, "□ 需修改"), (216.0, "□ 待议")),))
    pages.skip(2.0)
    pages.put((_words((0.0, "意　见：")),))
    pages.skip(12.0)
    for _ in range(_LINES):
        pages.skip(_GAP)
        pages.rule(0.5, "555555")
    pages.skip(22.0)
    for left, right in (("编制人：", "审核人："), ("复核人：", "单　位：")):
        pages.put((_signatures(left, right),))
        pages.skip(12.0)
    pages.put((_words((291.0, "年"), (339.0, "月"), (387.0, "日")),))


def _words(*placed: tuple[float, str]) -> Strip:
    return Strip(BODY.leading, tuple(Text(x, 14.3, words, BODY.face, BODY.size, BLACK) for x, words in placed))


def _signatures(left: str, right: str) -> Strip:
    sealed = right.startswith("单")
    end = _SECOND + 48.0 + (84.0 if sealed else 96.0)
    items: list[Item] = [
        Text(0.0, 14.3, left, BODY.face, BODY.size, BLACK),
        Line(48.0, 16.3, 144.0, 16.3, 0.6, BLACK),
        Text(_SECOND, 14.3, right, BODY.face, BODY.size, BLACK),
        Line(_SECOND + 48.0, 16.3, end, 16.3, 0.6, BLACK),
    ]
    if sealed:
        items.append(Text(end, 14.3, "（盖章）", BODY.face, BODY.size, BLACK))
    return Strip(BODY.leading, tuple(items))
