"""One reader for each format, behind one call."""

from __future__ import annotations

from qcompare.document import Document, Format, Revisions
from qcompare.errors import ReadError
from qcompare.read.doc import read_doc
from qcompare.read.docx import read_docx
from qcompare.read.html import read_html
from qcompare.read.html.mht import read_mht
from qcompare.read.ofd import read_ofd
from qcompare.read.pdf import read_pdf

_READERS = {
    Format.DOC: read_doc,
    Format.PDF: read_pdf,
    Format.OFD: read_ofd,
    Format.HTML: read_html,
    Format.MHT: read_mht,
}


def read_content(form: Format, content: bytes, name: str, revisions: Revisions = Revisions.ACCEPTED) -> Document:
    """Return the document in the bytes of a file that is no text file; its digest is not filled in yet.

    Raises ReadError where the content is damaged, beyond a limit, or holds no visible text.
    """
    document = read_docx(content, name, revisions) if form is Format.DOCX else _READERS[form](content, name)
    if not document.blocks:
        raise ReadError("文件里没有文字", place=name, advice="请确认选对了文件")
    return document
