"""Every job can be done from the command line, in words a newcomer understands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qcompare import __version__
from qcompare.citing import CLAUSE_WORDS
from qcompare.cli.arguments import PARSERS, Request, parse_arguments
from qcompare.cli.commands import COMMANDS
from qcompare.cli.console import width
from qcompare.cli.help import HELP
from qcompare.errors import UsageError
from qcompare.model import ClauseKind
from tests.conftest import Run

CITY = """\
重庆市质量强市建设实施方案
为深入贯彻落实《质量强国建设纲要》，制定本方案。
一、总体要求
（一）主要目标。到2027年，全市质量发展基础更加坚实。
二、重点任务
1.强化产业基础质量支撑。开展重点行业工艺优化行动，组织质量提升关键技术攻关。
2.塑造质量品牌。推行企业首席质量官制度，培育一批质量领军企业。
"""
DISTRICT = """\
永川区质量强区建设实施方案
为深入贯彻落实《质量强国建设纲要》，制定本方案。
一、总体要求
（一）主要目标。到2027年，全区质量发展基础更加坚实。
二、重点任务
1.塑造质量品牌。推行企业首席质量官制度，培育一批质量领军企业。
2.强化产业基础质量支撑。开展重点行业工艺优化行动。
3.建设西部职教高地。支持职业院校开设质量管理专业。
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "市级方案.txt"
    path.write_text(CITY, encoding="utf-8")
    return path


@pytest.fixture
def district(tmp_path: Path) -> Path:
    path = tmp_path / "区级方案.txt"
    path.write_text(DISTRICT, encoding="utf-8")
    return path


# ---- help ----


@pytest.mark.parametrize("command", HELP)
def test_help_is_chinese_has_an_example_and_names_every_option(run: Run, command: str) -> None:
    status, said, complaints = run(*([command] if command else []), "--help")
    assert (status, complaints) == (0, "")
    assert "用法：" in said
    assert "usage" not in said.lower()
    assert "例如：" in said or command == "list"
    if command:
        assert f"qcompare {command}" in said
        assert set(options_of(command)) == set(re.findall(r"^  (--[a-z-]+)", said, re.MULTILINE))
    assert all(width(line) <= 80 for line in said.splitlines())


@pytest.mark.parametrize("command", HELP)
def test_help_is_a_command_too(run: Run, command: str) -> None:
    words = [command] if command else []
    assert run("help", *words) == run(*words, "--help") == (0, HELP[command], "")


def options_of(command: str) -> list[str]:
    takes = {
        "compare": [
            "--chain",
            "--revisions",
            "--memo",
            "--profile",
            "--mono",
            "--maker",
            "--table",
            "--json",
            "--library",
        ],
        "export": ["--memo", "--profile", "--mono", "--maker", "--table", "--json", "--library"],
        "words": ["--place", "--remove", "--library"],
        "demo": ["--out", "--no-window"],
        "treat": ["--as", "--undo", "--library"],
        "desktop": ["--install", "--remove"],
        "completion": [],
    }
    return takes.get(command, ["--library"])


def test_every_command_has_a_parser_a_doer_and_help() -> None:
    assert set(PARSERS) | {""} == set(HELP)
    assert set(PARSERS) | {"window"} == set(COMMANDS)


