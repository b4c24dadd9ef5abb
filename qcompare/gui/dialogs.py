"""The dialogs: a new comparison, and help with the legend and the keys."""

from __future__ import annotations

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
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from qcompare.gui.models.cells import MARK_WORDS
from qcompare.gui.theme import Theme
from qcompare.marks import MOVED_WORD, Mark
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


_KEYS = (
    ("↑ ↓ ← →", "逐行移动；左右移到其他对照，基准栏的标记随之改变"),
    ("Enter", "打开本行详情；在折叠行和章节上为展开、收起"),
    ("F8，Shift+F8", "下一处、上一处变动：停在任一对照有变动的行，状态栏说明是哪个对照"),
    ("Ctrl+F，F3，Shift+F3", "查找，下一个，上一个（简繁通查）"),
    ("Ctrl+C，双击", "复制本行各栏文字"),
    ("Ctrl+O", "导入规划文本；也可把文件、文件夹拖入窗口。改过的草案再次导入即为新版本，当前比对随之更新"),
    ("Ctrl+Shift+V", "把剪贴板里的文字粘贴为规划文本"),
    ("F2，Del", "在规划库中：重命名，删除（可撤销）；右键或菜单键有更多操作"),
    ("Ctrl+1，Ctrl+2", "对照，统计（各章构成、未承接清单）"),
    ("Ctrl+N", "新建比对"),
    ("Ctrl+P", "保存比对备忘录（PDF）"),
    ("Ctrl+E", "导出对照表（xlsx、docx、csv、html）"),
    ("Ctrl+滚轮，Ctrl+0", "放大缩小文字，恢复原大小"),
    ("Ctrl+B，Ctrl+I", "显示或隐藏规划库、详情"),
)


def help_html(theme: Theme) -> str:
    """Return the legend of the marks and the list of keys."""
    rows = (
        (
            Mark.LOCALISED,
            f"border-bottom:1px dashed; text-decoration: underline; color:{theme.localised_line.name()}",
            "全区",
            "只替换了地名、层级（全市→全区）",
        ),
        (
            Mark.REPLACED,
            f"background:{theme.replaced.name()}; font-weight:bold; text-decoration: underline",
            "持续增强",
            "改写的文字；基准栏中对应文字加波浪线",
        ),
        (
            Mark.INSERTED,
            f"background:{theme.inserted.name()}; text-decoration: underline",
            "大力",
            "对照增加的文字，基准没有",
        ),
        (
            Mark.DELETED,
            f"background:{theme.omitted.name()}; text-decoration: line-through",
            "千亿级",
            "基准有、该对照没有承接的文字，标在基准栏",
        ),
    )
    marks = "".join(
        f"<tr><td><span style='{style}'>{sample}</span></td><td><b>{MARK_WORDS[mark]}</b></td><td>{said}</td></tr>"
        for mark, style, sample, said in rows
    )
    moved = (
        f"<tr><td><span style='text-decoration: underline; color:{theme.moved_line.name()}'>推动认证</span>"
        f" <small>←三（一）15.</small></td><td><b>{MOVED_WORD}</b></td><td>双线；箭头后为文字在基准中的条款号</td></tr>"
    )
    variant = (
        f"<tr><td><span style='text-decoration: underline; color:{theme.variant_line.name()}'>品質</span></td>"
        f"<td><b>{MARK_WORDS[Mark.VARIANT]}</b></td><td>简繁、标点、地区用词不同而意思相同；平时不标，可在“查看”中打开</td></tr>"
    )
    keys = "".join(f"<tr><td><b>{key}</b></td><td>{said}</td></tr>" for key, said in _KEYS)
    return (
        f"<h3>标记</h3><table cellpadding='4'>{marks}{moved}{_figure_row(theme)}{variant}</table>"
        "<p>存疑：程序对这一句的出处把握不大，请人工核对，“详情”中说明是哪一句、出自哪里。"
        "双线而没有箭头的文字，是句内换了次序，不计为修改。</p>"
        "<p>斜线空格：该栏没有对应文字。“↑ 见第 7 行第 2 句”：该文字在另一行，点击即到。"
        "承接率：基准文字被对照保留下来的比例（按字）。</p>"
        "<p>基准栏的标记相对一个对照，在基准栏标题中注明；点击对照栏或其标题即可更换。</p>"
        f"<h3>按键</h3><table cellpadding='4'>{keys}</table>"
    )


def _figure_row(theme: Theme) -> str:
    return (
        f"<tr><td><b style='color:{theme.omitted_line.name()}'>90↓</b> <b style='color:{theme.inserted_line.name()}'>95%↑</b></td>"
        "<td><b>指标</b></td><td>加框；箭头为数值低于或高于基准，红框为要求低于基准。全部指标见“比对 → 指标表”</td></tr>"
    )


class Help(QDialog):
    """Shows the legend and the keys."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("图例与按键")
        self.resize(680, 640)
        text = QTextBrowser(self)
        text.setHtml(help_html(theme))
        buttons = QDialogButtonBox(self)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(text)
        column.addWidget(buttons)
