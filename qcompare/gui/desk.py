"""Where a person's decisions are made: each is written to the library before it is shown, and can be undone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from qcompare.decisions import Change, QuotedRuling
from qcompare.errors import LibraryError, QCompareError
from qcompare.holding import refuse_where_held
from qcompare.review import Review
from qcompare.store import Library

_ANOTHER = (
    "规划库文件换成了另一个，其中没有正在审核的规划文本，刚才的操作没有做",
    "请把原来的文件放回原处再重试，或关闭窗口后重新打开",
)

_TYPING = 1
"""The id of steps that are one while the person types on."""


class Desk(QObject):
    """Makes changes to what was decided about the comparison shown, and knows what it says after them.

    A change is in the library when `make` returns; what fails to be written is not made, and `failed` says why. Where the
    library is only read, `why` says so, and nothing is made.
    """

    changed = Signal()
    """What was decided has changed; `review` says how."""

    ruled = Signal()
    """Sentences were linked or cut: the comparison is to be made anew."""

    failed = Signal(object)

    refused = Signal(str)
    """Nothing is written to this library, for the reason given."""

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = library
        self._library: Library | None = None
        self._file: os.stat_result | None = None
        self.why = ""
        self.review: Review | None = None
        self.steps = QUndoStack(self)
        self._log: list[Change] = []

    def show(self, review: Review, *, anew: bool) -> None:
        """Decide about this comparison from now on; with `anew` it is another one, and its steps begin here."""
        self.review = review
        if anew:
            self.steps.clear()

    def make(self, changes: Iterable[Change], words: str, *, typing: bool = False) -> bool:
        """Make changes as one step that can be undone under these words; return whether there were any and they were kept."""
        made = tuple(changes)
        if not made or not self.apply(made):
            return False
        self.steps.push(_Step(self, made, words, typing=typing))
        return True

    def apply(self, changes: tuple[Change, ...]) -> bool:
        """Write changes to the library and show them; return whether they were kept."""
        if self.why:
            self.refused.emit(self.why)
            return False
        try:
            refuse_where_held(self._path)
            self._opened().decide(changes)
        except QCompareError as error:
            self.failed.emit(error)
            return False
        self._log += changes
        if self.review is not None:
            self.review = self.review.after(changes)
        self.changed.emit()
        if any(isinstance(said, QuotedRuling) for change in changes for said in (change.before, change.after)):
            self.ruled.emit()
        return True

    def _opened(self) -> Library:
        """Return the library, opened once: what is written into a file that was moved away since would be lost.

        Raises LibraryError where it is gone, or where another stands in its place, whose numbers mean other plans.
        """
        if self._library is not None and not _is(self._path, self._file):
            self.let_go()
        if self._library is None:
            library = Library.open(self._path, make=False)
            texts = self.review.texts if self.review is not None else {}
            if any(library.number_of(text) != number for number, text in texts.items()):
                library.close()
                raise LibraryError(_ANOTHER[0], place=str(self._path), advice=_ANOTHER[1])
            self._library, self._file = library, self._path.stat()
        return self._library

    @property
    def moment(self) -> int:
        """Stands for now: `since` says what was decided after it."""
        return len(self._log)

    def since(self, moment: int) -> tuple[Change, ...]:
        """Return the changes made after a moment, by a job that had read what was decided by then."""
        return tuple(self._log[moment:])

    def close(self) -> None:
        """Let go of the library; nothing is left to save."""
        self.steps.blockSignals(True)
        self.let_go()

    def let_go(self) -> None:
        """Close the library's file until something is decided again."""
        if self._library is not None:
            self._library.close()
            self._library = None


def _is(path: Path, file: os.stat_result | None) -> bool:
    """Return whether a path still leads to a file, which is open: some file systems number anew those that are not."""
    try:
        return file is not None and os.path.samestat(path.stat(), file)
    except OSError:
        return False


class _Step(QUndoCommand):
    """Changes made together; the first redo finds them made."""

    def __init__(self, desk: Desk, changes: tuple[Change, ...], words: str, *, typing: bool) -> None:
        super().__init__(words)
        self._desk, self.changes, self._typing = desk, changes, typing
        self._made, self._unmade = True, False

    def id(self) -> int:
        """Return what tells steps that may be run together."""
        return _TYPING if self._typing else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take on what was typed on the same note."""
        assert isinstance(other, _Step)
        if len(self.changes) != 1 or len(other.changes) != 1:
            return False
        first, last = self.changes[0], other.changes[0]
        same = (first.base, first.target, first.after) == (last.base, last.target, last.before)
        if not same or first.after is None:
            return False
        self.changes = (Change(first.base, first.target, first.before, last.after),)
        return True

    def redo(self) -> None:
        """Make the changes again."""
        if self._made:
            self._made = False
        elif not self._desk.apply(self.changes):
            self._unmade = True
            QTimer.singleShot(0, self._desk.steps.undo)  # the stack goes back to where the library is

    def undo(self) -> None:
        """Take the changes back."""
        if self._unmade:
            self._unmade = False
        elif not self._desk.apply(tuple(change.undone for change in reversed(self.changes))):
            self._made = True
            QTimer.singleShot(0, self._desk.steps.redo)
