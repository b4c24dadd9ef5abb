"""The automatic numbers of a binary Word document's paragraphs."""

from __future__ import annotations

from qcompare.read.doc.lists import DocLists
from qcompare.read.doc.properties import ParagraphFormat
from qcompare.read.doc.styles import StyleSheet
from qcompare.read.docx.numbers import Counters

_LAST_LIST = 0x7FF
"""The largest number that names a list; those beyond it name one whose number is not shown."""

_SKIPPED = 12
"""The level of a paragraph that its list passes over."""


class Numbering:
    """Numbers the paragraphs of one text after another; the lists' counters run through it."""

    def __init__(self, lists: DocLists, styles: StyleSheet) -> None:
        self._lists = lists
        self._styles = styles
        self._counters = Counters(lists)

    def numbered(self, text: str, own: ParagraphFormat) -> tuple[str, bool]:
        """Return a paragraph's text with its number before it, and whether a number that it has could be had."""
        asked = self._asked(own)
        if asked is None:
            return text, True
        number = self._counters.count(*asked)
        return (text, False) if number is None else (number.before(text), number.known)

    def _asked(self, own: ParagraphFormat) -> tuple[str, int] | None:
        """Return the list and level of a paragraph from what itself and its style say; None for no number.

        As in .docx, the level that the list gives to a style wins over the one that the style gives itself.
        """
        index, of_style = self._styles.list_of(own.style)
        if own.list_index is not None:
            index, of_style = own.list_index, None
        if not 0 < index <= _LAST_LIST or own.list_level == _SKIPPED:
            return None
        found = self._lists.find(str(index))
        levels = found.levels if found else {}
        level = own.list_level
        if level is None:
            linked = {each.style: at for at, each in levels.items()}
            chain = map(str, self._styles.chain(own.style))
            level = next((linked[style] for style in chain if style in linked), of_style or 0)
        return str(index), level if level in levels else 0
