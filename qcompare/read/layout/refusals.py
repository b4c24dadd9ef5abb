"""What a file of pages is refused for: pages that are pictures of text, or codes instead of text."""

from __future__ import annotations

from collections.abc import Sequence

from qcompare.errors import ReadError
from qcompare.read.garbled import is_garbled

_AS_TEXT = "请用文字识别（OCR）软件识别后另存为 .docx 或文本文件（.txt）再导入"


def scan(name: str) -> ReadError:
    """Return what to tell the user of a file whose pages are only pictures of text."""
    return ReadError("这是扫描件，页面上只有图像，没有文字", place=name, advice=_AS_TEXT)


def garbled_pages(texts: Sequence[str], name: str) -> tuple[int, ...]:
    """Return which pages, from 1, bear text that is not what they show; raises ReadError where half the text is theirs.

    >>> garbled_pages(["重庆市永川区质量强区建设实施方案" * 3, "犐犆犛犔犌犕犜犛犲犮狌狉犲犾狋犳犵犻" * 2], "方案.pdf")
    (2,)
    """
    garbled = tuple(number for number, text in enumerate(texts, start=1) if is_garbled(text))
    shown = [len("".join(text.split())) for text in texts]
    if garbled and 2 * sum(shown[number - 1] for number in garbled) >= sum(shown):
        problem = "文件的字体没有说明各个字形是哪个字，读出来的是乱码"
        raise ReadError(problem, place=name, advice=_AS_TEXT)
    return garbled
