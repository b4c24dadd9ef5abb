"""Characters that Word keeps as positions in a symbol font (Symbol, Wingdings), as the characters they show."""

from __future__ import annotations

import re

PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
"""A character that only the file's own font can show."""

_SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊",
}
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■□□❑❒",
    0x74: "⧫◆❖",
    0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿",
    0xA1: "○",
    0xA7: "▪□",
    0xAB: "★",
    0xD8: "➢",
    0xDF: "←→↑↓",
    0xFB: "✗✓☒☑",
}
_WINGDINGS_2 = {0x4F: "✗✓☒☑☒", 0xA3: "□"}


def _table(runs: dict[int, str]) -> dict[int, str]:
    """Return what a font shows for its positions, which Word writes as U+F0xx."""
    return {0xF000 + first + at: shown for first, signs in runs.items() for at, shown in enumerate(signs)}


_FONTS = {"symbol": _table(_SYMBOL), "wingdings": _table(_WINGDINGS), "wingdings 2": _table(_WINGDINGS_2)}


def shown(text: str, font: str) -> str:
    """Return the characters that `text` shows in a font; what is not known stays as it is.

    >>> shown("\\uf0a3", "Symbol"), shown("\\uf0fe", "Wingdings"), shown("\\uf0fe", "方正小标宋")
    ('≤', '☑', '\\uf0fe')
    """
    table = _FONTS.get(font.strip().lower())
    return text if table is None else text.translate(table)


def symbol(position: str, font: str) -> str:
    """Return the character of a symbol (w:sym) given by its position in hexadecimal; empty where that is none.

    >>> symbol("F0A8", "Wingdings"), symbol("2460", "宋体"), symbol("質", "Symbol")
    ('□', '①', '')
    """
    try:
        code = int(position, 16) if len(position) <= 4 else 0
    except ValueError:
        return ""
    if code < 0x20 or 0xD800 <= code <= 0xDFFF:
        return ""
    return shown(chr(code if code > 0xFF else 0xF000 + code), font)
