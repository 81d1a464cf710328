"""Does a document follow GB/T 9704-2012? The rules are in format_page, format_text, format_parts, format_measured."""

from documents.official import format_measured, format_page, format_parts, format_text
from documents.official.measured import Measures
from documents.official.rules import Finding, Registry, Seen, findings

RULES: Registry[Seen] = [*format_page.RULES, *format_text.RULES, *format_parts.RULES]


def check_format(seen: Seen) -> list[Finding]:
    """What differs from the standard in the file itself."""
    return findings(RULES, seen)


def check_measures(measures: Measures) -> list[Finding]:
    """What differs from the standard on the rendered pages."""
    return findings(format_measured.RULES, measures)
