"""The help pages: read from resources, listed in their order, searched by words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from qcompare.paths import resource
from qcompare.script import simplified

_TITLE = re.compile(r"<h1>(.*?)</h1>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `name` is what links call it, `html` its body, `text` what is searched."""

    name: str
    title: str
    html: str
    text: str


def pages() -> tuple[Page, ...]:
    """Return the pages in the order of their files.

    >>> [page.title for page in pages()][:3]
    ['入门', '导入和读入情况', '标记图例']
    """
    return tuple(
        _page(file.stem.split("-", 1)[1], file.read_text(encoding="utf-8"))
        for file in sorted(resource("help").glob("*.html"))
    )


def _page(name: str, html: str) -> Page:
    title = _TITLE.search(html)
    assert title is not None, f"help page {name} has no title"
    return Page(name, title.group(1), html, unescape(_TAG.sub(" ", html)))


def found(all_pages: tuple[Page, ...], words: str) -> tuple[Page, ...]:
    """Return the pages that hold all the words, those with one in the title first, then those that hold them oftenest.

    >>> [page.title for page in found(pages(), "承接率")][:1]
    ['统计']
    >>> found(pages(), "没有这样的话")
    ()
    """
    wanted = [simplified(word).lower() for word in words.split()]
    texts = {page.name: simplified(page.text).lower() for page in all_pages}
    fitting = [page for page in all_pages if all(word in texts[page.name] for word in wanted)]
    counts = {page.name: sum(texts[page.name].count(word) for word in wanted) for page in fitting}
    return tuple(sorted(fitting, key=lambda p: (not any(w in p.title.lower() for w in wanted), -counts[p.name])))
