"""The lists that the window opens beside the comparison: figures, words that count as one, decisions that no longer apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qcompare.equivalences import equivalences_file, read_equivalences, write_equivalences
from qcompare.errors import QCompareError
from qcompare.gui.equivalences import EquivalencesDialog
from qcompare.gui.figures import FiguresDialog
from qcompare.gui.lost import LostDialog
from qcompare.gui.troubles import tell
from qcompare.model import Equivalence

if TYPE_CHECKING:
    from qcompare.gui.window import Window


class Lists(QObject):
    """Opens the lists of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def ask_equivalences(self) -> EquivalencesDialog | None:
        """Show the pairs of words that count as one; None where their file cannot be read."""
        window = self._window
        try:
            pairs = read_equivalences(equivalences_file(window.library))
        except QCompareError as error:
            tell(error, window)
            return None
        dialog = EquivalencesDialog(pairs, window)
        if window.access.read_only:
            dialog.set_read_only(window.access.why)
        dialog.kept.connect(self._keep_equivalences)
        dialog.open()
        return dialog

    def show_figures(self) -> FiguresDialog | None:
        """Show the figures table of the comparison; None where there is no comparison."""
        window = self._window
        if window.comparison is None:
            return None
        comparison = window.comparison
        dialog = FiguresDialog(comparison.collation, comparison.findings, window.style_now.theme, window)
        dialog.chosen.connect(comparison.go_to_sentence)
        comparison.destroyed.connect(dialog.close)
        dialog.show()
        return dialog

    def show_lost(self) -> LostDialog | None:
        """Show the decisions that no longer apply; None where there is no comparison."""
        window = self._window
        if window.comparison is None:
            return None
        comparison = window.comparison
        dialog = LostDialog(window.desk, lambda: comparison.view.row, window)
        comparison.destroyed.connect(dialog.close)
        dialog.show()
        return dialog

    def _keep_equivalences(self, pairs: tuple[Equivalence, ...]) -> None:
        """Store the pairs and make the comparison shown anew."""
        window = self._window
        try:
            write_equivalences(equivalences_file(window.library), pairs)
        except QCompareError as error:
            tell(error, window)
            return
        window.compare_again()
