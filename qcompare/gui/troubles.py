"""The one place where the window tells of trouble: the user's to mend, or ours."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QMessageBox, QWidget

from qcompare.errors import QCompareError
from qcompare.gui.notice import Mend, NoticeBar, Trouble
from qcompare.logbook import note_trouble

_open_boxes: set[QMessageBox] = set()
"""Boxes on the screen: one without a window behind it lives as long as it stands here."""


def tell(error: BaseException, parent: QWidget | None = None, mend: Mend | None = None) -> None:
    """Show what went wrong and go on: in the window's message bar, in a box over a dialog or where there is no window.

    A QCompareError says itself what to do, `mend` does it. Anything else is our bug and goes to the last-resort handler.
    """
    if not isinstance(error, QCompareError):
        sys.excepthook(type(error), error, error.__traceback__)
        return
    note_trouble("told", error)
    bar = parent.findChild(NoticeBar) if isinstance(parent, QMainWindow) else None
    if bar is not None:
        bar.tell(Trouble(error, mend=mend))
    else:
        tell_in_box(error, parent)


def tell_several(
    errors: tuple[QCompareError, ...],
    lead: str,
    parent: QMainWindow,
    mend: Mend | None = None,
    see: Mend | None = None,
) -> None:
    """Show the troubles of one job in one message, under what the job did all the same; `see` shows more of that."""
    for error in errors:
        note_trouble("told", error)
    bar = parent.findChild(NoticeBar)
    assert bar is not None
    bar.tell(Trouble(QCompareError(lead), errors, mend, see))


def tell_in_box(error: QCompareError, parent: QWidget | None = None) -> QMessageBox:
    """Show the trouble in a box, not waited for."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("qcompare")
    box.setText(f"{error.problem.rstrip('。')}。")
    box.setInformativeText(
        "\n".join(filter(None, (error.place, f"{error.advice.rstrip('。')}。" if error.advice else "")))
    )
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    _open_boxes.add(box)
    box.finished.connect(lambda: _open_boxes.discard(box))
    box.open()
    return box
