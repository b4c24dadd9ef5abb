"""Confines a process on Windows: what it may hold, that it starts no other, that it ends with the one that started it."""

from __future__ import annotations

import subprocess
import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _EXTENDED_LIMITS = 9
    _ACTIVE_PROCESS, _PROCESS_MEMORY, _DIE_ON_EXCEPTION, _KILL_ON_CLOSE = 0x8, 0x100, 0x400, 0x2000

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    class Job:
        """A job object that holds one process.

        Written after Microsoft's description of SetInformationJobObject and never run: there was no Windows to run it on.
        Where the system refuses (a process of Windows 7 that is in another job already) the process runs unconfined but for
        its time.
        """

        def __init__(self, process: int, memory: int) -> None:
            """Take the process with that handle into a new job in which it may hold `memory` bytes."""
            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel.CreateJobObjectW.restype = wintypes.HANDLE
            self._kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
            self._kernel.SetInformationJobObject.argtypes = (
                wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
            )  # fmt: skip
            self._kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
            self._kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
            limits = _Extended()
            limits.BasicLimitInformation.LimitFlags = (
                _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_EXCEPTION | _KILL_ON_CLOSE
            )
            limits.BasicLimitInformation.ActiveProcessLimit = 1
            limits.ProcessMemoryLimit = memory
            self._handle = self._kernel.CreateJobObjectW(None, None)
            if self._handle:
                self._kernel.SetInformationJobObject(
                    self._handle, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
                )
                self._kernel.AssignProcessToJobObject(self._handle, process)

        def close(self) -> None:
            """End the process, where it has not ended, and give the job back."""
            if self._handle:
                self._kernel.CloseHandle(self._handle)
                self._handle = None

    def confine(process: subprocess.Popen[bytes], memory: int) -> Job | None:
        """Confine the process; it runs until the job is closed, or this program ends."""
        return Job(int(process._handle), memory)  # type: ignore[attr-defined]  # noqa: SLF001 (the only way to it)

else:

    class Job:
        """There are no job objects here."""

        def close(self) -> None:
            """Do nothing."""

    def confine(process: subprocess.Popen[bytes], memory: int) -> Job | None:
        """Do nothing: the process limits itself here."""
        del process, memory
        return None
