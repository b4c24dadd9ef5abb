"""What the aligned columns say in words: to screen readers, in tooltips of the row heads, and to the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qcompare.citing import against_words, percent
from qcompare.gui.models.cells import target_name
from qcompare.gui.models.place import is_text, target_of
from qcompare.marks import DOUBTFUL_WORD, MOVED_WORD, WORDS

if TYPE_CHECKING:
    from qcompare.gui.models.rows import RowsModel


def spoken(rows: RowsModel, at: int, column: int) -> str:
    """Return a cell in words, its kind before its text."""
    target = target_of(column)
    if rows.line(at).fold or target is None:
        return str(rows.index(at, 0).data()) if rows.line(at).fold else rows.cell_text(at, 0).spoken or "基准无此条款"
    cell = rows.cell(at, target)
    said = (
        WORDS[cell.kind],
        rows.figure_words(at, target),
        MOVED_WORD if cell.moved else "",
        DOUBTFUL_WORD if cell.doubtful else "",
    )
    kind = "、".join(filter(None, said))
    if not is_text(column):
        has_base = rows.collation.opposite(rows.collation.rows[rows.line(at).row], target)
        return f"{kind}，承接 {percent(cell.carried)}" if has_base else kind
    return f"{kind}。{rows.cell_text(at, column).spoken}" if kind else "无"


def spoken_head(rows: RowsModel, at: int) -> str:
    """Return a row's head in words: its number, and whether it opens and closes what stands under it."""
    line, band = rows.line(at), rows.band(at)
    if line.fold:
        return "折叠行，已展开" if line.opened else "折叠行，已折叠"
    if not band:
        return f"第 {line.row + 1} 行"
    closed = line.row in rows.folding.collapsed
    return f"第 {line.row + 1} 行，{'章' if band == 1 else '节'}，{'已收起' if closed else '已展开'}"


def review_words(rows: RowsModel, row: int) -> str:
    """Return what was said of a row, for its head and for screen readers."""
    state = "已审核" if row in rows.reviewed else "审核后文字有改动，请再看" if rows.is_stale(row) else "未审核"
    said = [state] if rows.review.to_review(row) else []
    for target, opinion in rows.review.notes(row):
        said.append(f"{target_name(rows.collation, target)}：{opinion.words}")
    return "\n".join(said)


def copy_text(rows: RowsModel, row: int) -> str:
    """Return a row as text for the clipboard, the base before the targets."""
    parts = [f"第 {row + 1} 行", f"基准（{rows.labels[0]}）：{rows.row_text(row, None).plain or '无'}"]
    for t, name in enumerate(rows.labels[1:]):
        kind = WORDS[rows.collation.rows[row].cells[t].kind]
        said = "，".join(filter(None, (name, against_words(rows.collation, t), kind)))
        parts.append(f"对照{t + 1}（{said}）：{rows.row_text(row, t).plain or '无'}")
    return "\n".join(parts)
