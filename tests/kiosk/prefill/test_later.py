"""Going on later, on this device or another one, and nobody else can."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from kiosk.prefill.carry import Carrier, bytes_of, digits_of
from kiosk.prefill.draft import LIFETIME
from kiosk.web import Front
from tests.kiosk.pages import Pages
from tests.kiosk.prefill.journeys import APPLICANT, FAMILY, SELF, start, to_code
from tests.kiosk.prefill.test_draftcookie import BOX, family

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ID = "abcdefghijkl"
CARRIER = Carrier(BOX, bytes(32))


def link_and_number(phone: Pages) -> tuple[str, str]:
    """What the page shows."""
    page = phone.now
    assert page is not None
    number = re.search(r"<strong>(\d{3} \d{3})</strong>", page.text)
    assert number is not None
    return page.find("textarea", id="link")[0].text, number[1]


@given(st.binary(max_size=300))
def test_bytes_and_digits_are_the_same(raw: bytes) -> None:
    assert bytes_of(digits_of(raw)) == (raw or None)
    assert len(digits_of(raw)) <= len(raw) * 17 / 7 + 3


@given(st.text(max_size=60) | st.from_regex(r"[0-9]{0,120}", fullmatch=True))
def test_anything_else_opens_nothing(digits: str) -> None:
    assert CARRIER.open(digits, CARRIER.number(ID), NOW) is None


def test_it_works_with_its_own_number_only_and_for_a_day() -> None:
    digits, number = CARRIER.seal(ID, family(3), NOW), CARRIER.number(ID)
    assert CARRIER.open(digits, number, NOW) == family(3)
    other = f"{(int(number) + 1) % 10**6:06}"
    assert CARRIER.open(digits, other, NOW) is None
    assert CARRIER.open(digits, "", NOW) is None
    assert CARRIER.open(digits, number, NOW + LIFETIME) is not None
    assert CARRIER.open(digits, number, NOW + LIFETIME + timedelta(seconds=1)) is None


def test_a_link_is_no_cookie_and_a_cookie_no_link() -> None:
    cookie = BOX.encrypt(ID, family(1), NOW)
    assert BOX.decrypt(ID, CARRIER.seal(ID, family(1), NOW), NOW) is None
    assert CARRIER.open(cookie, CARRIER.number(ID), NOW) is None


def test_another_device_goes_on_where_this_one_stopped(phone: Pages, app: Front) -> None:
    start(phone)
    phone.send(SELF)
    phone.send({"you.name.family": FAMILY}, button="later")
    link, number = link_and_number(phone)
    assert FAMILY not in link
    other = Pages(app)
    other.open("/later")
    page = other.send({"carried": link, "number": number})
    assert page.find("input", name="you.name.family", value=FAMILY)
    assert page.path.split("/")[2] not in link
    first = phone.open("/").find("a", href=page.path.split("/p/")[0] + "/")
    assert not first, "each device has a draft of its own"


def test_the_code_is_made_anew_on_the_other_device(phone: Pages, app: Front) -> None:
    code = to_code(phone)
    phone.open(code.path.replace("/code", "/later"))
    link, number = link_and_number(phone)
    other = Pages(app)
    other.open("/later")
    assert other.send({"carried": link, "number": number}).heading == "入力した内容の確認"


def test_a_wrong_number_says_so_and_keeps_the_link(phone: Pages) -> None:
    start(phone)
    phone.send(SELF)
    phone.send(APPLICANT, button="later")
    link, number = link_and_number(phone)
    phone.open("/later")
    page = phone.send({"carried": link, "number": "12345"}, status=422)
    assert page.title.startswith("エラー：")
    assert page.find("div", class_="error-summary")
    assert phone.send({"number": number.replace(" ", "")}).status == 200, "the link was kept"


def test_full_width_digits_are_digits(phone: Pages) -> None:
    page = start(phone)
    phone.send(SELF, button="later")
    link, number = link_and_number(phone)
    phone.open("/later")
    wide = number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert phone.send({"carried": link, "number": wide}).path != page.path


def test_nobody_may_try_many_numbers(phone: Pages) -> None:
    start(phone)
    phone.send(SELF, button="later")
    link, number = link_and_number(phone)
    for wrong in range(8):
        phone.open("/later")
        phone.send(
            {"carried": link, "number": f"{(int(number.replace(' ', '')) + wrong + 1) % 10**6:06}"}, status=422
        )
    phone.open("/later")
    phone.send({"carried": link, "number": number}, status=429)


def test_it_stays_for_a_day_only_if_the_person_says_so(phone: Pages) -> None:
    start(phone)
    phone.send(SELF, button="later")
    assert pointer_expires(phone) is None
    page = phone.send(button="stay")
    assert "1日のあいだ" in page.text
    assert pointer_expires(phone) is not None


def pointer_expires(phone: Pages) -> datetime | None:
    pointer = phone.client.get_cookie("draft")
    assert pointer is not None
    return pointer.expires


def test_the_guide_can_be_left_for_later_too(phone: Pages) -> None:
    phone.open("/guide/move_in")
    page = phone.send(button="later")
    assert page.heading == "あとで続ける"
    assert phone.open(page.path.replace("later", "")).path.endswith("/guide/move_in")


def test_nothing_that_is_carried_is_logged(phone: Pages, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        start(phone)
        phone.send(SELF, button="later")
        link, number = link_and_number(phone)
        phone.open("/later")
        phone.send({"carried": link, "number": number})
    digits = link.partition("#")[2]
    assert digits[:20] not in caplog.text
    assert number.replace(" ", "") not in caplog.text
