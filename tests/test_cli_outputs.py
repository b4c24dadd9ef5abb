"""What the command line writes: the memo by a profile, what was said of rows in the library, and what cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from qcompare.decisions import Change, Opinion, Verdict
from qcompare.profiles import Layout, Part, Profile, Rows, profiles_file, write_profiles
from qcompare.quotes import Quoter
from qcompare.store import Library
from tests.conftest import Run
from tests.docx_files import docx, paragraph
from tests.docx_files import run as text_run

CITY = """\
重庆市质量强市建设实施方案
一、总体要求
1.推行首席质量官制度，开展工艺优化行动，培育质量领军企业。
2.农产品质量安全例行监测合格率达到98.3%以上。
3.建设国家级计量测试中心。
"""
DISTRICT = (
    CITY.replace("98.3%以上", "98%以上")
    .replace("重庆市质量强市", "永川区质量强区")
    .replace("3.建设国家级计量测试中心。\n", "")
)


@pytest.fixture
def plans(tmp_path: Path) -> tuple[Path, Path]:
    made = tmp_path / "市级方案.txt", tmp_path / "区级方案.txt"
    for path, text in zip(made, (CITY, DISTRICT), strict=True):
        path.write_text(text, encoding="utf-8")
    return made


def words_of(path: Path) -> str:
    with pdfium.PdfDocument(path) as document:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


@pytest.mark.parametrize("name", ["领导摘要", "处务会用"])
def test_a_profile_is_named(run: Run, plans: tuple[Path, Path], tmp_path: Path, name: str) -> None:
    library, memo = tmp_path / "库.db", tmp_path / "备忘录.pdf"
    write_profiles(profiles_file(library), (Profile("处务会用", frozenset({Part.RESULT, Part.SIGNATURE})),))
    status, _, complaint = run("compare", *plans, "--library", library, "--memo", memo, "--profile", name)
    assert (status, complaint) == (0, "")
    words = words_of(memo)
    assert "一、比对对象" in words if name == "领导摘要" else "一、比对结果" in words
    assert "五、对照表" not in words


def test_a_profile_is_a_file(run: Run, plans: tuple[Path, Path], tmp_path: Path) -> None:
    shared = tmp_path / "方案.json"
    write_profiles(shared, (Profile("横排", frozenset({Part.ROWS}), Rows.FOLDED, Layout.LANDSCAPE),))
    assert run("compare", *plans, "--memo", tmp_path / "备忘录.pdf", "--profile", shared)[0] == 0
    with pdfium.PdfDocument(tmp_path / "备忘录.pdf") as document:
        assert all(page.get_width() > page.get_height() for page in document)
    assert "略。" in words_of(tmp_path / "备忘录.pdf")


def test_only_changes_are_written_to_the_table_too(run: Run, plans: tuple[Path, Path], tmp_path: Path) -> None:
    made = [tmp_path / "全部.csv", tmp_path / "变动.csv"]
    assert run("compare", *plans, "--table", made[0])[0] == 0
    assert run("compare", *plans, "--table", made[1], "--profile", "仅变动")[0] == 0
    every, changes = (path.read_text(encoding="utf-8-sig") for path in made)
    assert "首席质量官" in every
    assert "首席质量官" not in changes
    assert "计量测试中心" in changes


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("领导摘录", "没有叫“领导摘录”的输出方案"),
        ("没有.json", "没有这个输出方案文件"),
        ("两个.json", "文件里有不止一个输出方案"),
        ("坏的.json", "这不是输出方案文件"),
    ],
)
def test_a_profile_that_is_none(
    run: Run, plans: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_profiles(tmp_path / "两个.json", (Profile("甲"), Profile("乙")))
    (tmp_path / "坏的.json").write_text("{}", encoding="utf-8")
    status, _, complaint = run("compare", *plans, "--memo", "备忘录.pdf", "--profile", profile)
    assert status == 2
    assert said in complaint
    assert not (tmp_path / "备忘录.pdf").exists()


def test_what_was_said_in_the_library_stands_on_the_memo(run: Run, plans: tuple[Path, Path], tmp_path: Path) -> None:
    library, memo = tmp_path / "库.db", tmp_path / "备忘录.pdf"
    assert run("compare", *plans, "--library", library)[0] == 0
    with Library.open(library) as opened:
        base = opened.plan(1)
        sentence = next(s for s in base.aligned() if "98.3" in base.wording(s))
        first = base.clauses[base.sentences[sentence].clause].sentences.start
        said = Opinion(Quoter(base).quote(first), None, verdict=Verdict.REVISE, note="低于市级指标，请说明依据")
        opened.decide([Change(1, 2, None, said)])
    for command in (("export", "1"), ("compare", "1", "2")):
        assert run(*command, "--library", library, "--memo", memo, "--maker", "王敏")[0] == 0
        words = words_of(memo)
        assert words.count("低于市级指标，请说明依据") == 2, "at its row and in the last chapter"
        assert "结论：需修改意见：低于市级指标" in words
        assert "编制人：王敏" in words


def test_a_comparison_with_a_removed_plan_is_not_exported(run: Run, plans: tuple[Path, Path], tmp_path: Path) -> None:
    library, memo = tmp_path / "库.db", tmp_path / "备忘录.pdf"
    assert run("compare", *plans, "--library", library)[0] == 0
    assert run("remove", "2", "--library", library)[0] == 0
    status, _, complaint = run("export", "1", "--library", library, "--memo", memo)
    assert status == 2
    assert "含有已移除的规划文本。请先用 qcompare restore 恢复它" in complaint
    assert run("restore", "2", "--library", library)[0] == 0
    assert run("export", "1", "--library", library, "--memo", memo)[0] == 0


def test_the_memo_of_a_second_version_says_so(run: Run, plans: tuple[Path, Path], tmp_path: Path) -> None:
    library, memo = tmp_path / "库.db", tmp_path / "备忘录.pdf"
    assert run("compare", *plans, "--library", library)[0] == 0
    plans[1].write_text(DISTRICT.replace("98%", "98.1%"), encoding="utf-8")
    assert run("compare", *plans, "--library", library, "--memo", memo)[0] == 0
    assert "第2版" in words_of(memo)


def test_a_draft_with_tracked_changes_is_compared_with_itself(run: Run, tmp_path: Path) -> None:
    changed = "<w:ins><w:r><w:t>98</w:t></w:r></w:ins><w:del><w:r><w:delText>95</w:delText></w:r></w:del>"
    body = paragraph("质量强区建设方案") + paragraph("合格率达到", inside=changed + text_run("%以上。"))
    draft, plain, made = tmp_path / "送审稿.docx", tmp_path / "定稿.docx", tmp_path / "改动.json"
    draft.write_bytes(docx(body))
    plain.write_bytes(docx(paragraph("质量强区建设方案")))
    assert run("compare", "--revisions", draft, "--json", made)[0] == 0
    assert [plan["text"].splitlines()[-1] for plan in json.loads(made.read_text("utf-8"))["plans"]] == [
        "合格率达到95%以上。",
        "合格率达到98%以上。",
    ]
    library = tmp_path / "库.db"
    for arguments in (("import", draft), ("compare", "--revisions", draft), ("import", draft)):
        assert run(*arguments, "--library", library)[0] == 0
        first = next(line for line in run("list", "--library", library)[1].splitlines() if line.lstrip()[:2] == "1 ")
        assert "修订" not in first, "a plan of the library keeps its name"
    draft.write_bytes(docx(body + paragraph("本方案自印发之日起施行。")))
    assert run("import", draft, "--library", library)[1].startswith("质量强区建设方案：已导入，编号 3，为第 3 版")
    status, _, said = run("compare", "--revisions", plain)
    assert (status, "没有改动文字的修订" in said) == (2, True)
    assert run("compare", "--revisions", draft, plain)[0] == 2
