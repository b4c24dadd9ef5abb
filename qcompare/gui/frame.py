"""The window's frame: panes, menus, toolbar, status bar, looks, and what is remembered of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, QStandardPaths, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qcompare.gui.actions import Actions, draw_icons, make_actions, make_menus, make_toolbar
from qcompare.gui.banner import Banner
from qcompare.gui.comparison import Comparison, Tab
from qcompare.gui.detail import DetailPane
from qcompare.gui.help import PROPERTY, HelpWindow
from qcompare.gui.jobrunner import JobRunner
from qcompare.gui.layouts import TEXT_PIXELS, Style
from qcompare.gui.library_pane import LibraryPane
from qcompare.gui.notice import NoticeBar
from qcompare.gui.reader import PlanReader
from qcompare.gui.results import ResultsDialog
from qcompare.gui.strip import Strip
from qcompare.gui.theme import Theme, apply_theme, wanted_theme

LIBRARY_WIDTH, DETAIL_WIDTH = 190, 310
STATUS_HEIGHT = 26
NARROW = 1400
"""Below this width the library gives way: three columns of text need the room more."""


_LEAST_SAID = 120
"""Pixels of the status bar kept for what was done; without a least width a long sentence would widen the window."""

_ASKED = 50
"""Actions kept by their names, for the report of a bug."""


class Frame(QMainWindow):
    """Makes and lays out everything that is seen; knows nothing of jobs' results.

    Whatever holds what is being typed adds to `save_first` what saves it: it is called before a bug is told.
    """

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.settings = settings
        self._narrow = False
        self.save_first: list[Callable[[], None]] = []
        self.asked: deque[str] = deque(maxlen=_ASKED)
        self.style_now = Style(self._wanted_theme(), self._number("zoom", TEXT_PIXELS) / TEXT_PIXELS)
        self.comparison: Comparison | None = None
        self._offered: Callable[[], object] = lambda: None
        self._title, self._read_only = "", False
        self.entitle()
        self.setAcceptDrops(True)
        self.resize(QSize(1600, 1000).boundedTo(self.screen().availableSize()))
        self._make_panes()
        self._make_status()
        self.asks = make_actions(self)
        for action, dock in ((self.asks.library, self.library_dock), (self.asks.details, self.detail_dock)):
            action.setChecked(True)
            action.toggled.connect(dock.setVisible)
            dock.toggleViewAction().toggled.connect(action.setChecked)
        for field in fields(Actions):
            getattr(self.asks, field.name).triggered.connect(partial(self._note_asked, field.name))
        self._looks = make_menus(self, self.asks, self.set_look)
        self.find_box = make_toolbar(self, self.asks)
        for pane, page in ((self.find_box, "find"), (self.detail, "decide"), (self.notice, "trouble")):
            pane.setProperty(PROPERTY, page)
        self._apply_style()
        self._restore()
        self._make_room()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def entitle(self, words: str | None = None) -> None:
        """Say in the title what is compared; without words the same as before."""
        self._title = self._title if words is None else words
        aside = "（只读）" if self._read_only else ""
        self.setWindowTitle(" — ".join(filter(None, (self._title, f"qcompare 规划文本比对{aside}"))))

    def entitle_read_only(self) -> None:
        """Say in the title too that the library is only read."""
        self._read_only = True
        self.entitle()

    def put_above(self, banner: Banner) -> None:
        """Put a banner over all that is in the middle."""
        self._column.insertWidget(0, banner)

    @property
    def said(self) -> str:
        """What the status bar says of the last thing done."""
        return self._said.text()

    def say(self, words: str) -> None:
        """Say in the status bar what was done."""
        self._said.setText(words)
        self._said.setToolTip(words)
        self.offer_button.hide()
        if words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._said, words))

    def offer(self, words: str, button: str, then: Callable[[], object]) -> None:
        """Say in the status bar what was done, with a button for what can be done next."""
        self.say(words)
        self.offer_button.setText(button)
        self.offer_button.setToolTip(button)
        self._offered = then
        self.offer_button.show()

    def _take_offer(self) -> None:
        self.offer_button.hide()
        self._offered()

    def show_place(self) -> None:
        """Say in the status bar where the reader is."""
        self._place.setText(self.comparison.place if self.comparison else "")
        self._place.setVisible(self.comparison is not None)

    def show_comparison(self, comparison: Comparison) -> None:
        """Put a comparison in the middle in place of the one before."""
        before, self.comparison = self.comparison, comparison
        comparison.turned.connect(self._turned)
        self._middle.addWidget(comparison)
        self._middle.setCurrentWidget(comparison)
        if before is not None:
            comparison.turn_to(before.tab)
            self._middle.removeWidget(before)
            before.deleteLater()
        else:
            self._make_room()

    def show_welcome(self, words: str, *, button: bool) -> None:
        """Say in the middle what can be done while there is no comparison."""
        self._welcome_words.setText(words)
        self.welcome_button.setVisible(button)

    @property
    def welcome(self) -> str:
        """What the middle says while there is no comparison."""
        return self._welcome_words.text()

    def set_look(self, look: str) -> None:
        """Use one of the looks, or follow the system."""
        self.settings.setValue("look", look)
        self._restyle(replace(self.style_now, theme=self._wanted_theme()))

    def show_variants(self, shown: bool) -> None:
        """Mark words that differ in script or regional wording only, or leave them plain."""
        self._restyle(replace(self.style_now, variants=shown))

    def zoom(self, step: int) -> None:
        """Make the plans' text larger (1) or smaller (-1), or of usual size (0)."""
        if self.comparison is not None:
            self.comparison.view.set_pixels(self.comparison.view.pixels + step if step else TEXT_PIXELS)

    def zoomed(self, pixels: int) -> None:
        """Remember the text's size for the next comparison and show it."""
        self.style_now = replace(self.style_now, zoom=pixels / TEXT_PIXELS)
        self._size.setText(f"{self.style_now.zoom:.0%}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way to the columns when the window becomes narrow, and take the room back when it is wide again."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        if narrow != self._narrow:
            self._note_panes()
            self._narrow = narrow
            self._make_room()
            style = Qt.ToolButtonStyle
            for bar in self.findChildren(QToolBar):  # the find box stays in sight: words give way before it
                bar.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)

    def step_pane(self, by: int) -> None:
        """Give the keys to the next (1) or previous (-1) pane that is seen: library, middle, details."""
        middle = self.welcome_button if self.comparison is None else self.comparison.view
        panes = [pane for pane in (self.library_pane.tree, middle, self.detail.base_card.text) if pane.isVisible()]
        at = next((i for i, pane in enumerate(panes) if self._holds_focus(pane)), -1 if by > 0 else 0)
        if panes:
            panes[(at + by) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sizes(self) -> tuple[tuple[str, int], ...]:
        """Return how much is open, for the report of a bug."""
        plans = len(self.library_pane.model.entries())
        if self.comparison is None:
            return (("规划库中的规划文本", plans),)
        collation = self.comparison.collation
        sentences = sum(len(plan.sentences) for plan in collation.plans)
        return (
            ("规划库中的规划文本", plans),
            ("对照", len(collation.targets)),
            ("对照行", len(collation.rows)),
            ("句", sentences),
        )

    def folder(self) -> str:
        """Return the folder last used, at first the user's documents, or the nearest above it that is there."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        wanted = Path(str(self.settings.value("folder", documents))).absolute()
        return str(next((folder for folder in (wanted, *wanted.parents) if folder.is_dir()), Path.home()))

    def remember(self) -> None:
        """Store how the window lies; a pane that only gives way for now counts as the user left it."""
        self._note_panes()
        if self.comparison is None or self.comparison.tab is not Tab.COLUMNS:
            self._show_pane(self.detail_dock, self.asks.details, shown=self._detail_wanted)
        if self.comparison is None or self._narrow:
            self._show_pane(self.library_dock, self.asks.library, shown=self._library_wanted)
        self.settings.setValue("geometry", self.saveGeometry())
        self.settings.setValue("panes", self.saveState())
        self.settings.setValue("row", self.comparison.view.row if self.comparison is not None else -1)
        self.settings.setValue("zoom", round(self.style_now.zoom * TEXT_PIXELS))
        self.settings.sync()

    # inside

    def _make_panes(self) -> None:
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self._welcome())
        self.strip = Strip("规划库", self.style_now.theme, self)
        centre = QWidget(self)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.strip)
        self.notice = NoticeBar(centre)
        self._column = column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self._middle, 1)
        row.addLayout(column, 1)
        self.setCentralWidget(centre)
        self.library_pane = LibraryPane(self.style_now.theme, self)
        self.detail = DetailPane(self.style_now, self)
        self.library_dock = self._dock("规划库", "library", self.library_pane, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.detail_dock = self._dock("详情", "detail", self.detail, Qt.DockWidgetArea.RightDockWidgetArea)
        self.resizeDocks(
            [self.library_dock, self.detail_dock], [LIBRARY_WIDTH, DETAIL_WIDTH], Qt.Orientation.Horizontal
        )
        self.strip.hide()
        self.strip.clicked.connect(self.library_dock.show)
        self.library_dock.toggleViewAction().toggled.connect(self.strip.setHidden)
        self.detail.titled.connect(lambda words: self.detail_dock.setWindowTitle(f"详情\u3000{words}".rstrip()))

    def _welcome(self) -> QWidget:
        page = QFrame(self)
        column = QVBoxLayout(page)
        column.addStretch(2)
        self._welcome_words = QLabel("正在打开规划库…", page, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._welcome_words)
        column.addSpacing(12)
        self.welcome_button = QPushButton("新建比对…", page)
        self.welcome_button.hide()
        column.addWidget(self.welcome_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def _dock(self, title: str, name: str, inside: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(inside)
        dock.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.addDockWidget(area, dock)
        return dock

    def _make_status(self) -> None:
        bar = self.statusBar()
        self._place, self._said = QLabel(bar), QLabel(bar)
        self._size = QLabel(f"{self.style_now.zoom:.0%}", bar)
        self.offer_button = QToolButton(bar)
        self.offer_button.setProperty("toggle", "true")
        self.offer_button.clicked.connect(self._take_offer)
        self.offer_button.hide()
        self._said.setMinimumWidth(_LEAST_SAID)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        bar.setMaximumHeight(STATUS_HEIGHT)
        bar.addWidget(self._place)
        self._place.hide()
        bar.addWidget(self._said)
        bar.addWidget(self.offer_button)
        bar.addWidget(QWidget(bar), 1)
        self.jobs = JobRunner(bar)
        bar.addPermanentWidget(QLabel("离线", bar))
        bar.addPermanentWidget(self._size)
        for label in (self._place, self._said, self._size):
            label.setContentsMargins(6, 0, 6, 0)

    def _wanted_theme(self) -> Theme:
        return wanted_theme(str(self.settings.value("look", "system")))

    def _follow_system(self) -> None:
        self._restyle(replace(self.style_now, theme=self._wanted_theme()))

    def _restyle(self, style: Style) -> None:
        self.style_now = style
        self._apply_style()

    def _apply_style(self) -> None:
        app, style = QApplication.instance(), self.style_now
        assert isinstance(app, QApplication)
        apply_theme(app, style.theme)
        draw_icons(self.asks, style.theme)
        self.library_pane.set_theme(style.theme)
        self.detail.set_style(style)
        self.strip.theme = style.theme
        beside: list[HelpWindow | PlanReader | ResultsDialog] = [*self.findChildren(HelpWindow)]
        beside += [*self.findChildren(PlanReader), *self.findChildren(ResultsDialog)]
        for opened in beside:
            opened.set_theme(style.theme)
        if self.comparison is not None:
            self.comparison.set_style(style)
        look = str(self.settings.value("look", "system"))
        for action in self._looks.actions():
            action.setChecked(action.data() == look)

    def _holds_focus(self, pane: QWidget) -> bool:
        """Whether the keys go to a pane, or to anything beside it in its part of the window."""
        focus, parts = QApplication.focusWidget(), (self.library_dock, self.comparison, self.detail_dock)
        part = next((part for part in parts if part is not None and part.isAncestorOf(pane)), pane)
        return focus is not None and (part is focus or part.isAncestorOf(focus))

    def _note_asked(self, name: str) -> None:
        self.asked.append(name)

    def _number(self, key: str, usual: int) -> int:
        try:
            return int(str(self.settings.value(key, usual)))
        except ValueError:
            return usual

    def _restore(self) -> None:
        geometry, panes = self.settings.value("geometry"), self.settings.value("panes")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(panes, QByteArray):
            self.restoreState(panes)
        self._library_wanted, self._detail_wanted = not self.library_dock.isHidden(), not self.detail_dock.isHidden()

    def _note_panes(self) -> None:
        """Learn which panes the user wants, from those that do not give way just now."""
        if self.comparison is not None:
            if self.comparison.tab is Tab.COLUMNS:
                self._detail_wanted = not self.detail_dock.isHidden()
            if not self._narrow:
                self._library_wanted = not self.library_dock.isHidden()

    def _make_room(self) -> None:
        """Show the library while there is no comparison, and the details while there is one; a narrow window folds it."""
        compared = self.comparison is not None
        library = not compared or (self._library_wanted and not self._narrow)
        self._show_pane(self.library_dock, self.asks.library, shown=library)
        self._show_details()
        self.strip.setHidden(library)

    def _turned(self) -> None:
        """Show the details beside the columns only: they are a row's."""
        if self.comparison is not None and self.comparison.tab is not Tab.COLUMNS:
            self._detail_wanted = not self.detail_dock.isHidden()
        self._show_details()

    def _show_details(self) -> None:
        read = self.comparison is not None and self.comparison.tab is Tab.COLUMNS
        self._show_pane(self.detail_dock, self.asks.details, shown=read and self._detail_wanted)

    def _show_pane(self, dock: QDockWidget, action: QAction, *, shown: bool) -> None:
        """Show or hide a pane; a window not yet shown sends no signal that would tick its action."""
        dock.setVisible(shown)
        action.setChecked(shown)
