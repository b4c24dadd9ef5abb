"""A scripted person who decides without end, for a test that kills the program: python -m tests.gui.scripted LIBRARY.

Says on standard output what was decided, a line each, once the window shows it.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from qcompare.decisions import Verdict
from qcompare.gui.app import make_application, make_window
from qcompare.gui.window import Window


def settle(app: QApplication, window: Window) -> None:
    """Let the window finish what it is doing."""
    while window.jobs.busy or window.comparison is None:
        app.processEvents()


def say(*words: object) -> None:
    """Tell the test what the window has just shown."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main() -> None:
    app = make_application()
    window = make_window(Path(sys.argv[1]))
    window.show()
    window.start()
    settle(app, window)
    comparison = window.comparison
    assert comparison is not None
    rows = [row for row in range(len(comparison.collation.rows)) if 0 in comparison.rows.review.concerned(row)]
    pairs = [(m.base, m.target) for m in comparison.collation.targets[0].matches]
    say("ready")
    for turn in count():
        row = rows[turn % len(rows)]
        comparison.view.go_to_row(row)
        window.asks.reviewed.trigger()
        say("tick", row, int(row in comparison.rows.reviewed))
        window.deciding.give_verdict(list(Verdict)[turn % 3])
        said = comparison.rows.review.opinion(row, 0)
        say("verdict", row, said.verdict.value if said and said.verdict else "-")
        note = f"第{turn}条意见"
        window.detail.opinion.note.setPlainText(note)  # typed, not yet saved
        app.processEvents()
        window.detail.opinion.save()
        say("note", row, note)
        if turn % 5 == 4:
            pair = pairs[turn % len(pairs)]
            window.deciding._follow("cut", *pair)
            say("cut", *pair)
            settle(app, window)
        if turn % 7 == 6:
            window.asks.undo.trigger()
            say("undo", row)
            settle(app, window)


if __name__ == "__main__":
    main()
