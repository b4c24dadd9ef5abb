"""The help window: pages beside their contents, a box that finds a page by words, all offline."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFont, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from qcompare.gui.theme import UI_PIXELS, Theme, hei
from qcompare.manual import Page, found, pages
from qcompare.paths import resource

START = "start"
PROPERTY = "help"
"""A widget's property of this name says which page F1 opens while it, or anything in it, has the keys."""

_NAME = Qt.ItemDataRole.UserRole
_WIDTH, _CONTENTS_WIDTH = 960, 190  # the pictures, 700 wide, fit beside the contents


def page_for(widget: QWidget | None) -> str:
    """Return the page fit for where the keys are: that of the nearest widget around it that names one."""
    while widget is not None:
        named = widget.property(PROPERTY)
        if isinstance(named, str):
            return named
        widget = widget.parentWidget()
    return START


def open_help(page: str, theme: Theme, parent: QWidget) -> HelpWindow:
    """Open a page over a dialog, in the help that it has open if it has."""
    opened = parent.findChild(HelpWindow) or HelpWindow(theme, parent)
    opened.show_page(page)
    opened.show()
    opened.activateWindow()
    return opened


class HelpWindow(QDialog):
    """Shows the help pages; stays open beside the work."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("帮助")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(_WIDTH, 680)
        self._pages, self._shown = pages(), ""
        self.search, self.contents, self.text = QLineEdit(self), QListWidget(self), QTextBrowser(self)
        self._nothing = QLabel("没有找到相符的内容", self, wordWrap=True)
        self._set_up()
        self._lay_out()
        self.theme = theme
        self.set_theme(theme)
        self._list(self._pages)
        self.show_page(START)

    @property
    def shown(self) -> str:
        """The name of the page shown."""
        return self._shown

    def set_theme(self, theme: Theme) -> None:
        """Show the pages in the theme's colours."""
        self.theme = theme
        self.text.document().setDefaultStyleSheet(_style(theme))
        if self._shown:
            self._show()

    def show_page(self, name: str) -> None:
        """Show a page, choosing it in the contents."""
        for at in range(self.contents.count()):
            if self.contents.item(at).data(_NAME) == name:
                self.contents.setCurrentRow(at)

    def _set_up(self) -> None:
        self.search.setPlaceholderText("在帮助中查找")
        self.search.setAccessibleName("在帮助中查找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self.text.setFocus)
        self.contents.setAccessibleName("目录")
        self.contents.currentItemChanged.connect(self._choose)
        self.text.setAccessibleName("帮助内容")
        self.text.setOpenLinks(False)
        self.text.setSearchPaths([str(resource("help"))])
        self.text.anchorClicked.connect(self._follow)
        self.text.document().setDefaultFont(_font())
        self.text.document().setDocumentMargin(16)
        QShortcut("Ctrl+F", self, self._to_search)
        QShortcut("F6", self, self._next_part)

    def _lay_out(self) -> None:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 8, 0, 8)
        column.addWidget(self.search)
        column.addWidget(self.contents, 1)
        column.addWidget(self._nothing)
        split = QSplitter(self)
        split.addWidget(side)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([_CONTENTS_WIDTH, _WIDTH - _CONTENTS_WIDTH])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)

    def _list(self, listed: tuple[Page, ...]) -> None:
        self.contents.blockSignals(True)  # or each page that is taken from the list would hand over to the next
        self.contents.clear()
        self.contents.blockSignals(False)
        for page in listed:
            item = QListWidgetItem(page.title, self.contents)
            item.setData(_NAME, page.name)
        self._nothing.setVisible(not listed)

    def _find(self, words: str) -> None:
        """List the pages that hold the words, show the likeliest and mark the words in it."""
        listed = found(self._pages, words) if words.strip() else self._pages
        before = self._shown
        self._list(listed)
        if listed:
            self.show_page(listed[0].name if words.strip() else before)
        self._mark()

    def _mark(self) -> None:
        words = self.search.text().split()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if words:
            self.text.find(words[0])

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._shown = item.data(_NAME)
            self._show()

    def _show(self) -> None:
        page = next(page for page in self._pages if page.name == self._shown)
        self.text.setHtml(page.html)
        self._mark()

    def _follow(self, url: QUrl) -> None:
        """Follow a link to another page; there are no others."""
        self.search.clear()
        self.show_page(url.toString())

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _next_part(self) -> None:
        parts: list[QWidget] = [self.search, self.contents, self.text]
        at = next((i for i, part in enumerate(parts) if part.hasFocus()), -1)
        parts[(at + 1) % len(parts)].setFocus()


def _font() -> QFont:
    return hei(UI_PIXELS + 1)


def _style(theme: Theme) -> str:
    c = {name: getattr(theme, name).name() for name in Theme.__dataclass_fields__}
    ground = {name: "" if theme.high_contrast else f"background-color: {c[name]};" for name in _GROUNDS}
    underlined = "text-decoration: underline;"
    return f"""
    h1 {{ font-size: 20px; }} h2 {{ font-size: 16px; color: {c["accent"]}; }}
    a {{ color: {c["accent"]}; }}
    .localised {{ color: {c["localised_line"]}; {underlined} }}
    .replaced {{ {ground["replaced"]} font-weight: bold; {underlined} }}
    .inserted {{ {ground["inserted"]} {underlined} }}
    .omitted {{ {ground["omitted"]} text-decoration: line-through; }}
    .moved {{ color: {c["moved_line"]}; {underlined} }}
    .path {{ color: {c["moved_line"]}; font-size: 12px; }}
    .lowered {{ color: {c["omitted_line"]}; font-weight: bold; }}
    .raised {{ color: {c["inserted_line"]}; font-weight: bold; }}
    .variant {{ color: {c["variant_line"]}; {underlined} }}
    """


_GROUNDS = ("replaced", "inserted", "omitted")
