"""Makes Word documents from the bare elements a case is about."""

from __future__ import annotations

import io
import zipfile

_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_OFFICE}/officeDocument/2006/relationships"
_PACKAGE = f"{_OFFICE}/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": f"{_OFFICE}/wordprocessingml/2006/main",
        "r": _RELATIONS,
        "m": f"{_OFFICE}/officeDocument/2006/math",
        "mc": f"{_OFFICE}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "pic": f"{_OFFICE}/drawingml/2006/picture",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_ROOTS = {"footnotes": "footnotes", "endnotes": "endnotes", "header": "hdr", "footer": "ftr"}


def docx(body: str, **parts: str) -> bytes:
    """Return the bytes of a Word document with that body; `parts` are the insides of its other parts by kind.

    Each is related to the document by its own name: `header1="…"` is the part word/header1.xml with the identifier header1.
    """
    files = {"word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"}
    relations, types = [], [f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>']
    for name, inside in parts.items():
        kind = name.rstrip("0123456789")
        root = _ROOTS.get(kind, kind)
        files[f"word/{name}.xml"] = f"<w:{root} {SPACES}>{inside}</w:{root}>"
        relations.append(f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="{name}.xml"/>')
        types.append(f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>')
    files["word/_rels/document.xml.rels"] = related("".join(relations))
    return package(files, "".join(types))


def related(inside: str) -> str:
    """Return a part that lists relationships."""
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def package(files: dict[str, str | bytes], types: str = "") -> bytes:
    """Return a zip package of those files, with what every Word document has besides."""
    defaults = "".join(
        f'<Default Extension="{suffix}" ContentType="{kind}"/>'
        for suffix, kind in (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "text/xml"))
    )
    every: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{types}</Types>',
        "_rels/.rels": related(
            f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (every | files).items():
            archive.writestr(name, content)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str = "", properties: str = "", *, list_id: object = None, level: int = 0, inside: str = "") -> str:
    """Return a paragraph, numbered by a list if one is given."""
    number = "" if list_id is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    runs = run(text) if text else ""
    return f"<w:p><w:pPr>{properties}{number}</w:pPr>{runs}{inside}</w:p>"


def styled(style: str, text: str, properties: str = "") -> str:
    """Return a paragraph of that style."""
    return paragraph(text, f'<w:pStyle w:val="{style}"/>{properties}')


def style(identifier: str, name: str, properties: str = "", *, based: str = "", kind: str = "paragraph") -> str:
    """Return a style."""
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    head = f'<w:style w:type="{kind}" w:styleId="{identifier}"><w:name w:val="{name}"/>'
    return f"{head}{base}<w:pPr>{properties}</w:pPr></w:style>"


def level(at: int, form: str = "decimal", text: str = "", more: str = "", *, start: int = 1) -> str:
    """Return a level of a list."""
    head = f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
    return f'{head}<w:lvlText w:val="{text or f"%{at + 1}."}"/></w:lvl>'


def definition(identifier: int, *levels: str, more: str = "") -> str:
    """Return the definition of a list (w:abstractNum)."""
    head = f'<w:abstractNum w:abstractNumId="{identifier}"><w:nsid w:val="{identifier:08X}"/>'
    return f'{head}<w:multiLevelType w:val="multilevel"/>{more}{"".join(levels)}</w:abstractNum>'


def listed(identifier: int, of: int, more: str = "") -> str:
    """Return a list as paragraphs name it (w:num)."""
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def anew(at: int, start: int) -> str:
    """Return an override that lets a level begin anew."""
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def numbering(*levels: str) -> str:
    """Return a numbering part with one list, 1, of those levels."""
    return definition(0, *levels) + listed(1, 0)


def table(*rows: list[str]) -> str:
    """Return a table of cells, each given by its text or by its elements."""
    made = ("".join(cell(text) for text in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """Return a cell; one that is an element already stays as it is."""
    if content.startswith("<w:tc>"):
        return content
    inside = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"
