"""Keys of personal values for a whole run: what one test's template sealed, the next one's copy opens."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import Settings
from events.keyring import NO_KEYS


@pytest.fixture(scope="session", autouse=True)
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that databases are opened with when a test names none; processes that are started find it too."""
    folder = tmp_path_factory.mktemp("keys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NO_KEYS, "folder", folder)
        patch.setenv("XIAOHAO_KEYS", str(folder))
        patch.setattr(Settings.__init__, "__kwdefaults__", Settings.__init__.__kwdefaults__ | {"keys": str(folder)})
        yield folder


def keys_of_this_run() -> Path:
    """The same folder, in a process that a test started."""
    return Path(os.environ["XIAOHAO_KEYS"])
