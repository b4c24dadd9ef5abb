"""Draws app.png and app.ico from app.svg: `make icons`. PySide6 renders the drawing, so no other tool is needed."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
PNG_SIZE = 256


def rendered(renderer: QSvgRenderer, size: int) -> bytes:
    """Return the drawing as a PNG of `size` by `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    png = QByteArray()
    buffer = QBuffer(png)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(png.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return an .ico file of PNG pictures by size: a header, an entry each, then the pictures."""
    header = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(header) + 16 * len(pictures)
    entries, body = b"", b""
    for size, png in sorted(pictures.items()):
        side = size % 256  # 256 is written as 0
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), offset + len(body))
        body += png
    return header + entries + body


def main() -> int:
    """Write app.png and app.ico beside this script."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv)
    renderer = QSvgRenderer(str(HERE / "app.svg"))
    (HERE / "app.png").write_bytes(rendered(renderer, PNG_SIZE))
    (HERE / "app.ico").write_bytes(ico({size: rendered(renderer, size) for size in ICO_SIZES}))
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
