"""The statistics by chapter (各章构成) as a Qt table model, read-only over the numbers of one target."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qcompare.citing import base_word, labels, percent
from qcompare.gui.models.cells import target_name
from qcompare.marks import WORDS
from qcompare.model import Collation, Plan, RowKind
from qcompare.statistics import BASE_KINDS, TARGET_KINDS, Chapter, Statistics, Tally
from qcompare.tables.statistics import title_of

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

NAME, WENT, SHARES = 0, 1, 2
"""Columns: the chapter, what became of the base, the bars of 承接率; then 承接率 of each target, at last what the target is."""


class ChaptersModel(QAbstractTableModel):
    """Chapters by columns, the whole plan last."""

    def __init__(self, collation: Collation, statistics: Statistics, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.collation, self.statistics = collation, statistics

    def names(self) -> list[str]:
        """Return what each line is called."""
        return [title_of(self.base, self.chapter(row)) for row in range(self.rowCount())]

    def set_statistics(self, statistics: Statistics) -> None:
        """Show the numbers of another target."""
        self.beginResetModel()
        self.statistics = statistics
        self.endResetModel()

    @property
    def came(self) -> int:
        """The last column: where the target's sentences come from."""
        return SHARES + 1 + len(self.statistics.targets)

    @property
    def base(self) -> Plan:
        """The plan that the target is compared with."""
        return self.collation.base_of(self.statistics.target)

    def chapter(self, row: int) -> Chapter:
        """Return the chapter a line shows; the whole plan in the last."""
        chapters = self.statistics.chapters
        return chapters[row] if row < len(chapters) else self.statistics.whole

    def first_sentence(self, row: int) -> int | None:
        """Return the base sentence that a line's chapter begins with, None for the whole plan."""
        chapter, base = self.chapter(row), self.base
        if not chapter.level:
            return None
        if chapter.clause is None:
            return next(iter(base.aligned()), None)
        return base.clauses[chapter.clause].sentences.start

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of chapters, and one for the whole."""
        return 0 if parent.isValid() else len(self.statistics.chapters) + 1

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return four columns, and one for each target."""
        return 0 if parent.isValid() else self.came + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what each column holds."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            between = SHARES < section < self.came
            side = Qt.AlignmentFlag.AlignRight if between else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and SHARES < section < self.came:
            name = labels(self.collation)[self.statistics.targets[section - SHARES - 1] + 1]
            return f"{name}：{base_word(self.collation, self.statistics.target)}文字被承接的字数占比"
        return self._head(section) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell in words: what is drawn as bars is told to screen readers and in the tooltip."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._said(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            said = self._said(index.row(), index.column())
            return said if self.first_sentence(index.row()) is None else f"{said}\n双击或按 Enter 转到对照行"
        return None

    def _head(self, section: int) -> str:
        counts = self.collation.targets[self.statistics.target].counts
        if section == NAME:
            return f"章节（按{base_word(self.collation, self.statistics.target)}）"
        if section == WENT:
            return f"{base_word(self.collation, self.statistics.target)}去向　{counts.base} 句各去了哪里"
        if section == SHARES:
            return "承接率（按字）"
        target = self.statistics.target if section == self.came else self.statistics.targets[section - SHARES - 1]
        name = target_name(self.collation, target)
        return f"{name}构成　{counts.target} 句各从哪里来" if section == self.came else name

    def _said(self, row: int, column: int) -> str:
        chapter = self.chapter(row)
        if column == NAME:
            return title_of(self.base, chapter)
        if column == WENT:
            return tally_words(chapter.base, BASE_KINDS)
        if column == self.came:
            return tally_words(chapter.target, TARGET_KINDS)
        if column > SHARES:
            return percent(chapter.share(self.statistics.targets[column - SHARES - 1]))
        shares = map(chapter.share, self.statistics.targets)
        names = (target_name(self.collation, target) for target in self.statistics.targets)
        return "，".join(f"{name} {percent(share)}" for name, share in zip(names, shares, strict=True))


def tally_words(tally: Tally, kinds: tuple[RowKind, ...]) -> str:
    """Return the counts of a bar in words.

    >>> tally_words(Tally((12, 0, 9, 1, 0)), BASE_KINDS)
    '22 句：沿用 12，修改 9，未承接 1'
    """
    said = "，".join(f"{WORDS[kind]} {tally[kind]}" for kind in kinds if tally[kind])
    return f"{tally.sentences} 句：{said}" if said else "无"
