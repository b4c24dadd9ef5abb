"""Text → words with their spans, by jieba's dictionary and the program's own words."""

from __future__ import annotations

import io
import logging
from functools import cache
from typing import Any

from qcompare.document import Span
from qcompare.paths import resource
from qcompare.script import simplified


def words(text: str) -> tuple[Span, ...]:
    """Return the words of `text` in order; together they cover it. Traditional text is cut like its Simplified form.

    >>> [w.of("各镇街要建设质量强区") for w in words("各镇街要建设质量强区")]
    ['各', '镇街', '要', '建设', '质量', '强区']
    """
    return tuple(Span(start, end) for _, start, end in _tokenizer().tokenize(simplified(text)))


@cache
def _tokenizer() -> Any:
    """Return the tokenizer, made when it is first needed: a comparison that is only looked at needs none, nor half a second.

    It is jieba without its cache: a file of fixed name in the shared temporary folder, read with no check of its owner.
    """
    import jieba

    class Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
        initialized: bool

        def initialize(self, dictionary: str | None = None) -> None:
            """Build the dictionary from the shipped word list, once."""
            with self.lock:
                if not self.initialized:
                    self.FREQ, self.total = self.gen_pfdict(self.get_dict_file())
                    self.initialized = True

    jieba.setLogLevel(logging.WARNING)
    tokenizer = Tokenizer()
    with io.StringIO(resource("jieba_words.txt").read_text(encoding="utf-8")) as own_words:
        tokenizer.load_userdict(own_words)
    return tokenizer
