"""The last chapter: the reviewer's opinion and the signatures, to be filled in by hand (六、审核意见)."""

from __future__ import annotations

from qcompare.memo.drawing import Item, Line, Strip, Text
from qcompare.memo.look import BLACK, BODY
from qcompare.memo.pages import Pages

_HEIGHT = 240.0
_LINES = 3
_SECOND = 221.0
_GAP = 24.0


def set_opinion(pages: Pages) -> None:
    """Set the opinion and signature block, all of it on one page."""
    pages.heading("六、审核意见", keep=_HEIGHT)
    pages.put((_words((0.0, "结　论："), (54.0, "□ 同意"), (129.0, "□ 修改后同意"), (240.0, "□ 待议")),))
    pages.skip(2.0)
    pages.put((_words((0.0, "意　见：")),))
    pages.skip(12.0)
    for _ in range(_LINES):
        pages.skip(_GAP)
        pages.rule(0.5, "555555")
    pages.skip(22.0)
    for left, right in (("编制人：", "审核人："), ("复核人：", "单　位：")):
        pages.put((_signatures(left, right),))
        pages.skip(12.0)
    pages.put((_words((291.0, "年"), (339.0, "月"), (387.0, "日")),))


def _words(*placed: tuple[float, str]) -> Strip:
    return Strip(BODY.leading, tuple(Text(x, 14.3, words, BODY.face, BODY.size, BLACK) for x, words in placed))


def _signatures(left: str, right: str) -> Strip:
    sealed = right.startswith("单")
    end = _SECOND + 48.0 + (84.0 if sealed else 96.0)
    items: list[Item] = [
        Text(0.0, 14.3, left, BODY.face, BODY.size, BLACK),
        Line(48.0, 16.3, 144.0, 16.3, 0.6, BLACK),
        Text(_SECOND, 14.3, right, BODY.face, BODY.size, BLACK),
        Line(_SECOND + 48.0, 16.3, end, 16.3, 0.6, BLACK),
    ]
    if sealed:
        items.append(Text(end, 14.3, "（盖章）", BODY.face, BODY.size, BLACK))
    return Strip(BODY.leading, tuple(items))
