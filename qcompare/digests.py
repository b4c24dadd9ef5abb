"""What tells one text from any other without holding it."""

from __future__ import annotations

import hashlib


def text_digest(text: str) -> str:
    """Return the SHA-256 of a plan's text: two files with the same one hold the same plan, however they are encoded.

    Half of a surrogate pair, which no file can hold but a value may, has its own.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
