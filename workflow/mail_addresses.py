"""What is a mail address: one, as mail servers take it, without a name beside it and without a line's end. Pure."""

import re

LONGEST, LONGEST_LOCAL = 200, 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")


def is_mail_address(text: str) -> bool:
    """Whether mail can be sent there; li@office.test can be, "李 <li@office.test>" cannot."""
    if len(text) > LONGEST or text.find("@") > LONGEST_LOCAL:
        return False
    return _ADDRESS.fullmatch(text) is not None


def domain_of(address: str) -> str:
    """`office.test` of `li@office.test`."""
    return address.rpartition("@")[2]
