"""Runs a command that the kernel kills where it makes a socket to anything but this PC: `without_sockets.py COMMAND …`.

What the command starts is killed for it too. Sockets between the programs of one PC (AF_UNIX) are let through: a window
reaches its screen by one. Killed and not refused, for what is refused may be caught and go unseen.
"""

from __future__ import annotations

import ctypes
import os
import platform
import socket
import struct
import sys

_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By the name of the machine: its name in the kernel's audit, and the number of the call `socket`."""

_IO_URING_SETUP = 425
"""The other way to a socket: by a queue, past every filter."""

_X32 = 0x4000_0000
"""The numbers from here on are those of another way to call on x86-64."""

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_CALL, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_KILL, _ALLOW = 0x8000_0000, 0x7FFF_0000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2


def _step(code: int, value: int, true: int = 0, false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, true, false, value)


def program(machine: str) -> bytes:
    """Return the filter for that machine, in the kernel's own small language. Raises KeyError for one it does not know."""
    architecture, call = _ARCHITECTURES[machine]
    return b"".join(
        (
            _step(_LOAD, _ARCHITECTURE),
            _step(_EQUAL, architecture, false=7),
            _step(_LOAD, _CALL),
            _step(_AT_LEAST, _X32, true=5),
            _step(_EQUAL, _IO_URING_SETUP, true=4),
            _step(_EQUAL, call, false=2),
            _step(_LOAD, _FIRST_ARGUMENT),
            _step(_EQUAL, socket.AF_UNIX, false=1),
            _step(_RETURN, _ALLOW),
            _step(_RETURN, _KILL),
        )
    )


class _Program(ctypes.Structure):
    _fields_ = (("steps", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def refuse_sockets() -> None:
    """Put the filter on this process for good. Raises OSError where the kernel does not take it."""
    steps = program(platform.machine())
    kernel = ctypes.CDLL(None, use_errno=True)
    given = _Program(len(steps) // 8, steps)
    for call in (
        (_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)),
        (_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(given)),
    ):
        if kernel.prctl(*call):
            raise OSError(ctypes.get_errno(), "the kernel takes no filter")


if __name__ == "__main__":
    refuse_sockets()
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 (the command is for whoever types it to choose)
