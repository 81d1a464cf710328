"""A stream out of an OLE compound file, which an .xls is. Every chain is followed no further than there are sectors.

Layout: [MS-CFB] Compound File Binary File Format. Raises ValueError or struct.error for what is no such file.
"""

import struct
from collections.abc import Iterator

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
STREAM, ROOT = 2, 5


def read_stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """The bytes of the first stream that has one of these names; ValueError if none has."""
    sector_shift, mini_shift = struct.unpack_from("<HH", data, 0x1E)
    if sector_shift not in (9, 12) or mini_shift != 6:
        raise ValueError("no compound file")
    file = _File(data, 1 << sector_shift)
    entries = list(file.entries())
    root = next((entry for entry in entries if entry[1] == ROOT), None)
    for wanted in names:
        for name, kind, start, size in entries:
            if kind == STREAM and name == wanted:
                return file.stream(start, size, root)
    raise ValueError("no workbook in it")


class _File:
    def __init__(self, data: bytes, size: int):
        self.data, self.size = data, size
        self.count = len(data) // size
        fat_sectors, self.directory = struct.unpack_from("<I", data, 0x2C)[0], struct.unpack_from("<I", data, 0x30)[0]
        self.cutoff, self.mini_fat = struct.unpack_from("<II", data, 0x38)
        held = (self._numbers(at) for at in list(self._fat_sectors())[:fat_sectors])
        self.fat = [number for numbers in held for number in numbers]

    def _sector(self, at: int) -> bytes:
        begin = (at + 1) * self.size
        return self.data[begin : begin + self.size]

    def _numbers(self, at: int) -> tuple[int, ...]:
        sector = self._sector(at)
        return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])

    def _fat_sectors(self) -> Iterator[int]:
        """Where the allocation table itself lies: 109 places in the header, the rest in a chain."""
        yield from (at for at in struct.unpack_from("<109I", self.data, 0x4C) if at < END - 3)
        following, left = struct.unpack_from("<I", self.data, 0x44)[0], self.count
        while following < self.count and left > 0:
            *places, following = self._numbers(following)
            left -= 1
            yield from (at for at in places if at < END - 3)

    def chain(self, at: int, table: list[int] | None = None) -> list[int]:
        links, found = self.fat if table is None else table, []
        while at < END - 3:
            if at >= len(links) or len(found) > len(links):
                raise ValueError("a chain of sectors leads nowhere")
            found.append(at)
            at = links[at]
        return found

    def entries(self) -> Iterator[tuple[str, int, int, int]]:
        """Name, kind, first sector and size of everything in the directory."""
        held = b"".join(map(self._sector, self.chain(self.directory)))
        for at in range(0, len(held) - 127, 128):
            length, kind = struct.unpack_from("<H", held, at + 64)[0], held[at + 66]
            start, size = struct.unpack_from("<II", held, at + 116)
            yield held[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"), kind, start, size

    def stream(self, start: int, size: int, root: tuple[str, int, int, int] | None) -> bytes:
        if size >= self.cutoff or root is None:
            return b"".join(map(self._sector, self.chain(start)))[:size]
        mini_fat = [number for at in self.chain(self.mini_fat) for number in self._numbers(at)]
        held = b"".join(map(self._sector, self.chain(root[2])))
        return b"".join(held[at * 64 : at * 64 + 64] for at in self.chain(start, mini_fat))[:size]
