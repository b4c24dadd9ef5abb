"""What the user asked for: arguments → Request, or the help and version texts."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from qcompare.built import version_words
from qcompare.cli.help import HELP
from qcompare.errors import UsageError


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files to write; None or empty where none of the kind is wanted.

    `profile` names what the memo holds (输出方案), or is a file that has one; `mono` is said besides. `maker` is whose
    name stands on it.
    """

    memo: Path | None = None
    profile: str = ""
    mono: bool = False
    maker: str = ""
    tables: tuple[Path, ...] = ()
    json: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them."""
        return tuple(path for path in (self.memo, *self.tables, self.json) if path is not None)


@dataclass(frozen=True, slots=True)
class Request:
    """A command and its arguments; `names` are files, plans, a comparison, words or a number, as the command says.

    `library` is None where the user named none.
    """

    command: str
    names: tuple[str, ...] = ()
    library: Path | None = None
    outputs: Outputs = Outputs()
    folder: Path = Path("out")
    window: bool = True
    own_places: bool = False
    chained: bool = False
    revisions: bool = False
    treat: str = ""
    files: tuple[Path, ...] = ()


def parse_arguments(arguments: Sequence[str]) -> Request | str:
    """Return what the user asked for, or the text to print where that is help or the version.

    Raises UsageError where the arguments make no sense. Without arguments the window is asked for.

    >>> parse_arguments(["list", "--library", "规划库.db"]).library.name
    '规划库.db'
    """
    before_dashes = arguments[: arguments.index("--")] if "--" in arguments else arguments
    command, *others = [*(a for a in before_dashes if not a.startswith("-")), ""]
    if {"-h", "--help"} & set(before_dashes):
        return HELP.get(command, HELP[""])
    if "--version" in before_dashes:
        return f"qcompare {version_words()}"
    if not arguments or arguments[0].startswith("-") or (command not in HELP and _is_there(command)):
        return _window(arguments)
    asked = others[0] if command == "help" else command
    if asked not in HELP:
        also = "，也没有这个文件" if Path(asked).suffix or Path(asked).name != asked else ""
        raise UsageError(f"没有“{asked}”这个命令{also}", advice=_advice(""))
    return HELP[asked] if command == "help" else PARSERS[command](arguments[1:])


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command, as a shell completes it."""

    name: str
    takes_value: bool


class _Parser(argparse.ArgumentParser):
    """Argparse without its own words: help is written by hand, and errors are ours, in Chinese."""

    latest: ClassVar[_Parser]
    """The one made last: each command makes its own when it reads, and `options_of` looks at it then."""

    def __init__(self, command: str) -> None:
        self._command = command
        self.options: list[Option] = []
        _Parser.latest = self
        super().__init__(prog=f"qcompare {command}".strip(), add_help=False, allow_abbrev=False)

    def add_argument(self, *names: Any, **how: Any) -> argparse.Action:
        """Take an argument, and remember it where it is an option."""
        added = super().add_argument(*names, **how)
        self.options += [Option(name, added.nargs != 0) for name in added.option_strings]
        return added

    def error(self, message: str) -> NoReturn:
        raise UsageError(_in_chinese(message), advice=_advice(self._command))

    def library(self) -> None:
        """Take --library."""
        self.add_argument("--library", type=_file)

    def outputs(self) -> None:
        """Take the options that say which files to write."""
        self.add_argument("--memo", type=_file)
        self.add_argument("--profile", type=_word)
        self.add_argument("--mono", action="store_true")
        self.add_argument("--maker", type=_word)
        self.add_argument("--table", type=_file, action="append", default=[])
        self.add_argument("--json", type=_file)


def _word(written: str) -> str:
    """Return what the user wrote; nothing between quotes is as good as nothing (a variable of a script that is empty)."""
    if not written:
        raise argparse.ArgumentTypeError("expected one argument")
    return written


def _file(written: str) -> Path:
    return Path(_word(written))


def _outputs(given: argparse.Namespace) -> Outputs:
    if given.mono and given.memo is None:
        raise UsageError("--mono 只用于备忘录", advice="请同时用 --memo 指定备忘录文件")
    if given.profile and given.memo is None and not given.table:
        raise UsageError("--profile 用于备忘录和对照表", advice="请同时用 --memo 或 --table 指定文件")
    if given.maker and given.memo is None:
        raise UsageError("--maker 只用于备忘录", advice="请同时用 --memo 指定备忘录文件")
    return Outputs(given.memo, given.profile or "", given.mono, given.maker or "", tuple(given.table), given.json)


