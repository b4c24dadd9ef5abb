"""Colours and fonts of the window: light, dark, and of high contrast."""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from qcompare import palette as palettes
from qcompare.marks import Mark
from qcompare.model import RowKind
from qcompare.palette import Palette

SONG = ("QCompare Serif", "Noto Serif CJK SC", "SimSun")
HEI = ("QCompare Sans", "Noto Sans CJK SC", "Microsoft YaHei")

UI_PIXELS, SECONDARY_PIXELS = 13, 12


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour the window paints with, by what it means."""

    window: QColor
    base: QColor
    alternate: QColor
    band1: QColor
    band2: QColor
    fold: QColor
    line: QColor
    strong_line: QColor
    edge: QColor
    text: QColor
    secondary: QColor
    accent: QColor
    selection: QColor
    chosen: QColor
    replaced: QColor
    replaced_line: QColor
    inserted: QColor
    inserted_sentence: QColor
    inserted_line: QColor
    omitted: QColor
    omitted_sentence: QColor
    omitted_line: QColor
    localised_line: QColor
    moved_line: QColor
    variant_line: QColor
    kind_inherited: QColor
    kind_localised: QColor
    kind_modified: QColor
    kind_added: QColor
    kind_dropped: QColor
    kind_moved: QColor
    lane_modified: QColor
    lane_added: QColor
    lane_dropped: QColor
    found: QColor

    @property
    def dark(self) -> bool:
        """Whether this is a dark theme."""
        return self.window.lightness() < 128

    @property
    def high_contrast(self) -> bool:
        """Whether marks are told by their shape alone, without grounds."""
        return self.replaced == self.base

    def kind(self, kind: RowKind) -> QColor:
        """Return the colour of the word for a row's kind."""
        return {
            RowKind.INHERITED: self.kind_inherited,
            RowKind.LOCALISED: self.kind_localised,
            RowKind.MODIFIED: self.kind_modified,
            RowKind.ADDED: self.kind_added,
            RowKind.DROPPED: self.kind_dropped,
        }.get(kind, self.secondary)


def _theme(ground: str, marked: Palette, rest: str) -> Theme:
    """Return the theme of these grounds, lines and words, the palette's marks and kinds, and the rest, in field order."""
    replaced, inserted, deleted = (marked.marks[mark] for mark in (Mark.REPLACED, Mark.INSERTED, Mark.DELETED))
    colours = [
        *ground.split(),
        *(replaced.ground, replaced.line),
        *(inserted.ground, inserted.whole_ground, inserted.line),
        *(deleted.ground, deleted.whole_ground, deleted.line),
        *(marked.marks[Mark.LOCALISED].line, marked.moved, marked.marks[Mark.VARIANT].line),
        *(marked.kinds[kind] for kind in _KINDS),
        marked.moved,
        *rest.split(),
    ]
    assert len(colours) == len(fields(Theme))
    return Theme(*(QColor(f"#{colour}") for colour in colours))


_KINDS = (RowKind.INHERITED, RowKind.LOCALISED, RowKind.MODIFIED, RowKind.ADDED, RowKind.DROPPED)
LIGHT = _theme(
    "EEEEEC FFFFFF F6F6F4 E4E7EA EFF1F3 F1F1EE D4D4D0 BDBDB8 84847E 1B1C1E 575A5E 2A5A8C DCE8F4 EEF4FA",
    palettes.LIGHT,
    "CFA03C 4FA58B D0707E FFD08A",
)
DARK = _theme(
    "2C2E31 1D1F21 232528 363A3F 2A2D31 26282B 3B3E42 53575C 7F838A E6E4DF A9ACB0 7FB2E6 273C55 232D38",
    palettes.DARK,
    "A97F22 2F8F76 B5525C 7A5200",
)


def _strong(theme: Theme, ground: str, text: str, kept: dict[str, str]) -> Theme:
    """Return the theme with every colour at one of two ends, as it is nearer to the ground or to the text; but for `kept`."""
    ends = QColor(f"#{ground}"), QColor(f"#{text}")

    def end(name: str, colour: QColor) -> QColor:
        if name in kept:
            return QColor(f"#{kept[name]}")
        away = abs(colour.lightness() - theme.base.lightness()) - abs(colour.lightness() - theme.text.lightness())
        return ends[away > 0 or name.startswith(("lane_", "line", "strong_line"))]

    return Theme(**{field.name: end(field.name, getattr(theme, field.name)) for field in fields(Theme)})


