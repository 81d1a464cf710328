"""The headers of every answer, errors and static files included, and the nonce its scripts and styles carry."""

import secrets

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'; worker-src 'self' blob:"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ONE_YEAR = "max-age=31536000"


def nonce() -> str:
    """The word that lets this answer's own inline scripts and styles run; new for each request."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def is_static(endpoint: str | None) -> bool:
    """Whether the endpoint serves files of the product itself, the same for everyone."""
    return endpoint is not None and (endpoint == "static" or endpoint.endswith(".static"))


def init_headers(app: Flask, *, production: bool) -> None:
    @app.after_request
    def harden(response: Response) -> Response:
        response.headers.update(ALWAYS)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce()))  # a file brings its own
        if not is_static(request.endpoint):
            response.headers["Cache-Control"] = "no-store"  # pages and files name people
        if production:
            response.headers["Strict-Transport-Security"] = ONE_YEAR
        return response

    app.jinja_env.globals["csp_nonce"] = nonce
