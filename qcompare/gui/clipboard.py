"""Puts the chosen row on the clipboard, and says so."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from qcompare.gui.comparison import Comparison
from qcompare.gui.models import speech
from qcompare.tables.as_clip import row_clip


def copy_text(comparison: Comparison) -> str:
    """Copy the chosen row as text; return what is to be said."""
    row = comparison.view.row
    if row < 0:
        return ""
    QGuiApplication.clipboard().setText(speech.copy_text(comparison.rows, row))
    return f"已复制第 {row + 1} 行"


def copy_table(comparison: Comparison) -> str:
    """Copy the chosen row as a table that Word keeps the marks of; return what is to be said."""
    row = comparison.view.row
    if row < 0:
        return ""
    data = QMimeData()
    html, text = row_clip(comparison.collation, comparison.findings, row, comparison.rows.chosen)
    data.setHtml(html)
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
    return f"已复制第 {row + 1} 行为表格，可粘贴到 Word 或 WPS"