def test_version_and_help_answer_without_loading_the_program() -> None:
    code = (
        "import sys; from qcompare.cli import main; status = main(['--help']) or main(['--version']);"
        "heavy = {'jieba', 'opencc', 'sqlite_utils', 'reportlab', 'PySide6'} & set(sys.modules);"
        "sys.exit(f'{status} {heavy}' if status or heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f"qcompare {__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["比对"], "没有“比对”这个命令。请用 qcompare --help 查看用法。"),
        (["compare"], "缺少参数：基准、对照。请用 qcompare compare --help 查看用法。"),
        (["compare", "甲.txt"], "缺少参数：对照。"),
        (["compare", "甲.txt", "乙.txt", "--pdf", "丙.pdf"], "不认识的参数：--pdf"),
        (["compare", "甲.txt", "乙.txt", "--memo"], "--memo 后面缺少文件名。"),
        (["compare", "甲.txt", "乙.txt", "--mono"], "--mono 只用于备忘录。"),
        (["compare", "甲.txt", "乙.txt", "--mono=1"], "--mono 后面不能带参数 '1'。"),
        (["list", "多余"], "不认识的参数：多余。"),
        (["import"], "缺少参数：文件。"),
        (["export", "1"], "没有指定要导出的文件。"),
        (["--memo", "甲.pdf"], "不认识的参数：--memo 甲.pdf。"),
        (["show", ""], "缺少参数：规划文本。请用 qcompare show --help 查看用法。"),
        (["compare", "甲.txt", ""], "缺少参数：对照。"),
        (["import", "甲.txt", ""], "缺少参数：文件。"),
        (["search", ""], "缺少参数：字词。"),
        (["list", "--library", ""], "--library 后面缺少文件名。"),
        (["--library="], "--library 后面缺少文件名。"),
        (["compare", "甲.txt", "乙.txt", "--json="], "--json 后面缺少文件名。"),
        (["demo", "--out", ""], "--out 后面缺少文件名。"),
        (
            ["--library", "库.db", "list"],
            "命令“list”应写在最前面。请写成 qcompare list …，用法见 qcompare list --help。",
        ),
        (["--mono", "--profile", "--maker", "compare", "甲.txt"], "命令“compare”应写在最前面。"),
        (["help", "比对"], "没有“比对”这个命令。"),
    ],
)
def test_usage_errors_are_chinese_and_say_where_help_is(run: Run, arguments: list[str], said: str) -> None:
    status, output, complaint = run(*arguments)
    assert (status, output) == (2, "")
    assert complaint.startswith("错误：")
    assert said in complaint
    assert "--help" in complaint or "--memo" in complaint


def test_options_may_stand_anywhere() -> None:
    asked = parse_arguments(["compare", "--json", "甲.json", "1", "--memo", "甲.pdf", "2", "3"])
    assert isinstance(asked, Request)
    assert asked.names == ("1", "2", "3")
    assert [path.name for path in asked.outputs.files] == ["甲.pdf", "甲.json"]


def test_without_arguments_the_window_is_asked_for() -> None:
    assert parse_arguments([]) == Request("window")
    assert parse_arguments(["--library", "规划库.db"]) == Request("window", library=Path("规划库.db"))


# ---- compare ----


def test_compare_prints_a_summary_whose_columns_stand_straight(run: Run, city: Path, district: Path) -> None:
    status, said, complaints = run("compare", city, district)
    assert (status, complaints) == (0, "")
    base, head, row, coverage = said.splitlines()
    assert base.startswith("基准：")
    assert head.split() == ["对照", "句数", "沿用", "属地化", "修改", "新增", "未承接", "移位", "存疑", "承接率"]
    assert width(head) == width(row)
    sentences, *counts, _, _, share = row.split()[-9:]
    assert int(sentences) == sum(map(int, counts[:4]))
    assert share.endswith("%")
    assert "：基准条款" in coverage


def test_compare_writes_json_with_the_same_counts_and_leaves_no_library(
    run: Run, city: Path, district: Path, tmp_path: Path, data_home: Path
) -> None:
    status, said, _ = run("compare", city, district, "--json", tmp_path / "比对.json")
    assert status == 0
    assert f"已写出JSON：{tmp_path / '比对.json'}" in said
    written = json.loads((tmp_path / "比对.json").read_text(encoding="utf-8"))
    assert written["format"] == "qcompare.collation"
    relations = list(written["targets"][0]["relations"].values())
    row = said.splitlines()[2].split()
    assert [relations.count(kind) for kind in ("inherited", "localised", "modified", "added")] == [
        int(number) for number in row[-8:-4]
    ]
    assert not list(data_home.rglob("*.db")), "two files compared in passing leave no trace"


