"""A document → a plan: its outline of clauses, their sentences, the page text around them, and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from qcompare.document import Document, text_blocks
from qcompare.errors import ReadError
from qcompare.furniture import read_roles
from qcompare.grids import Grid, find_grids
from qcompare.headings import headed
from qcompare.lines import LONGEST_TITLE, Line, squeeze, visible_lines
from qcompare.metadata import label, read_metadata
from qcompare.model import Metadata, Plan, SentenceKind
from qcompare.numbering import DECIMALS, Marker, Style
from qcompare.outline import Outline
from qcompare.roles import Role
from qcompare.script import read_script
from qcompare.sentences import Piece, split_line, title_of
from qcompare.treatments import LEVELS, Treat, Treatment, placed

_FULL_LINE = 20
"""Characters in a line that may be broken off; shorter lines are titles and labels."""

_FULL_PROSE = 30
"""Characters in the first line of prose that a page broke off, where no comma ends it; 顺义's and 宁夏's have 32 and more."""

_COMMAS = frozenset("，,、")

_ANNEXES = re.compile(r"(?P<number>附\s?[件表录錄]\s?[\d一二三四五六七八九十]{0,2})\s?[:：]\s?\S")
"""What the annexes are called, behind the last clause: it stands under none. Behind the signature an annex begins so."""

_LINE_ENDS = frozenset("。｡．.！？；：!?;:”’』」》〉）)】〕］]…—")

_PROSE_ENDS = frozenset("。｡.；;，,：:")
"""What no heading by style alone ends with: a paragraph may have been given the style by mistake."""

_PREFACES = frozenset({"前言", "序言", "引言", "导言", "结语", "结束语"})


def parse(document: Document, metadata: Metadata | None = None, treatments: Sequence[Treatment] = ()) -> Plan:
    """Return the plan in `document`; what `metadata` says wins over what the text gives, `treatments` over what it seems.

    The text is kept as it is: each of its visible characters lies in exactly one sentence and each sentence in exactly one
    clause. A line without a number is a paragraph, a line that is not the plan is furniture; nothing is dropped. Raises
    ReadError for a document without visible text.
    """
    lines = visible_lines(document)
    if not lines:
        raise ReadError("文件里没有文字", place=document.name, advice="请确认选对了文件")
    treated = placed(lines, treatments)
    roles = _treated_roles(read_roles(lines), treated)
    outline = _outline(headed(lines, roles), roles, treated)
    opening = next((line.text for line, role in zip(lines, roles, strict=True) if role is Role.TEXT), lines[0].text)
    known = _merged(read_metadata(lines, roles), metadata)
    return Plan(
        text=document.text,
        clauses=tuple(outline.clauses),
        sentences=tuple(outline.sentences),
        metadata=known,
        source=document.name,
        digest=document.digest,
        encoding=document.encoding,
        script=read_script(document.text),
        label=label(known, document.name, opening),
        format=document.format,
        blocks=document.blocks if any(block.tells for block in document.blocks) else (),
        cautions=document.cautions,
        pages=document.pages,
    )


def document_of(plan: Plan) -> Document:
    """Return the document that a plan was parsed from."""
    blocks = plan.blocks or text_blocks(plan.text)
    about = (plan.source, plan.digest, plan.encoding, plan.format, plan.cautions, plan.pages)
    return Document(plan.text, blocks, *about)


def parse_again(plan: Plan, treatments: Sequence[Treatment]) -> Plan:
    """Return a plan with its lines taken as a person says; what is known of it besides its wording stays.

    Where nobody says anything, that is how the program takes them.
    """
    again = parse(document_of(plan), None, treatments)
    return replace(again, metadata=plan.metadata, label=plan.label)


def _treated_roles(roles: Sequence[Role], treated: Mapping[int, Treat]) -> tuple[Role, ...]:
    """Return the roles of the lines with what a person says of them in place of what they seem."""
    return tuple(_treated_role(role, treated.get(at)) for at, role in enumerate(roles))


def _treated_role(role: Role, treat: Treat | None) -> Role:
    match treat:
        case None:
            return role
        case Treat.FURNITURE:
            return Role.PERSON
        case Treat.TITLE:
            return Role.TITLE
        case Treat.PLAN:
            return role if role in {Role.TITLE, Role.NOTICE} else Role.TEXT
    return Role.TEXT


def _merged(found: Metadata, given: Metadata | None) -> Metadata:
    """Return what is known, the given over the found."""
    if given is None:
        return found
    said = {f.name: getattr(given, f.name) for f in fields(given) if getattr(given, f.name)}
    return replace(found, **said)


def _outline(lines: tuple[Line, ...], roles: tuple[Role, ...], treated: Mapping[int, Treat]) -> Outline:
    """Return the outline of the lines, tables as tables."""
    outline = Outline()
    grids = find_grids(lines, roles)
    at = 0
    while at < len(lines):
        grid = grids.get(at)
        if grid is not None and not any(i in treated for i in range(grid.start, grid.end)):
            _add_grid(outline, lines, grid)
            at = grid.end
        else:
            _add_line(outline, lines, roles, at, treated.get(at))
            at += 1
    return outline


def _add_line(outline: Outline, lines: Sequence[Line], roles: Sequence[Role], at: int, treat: Treat | None) -> None:
    """Add one line according to its role."""
    line = lines[at]
    if treat in LEVELS:
        outline.add_heading(LEVELS[treat], *_heading(line))
        return
    match roles[at]:
        case Role.REPEAT:
            if not outline.has_numbers:
                outline.start_afresh()
            outline.add_furniture(line.span)
        case Role.ANNEX:
            outline.start_afresh(f"{squeeze(line.text)} " if outline.clauses else "")
            outline.add_furniture(line.span)
        case Role.TITLE:
            outline.add_title(line.span, line.text)
        case Role.NOTICE:
            outline.prefix = "通知"
            _add_text(outline, line, None)
        case Role.TEXT if treat is Treat.PARAGRAPH:
            _add_text(outline, replace(line, marker=None, block=None), None)
        case Role.TEXT:
            _add_text(outline, line, lines[at - 1] if at and roles[at - 1] is Role.TEXT else None)
        case _:
            outline.add_furniture(line.span)


def _heading(line: Line) -> tuple[Marker | None, str, tuple[Piece, ...]]:
    """Return marker, title and sentences of a line that is a heading as a whole."""
    return line.marker, title_of(line, line.span), ((SentenceKind.HEADING, line.span),)


def _breaks_off(line: Line) -> bool:
    """Say whether a line of prose stops in mid-sentence, as a page's lines do when they were not joined again."""
    titled = line.marker is not None and split_line(line, titled=True)[-1][0] is SentenceKind.HEADING
    return len(line.text) >= _FULL_LINE and line.text[-1] not in _LINE_ENDS and not titled


