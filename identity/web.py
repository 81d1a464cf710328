"""Wires identity into an application: configuration, gate, CSRF, language, headers, login. Called once, by wsgi."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask
from flask_security import Security
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings
from identity import demo_accounts
from identity.acts import init_acts
from identity.current import KEY, Wiring
from identity.gate import init_gate
from identity.headers import init_headers
from identity.language import init_language, language
from identity.login import LoginNameForm, lead_back
from identity.paths import HOME
from identity.registering import init_register
from identity.sessions import AccountStore, open_session
from workflow.service import Ledger

MIB = 1024 * 1024


def init_app(app: Flask, settings: Settings, ledger: Ledger) -> None:
    """Close the application, and let accounts in. Before any other package registers its views."""
    app.extensions[KEY] = Wiring(settings, ledger)
    app.config.update(web_config(settings), TRUSTED_HOSTS=trusted_hosts(settings))
    blueprint = Blueprint("identity", __name__, template_folder="templates")
    if settings.production:  # always behind the proxy, which says who asks; see deploy/nginx.conf
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=0, x_host=0)  # type: ignore[method-assign]
    init_acts(app)
    init_headers(app, production=settings.production)
    init_gate(app)
    CSRFProtect(app)
    init_language(app, blueprint, settings.tz)
    app.register_blueprint(blueprint)  # before Flask-Security's, so that our login template is found first
    init_security(app, settings, ledger)


def trusted_hosts(settings: Settings) -> list[str] | None:
    """The names the application answers to; None answers to all. The place for a setting: loopback and what it says."""
    return None


def web_config(settings: Settings) -> dict[str, Any]:
    """Flask's, its forms' and Flask-Security's configuration."""
    secure = settings.production
    return {
        "SECRET_KEY": settings.secret,
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "xiaohao_session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "PERMANENT_SESSION_LIFETIME": settings.idle,
        "MAX_CONTENT_LENGTH": 32 * MIB,
        "MAX_FORM_MEMORY_SIZE": MIB,
        "MAX_FORM_PARTS": 1000,
        "WTF_CSRF_CHECK_DEFAULT": True,
        "WTF_CSRF_HEADERS": ["X-XSRF-Token", "X-CSRFToken"],
        "WTF_CSRF_TIME_LIMIT": None,  # a token lasts as long as its session: long reports are written slowly
        "SECURITY_CSRF_COOKIE_NAME": "XSRF-TOKEN",
        "SECURITY_CSRF_COOKIE": {"samesite": "Strict", "httponly": False, "secure": secure},
        **LOGIN_AND_LOGOUT_ONLY,
    }


LOGIN_AND_LOGOUT_ONLY: dict[str, Any] = {
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"login": {"mapper": str}}],
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": HOME,
    "SECURITY_POST_LOGOUT_VIEW": "/login",
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_FRESHNESS": timedelta(-1),  # no page that asks for the password again
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
}


def init_security(app: Flask, settings: Settings, ledger: Ledger) -> None:
    session = open_session(app, ledger.database.engine)
    store = AccountStore(session, production=settings.production)
    security = Security(app, store, login_form=LoginNameForm)
    security.want_json(lambda request: False)
    security.login_manager.request_loader(lambda request: None)  # its own tokens are not ours
    security.principal.identity_loaders.clear()  # else each static file asks for the account
    init_register(app, security)
    app.after_request(lead_back)
    security.login_context_processor(lambda: login_page(settings, ledger))


def login_page(settings: Settings, ledger: Ledger) -> dict[str, object]:
    """What the login template is given besides its form: outside production, the demo accounts that are there."""
    if settings.production:
        return {"demo_accounts": []}
    with ledger.database.reading() as connection:
        return {"demo_accounts": demo_accounts.shown(connection, language(), ledger.today)}
