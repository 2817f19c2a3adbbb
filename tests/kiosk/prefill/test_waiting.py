"""At home somebody sees how long the wait is, and how old that is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.office import Office, now
from kiosk.prefill import create_app
from kiosk.town.status import pack_status, public_half
from tests.kiosk.pages import Pages
from tests.kiosk.town.test_status import SECRET, STATUS

Say = Callable[[datetime], None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "status.txt"


@pytest.fixture
def say(file: Path) -> Say:
    def write(at: datetime) -> None:
        file.write_text(pack_status(replace(STATUS, at=at), SECRET), encoding="ascii")

    return write


@pytest.fixture
def home(office: Office, file: Path) -> Pages:
    prefill = replace(office.settings.prefill, status_file=file, status_key=public_half(SECRET).hex())
    return Pages(create_app(replace(office, settings=replace(office.settings, prefill=prefill))))


def test_it_works(home: Pages, say: Say) -> None:
    say(now() - timedelta(minutes=2, seconds=5))
    assert "窓口の待ち時間" in home.open("/").text
    page = home.open("/waiting")
    for words in (
        "本庁舎",
        "2分前のようすです",
        "お待ちの方：7人",
        "およそ20〜35分でお呼びします。",
        "40分より長く",
        "C-012",
    ):
        assert words in page.text
    assert "新しい知らせが届いていません" not in page.text


def test_it_says_when_it_is_old_and_nothing_when_it_is_useless(home: Pages, say: Say) -> None:
    say(now() - timedelta(minutes=20))
    assert "新しい知らせが届いていません" in home.open("/waiting").text
    for age in (timedelta(hours=2), -timedelta(minutes=30)):
        say(now() - age)
        assert "待ち時間の知らせは、いま届いていません。" in home.open("/waiting").text


def test_what_the_town_did_not_sign_is_not_shown(home: Pages, file: Path) -> None:
    for text in ("", "\0ÿ", pack_status(replace(STATUS, at=now()), b"\x07" * 32)):
        file.write_text(text, encoding="utf-8")
        assert "本庁舎" not in home.open("/waiting").text
    file.unlink()
    assert "いま届いていません" in home.open("/waiting").text


def test_it_is_said_in_the_persons_language(home: Pages, say: Say) -> None:
    say(now())
    home.client.set_cookie("unused", "")
    page = home.client.get("/waiting", headers={"Accept-Language": "vi"}).text
    assert "Khoảng 20 đến 35 phút" in page
    assert "証明書" in page


def test_a_town_that_tells_nothing_has_no_such_page(phone: Pages) -> None:
    assert phone.client.get("/waiting").status_code == 404
    assert "窓口の待ち時間" not in phone.open("/").text
