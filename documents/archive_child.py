"""The part of checking a package that runs in its own process under limits: the manifest's digest, what is wrong.

`documents.archive_check` starts it. What it says is what the stand-alone verifier says.
"""

import hashlib
import sys
from io import BytesIO

import orjson

from documents import xiaohao_verify
from documents.child import limit_resources

FORMAT, SECONDS = "xiaohao-archive/1", 60


def main(fingerprint: str) -> None:
    """In the child: the manifest's digest and what the verifier says, as JSON."""
    limit_resources(seconds=SECONDS)
    sys.stdout.buffer.write(orjson.dumps(looked_at(sys.stdin.buffer.read(), fingerprint)))


def looked_at(content: bytes, fingerprint: str) -> dict[str, object]:
    """The same, in this process."""
    manifest = _manifest(content)
    if manifest is None:
        return {"manifest": None}
    digest, whole = hashlib.sha256(manifest).hexdigest(), manifest is not content
    problem = _problem(content, fingerprint) if whole else None
    return {"manifest": digest, "proved": problem is None if whole else None, "problem": problem}


def _manifest(content: bytes) -> bytes | None:
    """The bytes of manifest.json: in the package, or brought alone; None where there is none."""
    try:
        archive, text = xiaohao_verify.opened(BytesIO(content))
        manifest = content if archive is None else text.encode()
        return manifest if xiaohao_verify.parsed(text)["format"] == FORMAT else None
    except Exception:  # whatever a hostile file brings about: it is no package
        return _stated(content)


def _stated(content: bytes) -> bytes | None:
    """The manifest of a zip that was tampered with, so that it can be said what is wrong with it."""
    try:
        with xiaohao_verify.zipfile.ZipFile(BytesIO(content)) as archive:
            if archive.getinfo("manifest.json").file_size > xiaohao_verify.MAX_JSON:
                return None
            return archive.read("manifest.json")
    except Exception:  # likewise
        return None


def _problem(content: bytes, fingerprint: str) -> tuple[str, str] | None:
    try:
        xiaohao_verify.check(BytesIO(content), fingerprint)
    except xiaohao_verify.Refused as refused:
        return refused.args[0], refused.args[1]
    except Exception as error:  # likewise
        return f"不是完好的归档包（{type(error).__name__}）。", f"It is no whole package ({type(error).__name__})."
    return None
