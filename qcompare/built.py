"""What a program that was built to run without Python knows of its building, and sets right when it starts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

from qcompare import __version__


def version_words() -> str:
    """Return version, day and commit of the build as one line; from source the version alone.

    >>> version_words().split()[0]
    '0.1.0'
    """
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is None:
        return __version__
    about = json.loads((Path(frozen) / "resources" / "build.json").read_text(encoding="utf-8"))
    return "，".join(part for part in (f"{__version__} {about['date']}", about["commit"]) if part)


def free_children(environment: MutableMapping[str, str] = os.environ) -> None:
    """Let programs that we start (a PDF reader, a file manager) find their own libraries, not those beside us.

    The loader of a built program points LD_LIBRARY_PATH at its folder and keeps what it was; it has done its work by now.

    >>> free_children(given := {"LD_LIBRARY_PATH": "/opt/qcompare/_internal", "LD_LIBRARY_PATH_ORIG": "/opt/wps"})
    >>> given
    {'LD_LIBRARY_PATH': '/opt/wps'}
    """
    before = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        environment["LD_LIBRARY_PATH"] = before
    elif getattr(sys, "frozen", False):
        environment.pop("LD_LIBRARY_PATH", None)
