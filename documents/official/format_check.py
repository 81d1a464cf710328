"""Does a document follow GB/T 9704-2012? The rules are in format_page, format_text, format_parts, format_measured."""

from documents.official import format_measured, format_page, format_parts, format_text
from documents.official.rules import Finding, Registry, Seen, findings

RULES: Registry = [*format_page.RULES, *format_text.RULES, *format_parts.RULES, *format_measured.RULES]


def check_format(seen: Seen) -> list[Finding]:
    """What differs from the standard; what only a rendering shows is looked at where there are measures."""
    return findings(RULES, seen)
