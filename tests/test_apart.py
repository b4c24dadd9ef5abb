"""The process that reads files: whatever a file makes of its reader, the program gets a document or words, and lives on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from qcompare.document import Block, BlockKind, Caution, CautionKind, Document, Format, Place, Revisions, Span
from qcompare.errors import ReadError
from qcompare.read import apart, read_document
from qcompare.read.apart import Processes
from qcompare.read.blocklist import BlockList
from qcompare.read.process import Ending, StoppedError
from qcompare.read.wire import document_of, receive, send, written
from tests.docx_files import cell, docx, paragraph, table

ROOT = Path(__file__).resolve().parents[1]
NAME = "重庆市质量强市建设实施方案.doc"

TAKEN_OVER = """
import sys
sys.path.insert(0, sys.argv[1])
from qcompare.read import document_from_text
from qcompare.read.child import serve

def read(form, content, name, revisions):
    scope = {"said": "一、总体要求"}
    exec(content.decode(), scope)
    return document_from_text(scope["said"], name)

serve(lambda: read)
"""
"""A reader that its file has taken over: it does what the file says."""

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limits of Linux")


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    started = Processes([sys.executable, "-c", TAKEN_OVER, str(ROOT)])
    yield started
    started.close()


def read(processes: Processes, file: str) -> str:
    return processes.read(Format.DOC, file.encode(), NAME, Revisions.ACCEPTED).text


def ended(processes: Processes, file: str) -> tuple[Ending, ReadError]:
    """Return how the process ended over the file and what the user is told; the next file is read all the same."""
    with pytest.raises(ReadError) as caught:
        read(processes, file)
    assert isinstance(caught.value.__cause__, StoppedError)
    assert caught.value.place == NAME
    assert "另存为" in caught.value.advice
    assert read(processes, "said = '二、主要任务'") == "二、主要任务"
    return caught.value.__cause__.ending, caught.value


def test_a_word_document_is_read_through_the_door(tmp_path: Path) -> None:
    path = tmp_path / "方案.docx"
    path.write_bytes(
        docx(paragraph("总体要求") + table([cell(paragraph("产品质量合格率")), cell(paragraph("94%以上"))]))
    )
    document = read_document(path)
    assert [block.span.of(document.text) for block in document.blocks] == ["总体要求", "产品质量合格率", "94%以上"]
    assert [block.kind for block in document.blocks] == [BlockKind.TEXT, BlockKind.CELL, BlockKind.CELL]
    assert (document.format, document.name) == (Format.DOCX, "方案.docx")
    assert document.digest == sha256(path.read_bytes()).hexdigest()


def test_a_crash_is_told_and_the_next_file_is_read(processes: Processes) -> None:
    ending, told = ended(processes, "import ctypes; ctypes.string_at(0)")
    assert (ending, told.problem) == (Ending.CRASH, "读取中途意外停止")


def test_a_reader_that_hangs_is_ended(processes: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a library that lets no other thread of its process run."""
    read(processes, "import re")  # it has started: what is measured is the reading
    monkeypatch.setattr(apart, "_SECONDS", 0.1)
    ending, told = ended(processes, "import re; re.match('(a+)+b', 'a' * 60)")
    assert (ending, told.problem) == (Ending.TIME, "读取超过 0.1 秒，已停止")


def test_a_bigger_file_has_more_time() -> None:
    assert apart.seconds_for(bytes(100_000_000)) > 2 * apart.seconds_for(b"")


@linux
def test_a_reader_that_eats_memory_is_stopped(processes: Processes) -> None:
    ending, told = ended(processes, "said = len(bytes(3_000_000_000))")
    assert (ending, told.problem) == (Ending.MEMORY, "读取所需的内存超过 1000 MB 的上限，已停止")


def test_an_exception_that_escapes_is_told_by_its_type_and_line_alone(processes: Processes) -> None:
    ending, told = ended(processes, "{'甲': 1}['内部文字']")
    assert ending is Ending.ESCAPED
    assert told.problem.startswith("读取时出错（KeyError，")
    assert "内部文字" not in str(told)
    ending, told = ended(processes, "from qcompare.read.text import decode; decode(None, '内部文字')")
    assert told.problem.startswith("读取时出错（AttributeError，text.py:")


def test_a_refusal_of_the_reader_is_the_programs(processes: Processes) -> None:
    file = "from qcompare.errors import ReadError; raise ReadError('第 3 页已损坏', place='甲.doc', advice='请另存')"
    with pytest.raises(ReadError) as caught:
        read(processes, file)
    assert str(caught.value) == "甲.doc：第 3 页已损坏。请另存。"
    assert caught.value.__cause__ is None


