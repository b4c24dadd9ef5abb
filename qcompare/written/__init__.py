"""What reviewers wrote into a table that was sent out: read from the file that comes back, not yet from whom or whereto."""

from __future__ import annotations

from pathlib import Path

from qcompare.errors import ReadError
from qcompare.written.columns import WrittenRemark, remarks_of
from qcompare.written.comments import comments_of
from qcompare.written.grids import grids_of
from qcompare.written.opening import opened

__all__ = ["SUFFIXES", "WrittenRemark", "read_remarks"]

SUFFIXES = (".xlsx", ".docx")


def read_remarks(path: Path) -> tuple[WrittenRemark, ...]:
    """Return what stands in the columns 结论 and 审核意见 of a returned workbook or document, in the file's order, then its comments.

    Columns are found by their heads and rows by their keys, whatever was moved, sorted, inserted or deleted; no formula is
    worked out and nothing is fetched. Raises ReadError where the file is neither, is damaged, or has no such columns.
    """
    with opened(path) as package:
        remarks = tuple(remarks_of(grids_of(package)))
        comments = tuple(comments_of(package))
    if not remarks:
        raise ReadError(
            "文件里没有找到对照表的“审核意见”一栏，或其中没有行标识",
            place=str(path),
            advice="请选择由 qcompare 导出、填好意见的对照表（.xlsx 或 .docx）",
        )
    return (*remarks, *comments)
