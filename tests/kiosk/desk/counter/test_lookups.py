"""The auditor's page: what stands out among the look-ups, and how the register stands; for administrators alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.desk import Workplace, create_app
from kiosk.desk.counter.lookups import EVENTS, KINDS, OUTCOMES
from kiosk.office import today
from kiosk.register.finding import LookUpKind
from kiosk.register.importing import Order, import_residents
from kiosk.register.limits import OF_REGISTER, SIGN_WORDS, Sign
from kiosk.register.lookup import Stop
from kiosk.staff import StaffRole, add_staff
from kiosk.tickets import public_keys
from tests.kiosk.desk.counter.test_register import (
    FAMILY,
    PASSWORD,
    imported,
    moving,
    pages,
    typed_in,
    workplace,
)
from tests.kiosk.pages import Pages
from tests.kiosk.register.files import number, shipped_layout, written

__all__ = ["pages", "workplace"]

NAMES = ("吉田", "𠮷田", "太郎", "ヨシダ", "ミナト", "1985")


@pytest.fixture
def boss(workplace: Workplace) -> Pages:
    """The head of the section, signed in at the same desk."""
    add_staff(workplace.store, "kacho", PASSWORD, StaffRole.ADMIN, StaffRole.CLERK)
    signed_in = Pages(create_app(workplace.office, workplace.desk, workplace))
    signed_in.client.environ_base["REMOTE_ADDR"] = "10.200.0.2"
    signed_in.open("/login")
    signed_in.send(name="kacho", password=PASSWORD)
    return signed_in


def test_it_works_misses_protected_households_and_releases_stand_out(
    pages: Pages, boss: Pages, workplace: Workplace, tmp_path: Path
) -> None:
    imported(workplace, tmp_path, FAMILY, number(3))
    visit = moving(workplace)
    typed_in(pages, visit, "よしだ 19850412", 422)
    pages.send(form="release", name="kacho", password=PASSWORD, reason="self")
    for _ in range(5):
        typed_in(pages, visit, "すずき 19850412", 422)
    assert "続けて引いたため" in typed_in(pages, visit, "よしだ 19850412", 422).text
    page = boss.open("/lookups")
    for words in (
        "支援措置の世帯に当たった",
        "続けて5回以上、見つからなかった",
        "2人目が確かめて、支援措置の世帯を開いた",
        "世帯を見た",
        "本人が来ていて、本人確認が済んでいる",
        "2人目 kacho",
        visit.receipt_number,
        "転居届",
        "回数の上限",
    ):
        assert words in page.text, words
    assert not [name for name in NAMES if name in page.text]
    one = boss.open(f"/lookups?day={today()}&staff={next(iter(_ids(page.text)))}")
    assert "引いた" in one.text
    assert "記録はありません" in boss.open("/lookups?day=2020-01-01").text
    boss.open("/lookups?day=x", status=404)


def _ids(text: str) -> set[str]:
    return {part.partition('"')[0] for part in text.split("staff=")[1:]}


def test_a_clerk_neither_sees_the_page_nor_the_alerts(pages: Pages, workplace: Workplace, tmp_path: Path) -> None:
    imported(workplace, tmp_path, FAMILY, number(3))
    pages.open("/lookups", status=403)
    start = pages.open("/").text
    assert "支援措置" not in start
    assert "台帳の記録" not in start


def test_who_looks_after_it_is_told_before_the_year_ends_and_when_it_closes(
    pages: Pages, boss: Pages, workplace: Workplace, tmp_path: Path
) -> None:
    assert "台帳がまだ取り込まれていません" in boss.open("/").text
    imported(workplace, tmp_path, FAMILY, number(3))
    assert "ひと月のうちに終わるか、終わった人が1人います" in boss.open("/").text
    visit = moving(workplace)
    assert "台帳から入力する" in pages.open(f"/visits/{visit.id}").text
    layout, keys = shipped_layout(), public_keys(workplace.office)
    newer = Order(written(tmp_path, *FAMILY), today() + timedelta(days=1), today() + timedelta(days=1))
    import_residents(workplace.store, newer, layout, workplace.office.catalogue, keys)
    said = boss.open("/").text
    assert "台帳は、いま使えません" in said
    assert "より古くなっています" in said
    assert "台帳から入力する" not in pages.open(f"/visits/{visit.id}").text


def test_every_word_is_there() -> None:
    assert set(EVENTS) == set(OF_REGISTER)
    assert set(KINDS) == set(LookUpKind)
    assert set(OUTCOMES) == {"found", *Stop}
    assert set(SIGN_WORDS) == set(Sign)
