"""What Windows shows of a program in its properties: the version resource that PyInstaller puts into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PyInstaller.utils.win32.versioninfo import VSVersionInfo

_CHINESE, _UNICODE = 0x0804, 0x04B0


def version_resource(program: str, version: str, about: str) -> VSVersionInfo:
    """Return the version resource of a program, in Simplified Chinese; `version` is numbers with dots, at most four."""
    from PyInstaller.utils.win32.versioninfo import (
        FixedFileInfo,
        StringFileInfo,
        StringStruct,
        StringTable,
        VarFileInfo,
        VarStruct,
        VSVersionInfo,
    )

    numbers = tuple([*map(int, version.split(".")), 0, 0, 0][:4])
    said = {
        "CompanyName": "qcompare",
        "FileDescription": about,
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": "MIT 许可；所含其他软件的许可见 NOTICE.txt",
        "OriginalFilename": f"{program}.exe",
        "ProductName": "qcompare 规划文本比对",
        "ProductVersion": version,
    }
    strings = StringTable(f"{_CHINESE:04X}{_UNICODE:04X}", [StringStruct(name, text) for name, text in said.items()])
    kids = [StringFileInfo([strings]), VarFileInfo([VarStruct("Translation", [_CHINESE, _UNICODE])])]
    return VSVersionInfo(ffi=FixedFileInfo(filevers=numbers, prodvers=numbers), kids=kids)
