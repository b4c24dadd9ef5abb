"""The troubles a user can mend. Everything else is our bug and is not caught before the last-resort handler."""

from __future__ import annotations


class QCompareError(Exception):
    """A trouble the user can act on: what is wrong, where, and what to do, in Chinese.

    What only who types commands can do is said apart, in `command`: the window leaves it out.

    >>> print(QCompareError("文件是空的", place="a.txt", advice="请检查后重新选择"))
    a.txt：文件是空的。请检查后重新选择。
    >>> error = QCompareError("没有权限写入规划库", advice="请检查权限", command="或用 --library 另指定规划库")
    >>> print(error, error.words)
    没有权限写入规划库。请检查权限；或用 --library 另指定规划库。 没有权限写入规划库。请检查权限。
    """

    def __init__(self, problem: str, *, place: str = "", advice: str = "", command: str = "") -> None:
        self.problem, self.place, self.advice, self.command = problem, place, advice, command
        super().__init__(problem, place, advice)

    def __str__(self) -> str:
        return self._line("；".join(filter(None, (self.advice.rstrip("。"), self.command))))

    @property
    def words(self) -> str:
        """The trouble in one line, as the window says it."""
        return self._line(self.advice)

    def _line(self, advice: str) -> str:
        lead = f"{self.place}：" if self.place else ""
        return lead + "".join(f"{part.rstrip('。')}。" for part in (self.problem, advice) if part)


class ReadError(QCompareError):
    """A plan's file cannot be read."""


class LibraryError(QCompareError):
    """The library (规划库) cannot be opened, or does not hold what was asked for."""


class DamagedError(LibraryError):
    """The library's file is damaged, or is no library at all: a backup helps where there is one."""


class StrangerError(DamagedError):
    """The file is no library at all, or one whose beginning was overwritten: from the outside nobody can tell."""


class ParcelError(LibraryError):
    """A colleague's file cannot be taken in; the library here has nothing wrong with it and needs no restoring."""


class HeldError(LibraryError):
    """Another program holds the right to write to the library: it can be read, and written later."""


class UnwritableError(LibraryError):
    """The library can be read but not written: its file, folder or disk does not allow it."""


class UnfinishedError(LibraryError):
    """The library must be opened for writing once before it can be read: it is older than we, or work in it was cut short."""


class OutputError(QCompareError):
    """A memo, table or JSON file cannot be written."""


class UsageError(QCompareError):
    """The comparison asked for makes no sense, such as one without a target."""