def _window(arguments: Sequence[str]) -> Request:
    parser = _Parser("")
    parser.library()
    given, others = parser.parse_known_args(arguments)
    for command in (word for word in others if word in PARSERS):
        written = f"qcompare {command}"
        raise UsageError(f"命令“{command}”应写在最前面", advice=f"请写成 {written} …，用法见 {written} --help")
    unknown = [word for word in others if not _is_there(word)]
    if unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    return Request("window", files=tuple(map(Path, others)), library=given.library)


def _is_there(word: str) -> bool:
    """Tell whether a word is a file or a folder, to be opened in the window."""
    try:
        return Path(word).exists()
    except (OSError, ValueError):
        return False


def _compare(arguments: Sequence[str]) -> Request:
    parser = _Parser("compare")
    parser.add_argument("base", metavar="基准", type=_word)
    parser.add_argument("targets", metavar="对照", type=_word, nargs="*")
    parser.add_argument("--chain", action="store_true")
    parser.add_argument("--revisions", action="store_true")
    parser.outputs()
    parser.library()
    given = parser.parse_intermixed_args(arguments)
    if given.revisions and given.targets:
        raise UsageError("--revisions 只用于一个带修订的文件", advice=_advice("compare"))
    if not given.revisions and not given.targets:
        parser.error("the following arguments are required: 对照")
    names = (given.base, *given.targets)
    return Request("compare", names, given.library, _outputs(given), chained=given.chain, revisions=given.revisions)


def _import(arguments: Sequence[str]) -> Request:
    parser = _Parser("import")
    parser.add_argument("files", metavar="文件", type=_word, nargs="+")
    parser.library()
    given = parser.parse_intermixed_args(arguments)
    return Request("import", tuple(given.files), given.library)


def _plan_command(command: str) -> Callable[[Sequence[str]], Request]:
    """Return the parser of a command that takes one plan."""

    def parse(arguments: Sequence[str]) -> Request:
        parser = _Parser(command)
        parser.add_argument("plan", metavar="规划文本", type=_word)
        parser.library()
        given = parser.parse_intermixed_args(arguments)
        return Request(command, (given.plan,), given.library)

    return parse


def _search(arguments: Sequence[str]) -> Request:
    parser = _Parser("search")
    parser.add_argument("text", metavar="字词", type=_word, nargs="+")
    parser.library()
    given = parser.parse_intermixed_args(arguments)
    return Request("search", (" ".join(given.text),), given.library)


def _export(arguments: Sequence[str]) -> Request:
    parser = _Parser("export")
    parser.add_argument("comparison", metavar="比对编号", type=_word)
    parser.outputs()
    parser.library()
    given = parser.parse_intermixed_args(arguments)
    outputs = _outputs(given)
    if not outputs.files:
        raise UsageError("没有指定要导出的文件", advice=f"请用 --memo、--table 或 --json 指定；{_advice('export')}")
    return Request("export", (given.comparison,), given.library, outputs)


def _remarks(arguments: Sequence[str]) -> Request:
    parser = _Parser("remarks")
    parser.add_argument("file", metavar="文件", type=_word)
    parser.library()
    given = parser.parse_intermixed_args(arguments)
    return Request("remarks", (given.file,), given.library)


def _words(arguments: Sequence[str]) -> Request:
    parser = _Parser("words")
    parser.add_argument("words", metavar="词语", type=_word, nargs="*")
    parser.add_argument("--place", action="store_true")
    parser.add_argument("--remove", metavar="编号", type=_word)
    parser.library()
    given = parser.parse_intermixed_args(arguments)
    if len(given.words) not in (0, 2) or (given.remove and given.words) or (given.place and not given.words):
        raise UsageError("对等词须一次给两个", advice=_advice("words"))
    return Request(
        "words", (given.remove,) if given.remove else tuple(given.words), given.library, own_places=given.place
    )


def _treat(arguments: Sequence[str]) -> Request:
    parser = _Parser("treat")
    parser.add_argument("plan", metavar="规划文本", type=_word)
    parser.add_argument("words", metavar="文字", type=_word, nargs="?")
    parser.add_argument("--as", dest="treat", type=_word)
    parser.add_argument("--undo", action="store_true")
    parser.library()
    given = parser.parse_intermixed_args(arguments)
    if bool(given.words) != (bool(given.treat) != given.undo):
        raise UsageError("请同时写出文字和划定", advice=_advice("treat"))
    names = (given.plan, given.words) if given.words else (given.plan,)
    return Request("treat", names, given.library, treat=given.treat or "")