def test_what_a_library_prints_reaches_nobody_and_stops_nothing(processes: Processes) -> None:
    noise = "import os, sys; [os.write(to, b'x' * 65536) for to in (1, 2) for _ in range(40)]; print('y' * 9999)"
    assert read(processes, f"{noise}\nsaid = '三、保障措施'") == "三、保障措施"


DEEDS = """
import os, pathlib, socket, subprocess, shutil
done = []
def attempt(name, deed):
    try:
        deed()
    except PermissionError:
        return
    except Exception as error:
        name += f" ({error!r})"
    done.append(name)
here = pathlib.Path(FOLDER)
attempt("write", lambda: (here / "new").write_text("x"))
attempt("append", lambda: open(here / "plan.txt", "a"))
attempt("write anew", lambda: os.open(here / "new", os.O_WRONLY | os.O_CREAT))
attempt("read", lambda: (here / "plan.txt").read_text())
attempt("read the system's", lambda: open("/etc/passwd"))
attempt("read from below", lambda: open(os.path.join(os.__file__, "..", *[".."] * 40, "etc/passwd")))
attempt("delete", lambda: os.remove(here / "plan.txt"))
attempt("rename", lambda: os.rename(here / "plan.txt", here / "other.txt"))
attempt("new folder", lambda: os.mkdir(here / "folder"))
attempt("copy", lambda: shutil.copyfile(here / "plan.txt", here / "copy.txt"))
attempt("delete all", lambda: shutil.rmtree(here))
attempt("fork", lambda: os.fork() or os._exit(0))
attempt("exec", lambda: os.execv("/bin/true", ["true"]))
attempt("run", lambda: subprocess.run(["true"]))
attempt("shell", lambda: os.system("true"))
attempt("spawn", lambda: os.posix_spawn("/bin/true", ["true"], {}))
attempt("kill", lambda: os.kill(os.getppid(), 0))
attempt("connect", lambda: socket.create_connection(("127.0.0.1", 9)))
attempt("socket", lambda: socket.socket())
attempt("look up", lambda: socket.getaddrinfo("localhost", 80))
import wave  # a module of the installation that nobody has imported yet
said = "；".join(done) or "一件也没做成"
"""


@pytest.mark.skipif(os.name != "posix", reason="the names of Linux")
def test_a_reader_can_do_nothing_to_the_pc(processes: Processes, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("一、总体要求", encoding="utf-8")
    assert read(processes, DEEDS.replace("FOLDER", repr(str(tmp_path)))) == "一件也没做成"
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [
        ("plan.txt", "一、总体要求")
    ]


@linux
def test_not_even_the_kernel_lets_it_write(processes: Processes) -> None:
    file = "import resource\nsaid = str([resource.getrlimit(n) for n in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)])"
    assert read(processes, file) == "[(0, 0), (0, 0)]"


def test_one_process_reads_many_files_and_another_takes_its_place(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = "import os; said = str(os.getpid())"
    first = read(processes, tell)
    assert read(processes, tell) == first
    monkeypatch.setattr(apart, "_FILES", 1)
    assert read(processes, tell) == first
    assert read(processes, tell) != first


def test_two_threads_read_at_once(processes: Processes) -> None:
    """Each would wait for the other's file in vain if one process read both, one after the other."""
    met = "import os, time; said = str(os.getpid()); time.sleep(0.1)"
    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(lambda _: read(processes, met), range(2)))) == 2


@pytest.mark.parametrize("command", [["/无此程序"], [sys.executable, "-c", "print('hello')"]])
def test_a_process_that_cannot_be_started_is_told(command: list[str]) -> None:
    with pytest.raises(ReadError, match="无法启动读取文件的程序，没有读取") as caught:
        read(Processes(command), "")
    assert "信任名单" in caught.value.advice


PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from qcompare.document import Format, Revisions
from qcompare.read.apart import Processes
from qcompare.read.blocklist import BlockList
processes = Processes([sys.executable, "-c", sys.argv[2], sys.argv[1]])
def read(file):
    return processes.read(Format.DOC, file.encode(), "方案.doc", Revisions.ACCEPTED).text
