"""Where a redirect may lead: a path of this site, and nothing else."""

from urllib.parse import quote, urlsplit

HOME = "/admin/"


def same_site(target: str | None) -> str | None:
    """`target` if it is a path of this site, with its query; None if a browser could be led elsewhere by it."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or not target.isprintable():  # browsers read \ as / and skip control characters
        return None
    return quote(target, safe="/?&=%#:@!$'()*+,;~-._")


def came_from(referrer: str | None, host: str) -> str | None:
    """The path of the page a request came from, if that page is ours."""
    parts = urlsplit(referrer or "")
    if parts.netloc != host:
        return None
    return same_site(parts.path + (f"?{parts.query}" if parts.query else ""))
