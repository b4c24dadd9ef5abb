"""What readers met that a person should look at (读入提示), in words, and which of it an output must tell."""

from __future__ import annotations

from collections.abc import Mapping

from qcompare.citing import labels
from qcompare.document import Caution, CautionKind
from qcompare.model import Collation

_CAUTION_WORDS: Mapping[CautionKind, str] = {
    CautionKind.NUMBERS_LOST: "有 {n} 段的自动编号没能读出，请对照原文件核对序号",
    CautionKind.REVISIONS: "文件带有 {n} 处修订，已按接受修订后的文字读入",
    CautionKind.REVISIONS_BEFORE: "文件带有 {n} 处修订，已按修订前的文字读入",
    CautionKind.COMMENTS: "文件带有 {n} 条批注，未读入",
    CautionKind.HIDDEN: "有隐藏文字 {n} 个字，未读入",
    CautionKind.PICTURES: "有 {n} 幅图片，图中如有文字未读入",
    CautionKind.PAGES_WITHOUT_TEXT: "有 {n} 页没有文字（可能是扫描页），未读入",
    CautionKind.RECOGNISED: "有 {n} 页的文字由软件从图像中识别得来，可能有错，请对照原文件核对",
    CautionKind.GARBLED_PAGES: "有 {n} 页的字体缺少文字对照信息，读出的可能是乱码",
    CautionKind.PRIVATE_USE: "有 {n} 个只有原文件字体才能显示的字符，请对照原文件核对",
    CautionKind.REPLACED: "有 {n} 个字符无法识别（显示为 �），请对照原文件核对",
    CautionKind.WATERMARK: "有 {n} 处水印或注释，未读入",
    CautionKind.NESTED_TABLES: "有 {n} 个表格套在单元格里，已读作该单元格的文字",
    CautionKind.ENCODING: "文件声明的文字编码不对，已按实际编码读入",
    CautionKind.DEEPER: "有 {n} 处内容嵌套过深，未读入",
    CautionKind.REFERENCES: "有 {n} 处内容在别的文件里，未读入",
}

_MOST_PAGES_NAMED = 8

_SMALL = frozenset(
    {
        CautionKind.COMMENTS,
        CautionKind.PICTURES,
        CautionKind.WATERMARK,
        CautionKind.NESTED_TABLES,
        CautionKind.ENCODING,
    }
)
"""What leaves the wording whole: it is told where the plan is read, not in every output."""


def caution_words(caution: Caution) -> str:
    """Return what a reader met, in words, with its pages.

    >>> caution_words(Caution(CautionKind.PAGES_WITHOUT_TEXT, 2, (3, 7)))
    '有 2 页没有文字（可能是扫描页），未读入（第3、7页）'
    """
    named = "、".join(map(str, caution.pages[:_MOST_PAGES_NAMED]))
    more = "等" if len(caution.pages) > _MOST_PAGES_NAMED else ""
    return _CAUTION_WORDS[caution.kind].format(n=caution.count) + (f"（第{named}{more}页）" if named else "")


def is_grave(caution: Caution) -> bool:
    """Return whether some of the wording was not read, or not surely: whoever signs must know it."""
    return caution.kind not in _SMALL


def unread(collation: Collation) -> tuple[str, ...]:
    """Return what of the plans compared was not read, or not surely, each with the plan's name."""
    named = zip(labels(collation), collation.plans, strict=True)
    return tuple(
        f"{name}：{caution_words(caution)}" for name, plan in named for caution in plan.cautions if is_grave(caution)
    )
