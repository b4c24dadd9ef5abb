"""A library that is moved away while its window is open: no other is made in its place, and what was typed is not lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qcompare.backups import backups_folder
from qcompare.errors import LibraryError
from qcompare.gui import care_jobs, jobs
from qcompare.gui.window import Window
from qcompare.paths import sample_plans
from qcompare.store import Library
from tests.gui.test_deciding import body_row, shown

Open = Callable[[], Window]
Settled = Callable[[Window], None]

GONE = "规划库文件不见了，可能被移走或改名"


def write(window: Window, row: int, note: str) -> None:
    """Go to a row and write a note on it."""
    shown(window).view.go_to_row(row)
    window.detail.opinion.note.setPlainText(note)
    window.detail.opinion.save()


def notes_in(library: Path, window: Window) -> set[str]:
    base, (target, *_) = window.compared
    with Library.open_to_read(library) as opened:
        return {said.note for said in opened.decisions(base, target).opinions}


@pytest.mark.parametrize("decided", [False, True], ids=["before a decision", "after one"])
def test_what_is_decided_waits_until_the_library_is_back(open_window: Open, tmp_path: Path, decided: bool) -> None:
    window = open_window()
    library, aside = window.library, tmp_path / "移走的.db"
    row = body_row(shown(window))
    if decided:
        write(window, row, "请核对责任单位")
    library.rename(aside)
    write(window, row + 1, "建议补充完成时限")
    assert window.notice.problem.startswith(GONE)
    assert "没有新建规划库" in window.notice.rest
    assert window.detail.opinion.note.toPlainText() == "建议补充完成时限"
    assert not library.exists()
    assert "建议补充完成时限" not in notes_in(aside, window)
    aside.rename(library)
    window.detail.opinion.save()
    assert "建议补充完成时限" in notes_in(library, window)


def test_a_job_makes_no_library_and_leaves_what_is_shown(open_window: Open, settled: Settled, tmp_path: Path) -> None:
    window = open_window()
    before, comparison = window.compared, window.comparison
    window.library.rename(tmp_path / "移走的.db")
    window.compare(3, (4,))
    settled(window)
    assert window.notice.problem.startswith(GONE)
    assert (window.compared, window.comparison) == (before, comparison)
    jobs_that_write = (
        lambda: jobs.import_files(window.library, sample_plans()[:1], (), lambda *_: None),
        lambda: jobs.open_plan(window.library, 1, lambda *_: None),
        lambda: jobs.remove_plan(tmp_path / "拔出的 U 盘" / "library.db", 1, lambda *_: None),
        lambda: jobs.remove_plan(window.library, 1, lambda *_: None),
        lambda: care_jobs.daily(window.library, care_jobs.today(), lambda *_: None),
        lambda: care_jobs.back_up(window.library, None, lambda *_: None),
        lambda: care_jobs.check(window.library, lambda *_: None),
        lambda: care_jobs.unpack(window.library, tmp_path / "移走的.db", lambda *_: None),
    )
    for job in jobs_that_write:
        with pytest.raises(LibraryError, match=f"：{GONE}"):
            job()
    assert not window.library.exists()
    assert not backups_folder(window.library).exists()
    made = care_jobs.restore(window.library, tmp_path / "移走的.db", lambda *_: None)
    assert (made, window.library.exists()) == (None, True)


def test_another_library_in_its_place_takes_no_decision_about_other_plans(open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    row = body_row(shown(window))
    write(window, row, "请核对责任单位")
    other = tmp_path / "另一个.db"
    with Library.open(other) as made, Library.open_to_read(window.library) as source:
        made.add_plans([source.plan(number) for number in (5, 4, 3, 2, 1)])
    shutil.copy(other, tmp_path / "换上的.db")
    (tmp_path / "换上的.db").replace(window.library)
    write(window, row + 1, "建议补充完成时限")
    assert window.notice.problem.startswith("规划库文件换成了另一个")
    assert window.library.read_bytes() == other.read_bytes()
    assert window.detail.opinion.unkept == ("建议补充完成时限",)