_QUIET_GROUNDS = ("band1", "band2", "fold")
BLACK_ON_WHITE = _strong(
    LIGHT,
    "FFFFFF",
    "000000",
    dict.fromkeys(_QUIET_GROUNDS, "EBEBEB")
    | {"edge": "4D4D4D", "accent": "00308F", "selection": "CFE2FF", "chosen": "E8F1FF", "found": "FFFF00"},
)
WHITE_ON_BLACK = _strong(
    DARK,
    "000000",
    "FFFFFF",
    dict.fromkeys(_QUIET_GROUNDS, "1F1F1F")
    | {"edge": "B3B3B3", "accent": "8CC4FF", "selection": "0A2A52", "chosen": "061A33", "found": "5C4A00"},
)
LOOKS = {"system": "跟随系统", "light": "浅色", "dark": "深色", "contrast": "高对比度"}
"""The looks the user can choose, with their words."""


def wanted_theme(look: str) -> Theme:
    """Return the theme of a look; the system's is of high contrast where the system says that it wants one.

    On Windows Qt knows no colour scheme exactly while a high-contrast theme is on; elsewhere 6.9 has no way to ask.
    """
    scheme = QGuiApplication.styleHints().colorScheme()
    system_contrast = sys.platform == "win32" and scheme is Qt.ColorScheme.Unknown
    if look == "contrast" or (look == "system" and system_contrast):
        return WHITE_ON_BLACK if scheme is Qt.ColorScheme.Dark else BLACK_ON_WHITE
    return DARK if look == "dark" or (look == "system" and scheme is Qt.ColorScheme.Dark) else LIGHT


def hei(pixels: float = UI_PIXELS, *, bold: bool = False) -> QFont:
    """Return the face the program speaks in."""
    return _font(HEI, pixels, bold)


def song(pixels: float, *, bold: bool = False) -> QFont:
    """Return the face plans are shown in."""
    return _font(SONG, pixels, bold)


def _font(families: tuple[str, ...], pixels: float, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    pixels = round(pixels, 2)
    # A pixel size is a whole number in Qt; half pixels (12.5) go through points, of which a screen says how large they are.
    if pixels == int(pixels):
        font.setPixelSize(int(pixels))
    else:
        font.setPointSizeF(pixels * 72 / QGuiApplication.primaryScreen().logicalDotsPerInchY())
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def palette(theme: Theme) -> QPalette:
    """Return the Qt palette that gives plain Fusion widgets the theme's colours."""
    role = QPalette.ColorRole
    made = QPalette(theme.window)
    for colour_role, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.base),
        (role.AlternateBase, theme.alternate),
        (role.Text, theme.text),
        (role.Button, theme.window.lighter(104) if not theme.dark else theme.window.lighter(118)),
        (role.ButtonText, theme.text),
        (role.ToolTipBase, theme.base),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.secondary),
        (role.Highlight, theme.selection),
        (role.HighlightedText, theme.text),
        (role.Link, theme.accent),
        (role.Mid, theme.strong_line),
        (role.Accent, theme.accent),
    ):
        made.setColor(colour_role, colour)
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, colour_role, theme.edge)
    return made


def box_palette(theme: Theme) -> QPalette:
    """Return the palette of boxes to tick: Fusion makes their edge of the window's colour, on a dark one too dark to see."""
    made = palette(theme)
    made.setColor(QPalette.ColorRole.Window, theme.edge.lighter(_BOX_EDGE))
    return made


_BOX_EDGE = 127  # Fusion's edge is the window's colour made darker by 140 and lighter by 110