def _goes_on(outline: Outline, before: Line) -> bool:
    """Say whether prose broken off its line goes on in the next: a name or a title may be long and without a mark too."""
    if outline.went_on:
        return before.text[-1] not in _LINE_ENDS
    full = before.text[-1] in _COMMAS or (len(before.text) >= _FULL_PROSE and not _COMMAS.isdisjoint(before.text))
    return outline.takes_more() and full and _breaks_off(before)


def _add_text(outline: Outline, line: Line, before: Line | None) -> None:
    """Add a line of the plan's wording to the outline; one broken off the line before may begin with a number by chance."""
    if before and line.marker and not outline.expects(line.marker) and _breaks_off(before):
        line = replace(line, marker=None)
    if line.marker is None and squeeze(line.text) in _PREFACES:
        outline.add_preface(squeeze(line.text), ((SentenceKind.HEADING, line.span),))
        return
    if _is_styled_heading(line):
        outline.add_styled(line.level, *_heading(line))
        return
    annex = _ANNEXES.match(line.text)
    if annex:
        outline.start_afresh(outline.prefix if before or not outline.clauses else f"{squeeze(annex.group('number'))} ")
    points = outline.in_article and line.marker is not None and line.marker.level > 0
    pieces = split_line(line, titled=not points and not _is_article(line))
    if line.marker is not None:
        kind, span = pieces[0]
        heading = title_of(line, span) if kind is SentenceKind.HEADING else ""
        outline.add_numbered(line.marker, heading, pieces)
    elif all(kind is SentenceKind.DUTY for kind, _ in pieces) and outline.takes_duty():
        outline.extend(pieces)
    elif before and not (before.table or line.table) and _goes_on(outline, before):
        outline.go_on(pieces)
    else:
        outline.add_paragraph(pieces, announces=line.text[-1] in ":：")


def _is_styled_heading(line: Line) -> bool:
    """Say whether the file's own style makes a line a heading: numbers of plans say their level better themselves.

    A decimal number (3.2.7) may stand at any depth.
    """
    by_style = line.marker is None or line.marker.style in DECIMALS
    return by_style and line.level > 0 and len(line.text) <= LONGEST_TITLE and line.text[-1] not in _PROSE_ENDS


def _add_grid(outline: Outline, lines: tuple[Line, ...], grid: Grid) -> None:
    """Add a table; without a caption its column heads stand for it."""
    rows = [[(SentenceKind.CELL, lines[i].span) for i in row] for row in grid.rows]
    if grid.caption is None:
        outline.add_table("", rows[0], rows[1:])
    else:
        caption = lines[grid.caption]
        outline.add_table(caption.text, [(SentenceKind.HEADING, caption.span)], rows)


def _is_article(line: Line) -> bool:
    return line.marker is not None and line.marker.style is Style.ARTICLE
