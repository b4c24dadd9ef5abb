"""One row of the alignment table for the clipboard: a table that Word and WPS keep the marks of, and plain text."""

from __future__ import annotations

import csv
from html import escape
from io import StringIO

from qcompare.citing import labels, percent
from qcompare.findings import Findings
from qcompare.marks import DOWN, MOVED_WORD, UP, WORDS, Mark
from qcompare.model import Collation, RowKind
from qcompare.palette import LIGHT
from qcompare.tables.as_csv import guarded
from qcompare.tables.looks import BAND_GROUNDS, HEAD_GROUND, RULE, kind_words, printable
from qcompare.tables.rows import AlignedCell, AlignedLine, Passage, Piece, aligned_line

_SONG = "font-family:'Noto Serif CJK SC','宋体',SimSun,serif;font-size:10.5pt"
_HEI = "font-family:'Noto Sans CJK SC','黑体',SimHei,sans-serif;font-size:9pt"
_CELL = f"border:0.75pt solid #{RULE};padding:3pt 5pt;vertical-align:top;text-align:left"


def row_clip(collation: Collation, findings: Findings, row: int, relative: int = 0) -> tuple[str, str]:
    """Return a row as a table in HTML and as tab-separated text; the base's marks are relative to one target.

    Word knows no style sheet in what is pasted: every cell and stretch bears its own style, `text-underline` beside the
    web's `text-decoration`, so that a wave stays a wave.
    """
    line = aligned_line(collation, findings, row, relative)
    names = labels(collation)
    return _html(line, names), _plain(line, names)


def _html(line: AlignedLine, names: tuple[str, ...]) -> str:
    heads = ["行", f"基准：{names[0]}"]
    cells = [_cell("td", str(line.number), _HEI), _cell("td", _lead(line.path) + _passage(line.passage), _SONG)]
    for at, (name, cell) in enumerate(zip(names[1:], line.cells, strict=True), start=1):
        heads += ["类别", f"对照{at if len(line.cells) > 1 else ''}：{name}"]
        cells += [
            _kind(cell),
            _cell("td", _lead("、".join(cell.paths)) + _passage(cell.passage) + _remarks(cell), _SONG),
        ]
    ground = f";background:#{BAND_GROUNDS[line.band]}" if line.band else ""
    head = "".join(_cell("th", _text(words), f"{_HEI};background:#{HEAD_GROUND}") for words in heads)
    return (
        '<table border="1" cellspacing="0" cellpadding="4" style="border-collapse:collapse">'
        f'<tr>{head}</tr><tr style="color:#000000{ground}">{"".join(cells)}</tr></table>'
    )


def _cell(tag: str, inside: str, style: str) -> str:
    return f'<{tag} style="{_CELL};{style}">{inside}</{tag}>'


def _lead(path: str) -> str:
    return f'<span style="{_HEI};color:#575A5E">{_text(path)}</span><br>' if path else ""


def _kind(cell: AlignedCell) -> str:
    said = [f"<b>{_text(words)}</b>" for words in kind_words(cell.kind, cell.moved)]
    if cell.carried is not None and cell.kind is RowKind.MODIFIED:
        said.append(f"承接 {percent(cell.carried)}")
    return _cell("td", "<br>".join(said), f"{_HEI};color:#{LIGHT.kinds[cell.kind]};text-align:center")


def _remarks(cell: AlignedCell) -> str:
    return "".join(f'<br><span style="{_HEI};color:#575A5E">{_text(words)}</span>' for words in cell.remarks)


def _passage(passage: Passage) -> str:
    return "".join(_piece(piece, passage.base) + _origin(piece) for piece in passage.pieces)


def _piece(piece: Piece, base: bool) -> str:
    text = _text(piece.text)
    if piece.arrow is not None:
        sign = piece.arrow.sign if piece.arrow.sign in (DOWN, UP) else ""
        colour = LIGHT.marks[Mark.DELETED if piece.arrow.weaker else Mark.INSERTED].line
        return f'<b><span style="border:1.5pt solid #{colour};color:#{colour}">{text}{sign}</span></b>'
    styled = _marked(text, piece, base)
    return f'<u style="{_line("double", LIGHT.moved)}">{styled}</u>' if piece.moved else styled


def _marked(text: str, piece: Piece, base: bool) -> str:
    ink = LIGHT.marks[piece.mark]
    colour = ink.whole_ground if piece.whole else ink.ground
    ground = f"background:#{colour};" if colour else ""
    match piece.mark:
        case Mark.REPLACED if base:
            return f'<u style="{ground}{_line("wavy", ink.line)}">{text}</u>'
        case Mark.REPLACED:
            return f'<b><u style="{ground}{_line("solid", ink.line)}">{text}</u></b>'
        case Mark.INSERTED:
            return f'<u style="{ground}{_line("solid", ink.line)}">{text}</u>'
        case Mark.LOCALISED:
            return f'<u style="{_line("dashed", ink.line)}">{text}</u>'
        case Mark.DELETED:
            return f'<s style="{ground}text-decoration:line-through">{text}</s>'
        case Mark.FURNITURE:
            return f'<span style="color:#{ink.line}">{text}</span>'
    return text


_WORDS_OF_WORD = {"solid": "single", "dashed": "dash", "double": "double", "wavy": "wave"}
"""What Word calls the lines."""


def _line(shape: str, colour: str) -> str:
    return f"text-decoration:underline {shape} #{colour};text-underline:#{colour} {_WORDS_OF_WORD[shape]}"


def _origin(piece: Piece) -> str:
    said = f"←{_text(piece.moved_from)}" if piece.moved_from else ""
    return f'<span style="{_HEI};color:#{LIGHT.moved}">{said}</span>' if said else ""


def _text(text: str) -> str:
    return escape(printable(text)).replace("\n", "<br>")


def _plain(line: AlignedLine, names: tuple[str, ...]) -> str:
    heads, fields = ["行", f"基准：{names[0]}"], [str(line.number), line.passage.text]
    for at, (name, cell) in enumerate(zip(names[1:], line.cells, strict=True), start=1):
        heads += ["类别", f"对照{at if len(line.cells) > 1 else ''}：{name}"]
        kind = "、".join(filter(None, (WORDS[cell.kind], MOVED_WORD if cell.moved else "")))
        fields += [kind, cell.passage.text]
    made = StringIO()
    csv.writer(made, delimiter="\t", lineterminator="\n").writerows(
        [heads, [guarded(field.strip()) for field in fields]]
    )
    return made.getvalue()