def _files(command: str, metavars: Sequence[str], counts: Sequence[str | None]) -> Callable[[Sequence[str]], Request]:
    """Return the parser of a command of the library's care: its names in order, how many there may be of each."""

    def parse(arguments: Sequence[str]) -> Request:
        parser = _Parser(command)
        for at, (metavar, count) in enumerate(zip(metavars, counts, strict=True)):
            parser.add_argument(f"name{at}", metavar=metavar, type=_word, nargs=count)
        parser.library()
        given = vars(parser.parse_intermixed_args(arguments))
        names = [given[f"name{at}"] for at in range(len(metavars))]
        listed = [each for name in names for each in (name if isinstance(name, list) else [name]) if each]
        return Request(command, tuple(listed), given["library"])

    return parse


def _demo(arguments: Sequence[str]) -> Request:
    parser = _Parser("demo")
    parser.add_argument("--out", type=_file, default=Path("out"))
    parser.add_argument("--no-window", action="store_true")
    given = parser.parse_args(arguments)
    return Request("demo", folder=given.out, window=not given.no_window)


def _desktop(arguments: Sequence[str]) -> Request:
    parser = _Parser("desktop")
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--remove", action="store_true")
    given = parser.parse_args(arguments)
    if given.install == given.remove:
        raise UsageError("请写明关联还是取消关联", advice=_advice("desktop"))
    return Request("desktop", ("install" if given.install else "remove",))


def _completion(arguments: Sequence[str]) -> Request:
    parser = _Parser("completion")
    parser.add_argument("shell", metavar="Shell", type=_word)
    given = parser.parse_args(arguments)
    if given.shell not in SHELL_NAMES:
        raise UsageError(f"没有 {given.shell} 的补全", advice=f"请写 {'、'.join(SHELL_NAMES)} 之一")
    return Request("completion", (given.shell,))


SHELL_NAMES = ("bash", "zsh", "powershell")

PARSERS: dict[str, Callable[[Sequence[str]], Request]] = {
    "compare": _compare,
    "import": _import,
    "list": _files("list", (), ()),
    "show": _plan_command("show"),
    "remove": _plan_command("remove"),
    "restore": _plan_command("restore"),
    "search": _search,
    "export": _export,
    "remarks": _remarks,
    "words": _words,
    "treat": _treat,
    "backup": _files("backup", ("文件",), ("?",)),
    "backups": _files("backups", (), ()),
    "restore-library": _files("restore-library", ("备份",), (None,)),
    "check": _files("check", (), ()),
    "salvage": _files("salvage", ("新文件",), (None,)),
    "pack": _files("pack", ("文件", "比对编号"), (None, "?")),
    "unpack": _files("unpack", ("文件",), ("+",)),
    "desktop": _desktop,
    "completion": _completion,
    "demo": _demo,
}


def options_of(command: str) -> tuple[Option, ...]:
    """Return the options that a command takes.

    >>> [option.name for option in options_of("desktop")]
    ['--install', '--remove']
    """
    with suppress(UsageError):
        PARSERS[command](())
    return tuple(_Parser.latest.options)


def _advice(command: str) -> str:
    return f"请用 {' '.join(part for part in ('qcompare', command, '--help') if part)} 查看用法"


_MESSAGES = (
    (r"the following arguments are required: (.*)", "缺少参数：{0}"),
    (r"unrecognized arguments: (.*)", "不认识的参数：{0}"),
    (r"argument (--profile|--maker|--as): expected one argument", "{0} 后面缺少名称"),
    (r"argument (--\S+): expected one argument", "{0} 后面缺少文件名"),
    (r"argument (\S+): expected one argument", "缺少参数：{0}"),
    (r"argument (\S+): ignored explicit argument (.*)", "{0} 后面不能带参数 {1}"),
)
"""What argparse says, as regular expressions, and what we say."""


def _in_chinese(message: str) -> str:
    """Return an error of argparse in Chinese.

    >>> _in_chinese("the following arguments are required: 基准, 对照")
    '缺少参数：基准、对照'
    """
    for pattern, chinese in _MESSAGES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return chinese.format(*found.groups()).replace(", ", "、")
    return "命令的写法不对"
