"""Keeps what a person says of the lines of plans in their readers, and lets the comparison shown follow."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from qcompare.document import Span
from qcompare.gui import jobs
from qcompare.gui.access import rest
from qcompare.gui.latest import Latest
from qcompare.gui.reader import PlanReader
from qcompare.gui.troubles import tell
from qcompare.treatments import Treatment

if TYPE_CHECKING:
    from qcompare.gui.window import Window

_REST = 700
"""Milliseconds without another word on a plan's lines after which the comparison shown is made anew."""


class Treating(QObject):
    """Opens the readers of one window; of each document only what was said last need be kept, as it is the whole.

    Its versions are spoken of in one: what is said in two readers, one right after the other, is kept of both.
    """

    def __init__(self, window: Window, library: Path) -> None:
        super().__init__(window)
        self._window, self._library = window, library
        self._keepers: dict[int, Latest] = {}
        self._rest = QTimer(self, interval=_REST, singleShot=True)
        self._rest.timeout.connect(window.recompare)

    def open_reader(self, opened: jobs.Opened, place: Span | None = None) -> None:
        """Show a plan in a window of its own, in place of one that is open."""
        for reader in self._readers(opened.number):
            reader.close()
        reader = PlanReader(opened, self._window.style_now.theme, self._window, place)
        reader.treated.connect(self._keep)
        rest((*reader.treats.values(), reader.back), self._window.access.why)
        reader.show()

    def finish(self) -> None:
        """Keep what was said last, for the window is closing."""
        for keeper in self._keepers.values():
            keeper.finish(last=True)

    # inside

    def _readers(self, plan: int) -> list[PlanReader]:
        return [reader for reader in self._window.findChildren(PlanReader) if reader.plan == plan]

    def _keep(self, plan: int, said: tuple[Treatment, ...]) -> None:
        versions = self._versions(plan)
        others = [reader for reader in self._window.findChildren(PlanReader) if reader.plan in versions - {plan}]
        for reader in others:
            reader.hear(said)
        document = min(versions)
        if document not in self._keepers:
            keeper = self._keepers[document] = Latest(partial(jobs.treat, self._library), self)
            keeper.done.connect(lambda _wish, kept: self._show(*kept))
            keeper.failed.connect(partial(self._fail, document))
        self._keepers[document].ask(jobs.Treating(plan, said, tuple(sorted({reader.plan for reader in others}))))

    def _versions(self, plan: int) -> set[int]:
        """Return the library's numbers of a plan and its other versions."""
        families = {entry.id: entry.family for entry in self._window.library_pane.model.entries()}
        return {number for number in families if families[number] == families.get(plan)} | {plan}

    def _show(self, read: tuple[jobs.Opened, ...], holdings: jobs.Holdings) -> None:
        said_of, *others = read
        for reader in self._readers(said_of.number):
            reader.show_plan(said_of)
        for opened in others:
            for reader in self._readers(opened.number):
                reader.show_plan(opened)
                reader.take_back()
        self._window.list_holdings(holdings)
        if self._versions(said_of.number) & set(self._window.plans_shown):
            self._rest.start()

    def _fail(self, plan: int, error: Exception) -> None:
        """Say why nothing was kept, and let the readers of its document go on from what is."""
        versions = self._versions(plan)
        readers = [reader for reader in self._window.findChildren(PlanReader) if reader.plan in versions]
        for reader in readers:
            reader.take_back()
        tell(error, readers[0] if readers else self._window)
