"""The dialogs about one plan of the library: what is known of it, and which document it is a version of."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qcompare.corrections import LEVELS, well_formed, well_named
from qcompare.errors import UsageError
from qcompare.gui.theme import Theme
from qcompare.model import Metadata
from qcompare.shelves import entry_facts
from qcompare.store import PlanEntry

_FIELDS = {
    "title": "标题",
    "issuer": "制定机关",
    "number": "文号",
    "date": "日期",
    "region": "地区",
    "period": "规划期",
}
"""The fields that are typed, with their words, in the order shown."""

_SHOWN_AS = {
    "date": "如 2023-07-31 或 2023-07",
    "region": "全称，如 重庆市永川区",
    "period": "如 2023-2027",
}
_PLAN = Qt.ItemDataRole.UserRole


class EditPlan(QDialog):
    """Asks what a plan's name and facts are; what cannot be is told beside the form and nothing is kept."""

    kept = Signal(int, str, object)

    def __init__(self, entry: PlanEntry, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"编辑信息：{entry.label or entry.source}")
        self.setMinimumWidth(520)
        self._plan = entry.id
        self.label = QLineEdit(entry.label, self)
        self.boxes = {name: QLineEdit(str(getattr(entry.metadata, name)), self) for name in _FIELDS}
        self.level = QComboBox(self)
        for level in LEVELS:
            self.level.addItem(level or "（不详）", level)
        self.level.setCurrentIndex(max(0, self.level.findData(entry.metadata.level)))
        self.draft = QCheckBox("征求意见稿", self)
        self.draft.setChecked(entry.metadata.draft)
        self.trouble = QLabel(self)
        self.trouble.setWordWrap(True)
        self.trouble.setStyleSheet(f"color: {theme.omitted_line.name()}")
        self.trouble.hide()
        self._lay_out(entry)

    def accept(self) -> None:
        """Hand on what was entered and close, or say what is wrong with it."""
        said = {name: box.text() for name, box in self.boxes.items()}
        try:
            label = well_named(self.label.text())
            metadata = well_formed(Metadata(**said, level=self.level.currentData(), draft=self.draft.isChecked()))
        except UsageError as error:
            self._tell(error)
            return
        self.kept.emit(self._plan, label, metadata)
        super().accept()

    def _tell(self, error: UsageError) -> None:
        self.trouble.setText(str(error))
        self.trouble.show()
        named = {"简称": self.label, "级别": self.level} | {_FIELDS[name]: box for name, box in self.boxes.items()}
        named[error.place].setFocus()

    def _lay_out(self, entry: PlanEntry) -> None:
        form = QFormLayout()
        form.addRow("简称(&N)：", self.label)
        for name, box in self.boxes.items():
            box.setPlaceholderText(_SHOWN_AS.get(name, ""))
            box.setCursorPosition(0)
            form.addRow(f"{_FIELDS[name]}：", box)
            if name == "date":
                form.addRow("级别(&L)：", self.level)
        form.addRow("", self.draft)
        source = QLabel(f"文件：{entry.source}", self)
        source.setWordWrap(True)
        note = QLabel(
            "您填写的内容优先：再次导入同一文本时不会被自动识别的结果覆盖。改动级别或地区后，有关比对会重新计算。", self
        )
        note.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(source)
        column.addLayout(form)
        for widget in (note, self.trouble, buttons):
            column.addWidget(widget)


class ChooseEarlier(QDialog):
    """Asks which document a plan is a new version of."""

    chosen = Signal(int, int)

    def __init__(self, entry: PlanEntry, others: list[tuple[PlanEntry, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("归为同一规划的版本")
        self.setMinimumSize(420, 360)
        self._plan = entry.id
        label = QLabel(f"“{entry.label or entry.source}”与下列哪一个是同一规划的不同版本？版本按导入先后编号。", self)
        label.setWordWrap(True)
        self.others = QListWidget(self)
        self.others.setAccessibleName("规划文本")
        for other, name in others:
            item = QListWidgetItem(f"{name}\u3000{entry_facts(other)}".rstrip(), self.others)
            item.setData(_PLAN, other.id)
            item.setToolTip(f"{other.metadata.title or other.label}\n{other.source}")
        self.others.setCurrentRow(0)
        self.others.itemDoubleClicked.connect(self.accept)
        buttons = QDialogButtonBox(self)
        buttons.addButton("归为新版本", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (label, self.others, buttons):
            column.addWidget(widget)

    def accept(self) -> None:
        """Hand on the choice and close."""
        item = self.others.currentItem()
        if item is not None:
            self.chosen.emit(self._plan, item.data(_PLAN))
        super().accept()
