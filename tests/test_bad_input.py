"""Bad input through the real command line: words with the file and what to do, exit status 2, nothing half-written."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

PLAN = (
    "质量强市建设实施方案\n一、总体要求\n（一）指导思想。推动高质量发展。\n1.塑造质量品牌。推行企业首席质量官制度。\n"
)
OTHER = "质量强区建设实施方案\n一、总体要求\n（一）指导思想。推动高质量发展。\n1.建设职教高地。支持职业院校开设质量管理专业。\n"

FULL_DISK = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
sys.argv = ["qcompare", *sys.argv[1:]]
runpy.run_module("qcompare", run_name="__main__")
"""
NOBODY = 65534
AS_NOBODY = f"""
import contextlib, io, os, sys, tempfile
from pathlib import Path
from qcompare.cli import main
with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
    # Whatever the program imports late is imported now: the other user may not be allowed to read our Python.
    one, two = Path(folder, "1.txt"), Path(folder, "2.txt")
    one.write_text({PLAN!r}, encoding="utf-8")
    two.write_text({OTHER!r}, encoding="utf-8")
    library = ["--library", str(Path(folder, "规划库.db"))]
    tables = [word for name in ("3.xlsx", "3.docx", "4.json") for word in ("--table", str(Path(folder, name)))]
    main(["compare", str(one), str(two), "--json", str(Path(folder, "3.json")), *tables, *library])
    main(["list", *library])
if os.geteuid() == 0:
    os.setgroups([]); os.setegid({NOBODY}); os.seteuid({NOBODY})
sys.exit(main(sys.argv[1:]))
"""


posix = pytest.mark.skipif(os.name != "posix", reason="file size limits, permissions and users as POSIX has them")


class Folder:
    """A folder with two good plans and a library, and what stands in it before a run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.base = self.put("市.txt", PLAN.encode())
        self.target = self.put("区.txt", OTHER.encode())

    def put(self, name: str, content: bytes) -> Path:
        path = self.path / name
        path.write_bytes(content)
        return path

    def snapshot(self) -> dict[str, bytes]:
        return {str(p.relative_to(self.path)): p.read_bytes() for p in sorted(self.path.rglob("*")) if p.is_file()}

    def run(self, *arguments: str | Path, code: str | None = None) -> subprocess.CompletedProcess[str]:
        start = ["-c", code] if code else ["-m", "qcompare"]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-X", "utf8", *start, *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            check=False,
            env=environment,
            cwd=self.path,
        )

    def refused(self, *arguments: str | Path, place: str | Path, problem: str, code: str | None = None) -> str:
        """Run, and check what every refusal has in common; return the complaint."""
        before = self.snapshot()
        done = self.run(*arguments, code=code)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert done.stderr.startswith("错误：")
        assert done.stderr.count("\n") == 1, "one line, no traceback"
        assert str(place) in done.stderr
        assert problem in done.stderr
        assert "请" in done.stderr, "it says what to do"
        assert self.snapshot() == before, "nothing is written, half-written or changed"
        return done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    path = tmp_path / "工作"
    path.mkdir()
    return Folder(path)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A library with the two good plans."""
    folder = Folder(tmp_path_factory.mktemp("库"))
    assert folder.run("import", folder.base, folder.target, "--library", "规划库.db").returncode == 0
    return (folder.path / "规划库.db").read_bytes()


@pytest.fixture
def library(folder: Folder, stocked: bytes) -> Path:
    return folder.put("规划库.db", stocked)


# ---- plans that cannot be read ----

