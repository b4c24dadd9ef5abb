"""The words of the tooltips over the aligned columns, fetched where the mouse rests."""

from __future__ import annotations

from html import escape

from qcompare.explain import Explainer
from qcompare.gui.models.cells import Piece, Voice
from qcompare.gui.models.place import is_text, target_of
from qcompare.gui.models.rows import RowsModel


class Tips:
    """Answers what is to be said of a place in the columns, as rich text; empty where there is nothing to say."""

    def __init__(self, rows: RowsModel) -> None:
        self._rows = rows
        self._explainers: dict[int, Explainer] = {}
        self._of = rows.collation

    def at(self, at: int, column: int, piece: Piece | None) -> str:
        """Return the tip for a cell, and for the stretch of it that is pointed at."""
        line = self._rows.line(at)
        if line.fold:
            return rich((f"点击{'收起' if line.opened else '展开'}",))
        target = target_of(column)
        if not is_text(column):
            assert target is not None
            return rich(self._explainer(target).of_row(line.row))
        if piece is None:
            return ""
        if piece.voice in (Voice.LINK, Voice.QUOTE):
            return rich((f"该文字在另一行；点击转到第 {piece.row + 1} 行",)) if piece.row is not None else ""
        if piece.start is None:
            return ""
        if target is None:
            told = (
                0 if self._of.chained else self._rows.chosen
            )  # in a chain the base's marks are those of its own target
            return rich(self._explainer(told).of_base(piece.start))
        return rich(self._explainer(target).of_target(piece.start))

    def _explainer(self, target: int) -> Explainer:
        if self._of is not self._rows.collation:
            self._of = self._rows.collation
            self._explainers.clear()
        if target not in self._explainers:
            self._explainers[target] = Explainer(self._of, self._rows.cells.findings, target)
        return self._explainers[target]


def rich(lines: tuple[str, ...]) -> str:
    """Return lines as a tooltip that wraps; a plan's own signs stay signs.

    >>> rich(("修改：基准作“A<B”", "存疑"))
    '<qt>修改：基准作“A&lt;B”<br>存疑</qt>'
    """
    return f"<qt>{'<br>'.join(map(escape, lines))}</qt>" if lines else ""
