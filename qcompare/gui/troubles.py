"""The one place where the window tells of trouble: the user's to mend, or ours."""

from __future__ import annotations

import traceback

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from qcompare.errors import QCompareError

_open_boxes: set[QMessageBox] = set()
"""Boxes on the screen: one without a window behind it lives as long as it stands here."""


def tell(error: BaseException, parent: QWidget | None = None) -> QMessageBox:
    """Show what went wrong and go on: one box, not waited for.

    A QCompareError says itself what to do. Anything else is our bug; the box says that the work goes on and gives the
    details to pass on.
    """
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning if isinstance(error, QCompareError) else QMessageBox.Icon.Critical)
    box.setWindowTitle("qcompare")
    if isinstance(error, QCompareError):
        box.setText(f"{error.problem.rstrip('。')}。")
        box.setInformativeText(
            "\n".join(filter(None, (error.place, f"{error.advice.rstrip('。')}。" if error.advice else "")))
        )
    else:
        box.setText("程序出现意外错误，刚才的操作没有完成。")
        box.setInformativeText("规划库没有受到影响，可以继续使用。如反复出现，请将详细信息交给维护人员。")
        box.setDetailedText("".join(traceback.format_exception(error)))
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    _open_boxes.add(box)
    box.finished.connect(lambda: _open_boxes.discard(box))
    box.open()
    return box


def tell_several(errors: tuple[QCompareError, ...], lead: str, parent: QWidget | None = None) -> QMessageBox:
    """Show the troubles of one job in one box, under what the job did all the same."""
    return tell(QCompareError(lead, place="\n".join(map(str, errors))), parent)
