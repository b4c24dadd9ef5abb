"""The note beside a plan file (`<stem>.json`) that says what the text itself does not."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

from qcompare.errors import ReadError
from qcompare.model import Metadata

_SIGN = "qcompare"
_VERSION = 1
_LARGEST = 100_000
"""Bytes of a note of ours, a hundred times what its fields take: a larger file of that name holds somebody's data."""

_LEVELS = ("", "国家", "省", "市", "区县")


def sidecar(path: Path) -> Metadata | None:
    """Return the metadata in the note beside the plan file at `path`, or None when there is no note of ours.

    A note of ours is a JSON object with `"qcompare": 1`; any other file of that name is somebody else's and is left
    alone. Raises ReadError when a note of ours has an unknown field or a value of the wrong kind.
    """
    note = path.with_suffix(".json")
    if note == path:
        return None
    try:
        if not note.is_file() or note.stat().st_size > _LARGEST:
            return None
        found = json.loads(note.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get(_SIGN) != _VERSION:
        return None
    return _validated({str(key): value for key, value in found.items() if key != _SIGN}, note.name)


def _validated(found: dict[str, object], name: str) -> Metadata:
    """Return the note's fields as metadata, refusing what Metadata has no place for."""
    known = {field.name: bool if field.name == "draft" else str for field in fields(Metadata)}
    for key, value in found.items():
        if key not in known:
            raise ReadError(f"说明文件里有不认识的项目“{key}”", place=name, advice="请删去这一项，或删去这个说明文件")
        if not isinstance(value, known[key]):
            raise ReadError(f"说明文件里“{key}”的值不对", place=name, advice="请改正，或删去这个说明文件")
    if found.get("level", "") not in _LEVELS:
        raise ReadError("说明文件里“level”应为 国家、省、市 或 区县", place=name, advice="请改正，或删去这个说明文件")
    return Metadata(**found)  # type: ignore[arg-type]  # each value's type was checked above
