"""The window's right to write to its library: held while the window is open, or else the window only reads, and says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from qcompare.errors import HeldError, LibraryError
from qcompare.gui.banner import Banner
from qcompare.holding import Hold, Program, hold
from qcompare.network import on_network

if TYPE_CHECKING:
    from qcompare.gui.window import Window

_MOMENT = 1.0
"""Seconds that the window waits at start for a command that writes: most are done by then."""

_READS = "可以查看、比对、打印、导出，不能导入和记录意见；新做的比对不存入规划库。"
_NONE = "这里还没有规划库，现在也不能新建。请把程序或规划库放到可以写入的位置（如本机磁盘），或解除写保护，再按“重试”。"
_NETWORK = (
    "规划库在网络共享位置。同一时间只有一人可以写入，其他人只读；网络中断可能损坏文件。"
    "建议把规划库放在本机，用“导出”菜单中的交换文件与同事往来。"
)
_KNOWN = "network_known"


class Access(QObject):
    """Holds the library for one window. `why` is empty where the window may write, and stays so as long as it is open."""

    freed = Signal()
    """The library can be written to now: the window is to be opened anew."""

    def __init__(self, library: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._hold: Hold | None = None
        self.trouble: LibraryError | None = None
        self.take()

    def take(self) -> None:
        """Hold the library from now on, or know why not."""
        try:
            self._hold = hold(self._library, Program.WINDOW, patience=_MOMENT)
        except LibraryError as error:
            self.trouble = error

    @property
    def read_only(self) -> bool:
        """Whether the window may only read."""
        return self.trouble is not None

    @property
    def nothing(self) -> bool:
        """Whether there is no library to read, and none can be made."""
        return self.read_only and not isinstance(self.trouble, HeldError) and not self._library.exists()

    @property
    def why(self) -> str:
        """Why what would write rests, in a tooltip; empty where nothing does."""
        return f"只读：{self.trouble.problem}" if self.trouble is not None else ""

    @property
    def words(self) -> str:
        """What the banner says: why, and what can be done all the same."""
        return f"{self.why}。{_NONE if self.nothing else _READS}"

    def refusal(self, files: Sequence[Path]) -> LibraryError | None:
        """Return what to say of files that cannot be taken in, as the banner says why; None where they can be."""
        if self.trouble is None:
            return None
        names = files[0].name if len(files) == 1 else f"{files[0].name} 等 {len(files)} 个文件"
        return LibraryError(f"本窗口只读，没有打开 {names}", advice=self.trouble.advice)

    def retry(self) -> bool:
        """Ask to have the window opened anew if the library can be written to by now; return whether it can."""
        try:
            hold(self._library, Program.WINDOW, patience=_MOMENT).release()
        except LibraryError as error:
            self.trouble = error
            return False
        self.freed.emit()
        return True

    def release(self) -> None:
        """Let other programs write: the window is closing."""
        if self._hold is not None:
            self._hold.release()
            self._hold = None


def show_access(window: Window) -> None:
    """Say over the window's comparison that it only reads, or that its library lies on a network; let rest what would write."""
    access, library = window.access, window.library
    if access.read_only:
        banner = Banner(access.words, "重试", window)
        banner.button.setToolTip("可以写入以后，按此重新打开")
        banner.pressed.connect(lambda: _retry(window, banner))
        window.put_above(banner)
        window.entitle_read_only()
        rest(window.asks.writers(), access.why)
        for menu in window.menuBar().findChildren(QMenu):
            menu.setToolTipsVisible(True)
        window.library_pane.set_read_only(access.why)
        for card in (window.detail.reasons, window.detail.others):
            card.set_read_only()
        window.detail.opinion.set_read_only(access.why)
        window.desk.why = access.why
    elif str(library) not in _known(window) and on_network(library):
        banner = Banner(_NETWORK, "不再提示", window)
        banner.pressed.connect(lambda: window.settings.setValue(_KNOWN, [*_known(window), str(library)]))
        banner.pressed.connect(banner.hide)
        window.put_above(banner)


def rest(things: Iterable[QAction | QWidget], why: str) -> None:
    """Let actions, buttons and the like rest and say why; for nothing where `why` is empty."""
    if why:
        for thing in things:
            thing.setEnabled(False)
            thing.setToolTip(why)


def _retry(window: Window, banner: Banner) -> None:
    if not window.access.retry():
        still = "规划库仍在使用中" if isinstance(window.access.trouble, HeldError) else "仍不能写入"
        banner.set_words(window.access.words)
        window.say(f"{still}，请稍后再试")


def _known(window: Window) -> list[str]:
    kept = window.settings.value(_KNOWN)
    return [str(each) for each in kept] if isinstance(kept, list) else [kept] if isinstance(kept, str) else []
