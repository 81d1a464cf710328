"""Does a document say what it means? The rules are in wording_words, _headings, _sums, _units and _figures."""

from documents.official import wording_figures, wording_headings, wording_sums, wording_units, wording_words
from documents.official.rules import Finding, Registry, Seen, findings

RULES: Registry[Seen] = [
    *wording_words.RULES,
    *wording_headings.RULES,
    *wording_sums.RULES,
    *wording_units.RULES,
    *wording_figures.RULES,
]


def check_wording(seen: Seen) -> list[Finding]:
    """Slips and contradictions; pure, and quiet where a pattern leaves doubt."""
    return findings(RULES, seen)