def test_compare_of_files_with_json_loads_neither_sqlite_nor_pdf(city: Path, district: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from qcompare.cli import main; status = main(sys.argv[1:]);"
        "heavy = {'sqlite3', 'sqlite_utils', 'reportlab', 'xlsxwriter', 'docx', 'PySide6'} & set(sys.modules);"
        "sys.exit(f'{status} {heavy}' if status or heavy else 0)"
    )
    arguments = ["compare", str(city), str(district), "--json", str(tmp_path / "比对.json")]
    command = [sys.executable, "-W", "ignore", "-X", "utf8", "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["对照表.xlsx", "对照表.docx", "对照表.csv", "对照表.html"])
def test_compare_writes_tables(run: Run, city: Path, district: Path, tmp_path: Path, name: str) -> None:
    status, _, complaints = run("compare", city, district, "--table", tmp_path / name)
    assert (status, complaints) == (0, "")
    assert (tmp_path / name).stat().st_size > 100


def test_a_csv_table_names_the_files_beside_it(run: Run, city: Path, district: Path, tmp_path: Path) -> None:
    said = run("compare", city, district, "--table", tmp_path / "表.csv")[1].splitlines()[-1]
    assert said == f"已写出对照表：{tmp_path / '表.csv'}（另有 表-溯源表.csv、表-去向表.csv、表-说明.csv）"
    assert {path.name for path in tmp_path.glob("*.csv")} == {"表.csv", "表-溯源表.csv", "表-去向表.csv", "表-说明.csv"}


@pytest.mark.parametrize("options", [[], ["--mono"]])
def test_compare_writes_a_memo(run: Run, city: Path, district: Path, tmp_path: Path, options: list[str]) -> None:
    status, _, complaints = run("compare", city, district, "--memo", tmp_path / "备忘录.pdf", *options)
    assert (status, complaints) == (0, "")
    assert (tmp_path / "备忘录.pdf").read_bytes().startswith(b"%PDF-")


# ---- the library ----


def test_import_list_show_search_compare_export(run: Run, city: Path, district: Path, tmp_path: Path) -> None:
    library = ["--library", tmp_path / "规划库.db"]
    assert "编号 1\n" in run("import", city, district, *library)[1]
    assert "已有同一文本，编号 2，没有重复导入" in run("import", district, *library)[1]
    listed = run("list", *library)[1]
    assert "永川区质量强区建设实施方案" in listed
    shown = run("show", "2", *library)[1]
    assert "条款：文件标题 1 个，部分“一、”2 个，节“（一）”1 个，项“1.”3 个" in shown
    assert "    3.建设西部职教高地" in shown
    found = run("search", "首席", *library)[1]
    assert "【首席】质量官制度" in found
    assert found.endswith("共 2 句。\n")
    status, summary, _ = run("compare", "1", "永川", *library)
    assert status == 0
    assert "100.0%" not in summary
    assert summary.splitlines()[2].split()[-1] in run("list", *library)[1]
    status, exported, _ = run("export", "1", "--json", tmp_path / "导出.json", *library)
    assert status == 0
    assert exported.startswith(summary)


def test_remove_forgets_a_plan_and_its_comparisons(run: Run, city: Path, district: Path, tmp_path: Path) -> None:
    library = ["--library", tmp_path / "规划库.db"]
    run("compare", city, district, *library)
    for slip in ("永川区质量", "区", "3", str(district)):
        assert run("remove", slip, *library)[0] == 2, "what is gone should have been named in full"
    name = "永川区质量强区建设实施方案"
    assert run("remove", name, *library) == (
        0,
        "永川：已从规划库移除（编号 2），连同含有它的比对 1 个。恢复：qcompare restore 2\n",
        "",
    )
    listed = run("list", *library)[1]
    assert name not in listed
    assert "承接率" not in listed
    assert "已从规划库移除（编号 1）。" in run("remove", "1", *library)[1]
    assert run("restore", name, *library) == (0, "永川：已恢复（编号 2）\n", "")
    status, _, complaint = run("restore", name, *library)
    assert (status, "可以恢复的有：1（" in complaint) == (2, True)
    run("restore", "1", *library)
    assert "承接率" in run("list", *library)[1]


def test_import_says_of_a_changed_draft_which_version_it_is(run: Run, district: Path, tmp_path: Path) -> None:
    library = ["--library", tmp_path / "规划库.db"]
    run("import", district, *library)
    district.write_text(district.read_text(encoding="utf-8") + "\n健全质量工作考核机制。\n", encoding="utf-8")
    assert run("import", district, *library)[1].endswith("已导入，编号 2，为第 2 版\n")
    assert "（第 1 版）" in run("list", *library)[1]


def test_import_says_what_to_look_at(run: Run, district: Path, tmp_path: Path) -> None:
    district.write_text("质量强区建设方案\n一、总体要求\n三、保障措施\n", encoding="utf-8")
    said = run("import", district, "--library", tmp_path / "规划库.db")[1]
    assert said.endswith("已导入，编号 1；有 1 处请核对，可用 qcompare show 1 查看\n")


def test_a_comparison_kept_in_the_library_is_not_computed_again(
    run: Run, city: Path, district: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = ["--library", tmp_path / "规划库.db"]
    first = run("compare", city, district, *library)
    monkeypatch.setattr("qcompare.collate.collate", None)
    assert run("compare", city, district, *library) == first


def test_the_default_library_lies_in_the_users_data_folder(
    run: Run, city: Path, district: Path, data_home: Path
) -> None:
    assert "规划库是空的" in run("list")[1]
    for arguments in (["search", "质量"], ["show", "1"], ["compare", "1", city], ["export", "1", "--json", "甲.json"]):
        assert run(*arguments)[0] == 2
    assert not list(data_home.rglob("library.db")), "who only looks makes none"
    run("import", city, district)
    assert list(data_home.rglob("library.db"))
    assert run("compare", "1", "2")[0] == 0
    assert run("compare", city, "2")[0] == 0, "a file may be compared with a plan of the library"
    assert [line.split()[0] for line in run("list")[1].splitlines()[-1:]] == ["1"], "and is not stored for that"


def test_import_of_a_folder_takes_each_file_for_itself_and_lists_them(run: Run, city: Path, district: Path) -> None:
    folder, library = city.parent / "方案", ["--library", city.parent / "规划库.db"]
    (folder / "旧").mkdir(parents=True)
    for file in (city, district):
        file.rename(folder / file.name)
    assert run("import", folder, *library)[::2] == (0, "")
    (folder / "旧" / "空.txt").write_bytes(b"")
    status, said, complaint = run("import", folder, *library)
    lines = said.splitlines()
    assert status == 2
    assert lines[0].split() == ["结果", "文件", "说明"]
    assert any(line.startswith("已在库中") and line.endswith("编号 2") for line in lines)
    (failed,) = [line.split() for line in lines if "空.txt" in line]
    assert failed == ["未能导入", str(Path("旧/空.txt")), "文件是空的。请检查后重新选择。"]
    assert lines[-1].endswith("1 个文件未能导入。")
    assert complaint == "错误：1 个文件未能导入。请按上面的说明处理后重新导入；其余的已存入规划库。\n"


def test_import_takes_a_pattern_that_no_shell_has_looked_up(run: Run, city: Path, district: Path) -> None:
    said = run("import", city.parent / "*方案.txt")[1]
    assert [line.split("，")[1] for line in said.splitlines()] == ["编号 1", "编号 2"]
    assert "找不到文件" in run("import", city.parent / "*意见.txt")[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare", "1", "没有.txt"], "没有.txt：找不到这个文件，规划库中也没有。"),
        (["compare", "1", "无/没有.txt"], "无/没有.txt：找不到文件。"),
        (["compare", "1", "成都"], "规划库中没有“成都”。"),
        (["show", "9"], "规划库中没有“9”。"),
        (["export", "9", "--json", "比对.json"], "没有编号为 9 的比对。"),
        (["export", "九", "--json", "比对.json"], "“九”不是比对的编号。"),
        (["compare", "1", "永川", "区级方案.txt", "--json", "区级方案.txt"], "请以 .json 结尾"),
        (["compare", "1", "1"], "1：基准与对照是同一文本。"),
        (["compare", "1", "2", "永川"], "对照“2”和“永川”是同一文本。"),
        (["list", "--library", "没有.db"], "没有这个规划库文件。"),
    ],
)
def test_what_the_library_does_not_have(
    run: Run, city: Path, district: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(city.parent)
    run("import", city, district)
    status, output, complaint = run(*arguments)
    assert (status, output) == (2, "")
    assert said in complaint


def test_without_a_library_a_name_is_a_missing_file(run: Run, data_home: Path) -> None:
    assert "没有.txt：找不到这个文件。请检查文件名和路径。" in run("show", "没有.txt")[2]
    data_home.parent.joinpath("file").touch()
    assert not list(data_home.rglob("*.db"))


def test_searching_for_what_is_nowhere(run: Run, city: Path) -> None:
    run("import", city)
    assert run("search", "航天", "发射") == (0, "没有找到“航天 发射”。\n", "")


def test_show_takes_a_file_and_says_where_there_is_no_numbering(run: Run, tmp_path: Path) -> None:
    (tmp_path / "段落.txt").write_text("推动高质量发展。\n\n加强组织领导。\n", encoding="utf-8")
    status, said, _ = run("show", tmp_path / "段落.txt")
    assert status == 0
    assert "没有序号" in said
    assert "段落.txt" in said


def test_every_kind_of_clause_has_a_word() -> None:
    assert set(CLAUSE_WORDS) == set(ClauseKind)


def test_usage_errors_keep_unknown_words_of_argparse_to_themselves() -> None:
    from qcompare.cli.arguments import _Parser

    with pytest.raises(UsageError, match="命令的写法不对"):
        _Parser("list").error("a message of some later Python")
