"""What residents type on their way through the prefill site, page by page."""

from tests.kiosk.pages import Page, Pages
from tests.residents import HOME, YOSHIDA

FAMILY, GIVEN = YOSHIDA.split("\u3000")

SELF = {"whom": "self"}
APPLICANT = {
    "you.name.family": FAMILY,
    "you.name.given": GIVEN,
    "you.kana.family": "よしだ",
    "you.kana.given": "ﾊﾅｺ",
    "you.birth_date": "昭和３０年２月17日",
    "you.address": HOME,
    "you.phone": "０９０１２３４５６７８",
}
WANTED = {
    "resident_record.kind@resident_record_copy": "current",
    "resident_record.scope@resident_record_copy": "named",
    "resident_record.count@resident_record_copy": "2",
}


def start(phone: Pages, home: str = "/") -> Page:
    phone.open(home)
    return phone.send({"procedure": "resident_record_copy"})


def to_review(phone: Pages, home: str = "/") -> Page:
    """The shortest way through 住民票の写し: for herself."""
    start(phone, home)
    phone.send(SELF)
    phone.send(APPLICANT)
    page = phone.send(WANTED)
    while page.forms[0].id == "page":
        page = phone.send()
    return page


def to_code(phone: Pages, home: str = "/") -> Page:
    to_review(phone, home)
    return phone.send(button="seal")
