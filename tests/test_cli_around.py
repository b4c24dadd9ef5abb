"""What stands around the commands: demo and window, our own bugs, interruptions, the terminal."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qcompare.cli import console, main
from qcompare.cli.console import Progress, columns
from qcompare.cli.window import has_screen
from tests.conftest import Run

CITY = """\
重庆市质量强市建设实施方案
一、总体要求
（一）主要目标。到2027年，全市质量发展基础更加坚实。
1.塑造质量品牌。推行企业首席质量官制度，培育一批质量领军企业。
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "市级方案.txt"
    path.write_text(CITY, encoding="utf-8")
    return path


@pytest.fixture
def district(tmp_path: Path) -> Path:
    path = tmp_path / "区级方案.txt"
    path.write_text(CITY.replace("市", "区"), encoding="utf-8")
    return path


# ---- demo and window ----


def test_demo_writes_everything_and_opens_no_window_without_a_screen(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    options = ["--no-window"] if sys.platform in {"win32", "darwin"} else []
    for _ in "again":
        status, said, complaints = run("demo", "--out", tmp_path / "演示", *options)
        assert (status, complaints) == (0, "")
        assert "样例规划库有规划文本 5 个" in said
    names = {path.name for path in (tmp_path / "演示").iterdir()}
    assert {"重庆-永川.pdf", "重庆-永川.xlsx", "重庆-永川.csv", "重庆-永川.json", "规划库.db"} <= names
    assert {f"重庆-永川-成都-游仙.{kind}" for kind in ("pdf", "xlsx", "csv", "json")} <= names
    for path in (tmp_path / "演示").iterdir():
        assert path.name in said


def test_without_a_screen_the_window_is_refused_in_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    status, _, complaint = run()
    assert status == 2
    assert "没有可用的屏幕" in complaint
    assert "qcompare --help" in complaint


@pytest.mark.parametrize(
    ("display", "wayland", "answer"),
    [("", "", False), (":98765", "", False), ("unix:98765.0", "", False), ("pc:0", "", True), ("", "wayland-0", True)],
)
def test_a_screen_is_one_that_somebody_serves(
    monkeypatch: pytest.MonkeyPatch, display: str, wayland: str, answer: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("WAYLAND_DISPLAY", wayland)
    assert has_screen() is answer


def test_a_missing_graphics_library_is_told_before_qt_ends_the_process(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qcompare.cli.window._XCB_LIBRARIES", ("libxcb-none.so.0",))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", "pc:0")
    status, _, complaint = run()
    assert status == 2
    assert "libxcb-cursor0" in complaint


WINDOW = """
import sys
from PySide6.QtCore import QTimer
from qcompare.cli import main
from qcompare.gui.app import make_application
application = make_application()
QTimer.singleShot(300, application.closeAllWindows)
sys.exit(main(["--library", sys.argv[1]]))
"""


def test_the_window_opens_on_the_library_named(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-X", "utf8", "-c", WINDOW, str(tmp_path / "规划库.db")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "规划库.db").exists()


def test_without_qt_the_window_is_refused_in_words() -> None:
    code = "import sys; sys.modules['PySide6'] = None; from qcompare.cli import main; sys.exit(main([]))"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert "缺少图形组件" in done.stderr
    assert "Traceback" not in done.stderr


# ---- what goes wrong on our side ----


def test_our_own_bug_is_an_apology_without_the_plans_words(
    run: Run, city: Path, district: Path, monkeypatch: pytest.MonkeyPatch, data_home: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(CITY)

    monkeypatch.setattr("qcompare.collate.collate", fail)
    status, said, complaint = run("compare", city, district)
    assert (status, said) == (1, "")
    assert "对不起，程序出现内部错误" in complaint
    assert "Traceback" not in complaint
    (log,) = data_home.rglob("qcompare.log")
    assert str(log) in complaint
    written = log.read_text(encoding="utf-8")
    assert "compare.py" in written
    assert "ValueError" in written
    for words in (complaint, written):
        assert "质量品牌" not in words
    monkeypatch.setenv("QCOMPARE_DEBUG", "1")
    assert "Traceback" in run("compare", city, district)[2]


def test_our_own_bug_where_nothing_can_be_written(
    run: Run, city: Path, district: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("qcompare.collate.collate", None)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(city))
    status, _, complaint = run("compare", city, district)
    assert status == 1
    assert "QCOMPARE_DEBUG=1" in complaint


def test_ctrl_c_ends_quietly(run: Run, city: Path, district: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qcompare.collate.collate", interrupt)
    assert run("compare", city, district) == (130, "", "已中止。\n")


def test_ctrl_c_in_the_middle_of_an_import_leaves_the_library_as_it_was(
    run: Run, city: Path, district: Path, monkeypatch: pytest.MonkeyPatch, data_home: Path
) -> None:
    run("import", city)
    (library,) = data_home.rglob("library.db")
    before = library.read_bytes()
    monkeypatch.setattr("qcompare.store.library.index_plan", lambda *_: signal.raise_signal(signal.SIGINT))
    before_test = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background ignores it
    try:
        assert run("import", district) == (130, "", "已中止。\n")
    finally:
        signal.signal(signal.SIGINT, before_test)
    assert library.read_bytes() == before


def test_ctrl_c_in_the_middle_of_a_folder_keeps_what_was_read(
    run: Run, city: Path, district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qcompare.parse import parse

    def pressed(*given: object) -> object:
        signal.raise_signal(signal.SIGINT)
        return parse(*given)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr("qcompare.collate.parse", pressed)
    before = signal.getsignal(signal.SIGINT)
    status, said, complaint = run("import", city.parent)
    assert (status, complaint) == (130, "已中止。\n")
    assert signal.getsignal(signal.SIGINT) is before
    fates = [line.split()[0] for line in said.splitlines()[1:3]]
    assert fates == ["已导入", "已取消未读"]
    assert district.parent == city.parent
    assert said.splitlines()[-1].startswith("导入已取消，1 个文件没有读；已导入 1 个规划文本：")
    assert len(run("list")[1].splitlines()) == 4


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that Linux has")
def test_a_full_disk_where_the_result_is_redirected_to(city: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-W", "ignore", "-X", "utf8", "-m", "qcompare", "show", str(city)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "磁盘空间不足" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_trouble(city: Path, tmp_path: Path) -> None:
    long = "\n".join(f"{i}.推动产品质量提升。" for i in range(1, 9000))
    city.write_text(long, encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-X", "utf8", "-m", "qcompare", "show", str(city)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaints = process.stderr.read()
    assert (process.returncode, complaints) == (0, b"")


# ---- the terminal ----


def test_columns_count_chinese_characters_twice() -> None:
    assert columns([("对照", "沿用"), ("永川2023", "7")], numeric=frozenset({1})) == [
        "对照      沿用",
        "永川2023     7",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_on_a_terminal_after_a_while_and_cleans_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "PATIENCE_SECONDS", 0.01)
    terminal = Terminal()
    with Progress(terminal) as progress:
        progress.doing("正在比对 重庆 2023")
        progress.step(1, 2)
        while not terminal.getvalue():
            time.sleep(0.01)
    shown = terminal.getvalue()
    assert shown.startswith("\r正在比对 重庆 2023 [██████████░░░░░░░░░░] 1/2（0 秒）")
    assert shown.endswith(" \r"), "the line is wiped"


def test_progress_says_nothing_of_a_quick_job_or_into_a_file() -> None:
    for stream in (Terminal(), io.StringIO()):
        with Progress(stream) as progress:
            progress.doing("正在读取")
        assert stream.getvalue() == ""


def test_streams_that_cannot_say_chinese_do_not_fail(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "qcompare", "show", str(tmp_path / "无.txt")]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_started_from_an_icon_there_are_no_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["--version"]) == 0
    assert main(["compare"]) == 2
    assert main(["list"]) == 0


def test_words_are_added_listed_used_and_removed(run: Run, tmp_path: Path) -> None:
    base, target = tmp_path / "市级.txt", tmp_path / "区级.txt"
    base.write_text("一、主要目标\n到2027年，市经信局牵头的质量品牌影响力显著增强。\n", encoding="utf-8")
    target.write_text("一、主要目标\n到2027年，市经信局牵头的质量品牌影响力明显增强。\n", encoding="utf-8")
    library = tmp_path / "库.db"

    def modified() -> int:
        status, said, _ = run("compare", base, target, "--library", library)
        assert status == 0
        return int(said.splitlines()[2].split()[-6])

    assert modified() == 1
    assert run("words", "--library", library)[1].startswith("没有对等词")
    status, said, _ = run("words", "显著", "明显", "--library", library)
    assert status == 0
    assert said.splitlines()[-1].split() == ["1", "显著", "明显", "字词"]
    assert modified() == 0, "a comparison made without the words is made anew"
    status, _, complaint = run("words", "--remove", "2", "--library", library)
    assert status == 2
    assert "没有编号为“2”的对等词" in complaint
    assert run("words", "--remove", "1", "--library", library)[1].startswith("没有对等词")
    assert modified() == 1
    status, _, complaint = run("words", "显著")
    assert status == 2
    assert "须一次给两个" in complaint
