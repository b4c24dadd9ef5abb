r"""Tells whether a file lies on a network share, where a library (规划库) wants more care.

What SQLite's authors say of such places (sqlite.org: useovernet, howtocorrupt 2.1, wal, pragma), and what we do about it:

- A write-ahead log needs memory that all programs share, so all must run on one PC: the library is never in that mode.
- Locks are only as good as the server's. On many NFS servers POSIX locks do nothing or little; SMB mounts with `nobrl`
  keep them to one PC, and so do shares opened by a file manager (gvfs). Two writers then spoil the file. We let one
  program write at a time, by a lock of its own (`holding`), which relies on the same server: a second guard, not a
  better one. Hence the warning.
- A server may acknowledge what it has not written yet; a power cut in a commit can leave a part. `synchronous = extra`
  asks for the journal's removal to be written as well; the backup of every day is for the rest.
- Everything takes longer: another program is waited for longer.

On macOS the kind of a file system is not to be had without a program of the system's; nothing is known there.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path, PurePath, PurePosixPath

if sys.platform == "win32":
    import ctypes

_REMOTE_KINDS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "beegfs", "9p", "davfs"}
    | {"vboxsf", "virtiofs"}
    | {f"fuse.{kind}" for kind in ("sshfs", "gvfsd-fuse", "kio-fuse", "glusterfs", "ceph", "davfs2", "rclone")}
    | {f"fuse.{kind}" for kind in ("smbnetfs", "curlftpfs", "vmhgfs-fuse")}
)
"""The names Linux gives to file systems that other PCs may write to as well; a folder of a virtual machine's host is one."""

_DRIVE_REMOTE = 4
_MOUNTS = Path("/proc/self/mountinfo")


def on_network(path: Path) -> bool:
    """Return whether a file, which need not exist yet, lies on a network share; what cannot be known counts as no."""
    place = Path(os.path.realpath(path))
    if sys.platform == "win32":
        drive = os.path.splitdrive(path.absolute())[0]
        return is_unc(place) or is_unc(path) or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return kind_of_mount(PurePosixPath(place), mounts) in _REMOTE_KINDS


def is_unc(path: PurePath) -> bool:
    r"""Return whether a path of Windows names a server.

    >>> from pathlib import PureWindowsPath as W
    >>> [is_unc(W(p)) for p in (r"\\server\share\library.db", r"\\?\UNC\server\share\a", r"C:\a", r"\\?\C:\a")]
    [True, True, False, False]
    """
    drive = path.drive.upper()
    return drive.startswith("\\\\") and not re.match(r"\\\\[?.]\\(?!UNC\\)", drive)


def kind_of_mount(path: PurePosixPath, mounts: str) -> str:
    r"""Return the kind of file system that a path lies on by Linux's list of mounts; where two lie over each other, the last.

    >>> mounts = r'''
    ... 29 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
    ... 62 29 0:51 / /mnt/\345\205\261\344\272\253\040Z rw - cifs //server/gh rw,vers=3.1.1'''
    >>> kind_of_mount(PurePosixPath("/mnt/共享 Z/library.db"), mounts)
    'cifs'
    >>> kind_of_mount(PurePosixPath("/mnt/共享 Z2/library.db"), mounts)
    'ext4'
    """
    kind, depth = "", 0
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, about = before.split(" "), after.split(" ")
        if len(fields) > 4 and about[0]:
            point = PurePosixPath(_plain(fields[4]))
            if path.is_relative_to(point) and len(point.parts) >= depth:
                kind, depth = about[0], len(point.parts)
    return kind


def _plain(written: str) -> str:
    """Return a name of the list of mounts with what stands there as `\\040` as it is."""
    raw = os.fsencode(written)
    return os.fsdecode(re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), raw))
