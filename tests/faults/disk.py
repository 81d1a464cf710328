"""A disk of our own that loses its power: ext4 on a loop device, shut down so that only what was synced is on it.

What a real disk still holds in its own cache counts as written here; what the kernel holds does not. A sync that is
under way at the cut may come back without an error (seen about once in 40 cuts), so only what was heard before counts.
"""

import fcntl
import os
import shutil
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EXT4_IOC_SHUTDOWN, WITHOUT_FLUSHING = 0x8004587D, 2
TOOLS = ("losetup", "mkfs.ext4", "mount", "umount", "sync")


def missing() -> str | None:
    """Why there can be no such disk here; None if there can."""
    if os.geteuid() != 0:
        return "only root can mount a disk to cut its power"
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if absent:
        return f"there is no {absent[0]} to make a disk with"
    return None if Path("/dev/loop-control").exists() else "this machine has no loop devices"


class Disk:
    def __init__(self, image: Path, folder: Path):
        self._image, self.folder = image, folder

    def mount(self) -> None:
        _run("mount", "-o", "loop", str(self._image), str(self.folder))

    def settle(self) -> None:
        """Put all that was written so far on the disk."""
        _run("sync", "--file-system", str(self.folder))

    def cut(self) -> None:
        """The power goes: nothing more reaches the disk, and what was not synced is lost."""
        opened = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(opened, EXT4_IOC_SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING))
        finally:
            os.close(opened)

    def unmount(self, seconds: float = 20) -> None:
        """Wait until nobody holds a file there any more."""
        end = time.monotonic() + seconds
        while subprocess.run(["umount", self.folder], capture_output=True).returncode:
            assert time.monotonic() < end, f"{self.folder} is held by someone"
            time.sleep(0.05)

    def come_back(self) -> None:
        self.unmount()
        self.mount()


@contextmanager
def disk(megabytes: int) -> Iterator[Disk]:
    """A new one, mounted until the block ends where any user may get at it; OSError if the machine mounts none."""
    with tempfile.TemporaryDirectory(prefix="xiaohao-disk-", dir="/tmp") as name:
        place = Path(name)
        place.chmod(0o755)
        image, folder = place / "image", place / "disk"
        folder.mkdir()
        with image.open("wb") as file:
            file.truncate(megabytes * 1024 * 1024)
        _run("mkfs.ext4", "-q", "-F", str(image))
        made = Disk(image, folder)
        made.mount()
        try:
            yield made
        finally:
            made.unmount()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"{command[0]} failed: {done.stderr.strip()}")
