"""The help pages are whole, lead to each other, and are found by their words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from qcompare.manual import found, pages
from qcompare.marks import DOUBTFUL_WORD, MOVED_WORD, WORDS
from qcompare.paths import resource

PAGES = pages()
VOID = {"img", "br"}


class Strict(HTMLParser):
    """Fails on a tag that is not closed, and keeps what the page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.pictures: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append(str(given["href"]))
        if tag == "img":
            self.pictures.append((str(given["src"]), str(given["alt"])))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_well_formed_and_what_it_refers_to_is_there(page: object) -> None:
    from qcompare.manual import Page

    assert isinstance(page, Page)
    read = Strict()
    read.feed(page.html)
    assert read.open == []
    assert set(read.links) <= {other.name for other in PAGES}
    for picture, words in read.pictures:
        assert resource(f"help/{picture}").exists()
        assert words


def test_the_pages_are_those_promised() -> None:
    assert [page.title for page in PAGES] == [
        "入门",
        "导入和读入情况",
        "标记图例",
        "筛选和查找",
        "决定与意见",
        "草稿往返",
        "备忘录、打印和导出",
        "统计",
        "按键一览",
        "更新、便携和卸载",
        "遇到问题",
    ]


def test_every_word_of_a_mark_is_explained() -> None:
    legend = next(page for page in PAGES if page.name == "marks").text
    assert [word for word in (*filter(None, WORDS.values()), MOVED_WORD, DOUBTFUL_WORD) if word not in legend] == [
        "版面信息"
    ]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("撤销", "决定与意见"),
        ("波浪线", "标记图例"),
        ("重新导入", "草稿往返"),
        ("報告 保存", "遇到问题"),
        ("F8 按键", "按键一览"),
        ("打印机", "备忘录、打印和导出"),
        ("卸载", "更新、便携和卸载"),
    ],
)
def test_a_page_is_found_by_its_words_in_either_script(words: str, title: str) -> None:
    assert found(PAGES, words)[0].title == title


def test_nothing_in_the_help_leads_out_of_the_program() -> None:
    assert not [page.name for page in PAGES if re.search(r"https?:|//", page.html)]