def style_sheet(theme: Theme) -> str:
    """Return the few rules that Fusion's palette cannot say: toggles, cards, thin edges."""
    c = {f.name: getattr(theme, f.name).name() for f in fields(Theme)}
    return f"""
    QToolTip {{ color: {c["text"]}; background: {c["base"]}; border: 1px solid {c["strong_line"]}; padding: 3px; }}
    QMainWindow::separator {{ background: {c["strong_line"]}; width: 1px; height: 1px; }}
    QToolBar {{ border: 0; border-bottom: 1px solid {c["strong_line"]}; padding: 1px 6px; spacing: 2px; }}
    QToolBar QToolButton {{ padding: 3px 7px; border: 1px solid transparent; border-radius: 3px; }}
    QToolBar QToolButton:hover {{ background: {c["band1"]}; border-color: {c["strong_line"]}; }}
    QToolBar QToolButton:pressed {{ background: {c["selection"]}; }}
    QStatusBar {{ border-top: 1px solid {c["strong_line"]}; }}
    QStatusBar::item {{ border: 0; }}
    QToolButton[toggle="true"] {{ padding: 2px 7px; border: 1px solid {c["strong_line"]}; border-radius: 3px;
        background: {c["window"]}; color: {c["secondary"]}; }}
    QToolButton[toggle="true"]:checked {{ border-color: {c["accent"]}; background: {c["selection"]};
        color: {c["text"]}; }}
    QToolButton[toggle="true"]:focus, QToolButton[toggle="true"]:hover {{ border-color: {c["accent"]}; }}
    QToolButton[toggle="true"]::menu-indicator {{ image: none; }}
    QFrame[card="true"] {{ background: {c["base"]}; border: 1px solid {c["strong_line"]}; border-radius: 3px; }}
    QFrame[card="true"] QLabel {{ border: 0; }}
    QWidget[cardhead="true"] {{ background: {c["band2"]}; border: 0; border-bottom: 1px solid {c["line"]}; }}
    QFrame#notice {{ background: {c["replaced"]}; border: 0; border-bottom: 1px solid {c["strong_line"]};
        border-left: 4px solid {c["replaced_line"]}; }}
    QFrame#banner {{ background: {c["band2"]}; border: 0; border-bottom: 1px solid {c["strong_line"]};
        border-left: 4px solid {c["accent"]}; }}
    QFrame#banner QLabel {{ color: {c["text"]}; border: 0; }}
    QFrame#notice QLabel {{ color: {c["text"]}; border: 0; }}
    QLineEdit {{ background: {c["base"]}; border: 1px solid {c["edge"]}; border-radius: 3px; padding: 2px 6px; }}
    QPlainTextEdit {{ background: {c["base"]}; border: 1px solid {c["edge"]}; border-radius: 3px; }}
    QPlainTextEdit:focus {{ border-color: {c["accent"]}; }}
    QLineEdit:focus {{ border-color: {c["accent"]}; }}
    QLabel#linking {{ background: {c["base"]}; border: 1px solid {c["accent"]}; padding: 5px 8px; }}
    QTableView[chart] {{ background: {c["base"]}; gridline-color: {c["line"]};
        selection-background-color: {c["selection"]}; selection-color: {c["text"]}; }}
    QTableView[chart] QHeaderView::section {{ background: {c["band1"]}; border: 0; padding: 0 8px;
        border-bottom: 1px solid {c["strong_line"]}; }}
    QTableView[chart="list"] QHeaderView::section {{ padding: 0 3px; }}
    QDockWidget {{ font-weight: bold; }}
    QDockWidget::title {{ background: {c["band1"]}; padding: 5px 8px; border-bottom: 1px solid {c["strong_line"]}; }}
    QTreeView, QListView {{ border: 1px solid {c["strong_line"]}; border-radius: 2px; }}
    QTreeView::item:hover, QListView::item:hover {{ background: {c["chosen"]}; }}
    QTreeView::item:selected, QListView::item:selected {{ background: {c["selection"]}; color: {c["text"]}; }}
    """


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole program the theme's colours."""
    app.setPalette(palette(theme))
    app.setPalette(box_palette(theme), "QRadioButton")  # type: ignore[arg-type]  # as below
    app.setPalette(box_palette(theme), "QCheckBox")  # type: ignore[arg-type]  # the stub asks for bytes, the call for str
    app.setStyleSheet(style_sheet(theme))
