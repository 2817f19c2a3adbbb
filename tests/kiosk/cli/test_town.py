"""`kiosk town new`: from a 団体コード to a town that can begin."""

from pathlib import Path

import pytest

from kiosk.office import open_office
from kiosk.settings import DeskMode
from kiosk.settings.reading import check_digit
from kiosk.town.municipalities import FILE, find_municipalities, municipalities
from tests.kiosk.cli.conftest import Command
from tools.municipalities import municipality_rows

REACHED = ("--postal-code", "044-0001", "--phone", "0136-00-0000")


def test_it_works(kiosk: Command, tmp_path: Path) -> None:
    made = kiosk("town", "new", "014001", str(tmp_path / "town"), *REACHED)
    assert (made.returncode, made.stdout.splitlines()[0]) == (
        0,
        "北海道虻田郡倶知安町（倶知安町長）の設定を作りました。",
    )
    settings = open_office(tmp_path / "town").settings
    assert (settings.town.kana, settings.town.district) == ("くっちゃんちょう", "虻田郡")
    assert [desk.mode for desk in settings.desks] == list(DeskMode)
    assert kiosk("keys", "new", config=tmp_path / "town").returncode == 0


def test_one_desk_with_its_printer_and_the_site(kiosk: Command, tmp_path: Path) -> None:
    more = ("--desk", "lobby", "--printer", "ipp://192.0.2.1/ipp/print", "--public-url", "https://town.example.jp")
    assert kiosk("town", "new", "131016", str(tmp_path / "town"), *REACHED, *more).returncode == 0
    settings = open_office(tmp_path / "town").settings
    (desk,) = settings.desks
    assert (desk.name, desk.printer_uri) == ("lobby-1", "ipp://192.0.2.1/ipp/print")
    assert (settings.prefill.public_url, settings.town.addressee) == ("https://town.example.jp", "千代田区長")


@pytest.mark.parametrize("code", ["014002", "14001", "011011", "北海道"])
def test_what_is_no_code_of_a_town_is_refused(kiosk: Command, tmp_path: Path, code: str) -> None:
    refused = kiosk("town", "new", code, str(tmp_path / "town"), *REACHED)
    assert refused.stderr.startswith("unknown_town: ")
    assert not (tmp_path / "town").exists()


def test_what_the_settings_refuse_leaves_no_town_behind(kiosk: Command, tmp_path: Path) -> None:
    refused = kiosk("town", "new", "014001", str(tmp_path / "town"), "--postal-code", '0"\n', "--phone", "1")
    assert refused.stderr.startswith("setting_mistaken: ")
    assert list((tmp_path / "town").iterdir()) == []


def test_a_town_that_is_there_stays(kiosk: Command, town: Path) -> None:
    before = (town / "town.toml").read_text("utf-8")
    assert kiosk("town", "new", "014001", str(town), *REACHED).stderr.startswith("already_there: ")
    assert (town / "town.toml").read_text("utf-8") == before


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("倶知安", "014001"),
        ("くっちゃん", "014001"),
        ("ｸｯﾁｬﾝちょう", "014001"),
        ("北海道虻田郡倶知安町", "014001"),
        ("北海道倶知安町", "014001"),
        ("０１４００１", "014001"),
        ("つ", "242012"),
        ("津", "242012"),
    ],
)
def test_a_town_is_found_by_what_people_type(typed: str, first: str) -> None:
    assert find_municipalities(typed)[0].code == first


def test_towns_of_one_name_are_all_shown_and_nothing_finds_nothing() -> None:
    assert [town.code for town in find_municipalities("府中市")] == ["132063", "342084"]
    assert find_municipalities("") == find_municipalities("　") == find_municipalities("架空町") == ()
    assert len(find_municipalities("市")) == 30


def test_there_are_1741_municipalities_with_sound_codes() -> None:
    towns = municipalities()
    assert len(towns) == 1741
    assert all(check_digit(code[:5]) == code[5] for code in towns)
    assert {each.name[-1] for each in towns.values()} == {"市", "区", "町", "村"}
    assert {each.district[-1] for each in towns.values() if each.district} == {"郡", "島"}
    assert len({each.prefecture for each in towns.values()}) == 47


@pytest.mark.parametrize(
    ("code", "called"),
    [
        ("141305", "神奈川県川崎市"),
        ("221309", "静岡県浜松市"),
        ("103454", "群馬県北群馬郡吉岡町"),
        ("284815", "兵庫県赤穂郡上郡町"),
        ("403440", "福岡県糟屋郡須恵町"),
        ("133817", "東京都三宅島三宅村"),
    ],
)
def test_names_that_are_cut_with_care(code: str, called: str) -> None:
    town = municipalities()[code]
    assert town.prefecture + town.district + town.name == called
    assert "ぐん" not in town.kana


def test_the_table_is_what_the_directory_gives() -> None:
    kept = [tuple(line.split("\t")) for line in FILE.read_text("utf-8").splitlines() if line[0] != "#"]
    assert kept == municipality_rows()
