"""A plan is read beside what came of reading it; a person says how its lines are to be taken, and the rest follows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from qcompare.document import BlockKind, Format, Place, Span
from qcompare.gui.help import HelpWindow
from qcompare.gui.jobs import Opened
from qcompare.gui.latest import Latest
from qcompare.gui.plan_report import PlaceTree
from qcompare.gui.reader import PlanReader
from qcompare.gui.theme import DARK, LIGHT
from qcompare.gui.window import Window
from qcompare.model import Plan
from qcompare.parse import parse, parse_again
from qcompare.read.blocklist import BlockList
from qcompare.report import report_of, treated_lines
from qcompare.store import Library
from qcompare.treatments import Treat, Treatment
from tests.conftest import make_plan
from tests.gui.conftest import PATIENCE

Open = Callable[[], Window]
Settled = Callable[[Window], None]

TEXT = "永川区质量强区建设实施方案\n来源：区市场监管局\n一、总体要求\n\u00a0\u00a0坚持𬒗江镇质量第一\n三、保障措施\n联系人：张三\n"


def opened(plan: Plan, said: tuple[Treatment, ...] = (), number: int = 7) -> Opened:
    plan = parse_again(plan, said) if said else plan
    return Opened(number, plan, said, report_of(plan, said), treated_lines(plan, said))


@pytest.fixture
def reader(qtbot: QtBot) -> Iterator[PlanReader]:
    """A reader whose words are taken at once, as the library takes them."""
    parent, plan = QWidget(), make_plan(TEXT)
    qtbot.addWidget(parent)
    reader = PlanReader(opened(plan), LIGHT, parent)
    reader.treated.connect(lambda _number, said: reader.show_plan(opened(plan, said)))
    reader.show()
    reader.activateWindow()
    yield reader
    reader.close()


def level(reader: PlanReader, words: str) -> str:
    return reader.text.level_at(TEXT.index(words))


def point(reader: PlanReader, words: str) -> None:
    at = TEXT.index(words)
    reader.text.go_to(Span(at, at + len(words)), select=True)


def said(tree: PlaceTree) -> list[str]:
    return [f"{item.text(0)} {item.text(1)}".strip() for item in tree.items()]


def item(tree: PlaceTree, words: str) -> QTreeWidgetItem:
    return next(found for found in tree.items() if words in f"{found.text(0)} {found.text(1)}")


def test_every_line_says_what_it_was_taken_for(reader: PlanReader) -> None:
    lines = [line.strip() for line in TEXT.splitlines()]
    assert [level(reader, line) for line in lines] == ["标题", "版面", "一级", "段", "一级", "段"]
    assert said(reader.outline) == ["永川区质量强区建设实施方案", "一、总体要求", "三、保障措施"]


def test_the_report_stands_beside_and_leads_to_its_places(reader: PlanReader, qtbot: QtBot) -> None:
    told = said(reader.report)
    assert told[:4] == [
        "请核对 1 处",
        "第5行 序号不连续：三 在“一、”之后",
        "未参与比对（版面信息） 1 处",
        "网页或公文的栏目信息 第2行\u3000来源：区市场监管局",
    ]
    assert {"格式 文本", "编码 utf-8", "标题 永川区质量强区建设实施方案"} <= set(told)
    reader.report.setCurrentItem(item(reader.report, "来源"))
    reader.report.setFocus()
    qtbot.keyClick(reader.report, Qt.Key.Key_Return)
    assert reader.text.textCursor().selectedText() == "来源：区市场监管局"
    reader.outline.itemClicked.emit(item(reader.outline, "三、"), 0)
    assert reader.text.textCursor().block().text() == "三、保障措施"
    assert reader.place.text() == "原文第 5 行 · 三 · 一级"


def test_a_line_is_taken_as_a_key_says_and_that_is_undone_and_done_again(reader: PlanReader, qtbot: QtBot) -> None:
    point(reader, "质量第一")
    qtbot.keyClick(reader.text, Qt.Key.Key_2)
    assert level(reader, "坚持") == "人工 二级"
    assert "坚持𬒗江镇质量第一" in said(reader.outline)
    assert "二级标题 坚持𬒗江镇质量第一" in said(reader.report)
    point(reader, "联系人")
    qtbot.keyClick(reader.text, Qt.Key.Key_B)
    assert level(reader, "联系人") == "人工 版面"
    assert reader.status.text() == "已划为版面信息"
    qtbot.keyClick(reader.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (level(reader, "联系人"), level(reader, "坚持")) == ("段", "人工 二级")
    qtbot.keyClick(reader.text, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert level(reader, "联系人") == "人工 版面"
    qtbot.keyClick(reader.text, Qt.Key.Key_Delete)
    assert level(reader, "联系人") == "段"
    qtbot.keyClick(reader.text, Qt.Key.Key_Delete)
    assert reader.status.text() == "所选文字没有人工划定"


def test_several_lines_are_taken_at_once_and_the_place_in_the_text_stays(reader: PlanReader) -> None:
    start, end = TEXT.index("来源"), TEXT.index("坚持") + 1
    reader.text.go_to(Span(start, end), select=True)
    reader.treats[Treat.PARAGRAPH].trigger()
    assert [level(reader, words) for words in ("来源", "一、", "坚持", "三、")] == [
        "人工 段",
        "人工 段",
        "人工 段",
        "一级",
    ]
    assert reader.text.textCursor().selectedText().startswith("来源")


def test_the_menu_says_all_that_can_be_said(reader: PlanReader) -> None:
    words = [action.text().split("\t")[0] for action in reader.menu().actions() if not action.isSeparator()]
    assert words == [
        "复制",
        *("版面信息", "正文", "文件标题", "一级标题", "二级标题", "三级标题", "四级标题", "正文段落"),
        *("恢复程序的划分", "撤销", "重做"),
    ]
    assert not reader.undo.isEnabled()


def test_f1_opens_the_help_of_the_reader(reader: PlanReader, qtbot: QtBot) -> None:
    qtbot.keyClick(reader.text, Qt.Key.Key_F1)
    (opened,) = reader.findChildren(HelpWindow)
    assert opened.shown == "reading"
    opened.close()


def test_many_stretches_of_one_sort_are_folded_with_their_pages(qtbot: QtBot) -> None:
    blocks = BlockList()
    blocks.add("永川区质量强区建设实施方案", place=Place(page=1))
    for page in range(1, 8):
        blocks.add(f"推动第{page}项工作落地见效。", place=Place(page=page))
        blocks.add(f"— {page} —", BlockKind.PAGE_NUMBER, Place(page=page))
    parent = QWidget()
    qtbot.addWidget(parent)
    reader = PlanReader(opened(parse(blocks.document(Format.PDF, "方案.pdf", pages=7))), LIGHT, parent)
    fold = item(reader.report, "页码 7 处")
    assert (fold.childCount(), fold.isExpanded()) == (7, False)
    assert fold.child(2).text(1) == "第3页\u3000— 3 —"
    reader.close()


def test_what_is_said_is_kept_and_the_comparison_follows(open_window: Open, settled: Settled, qtbot: QtBot) -> None:
    window = open_window()
    assert window.comparison is not None
    number = window.compared[1][0]
    before = len(window.comparison.collation.targets[0].plan.aligned())
    window.librarian.show_text(number)
    settled(window)
    (reader,) = window.findChildren(PlanReader)
    at = reader.text.toPlainText().index("（责任单位")
    reader.text.go_to(Span(at, at + 1))
    reader.treats[Treat.FURNITURE].trigger()

    def followed() -> bool:
        shown = window.comparison
        return shown is not None and len(shown.collation.targets[0].plan.aligned()) < before

    qtbot.waitUntil(followed, timeout=PATIENCE)
    settled(window)
    assert reader.text.level_at(at).startswith("人工")
    window.set_look("dark")
    assert item(reader.report, "识别结果").child(0).foreground(0).color() == DARK.secondary
    with Library.open(window.library) as library:
        assert [treatment.treat for treatment in library.treatments(number)] == [Treat.FURNITURE]
        library.remove_plan(number)
    reader.treats[Treat.PLAN].trigger()
    qtbot.waitUntil(lambda: bool(reader.findChildren(QMessageBox)), timeout=PATIENCE)
    (box,) = reader.findChildren(QMessageBox)
    assert "没有编号为" in box.text()
    assert not reader.undo.isEnabled()
    box.close()
    reader.close()


def test_what_is_said_of_one_version_is_seen_in_the_reader_of_another(
    open_window: Open, settled: Settled, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    for name, more in (("初稿", ""), ("二稿", "四、附则\n本方案自印发之日起施行。\n")):
        (tmp_path / f"{name}.txt").write_text(f"{TEXT}{more}", encoding="utf-8")
    window.import_files([tmp_path / "初稿.txt", tmp_path / "二稿.txt"])
    settled(window)
    for number in (6, 7):
        window.librarian.show_text(number)
        settled(window)
    first, second = sorted(window.findChildren(PlanReader), key=lambda reader: reader.plan)
    point(first, "联系人")
    first.treats[Treat.FURNITURE].trigger()
    qtbot.waitUntil(lambda: level(second, "联系人") == "人工 版面", timeout=PATIENCE)
    point(second, "质量第一")
    second.treats[Treat.PART].trigger()
    qtbot.waitUntil(lambda: level(first, "质量第一") == "人工 一级", timeout=PATIENCE)
    assert level(first, "联系人") == "人工 版面"
    assert not first.undo.isEnabled()
    first.close()
    second.close()


def test_a_wish_that_waits_is_kept_when_the_window_closes(qtbot: QtBot) -> None:
    go, kept = threading.Event(), list[object]()

    def keep(wish: object, _progress: object) -> None:
        go.wait(PATIENCE / 1000)
        kept.append(wish)

    owner = QObject()
    latest = Latest(keep, owner)
    for wish in ("一", "二", "三"):
        latest.ask(wish)
    go.set()
    latest.finish(last=True)
    assert kept == ["一", "三"]