UNREADABLE = {
    "空.txt": (b"", "空的"),
    "空白.txt": (" \n\u3000\n".encode(), "没有文字"),
    "程序.txt": (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8, ""),
    "图片.txt": (b"\x89PNG\r\n\x1a\n" + bytes(600), ""),
    "乱码.txt": ((PLAN * 3).encode("gb18030")[:200] + b"\xff\xff" + (PLAN * 3).encode("gb18030")[200:], "编码"),
    "过大.txt": ("推动高质量发展。\n".encode() * 2_100_000, "上限"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_holds_no_plan(folder: Folder, library: Path, name: str) -> None:
    content, problem = UNREADABLE[name]
    bad = folder.put(name, content)
    folder.refused("compare", folder.base, bad, "--json", "比对.json", place=name, problem=problem)
    folder.refused("import", bad, "--library", library, place=name, problem=problem)


@pytest.mark.parametrize("name", ["没有.txt", "无此文件夹/没有.txt", "没有", "长" * 300 + ".txt"])
def test_a_missing_file(folder: Folder, library: Path, name: str) -> None:
    folder.refused("compare", folder.base, name, place=name, problem="找不到")
    folder.refused("show", name, place=name, problem="找不到")
    missing = "找不到" if Path(name).suffix else "没有“没有”"
    folder.refused("show", name, "--library", library, place=name, problem=missing)


def test_a_folder_in_place_of_a_file(folder: Folder, library: Path) -> None:
    (folder.path / "规划").mkdir()
    folder.refused("compare", folder.base, "规划", place="规划", problem="这是文件夹")
    folder.refused("import", "规划", "--library", library, place="规划", problem="没有可以导入的文件")


@posix
def test_a_file_one_may_not_read(folder: Folder) -> None:
    locked = folder.put("内部.txt", PLAN.encode())
    _let_anyone_in(folder.path)
    locked.chmod(0)
    try:
        done = folder.run("compare", folder.base, locked, code=AS_NOBODY)
    finally:
        locked.chmod(0o600)
    assert done.returncode == 2, done.stderr
    assert "内部.txt：无法读取文件。请检查文件权限" in done.stderr
    assert "Traceback" not in done.stderr


def test_one_bad_file_among_good_ones_is_named_and_none_is_imported(folder: Folder, library: Path) -> None:
    folder.put("空.txt", b"")
    folder.put("新.txt", "质量提升行动方案\n一、总体要求\n".encode())
    before = folder.snapshot()
    done = folder.run("import", "新.txt", "空.txt", "没有.txt", "--library", library)
    assert done.returncode == 2
    assert "没有导入任何文件" in done.stderr
    assert "空.txt：文件是空的" in done.stderr
    assert "没有.txt：找不到文件" in done.stderr
    assert folder.snapshot() == before


def test_a_library_whose_name_is_too_long(folder: Folder) -> None:
    folder.refused("import", folder.base, "--library", "长" * 300, place="长长", problem="文件名太长")


def test_a_file_that_is_missing_makes_no_library(folder: Folder) -> None:
    for arguments in (
        ["import", "没有.txt"],
        ["compare", folder.base, "没有.txt"],
        ["compare", "无/没有.txt", folder.base],
    ):
        for library in ([], ["--library", "新.db"]):
            folder.refused(*arguments, *library, place="没有.txt", problem="找不到")


def test_two_programs_that_import_at_once_both_succeed(folder: Folder) -> None:
    with ThreadPoolExecutor() as pool:
        done = list(
            pool.map(lambda file: folder.run("import", file, "--library", "新.db"), (folder.base, folder.target))
        )
    assert [(one.returncode, one.stderr) for one in done] == [(0, ""), (0, "")]
    assert folder.run("compare", "1", "2", "--library", "新.db").returncode == 0


@posix
def test_an_import_that_no_longer_fits_the_disk_stores_none_of_its_files(folder: Folder, library: Path) -> None:
    small = folder.put("小.txt", "质量提升行动方案\n一、总体要求\n".encode())
    large = folder.put("大.txt", "".join(f"{i}.推动产品质量提升第{i}项。\n" for i in range(3000)).encode())
    code = FULL_DISK.replace("2048", str(library.stat().st_size + 40_000))
    words = "规划库保持原样"
    folder.refused("import", small, large, "--library", library, place=library, problem=words, code=code)
    folder.refused("compare", small, large, "--library", library, place=library, problem=words, code=code)


# ---- comparisons that make no sense ----


def test_a_plan_compared_with_itself(folder: Folder, library: Path) -> None:
    copy = folder.put("副本.txt", PLAN.encode("gb18030"))
    folder.refused("compare", folder.base, folder.base, place="市.txt", problem="基准与对照是同一文本")
    folder.refused("compare", folder.base, copy, place="副本.txt", problem="文字完全相同")
    folder.refused("compare", "1", "1", "--library", library, place="1", problem="基准与对照是同一文本")
    folder.refused("compare", folder.base, "1", "--library", library, place="1", problem="文字完全相同")


def test_a_target_named_twice(folder: Folder) -> None:
    folder.refused("compare", folder.base, folder.target, "区.txt", place="区.txt", problem="是同一文本")


def test_a_plan_the_library_does_not_have_or_has_several_times(folder: Folder, library: Path) -> None:
    folder.refused("compare", "1", "成都", "--library", library, place=library, problem="没有“成都”")
    folder.refused("show", "质量强", "--library", library, place=library, problem="对应多个规划文本")
    folder.refused(
        "export", "7", "--json", "甲.json", "--library", library, place=library, problem="没有编号为 7 的比对"
    )
    for number in ("99999999999999999999", "0"):
        problem = f"没有编号为 {number} 的比对"
        folder.refused("export", number, "--json", "甲.json", "--library", library, place=library, problem=problem)
    folder.refused(
        "export", "9" * 5000, "--json", "甲.json", "--library", library, place="999", problem="不是比对的编号"
    )
    folder.refused("export", "七", "--json", "甲.json", "--library", library, place="七", problem="不是比对的编号")


# ---- libraries that are none ----


def _damaged(folder: Folder, library: Path) -> str:
    content = library.read_bytes()
    library.write_bytes(content[:4096] + bytes(len(content) - 4096))
    return "损坏"


def _truncated(folder: Folder, library: Path) -> str:
    library.write_bytes(library.read_bytes()[:-9000])
    return "损坏"


def _text(folder: Folder, library: Path) -> str:
    library.write_bytes(PLAN.encode())
    return "不是规划库"


def _foreign(folder: Folder, library: Path) -> str:
    library.unlink()
    with sqlite3.connect(library) as connection:
        connection.execute("CREATE TABLE contacts (name TEXT)")
    connection.close()
    return "不是规划库"


def _newer(folder: Folder, library: Path) -> str:
    with sqlite3.connect(library) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    return "更新版本"


def _folder(folder: Folder, library: Path) -> str:
    library.unlink()
    library.mkdir()
    return "这是文件夹"


@pytest.mark.parametrize("spoil", [_damaged, _truncated, _text, _foreign, _newer, _folder])
def test_a_library_that_is_none(folder: Folder, library: Path, spoil: object) -> None:
    assert callable(spoil)
    problem = spoil(folder, library)
    for command in (["list"], ["compare", folder.base, folder.target]):
        folder.refused(*command, "--library", library, place=library, problem=problem)


LOOKING = [
    ["list"], ["show", "1"], ["remove", "1"], ["search", "质量"], ["export", "1", "--json", "甲.json"], ["compare", "1", "市.txt"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", LOOKING)
def test_a_library_that_is_not_there(folder: Folder, arguments: list[str]) -> None:
    long = "长" * 300 + ".db"
    folder.refused(*arguments, "--library", long, place=long, problem="没有这个规划库文件")
    folder.refused(*arguments, "--library", "没有.db", place="没有.db", problem="没有这个规划库文件")
    folder.refused("import", folder.base, "--library", "无/库.db", place="无/库.db", problem="文件夹不存在")


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_library_held_by_another_program(folder: Folder, library: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(library)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        folder.refused("import", folder.target, "--library", library, place=library, problem="占用")
        other.communicate("")


@posix
def test_a_library_in_a_folder_one_may_not_write(folder: Folder, library: Path) -> None:
    shelf = folder.path / "只读"
    shelf.mkdir()
    library.rename(shelf / "规划库.db")
    new = folder.put("新.txt", "质量提升行动方案\n一、总体要求\n".encode())
    _let_anyone_in(folder.path)
    (shelf / "规划库.db").chmod(0o444)
    shelf.chmod(0o555)
    try:
        for path in (shelf / "规划库.db", shelf / "新库.db"):
            folder.refused("import", new, "--library", path, place=path, problem="没有权限", code=AS_NOBODY)
        for option in ("--json 比对.json", "--table 表.xlsx", "--table 表.docx", "--table 表.json"):
            flag, name = option.split()
            folder.refused(
                "compare", folder.base, folder.target, flag, shelf / name,
                place=name, problem="没有写入权限", code=AS_NOBODY,
            )  # fmt: skip
        assert folder.run("list", "--library", shelf / "规划库.db", code=AS_NOBODY).returncode == 0, "it may be read"
    finally:
        shelf.chmod(0o755)


# ---- outputs that cannot be written ----


@posix
@pytest.mark.parametrize(
    "option",
    [
        "--json 比对.json",
        "--memo 备忘录.pdf",
        "--table 表.xlsx",
        "--table 表.docx",
        "--table 表.csv",
        "--table 表.html",
        "--table 表.json",
    ],
)
def test_a_full_disk_while_writing(folder: Folder, option: str) -> None:
    """A limit on file sizes stands for the disk: it needs no rights and fails at the same place, in the middle of a write."""
    flag, name = option.split()
    long = "".join(f"{i}.塑造质量品牌。推行企业首席质量官制度，培育第{i}家质量领军企业。\n" for i in range(1, 80))
    folder.put("长.txt", long.encode())
    folder.put(name, b"the old file")
    complaint = folder.refused(
        "compare", "长.txt", folder.base, flag, name, place=name, problem="磁盘空间不足", code=FULL_DISK
    )
    assert "换一个位置保存" in complaint


@posix
def test_a_full_disk_while_importing(folder: Folder, library: Path) -> None:
    long = "".join(f"{i}.塑造质量品牌。推行企业首席质量官制度，培育第{i}家质量领军企业。\n" for i in range(1, 3000))
    folder.put("长.txt", long.encode())
    folder.refused("import", "长.txt", "--library", library, place=library, problem="磁盘", code=FULL_DISK)
    folder.refused("import", "长.txt", "--library", "新库.db", place="新库.db", problem="磁盘", code=FULL_DISK)


@pytest.mark.parametrize(
    ("options", "place", "problem"),
    [
        (["--memo", "备忘录.doc"], "备忘录.doc", "请以 .pdf 结尾"),
        (["--json", "比对.txt"], "比对.txt", "请以 .json 结尾"),
        (["--table", "表.xls"], "表.xls", "请以 .xlsx、.docx、.csv、.html 或 .json 结尾"),
        (["--table", "表"], "表", "请以 .xlsx"),
        (["--table", "表.csv", "--table", "./表.csv"], "表.csv", "用了两次"),
        (["--memo", "无此文件夹/备忘录.pdf"], "备忘录.pdf", "文件夹不存在"),
        (["--memo", "市.txt/备忘录.pdf"], "备忘录.pdf", "不是文件夹"),
        (["--json", "文件夹.json"], "文件夹.json", "这是文件夹"),
        (["--json", "说明.json"], "说明.json", "与规划文本或规划库是同一个文件"),
        (["--table", "表.csv", "--table", "表-溯源表.csv"], "表-溯源表.csv", "用了两次"),
        (["--json", "长" * 300 + ".json"], "长.json", "文件名太长"),
    ],
)  # fmt: skip
def test_an_output_that_makes_no_sense(folder: Folder, options: list[str], place: str, problem: str) -> None:
    (folder.path / "文件夹.json").mkdir()
    folder.put("说明.json", PLAN.encode())
    folder.refused("compare", "说明.json", folder.target, *options, place=place, problem=problem)


# ---- strange, but plans ----


def relations(path: Path) -> list[str]:
    return list(json.loads(path.read_text(encoding="utf-8"))["targets"][0]["relations"].values())


def test_no_numbering_at_all(folder: Folder) -> None:
    base = folder.put("段落一.txt", "推动高质量发展。\n加强组织领导。\n开展质量提升行动，培育质量领军企业。".encode())
    target = folder.put(
        "段落二.txt", "加强组织领导。\n开展质量提升行动，培育质量领军企业。\n建设西部职教高地。".encode()
    )
    done = folder.run("compare", base, target, "--json", "比对.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(relations(folder.path / "比对.json")) == ["added", "inherited", "inherited"]


def test_one_clause_of_200_000_characters(folder: Folder) -> None:
    words = "".join(f"支持第{i}家企业开展首席质量官制度试点" for i in range(9000))
    base = folder.put("长句一.txt", f"一、总体要求\n1.{words[:200_000]}。".encode())
    target = folder.put("长句二.txt", f"一、总体要求\n1.{words[1000:200_000]}，建设西部职教高地。".encode())
    done = folder.run("compare", base, target, "--json", "比对.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "modified" in relations(folder.path / "比对.json")
    share = float(done.stdout.splitlines()[2].split()[-1].rstrip("%"))
    assert share > 90


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "big5"])
def test_any_usual_encoding_with_any_newlines(folder: Folder, encoding: str) -> None:
    text = (
        OTHER
        if encoding != "big5"
        else "質量強區建設實施方案\n一、總體要求\n（一）指導思想。推動高質量發展。\n支持職業院校開設質量管理專業。\n"
    )
    target = folder.put("对照.txt", text.replace("\n", "\r\n").encode(encoding))
    done = folder.run("compare", folder.base, target)
    assert (done.returncode, done.stderr) == (0, "")


def _let_anyone_in(path: Path) -> None:
    """Let another user reach a folder of this test: pytest keeps them to their owner."""
    path.chmod(0o777)
    kept = next((at for at, parent in enumerate(path.parents) if parent.name.startswith("pytest-of-")), -1)
    for parent in path.parents[: kept + 1]:
        parent.chmod(0o755)
    for file in path.rglob("*"):
        file.chmod(0o777 if file.is_dir() else 0o666)