"""
PID = "import os; said = str(os.getpid())"


@linux
@pytest.mark.parametrize("file", ["while True: pass", ""], ids=["at work", "idle"])
def test_no_process_outlives_a_program_that_was_killed(file: str) -> None:
    code = f"{PROGRAM}\nprint(read({PID!r}), flush=True)\nread({file!r})\nsys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(ROOT), TAKEN_OVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        child = int(program.stdout.readline())
        assert is_running(child)
        program.send_signal(signal.SIGKILL)
        program.wait()
    deadline = time.monotonic() + 20
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.005)
    assert not is_running(child)


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@linux
def test_the_program_ends_without_a_trace(tmp_path: Path) -> None:
    """With its own door, without a console (standard input and output closed), every warning an error."""
    answer = tmp_path / "answer"
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
assert sys.stdin is None and sys.stdout is None
from pathlib import Path
from qcompare.errors import ReadError
from qcompare.read import read_document
try:
    read_document(Path({str(tmp_path / "方案.pdf")!r}))
except ReadError as error:
    Path({str(answer)!r}).write_text(str(error), encoding="utf-8")
"""
    (tmp_path / "方案.pdf").write_bytes(b"%PDF-1.7\n")
    start = ["sh", "-c", 'exec "$0" "$@" <&- >&-', sys.executable, "-X", "dev", "-W", "error", "-c", code]
    done = subprocess.run(start, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "已损坏" in answer.read_text(encoding="utf-8")


def test_the_frozen_program_is_the_reading_process_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """It knows itself by its only argument, before the command line is imported: that would complain of the argument."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    processes = Processes([sys.executable, "-m", "qcompare", apart.FIRST_ARGUMENT])
    with pytest.raises(ReadError, match="文件已损坏"):
        processes.read(Format.PDF, b"%PDF-1.7\n", "方案.pdf", Revisions.ACCEPTED)
    processes.close()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert apart.command() == [sys.executable, apart.FIRST_ARGUMENT]


def test_what_is_no_character_is_replaced_and_counted() -> None:
    """Neither UTF-8, in which a document leaves its process, nor a library can hold it."""
    blocks = BlockList()
    blocks.add("质量\ud800强市\0", place=Place(page=3))
    document = blocks.document(Format.PDF, NAME, pages=3)
    assert document.text == "质量\ufffd强市\ufffd"
    assert document.cautions == (Caution(CautionKind.REPLACED, 2, (3,)),)
    assert written(document)[1].decode() == document.text


# ---- what the two say to each other ----

DOCUMENT = Document(
    "一、总体要求\n92%以上",
    (Block(Span(0, 6), level=1, place=Place(page=2)), Block(Span(7, 12), BlockKind.CELL, Place(2, 0, 1, 3, 2))),
    NAME,
    format=Format.DOC,
    cautions=(Caution(CautionKind.GARBLED_PAGES, 2, (4, 5)), Caution(CautionKind.COMMENTS)),
    pages=7,
    encoding="gb18030",
)


def test_a_document_goes_there_and_back() -> None:
    stream = BytesIO()
    send(stream, *written(DOCUMENT))
    stream.seek(0)
    assert document_of(*receive(stream), Format.DOC, NAME) == DOCUMENT
    with pytest.raises(EOFError):
        receive(stream)


CELL = (7, 12, "cell", 0, 2, 0, 1, 3, 2)


@pytest.mark.parametrize(
    "lie",
    [
        {"blocks": [(0, 99, *CELL[2:])]},
        {"blocks": [CELL, CELL]},
        {"blocks": [(9, 7, *CELL[2:])]},
        {"blocks": [(-1, 5, *CELL[2:])]},
        {"blocks": [(0, 6, "script", *CELL[3:])]},
        {"blocks": [CELL[:-1]]},
        {"blocks": [(0, 6, "text", True, 0, 0, 0, 0, 0)]},
        {"blocks": [(0, 6, "text", 0, 10**12, 0, 0, 0, 0)]},
        {"blocks": 7},
        {"blocks": ["一、"]},
        {"cautions": [("comments", "1", [])]},
        {"cautions": [("comments", 1, [{}])]},
        {"cautions": None},
        {"pages": 1.5},
        {"pages": None},
    ],
    ids=str,
)
def test_what_is_no_document_is_not_taken_for_one(lie: dict[str, Any]) -> None:
    about, text = written(DOCUMENT)
    with pytest.raises(ValueError, match="no document"):
        document_of(about | lie, text, Format.DOC, NAME)


def test_a_process_that_lies_is_not_believed() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); from qcompare.read.wire import send; out = sys.stdout.buffer"
    lies = f"{code}\nsend(out, {{'ready': True}})\nsend(out, {{'blocks': [[0, 9999]]}})\nsys.stdin.read()"
    processes = Processes([sys.executable, "-c", lies, str(ROOT)])
    with pytest.raises(ReadError, match="意外停止"):
        read(processes, "")
    processes.close()
