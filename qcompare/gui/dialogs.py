"""The dialogs: a new comparison, and what this program is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from qcompare.built import version_words
from qcompare.shelves import entry_facts, entry_names
from qcompare.store import PlanEntry

_PLAN = Qt.ItemDataRole.UserRole


class NewComparison(QDialog):
    """Asks for one base and one or more targets."""

    chosen = Signal(int, tuple)

    def __init__(self, plans: list[PlanEntry], base: int, targets: tuple[int, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("新建比对")
        self.setMinimumSize(460, 420)
        self.base, self.targets = QComboBox(self), QListWidget(self)
        self._show_boxes_in_the_dark()
        self.buttons = QDialogButtonBox(self)
        self._start = self.buttons.addButton("开始比对", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        names = entry_names(plans)
        for entry in plans:
            self._add(entry, names[entry.id], checked=entry.id in targets)
        self.base.setCurrentIndex(max(0, self.base.findData(base)))
        self._lay_out()
        self._refuse_base_as_target()
        self.base.currentIndexChanged.connect(self._refuse_base_as_target)
        self.targets.itemChanged.connect(self._allow_start)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def checked(self) -> tuple[int, ...]:
        """Return the targets chosen, in the order listed."""
        return tuple(
            item.data(_PLAN)
            for item in map(self.targets.item, range(self.targets.count()))
            if item.checkState() == Qt.CheckState.Checked and item.data(_PLAN) != self.base.currentData()
        )

    def accept(self) -> None:
        """Ask for the comparison and close."""
        self.chosen.emit(self.base.currentData(), self.checked())
        super().accept()

    def _add(self, entry: PlanEntry, name: str, *, checked: bool) -> None:
        words = f"{name}\u3000{entry_facts(entry)}".rstrip()
        self.base.addItem(words, entry.id)
        item = QListWidgetItem(words, self.targets)
        item.setData(_PLAN, entry.id)
        item.setToolTip(entry.metadata.title or entry.source)
        item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)

    def _show_boxes_in_the_dark(self) -> None:
        """Make the frames of the check boxes visible: Fusion draws them darker than the window, which hides them there."""
        colours, window = self.targets.palette(), QPalette.ColorRole.Window
        if colours.color(window).lightness() < 128:
            colours.setColor(window, colours.color(QPalette.ColorRole.PlaceholderText))
            self.targets.setPalette(colours)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("基准(&B)：", self.base)
        column = QVBoxLayout(self)
        column.addLayout(form)
        label = QLabel("对照(&T)，可选多个：", self)
        label.setBuddy(self.targets)
        column.addWidget(label)
        column.addWidget(self.targets, 1)
        column.addWidget(self.buttons)

    def _refuse_base_as_target(self) -> None:
        for item in map(self.targets.item, range(self.targets.count())):
            enabled = item.data(_PLAN) != self.base.currentData()
            flag = Qt.ItemFlag.ItemIsEnabled
            item.setFlags(item.flags() | flag if enabled else item.flags() & ~flag)
        self._allow_start()

    def _allow_start(self) -> None:
        self._start.setEnabled(bool(self.checked()))


def confirm(
    parent: QWidget, title: str, question: str, told: str, answer: tuple[str, Callable[[], object]]
) -> QMessageBox:
    """Ask before something is done that is not wanted by mistake; `answer` is the button's word and what it does.

    Enter means 取消. Names of plans and files are shown as they are, never read as HTML.
    """
    box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(told)
    word, then = answer
    box.addButton(word, QMessageBox.ButtonRole.AcceptRole).clicked.connect(lambda *_: then())
    box.setDefaultButton(box.addButton("取消", QMessageBox.ButtonRole.RejectRole))
    box.finished.connect(box.deleteLater)
    box.open()
    return box


def show_about(parent: QWidget) -> QMessageBox:
    """Say what this program is."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "关于 qcompare", f"<b>qcompare {version_words()}</b>", parent=parent)
    box.setInformativeText(
        "规划文本比对：逐条对照上下级规划，标出沿用、属地化、修改、新增、未承接与移位。\n\n"
        "完全在本机运行，不连接网络。MIT 许可；界面使用 Qt（LGPL-3.0），字体源自 Noto CJK（OFL 1.1）。"
    )
    box.addButton("关闭", QMessageBox.ButtonRole.AcceptRole)
    box.finished.connect(box.deleteLater)
    box.open()
    return box
