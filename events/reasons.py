"""Why a log is read-only: a code and the values that belong to it, kept as JSON; the English sentence of each code.

    {"code":"cut_off","there":41,"vouched":51}

Other languages have their sentences where they are shown. What was kept as plain text before there were codes has the
code `said`, and is shown as it stands.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

SAID = "said"
UNTRUSTED_WITNESS = "the last note of the witness file cannot be trusted: {why}"
UNTRUSTED_CHECKPOINT = "a note of signed_checkpoints cannot be trusted: {why}"
ENGLISH: dict[str, str] = {
    SAID: "{text}",
    "cut_off": "the log has {there} positions, the witness file vouches for {vouched}: "
               "the database was restored from an older copy, or cut off",
    "cut_in_place": "the log has {there} positions, a note in the same database vouches for {signed}: its end was "
                    "taken out; only another copy can be gone on with",
    "rewritten": "the first {size} positions are not those the witness file vouches for: they were rewritten",
    "other_seal": "the seal of position {position} is not the one the witness file vouches for",
    "gap": "the log has no leaf of 32 bytes at each position from {first} to {last}",
    "other_log": "the witness file is that of the log {stated!r}, not of {wanted!r}",
    "notes_missing": "the witness file {path} ends at {size} positions; the database holds {signed} later notes: "
                     "the file was cut, or replaced by an older copy",
    "no_note": "the witness file {path} has no note; the database holds {signed} signed ones",
    "witness_unsigned": UNTRUSTED_WITNESS,
    "witness_forged": UNTRUSTED_WITNESS,
    "witness_malformed": UNTRUSTED_WITNESS,
    "checkpoint_unsigned": UNTRUSTED_CHECKPOINT,
    "checkpoint_forged": UNTRUSTED_CHECKPOINT,
    "checkpoint_malformed": UNTRUSTED_CHECKPOINT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: `code` is lasting, `values` are what its sentence names."""

    code: str
    values: Mapping[str, str | int]

    def __str__(self) -> str:
        return ENGLISH[self.code].format(**self.values)

    @property
    def stored(self) -> str:
        """As it is kept: canonical JSON; plain text stays plain."""
        if self.code == SAID:
            return str(self)
        return json.dumps({"code": self.code, **self.values}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def reason(code: str, /, **values: str | int) -> Reason:
    return Reason(code, values)


def said(text: str) -> Reason:
    """A reason in someone's own words."""
    return reason(SAID, text=text)


def kept(stored: str) -> Reason:
    """The reason that was kept; text that is not one of ours, or of a later release, is shown as it stands."""
    try:
        code, values = _parsed(stored)
        ENGLISH[code].format(**values)
    except (ValueError, KeyError, TypeError, AttributeError):
        return said(stored)
    return Reason(code, values)


def _parsed(stored: str) -> tuple[str, dict[str, str | int]]:
    values = json.loads(stored)
    return values.pop("code"), values
