"""A person decides in the window: ticks, verdicts, notes, links and cuts, undone and redone, there again after a restart."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qcompare.decisions import Change, Opinion, Quote, Verdict
from qcompare.gui.comparison import Comparison
from qcompare.gui.window import Window
from qcompare.model import Relation
from tests.gui.test_window import shown

Open = Callable[[], Window]
Settled = Callable[[Window], None]
LEFT = Qt.MouseButton.LeftButton


def body_row(comparison: Comparison, which: int = 0) -> int:
    """Return a row of several sentences that is no band."""
    rows = range(len(comparison.collation.rows))
    fit = [r for r in rows if comparison.rows.can_open(r) and comparison.collation.rows[r].base is not None]
    return fit[which]


def test_a_row_is_ticked_by_key_by_box_and_in_the_pane(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    comparison, view = shown(window), shown(window).view
    row = body_row(comparison)
    view.go_to_row(row)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert row in comparison.rows.reviewed
    assert window.detail.opinion.tick.isChecked()
    assert "已审核 1，" in comparison.place
    qtbot.mouseClick(window.detail.opinion.tick, LEFT)
    assert row not in comparison.rows.reviewed
    head = view.verticalHeader()
    at = comparison.rows.line_of(row)
    assert at is not None
    box = head._box(head._section(at)).center().toPoint()
    qtbot.mouseClick(head.viewport(), LEFT, pos=box)
    assert row in comparison.rows.reviewed
    window.asks.undo.trigger()
    assert row not in comparison.rows.reviewed
    window.asks.redo.trigger()
    assert row in comparison.rows.reviewed


def test_verdict_and_note_are_kept_over_a_restart(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    comparison, view = shown(window), shown(window).view
    row = body_row(comparison)
    view.go_to_row(row)
    qtbot.keyClick(view, Qt.Key.Key_2)
    assert window.detail.opinion.verdicts[Verdict.REVISE].isChecked()
    qtbot.keyClick(view, Qt.Key.Key_N)
    qtbot.keyClicks(window.detail.opinion.note, "Please explain 92")
    window.detail.opinion.note.insertPlainText("，请说明测算依据")
    view.go_to_row(row + 1)
    assert window.said == "已保存意见"
    assert window.detail.opinion.note.toPlainText() == ""
    window.close()
    again = shown(open_window())
    opinion = again.rows.review.opinion(row, 0)
    assert opinion is not None
    assert opinion.verdict is Verdict.REVISE
    assert opinion.note == "Please explain 92，请说明测算依据"


def test_what_is_typed_in_one_go_is_one_step(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    row = body_row(shown(window))
    shown(window).view.go_to_row(row)
    note = window.detail.opinion
    for words in ("请核", "请核数据", "请核数据来源"):
        note.note.setPlainText(words)
        note.save()
    assert window.desk.steps.count() == 1
    window.asks.undo.trigger()
    assert shown(window).rows.review.opinion(row, 0) is None
    assert note.note.toPlainText() == ""


def test_digits_and_letters_typed_in_a_note_decide_nothing(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    shown(window).view.go_to_row(body_row(shown(window)))
    window.asks.note.trigger()
    qtbot.keyClicks(window.detail.opinion.note, "12 LCN")
    assert window.detail.opinion.note.toPlainText() == "12 LCN"
    assert window.detail.opinion.verdict is None
    assert not shown(window).rows.reviewed


def doubtful(comparison: Comparison) -> tuple[int, int, int]:
    """Return a row of several sentences with a match in doubt, and the match's sentences."""
    plan = comparison.collation.targets[0].plan
    for match in comparison.collation.targets[0].matches:
        clause = plan.sentences[match.target].clause
        row = next(r for r, line in enumerate(comparison.collation.rows) if clause in line.cells[0].clauses)
        if match.doubtful and comparison.rows.can_open(row):
            return row, match.base, match.target
    raise AssertionError("the sample has no match in doubt")


