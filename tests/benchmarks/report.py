"""The report: sections, each a Markdown table with a note, and back from the text to the sections."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One table: its title, how it was measured, the heads of its columns and its rows."""

    title: str
    note: str
    head: Row
    rows: Iterable[Row]


def opening(section: Section) -> str:
    """Return the section down to the line under the heads of its table."""
    return f"\n## {section.title}\n\n{section.note}\n\n{line(section.head)}\n|{'---|' * len(section.head)}\n"


def line(cells: Row) -> str:
    """Return one line of a table.

    >>> line(("difflib", "0.12 s"))
    '| difflib | 0.12 s |'
    """
    return f"| {' | '.join(cells)} |"


def printed(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield the sections with all their rows, each line printed as soon as it is measured."""
    for section in sections:
        print(opening(section), end="", flush=True)
        rows = []
        for row in section.rows:
            print(line(row), flush=True)
            rows.append(row)
        yield replace(section, rows=tuple(rows))


def written(header: Iterable[str], sections: Iterable[Section]) -> str:
    """Return the whole report."""
    body = "".join(opening(s) + "".join(f"{line(row)}\n" for row in s.rows) for s in sections)
    return "".join(f"{text}\n" for text in header) + body


def parsed(report: str) -> tuple[list[str], list[Section]]:
    """Return the lines above the first section of a written report, and its sections."""
    header, *parts = re.split(r"\n## ", report)
    sections = []
    for part in parts:
        title, note, table = part.rstrip("\n").split("\n\n")
        head, _, *rows = [tuple(text[2:-2].split(" | ")) for text in table.splitlines()]
        sections.append(Section(title, note, head, tuple(rows)))
    return header.splitlines(), sections


def machine() -> list[str]:
    """Return the lines that say when and on what it was measured."""
    return [
        "# 测试结果",
        "",
        "由 `python -m tests.benchmarks` 写出；同一次运行、同样的输入。时间取中位数，随机器和负载而异，宜看倍数。",
        "",
        f"- 日期：{date.today().isoformat()}",  # noqa: DTZ011 - the day where it is run
        f"- 处理器：{_processor()}，{os.cpu_count()} 核",
        f"- 内存：{_memory()}",
        f"- 系统：{_system()}",
        f"- Python：{platform.python_version()}",
    ]


def _processor() -> str:
    return _found("/proc/cpuinfo", r"^model name\s*: (.*)$") or platform.processor() or platform.machine()


def _memory() -> str:
    kilobytes = _found("/proc/meminfo", r"^MemTotal:\s*(\d+) kB$")
    return f"{int(kilobytes) / 1024 / 1024:.0f} GB" if kilobytes else "未知"


def _system() -> str:
    return _found("/etc/os-release", r'^PRETTY_NAME="(.*)"$') or platform.platform()


def _found(file: str, pattern: str) -> str:
    path = Path(file)
    found = re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE) if path.exists() else None
    return found[1] if found else ""
