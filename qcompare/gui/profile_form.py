"""The form in which the user chooses what a memo holds, and keeps that under a name (输出方案)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QInputDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qcompare.errors import QCompareError, UsageError
from qcompare.gui.dialogs import confirm
from qcompare.gui.saving import PROFILE, ask_path, check_name, fit_for_a_file
from qcompare.gui.troubles import tell
from qcompare.profiles import (
    BUILT_IN,
    FULL,
    LAYOUT_WORDS,
    LONGEST_NAME,
    PART_WORDS,
    ROWS_WORDS,
    Layout,
    Part,
    Profile,
    Rows,
    all_profiles,
    checked_name,
    read_profiles,
    write_profiles,
)

_OF_THE_PROGRAM = {profile.name: profile for profile in BUILT_IN}
_UNSAVED = " *"
"""Stands behind the name of a profile that is no longer as it was saved."""


class ProfileForm(QWidget):
    """Shows one profile and lets the user change it; what was changed in the others is kept until the form is gone."""

    changed = Signal()
    said = Signal(str)
    """Another profile is chosen, or this one says something else."""

    def __init__(self, file: Path, chosen: str, folder: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._file, self._folder = file, folder
        self._own: dict[str, Profile] = {}
        self._edited: dict[str, Profile] = {}
        self._why = ""
        self.names = QComboBox(self)
        self.save = self._button("保存方案", self._save)
        self.save_as = self._button("另存为方案…", self.ask_name)
        self.remove = self._button("删除方案", self._remove)
        self.take = self._button("导入方案…", self.ask_import)
        self.give = self._button("导出方案…", self.ask_export)
        self.parts = {part: QCheckBox(words, self) for part, words in PART_WORDS.items()}
        self.rows, self.layouts = _choices(ROWS_WORDS, self), _choices(LAYOUT_WORDS, self)
        self.mono = QCheckBox("黑白打印(&B)", self)
        self.mono.setToolTip("标记只凭线形和文字分辨，不用颜色")
        self._lay_out()
        self._read()
        self._list(chosen)
        self.names.currentIndexChanged.connect(self._show)
        for box in (*self.parts.values(), self.mono):
            box.toggled.connect(self._edit)
        for choice in (self.rows, self.layouts):
            choice.currentIndexChanged.connect(self._edit)

    @property
    def profile(self) -> Profile:
        """The profile chosen, as it is shown."""
        name = self._name()
        return self._edited.get(name) or self._saved()[name]

    def set_read_only(self, why: str) -> None:
        """Let nothing be kept where `why` says why not; what is shown can be changed all the same, for this memo."""
        self._why = why
        for button in (self.save, self.save_as, self.remove, self.take):
            button.setToolTip(why)
        if why:
            for button in (self.save_as, self.take):
                button.setEnabled(False)
        self._allow()

    # dialogs

    def ask_name(self) -> QInputDialog:
        """Ask under which name to keep what is shown."""
        dialog = QInputDialog(self)
        dialog.setWindowTitle("另存为方案")
        dialog.setLabelText(f"方案名称（不超过 {LONGEST_NAME} 个字）：")
        dialog.setTextValue("" if self._name() in _OF_THE_PROGRAM else self._name())
        dialog.setOkButtonText("保存")
        dialog.setCancelButtonText("取消")
        dialog.textValueSelected.connect(self._save_as)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def ask_import(self) -> QFileDialog:
        """Ask which file of profiles to take in."""
        dialog = QFileDialog(self, "导入方案", self._folder(), PROFILE.filters[0])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._take(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def ask_export(self) -> QFileDialog:
        """Ask where to write the profile shown, to be given to others."""
        name = f"{fit_for_a_file(self.profile.name)}.{PROFILE.suffixes[0]}"
        return ask_path(PROFILE, name, self._folder(), self._give, self)

    def ask_replace(self, names: list[str], then: Callable[[], None]) -> QMessageBox:
        """Ask whether profiles may take the place of others of the same names, and do `then` if so."""
        question = f"已有同名的输出方案：{'、'.join(names)}。"
        return confirm(self, "输出方案", question, "要用新的替换吗？", ("替换", then))

    # what the buttons do

    def _save(self) -> None:
        self._keep([self.profile])

    def _save_as(self, written: str) -> None:
        try:
            name = checked_name(written)
        except QCompareError as error:
            tell(error, self)
            return
        before, profile = self._name(), replace(self.profile, name=name)

        def keep() -> None:
            if self._keep([profile]) and before != name:
                self._edited.pop(before, None)
                self._list(name)

        if name in self._saved() and name != before:
            self.ask_replace([name], keep)
        else:
            keep()

    def _remove(self) -> None:
        name = self._name()
        if self._write({kept: profile for kept, profile in self._own.items() if kept != name}):
            self._edited.pop(name, None)
            self._list(name if name in _OF_THE_PROGRAM else FULL.name)
            self._show()

    def _take(self, path: Path) -> None:
        try:
            taken = read_profiles(path)
            if not taken:
                raise UsageError(
                    "文件里没有输出方案", place=str(path), advice="请选用 qcompare 导出的方案文件（.json）"
                )
        except QCompareError as error:
            tell(error, self)
            return
        known = self._saved()
        others = [profile.name for profile in taken if known.get(profile.name, profile) != profile]

        def keep() -> None:
            self._keep(taken)

        if others:
            self.ask_replace(others, keep)
        else:
            keep()

    def _give(self, name: str) -> None:
        try:
            check_name(PROFILE, Path(name))
            write_profiles(Path(name), [self.profile])
        except QCompareError as error:
            tell(error, self)
            return
        self.said.emit(f"已导出输出方案“{self.profile.name}”：{name}")

    # the profiles

    def _read(self) -> None:
        """Take in the user's profiles; a file that cannot be read is told of and left as it is."""
        try:
            self._own = {profile.name: profile for profile in read_profiles(self._file)}
        except QCompareError as error:
            for button in (self.save_as, self.take):
                button.setEnabled(False)
            QTimer.singleShot(0, self, partial(tell, error, self))  # not before the form is seen

    def _saved(self) -> dict[str, Profile]:
        return {profile.name: profile for profile in all_profiles(self._own.values())}

    def _keep(self, profiles: tuple[Profile, ...] | list[Profile]) -> bool:
        """Keep profiles for good and show the first; return whether they could be."""
        named = {profile.name: profile for profile in profiles}
        if not self._write(self._own | named):
            return False
        for name in named:
            self._edited.pop(name, None)
        self._list(profiles[0].name)
        self._show()
        self.said.emit(f"已保存输出方案：{'、'.join(named)}")
        return True

    def _write(self, own: dict[str, Profile]) -> bool:
        try:
            write_profiles(self._file, tuple(own.values()))
        except QCompareError as error:
            tell(error, self)
            return False
        self._own = own
        return True

    # what is shown

    def _name(self) -> str:
        return str(self.names.currentData())

    def _list(self, chosen: str) -> None:
        """List the profiles, with `chosen` shown if there is one of that name."""
        blocked = QSignalBlocker(self.names)
        self.names.clear()
        for name in self._saved():
            self.names.addItem(name, name)
        self.names.setCurrentIndex(max(0, self.names.findData(chosen)))
        blocked.unblock()
        self._fill()

    def _show(self) -> None:
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        """Show what the profile chosen says."""
        profile = self.profile
        boxes = {**{box: part in profile.parts for part, box in self.parts.items()}, self.mono: profile.mono}
        for box, ticked in boxes.items():
            with QSignalBlocker(box):
                box.setChecked(ticked)
        for choice, value in ((self.rows, profile.rows), (self.layouts, profile.layout)):
            with QSignalBlocker(choice):
                choice.setCurrentIndex(choice.findData(str(value)))
        self._allow()

    def _edit(self) -> None:
        """Take over what the user changed."""
        name = self._name()
        parts = frozenset(part for part, box in self.parts.items() if box.isChecked())
        rows, layout = Rows(self.rows.currentData()), Layout(self.layouts.currentData())
        said = Profile(name, parts, rows, layout, self.mono.isChecked())
        self._edited.pop(name, None)
        if said != self._saved()[name]:
            self._edited[name] = said
        self._allow()
        self.changed.emit()

    def _allow(self) -> None:
        """Let rest what cannot be done with the profile chosen, and mark what is not saved."""
        name, readable = self._name(), self.save_as.isEnabled()
        for at in range(self.names.count()):
            listed = self.names.itemData(at)
            self.names.setItemText(at, listed + _UNSAVED * (listed in self._edited))
        self.rows.setEnabled(Part.ROWS in self.profile.parts)
        self.save.setEnabled(readable and name in self._edited)
        self.remove.setEnabled(name in self._own and not self._why)
        self.remove.setText("恢复原方案" if name in _OF_THE_PROGRAM else "删除方案")

    def _button(self, words: str, then: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(then)
        return button

    def _lay_out(self) -> None:
        box = QGroupBox("备忘录包含", self)
        grid = QGridLayout(box)
        for at, part in enumerate(self.parts.values()):
            grid.addWidget(part, at % 5, at // 5)
        form = QFormLayout()
        form.addRow("对照表(&R)：", self.rows)
        form.addRow("纸张(&L)：", self.layouts)
        form.addRow("", self.mono)
        buttons = QGridLayout()
        for at, button in enumerate((self.save, self.save_as, self.remove, self.take, self.give)):
            buttons.addWidget(button, at // 3, at % 3)
        label = QLabel("输出方案(&F)：", self)
        label.setBuddy(self.names)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (label, self.names):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addWidget(box)
        column.addLayout(form)


def _choices(words: Mapping[Rows, str] | Mapping[Layout, str], parent: QWidget) -> QComboBox:
    """Return a box to choose in; Qt gives back the value as plain text."""
    box = QComboBox(parent)
    for value, said in words.items():
        box.addItem(said, str(value))
    return box
