"""Who is asking: accounts, sign-in, tokens, language and the headers every answer carries. Nothing of items.

Read in this order: accounts and tokens (what is kept), demo_accounts; then, for the web, current (who and where am I),
gate (what is closed to whom), login, throttle, second_factor and sessions (how one signs in), logins and registering
(how long that counts), acts (what the security log is told), persons (whom somebody asks about), language, headers;
last web, which wires them.
"""

from identity.accounts import names, whois
from identity.current import current_actor, current_ledger, current_settings, token_actor
from identity.gate import public
from identity.headers import nonce
from identity.language import add_translations, language
from identity.web import init_app

__all__ = [
    "add_translations",
    "current_actor",
    "current_ledger",
    "current_settings",
    "init_app",
    "language",
    "names",
    "nonce",
    "public",
    "token_actor",
    "whois",
]