def test_a_match_in_doubt_is_confirmed(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    comparison = shown(window)
    row, base, target = doubtful(comparison)
    before = comparison.collation.targets[0].counts.doubtful
    window.deciding._follow("confirm", base, target)
    settled(window)
    assert shown(window) is comparison
    after = comparison.collation.targets[0]
    assert after.counts.doubtful == before - 1
    assert next(m for m in after.matches if (m.base, m.target) == (base, target)).by == "person"
    comparison.view.go_to_row(row)
    assert "人工" in window.detail.reasons.text.toPlainText()


def test_sentences_are_cut_by_key_and_linked_again_by_undoing(
    qtbot: QtBot, open_window: Open, settled: Settled
) -> None:
    window = open_window()
    comparison = shown(window)
    row, base, target = doubtful(comparison)
    comparison.view.go_to_row(row)
    qtbot.keyClick(comparison.view, Qt.Key.Key_Return)
    lines = [at for at in range(comparison.rows.rowCount()) if comparison.rows.line(at).row == row]
    assert len(lines) > 1
    at = next(at for at in lines if target in comparison.rows.sentences(at, 0))
    comparison.view.setCurrentIndex(comparison.rows.index(at, 2))
    qtbot.keyClick(comparison.view, Qt.Key.Key_Delete)
    settled(window)
    assert comparison.collation.targets[0].relations[target] is Relation.ADDED
    assert (base, target) not in {(m.base, m.target) for m in comparison.collation.targets[0].matches}
    window.asks.undo.trigger()
    settled(window)
    assert (base, target) in {(m.base, m.target) for m in comparison.collation.targets[0].matches}


def apart(comparison: Comparison) -> tuple[int, int]:
    """Return two lines: the base's sentences of the one have nothing to do with the first target's of the other."""
    rows = comparison.rows
    lines = [at for at in range(rows.rowCount()) if not rows.line(at).fold and not rows.band(at)]
    added = next(at for at in lines if rows.sentences(at, 0))
    links = rows.cells.links(0)
    origins = {b for t in rows.sentences(added, 0) for b in links.bases(t)}
    other = next(at for at in lines if at > added + 3 and not origins & set(rows.sentences(at, None)))
    return other, added


def test_clauses_are_linked_by_key(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    comparison, view, rows = shown(window), shown(window).view, shown(window).rows
    dropped, added = apart(comparison)
    ours, theirs = set(rows.sentences(dropped, None)), set(rows.sentences(added, 0))
    view.setCurrentIndex(rows.index(added, 2))
    qtbot.keyClick(view, Qt.Key.Key_L)
    tool = window.deciding.tool
    assert tool is not None
    assert tool.taken is not None
    view.setCurrentIndex(rows.index(dropped, 2))
    tool._follow_current()
    assert tool.label.text().startswith("Enter：与基准")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    settled(window)
    made = {(m.base, m.target) for m in comparison.collation.targets[0].matches if m.by == "person"}
    assert made
    assert made <= {(b, t) for b in ours for t in theirs}
    window.close()
    again = shown(open_window()).collation.targets[0]
    assert made == {(m.base, m.target) for m in again.matches if m.by == "person"}


def test_clauses_are_linked_by_dragging_and_esc_gives_up(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    window.resize(1600, 1000)
    comparison, view, rows = shown(window), shown(window).view, shown(window).rows
    row = next(
        at
        for at in range(1, rows.rowCount() - 1)
        if rows.sentences(at, 0)
        and rows.sentences(at + 1, None)
        and not rows.line(at).fold
        and not rows.band(at)
        and not rows.line(at + 1).fold
    )
    view.setCurrentIndex(rows.index(row, 2))
    view.verticalScrollBar().setValue(view.verticalHeader().sectionPosition(row) - 40)
    QApplication.processEvents()
    source = view.visualRect(rows.index(row, 2)).topLeft() + QPoint(60, 12)
    goal = view.visualRect(rows.index(row + 1, 0)).topLeft() + QPoint(60, 12)
    tool = window.deciding.tool
    assert tool is not None
    for release in (False, True):
        QTest.mousePress(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, source)
        for point in ((source + goal) / 2, goal):
            QTest.mouseMove(view.viewport(), point)
            drag(view.viewport(), point)
        assert tool.taken is not None
        assert tool.label.text().startswith("松开：")
        if not release:
            qtbot.keyClick(view, Qt.Key.Key_Escape)
            assert tool.taken is None
        QTest.mouseRelease(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, goal)
        settled(window)
        assert any(r.holds for r in comparison.collation.targets[0].rulings) == release


def drag(widget: object, point: QPoint) -> None:
    """Send a move with the button held, which QTest does not."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    place = QPointF(point)
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, place, place, LEFT, LEFT, none))  # type: ignore[call-overload]


@pytest.mark.parametrize("which", [0, 1])
def test_an_opened_row_shows_each_sentence_once(open_window: Open, which: int) -> None:
    comparison = shown(open_window())
    rows = comparison.rows
    rows.choose_target(which)
    for row in range(len(comparison.collation.rows)):
        if not rows.can_open(row):
            continue
        parts = rows.cells.parts(row, which)
        for target in (None, 0, 1):
            at = rows.line_of(row)
            if at is None:
                continue
            whole = rows.sentences(at, target)
            shares = [k for part in parts for k in part.plans[0 if target is None else target + 1]]
            assert sorted(shares) == sorted(whole)


def test_only_unreviewed_rows_and_the_next_of_them(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    comparison = shown(window)
    first, second = body_row(comparison), body_row(comparison, 1)
    comparison.view.go_to_row(first)
    qtbot.keyClick(comparison.view, Qt.Key.Key_Space)
    comparison.bar.unreviewed_button.click()
    assert comparison.rows.line_of(first) is None
    assert comparison.view.row > first
    comparison.view.go_to_row(second)
    qtbot.keyClick(comparison.view, Qt.Key.Key_Space)
    assert comparison.rows.line_of(second) is None
    assert comparison.view.row not in (first, second)
    words = [
        comparison.rows.fold_words(at)[0] for at in range(comparison.rows.rowCount()) if comparison.rows.line(at).fold
    ]
    assert any("已审核" in said for said in words)


def test_decisions_that_no_longer_apply_are_listed(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    comparison = shown(window)
    gone = Opinion(None, Quote("草稿里已经没有的一句话。"), verdict=Verdict.REVISE, note="请补充依据。")
    ids = (window._base, window._targets[0])
    assert window.desk.make([Change(*ids, None, gone)], "意见")
    assert "1 项旧决定不再适用" in comparison.place
    dialog = window.lists.show_lost()
    assert dialog is not None
    said = [item.text() for column in range(4) if (item := dialog.table.item(0, column))]
    assert said == ["永川 2023", "需修改：请补充依据。", "", "草稿里已经没有的一句话。"]
    row = body_row(comparison)
    comparison.view.go_to_row(row)
    dialog.table.selectRow(0)
    qtbot.mouseClick(dialog.attach, LEFT)
    assert dialog.table.rowCount() == 0
    opinion = comparison.rows.review.opinion(row, 0)
    assert opinion is not None
    assert opinion.note == "请补充依据。"
    window.asks.undo.trigger()
    assert dialog.table.rowCount() == 1
    dialog.close()


def test_a_note_being_typed_stays_with_its_row_whatever_comes(
    qtbot: QtBot, open_window: Open, settled: Settled
) -> None:
    """Another target is chosen, a link is cut, another comparison opened: what was typed is kept where it was typed."""
    window = open_window()
    comparison = shown(window)
    row = body_row(comparison)
    comparison.view.go_to_row(row)
    note = window.detail.opinion
    note.note.setPlainText("第一条")
    comparison.view.choose_target(1)
    assert note.note.toPlainText() == ""
    note.note.setPlainText("给成都的")
    comparison.view.choose_target(0)
    assert note.note.toPlainText() == "第一条"
    _, base, target = doubtful(comparison)
    note.note.setPlainText("第一条，改过")
    window.deciding._follow("cut", base, target)
    assert note.note.toPlainText() == "第一条，改过"
    settled(window)
    note.note.setPlainText("第一条，又改过")
    ids = (window._base, *window._targets)
    window.compare(ids[1], (ids[0],))
    settled(window)
    window.compare(ids[0], ids[1:])
    settled(window)
    said = [shown(window).rows.review.opinion(row, target) for target in (0, 1)]
    assert [opinion.note for opinion in said if opinion is not None] == ["第一条，又改过", "给成都的"]


def test_a_library_held_by_another_keeps_what_is_typed_and_says_so(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    comparison = shown(window)
    row = body_row(comparison)
    comparison.view.go_to_row(row)
    note = window.detail.opinion
    note.save()
    window.desk.make(comparison.rows.review.mark_reviewed([row], reviewed=True), "审核")
    assert window.desk._library is not None
    window.desk._library._db.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(window.desk._path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    note.note.setPlainText("请核对")
    note.save()
    assert "规划库正被另一个程序占用" in window.notice.problem
    qtbot.keyClick(comparison.view, Qt.Key.Key_1)
    assert note.verdict is None
    window.asks.undo.trigger()
    QApplication.processEvents()
    assert row in comparison.rows.reviewed
    comparison.view.go_to_row(row + 1)
    assert note.note.toPlainText() == ""
    window.close()
    assert window.isVisible(), "what is typed is not given up without a word"
    other.execute("ROLLBACK")
    other.close()
    comparison.view.go_to_row(row)
    assert note.note.toPlainText() == "请核对"
    note.save()
    opinion = comparison.rows.review.opinion(row, 0)
    assert opinion is not None
    assert opinion.note == "请核对"
    window.asks.undo.trigger()
    window.asks.undo.trigger()
    assert row not in comparison.rows.reviewed


def test_a_row_that_the_other_target_lacks_stays_when_that_is_chosen(open_window: Open) -> None:
    comparison = shown(open_window())
    rows = comparison.rows
    lacking = [r for r in range(len(comparison.collation.rows)) if rows.can_open(r)]
    for row in lacking:
        rows.choose_target(0)
        rows.toggle_sentences(row)
        rows.choose_target(1)
        assert rows.line_of(row) is not None or comparison.rows.reveal(row) >= 0
        rows.choose_target(0)
        rows.toggle_sentences(row)


def test_decisions_outlive_a_changed_draft(qtbot: QtBot, open_window: Open, settled: Settled, tmp_path: Path) -> None:
    """A person's path: decide, import the changed draft, find everything there but the tick of the row that changed."""
    window = open_window()
    comparison = shown(window)
    first, second = body_row(comparison), body_row(comparison, 3)
    for row in (first, second):
        comparison.view.go_to_row(row)
        qtbot.keyClick(comparison.view, Qt.Key.Key_Space)
    qtbot.keyClick(comparison.view, Qt.Key.Key_2)
    window.asks.note.trigger()
    window.detail.opinion.note.setPlainText("请说明测算依据")
    _, base, target = doubtful(comparison)
    window.deciding._follow("cut", base, target)
    settled(window)
    plan = comparison.collation.targets[0].plan
    clause = comparison.collation.rows[second].cells[0].clauses[0]
    changed = plan.wording(plan.clauses[clause].sentences[-1])
    draft = tmp_path / plan.source
    draft.write_text(plan.text.replace(changed, f"全面推进。{changed}"), encoding="utf-8")
    window.import_files([draft])
    settled(window)
    after = shown(window)
    assert after.collation.targets[0].plan.text != plan.text
    assert first in after.rows.reviewed
    assert second not in after.rows.reviewed
    assert after.rows.is_stale(second)
    opinion = after.rows.review.opinion(second, 0)
    assert opinion is not None
    assert (opinion.verdict, opinion.note) == (Verdict.REVISE, "请说明测算依据")
    assert any(not ruling.holds for ruling in after.collation.targets[0].rulings)
    assert after.rows.review.lost() == 0
    assert after.view.row == second
