"""Makes OFD packages (GB/T 33190) part by part, for the tests."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(wording: str, x: float, y: float, size: float = 5.6, more: str = "", code: str | None = None) -> str:
    """Return a text object with its first character at x and its baseline at y; `code` are its text code's attributes."""
    if code is None:
        code = f'X="0" Y="{size}" DeltaX="g {len(wording) - 1} {size}"' if len(wording) > 1 else f'X="0" Y="{size}"'
    box = f"{x} {y - size} {size * len(wording) + 1} {size * 1.4}"
    return f'<ofd:TextObject ID="1" Boundary="{box}" Size="{size}" {more}><ofd:TextCode {code}>{wording}</ofd:TextCode></ofd:TextObject>'


def line(x: float, y: float, to_x: float, to_y: float) -> str:
    """Return a path object that rules a line."""
    data = f"S 0 0 M 0 0 L {to_x - x} {to_y - y}"
    return f'<ofd:PathObject ID="2" Boundary="{x} {y} 200 200"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def image(box: str = "0 0 210 297") -> str:
    return f'<ofd:ImageObject ID="3" ResourceID="9" Boundary="{box}"/>'


def page(*objects: str, templates: tuple[str, ...] = (), box: str = "0 0 210 297") -> str:
    """Return a page's content."""
    used = "".join(f'<ofd:Template TemplateID="{number}" ZOrder="Background"/>' for number in templates)
    area = f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>" if box else ""
    layer = f'<ofd:Layer ID="4" Type="Body">{"".join(objects)}</ofd:Layer>'
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {_SPACE}>{area}{used}<ofd:Content>{layer}</ofd:Content></ofd:Page>'


def units(**contents: str) -> str:
    """Return a resource part with composite units."""
    made = "".join(
        f'<ofd:CompositeGraphicUnit ID="{number.lstrip("u")}" Width="210" Height="297"><ofd:Content>{content}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
        for number, content in contents.items()
    )
    return f"<ofd:Res {_SPACE}><ofd:CompositeGraphicUnits>{made}</ofd:CompositeGraphicUnits></ofd:Res>"


def document(count: int, common: str = "", more: str = "", where: str = "Pages/Page_{}/Content.xml") -> str:
    """Return a document part with so many pages."""
    pages = "".join(f'<ofd:Page ID="{100 + n}" BaseLoc="{where.format(n)}"/>' for n in range(count))
    size = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f"<ofd:CommonData>{size}{common}</ofd:CommonData>"
    return f"<ofd:Document {_SPACE}>{common}<ofd:Pages>{pages}</ofd:Pages>{more}</ofd:Document>"


def root(*documents: str) -> str:
    bodies = "".join(f"<ofd:DocBody><ofd:DocRoot>{part}</ofd:DocRoot></ofd:DocBody>" for part in documents)
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {_SPACE} DocType="OFD" Version="1.0">{bodies}</ofd:OFD>'


def package(parts: Mapping[str, str]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def parts(*pages: str, common: str = "", more: str = "", **others: str) -> dict[str, str]:
    """Return the parts of a package with one document; `others` lie beside it, with . for _."""
    made = {"OFD.xml": root("Doc_0/Document.xml"), "Doc_0/Document.xml": document(len(pages), common, more)}
    made |= {f"Doc_0/Pages/Page_{n}/Content.xml": content for n, content in enumerate(pages)}
    return made | {f"Doc_0/{name}.xml": content for name, content in others.items()}


def ofd(*pages: str, common: str = "", more: str = "", **others: str) -> bytes:
    """Return a package with one document of those pages."""
    return package(parts(*pages, common=common, more=more, **others))
