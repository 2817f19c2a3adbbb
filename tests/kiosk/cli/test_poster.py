"""The poster and the phone say the same four words, and both say others once the key is replaced."""

import re
from pathlib import Path

import zxingcpp

from forms.ticket.watchwords import watchwords
from kiosk.office import open_office
from kiosk.prefill import create_app
from kiosk.tickets import public_keys
from kiosk.web.language import OFFERED
from tests.kiosk.cli.conftest import Command
from tests.kiosk.pages import Pages
from tests.kiosk.prefill.journeys import to_code
from tests.printing.paper import pdfium_text
from tests.printing.pictures import by_pdfium

WORD = re.compile(r"([ぁ-ん]+ [ぁ-ん]+)\s+([a-z]+ [a-z]+)")


def on_poster(kiosk: Command, file: Path) -> list[tuple[str, str]]:
    assert kiosk("keys", "poster", "--out", str(file)).returncode == 0
    return WORD.findall(pdfium_text(file.read_bytes()))


def on_phone(phone: Pages, path: str = "/") -> list[tuple[str, str]]:
    page = phone.open(path)
    items = [item.text for item in page.find("li") if WORD.fullmatch(item.text)]
    return [found.groups() for item in items if (found := WORD.fullmatch(item))]  # type: ignore[misc]


def test_it_works_on_phone_code_page_and_paper(keyed: Command, town: Path, tmp_path: Path) -> None:
    office = open_office(town)
    phone, printed = Pages(create_app(office)), on_poster(keyed, tmp_path / "poster.pdf")
    assert len(printed) == 4
    assert on_phone(phone) == printed
    assert on_phone(phone, to_code(phone).path) == printed
    keys = public_keys(office)
    assert [(word.kana, word.latin) for word in watchwords(keys.town, keys.current.raw)] == printed
    said = "、".join(kana for kana, _ in printed)
    assert said in keyed("keys", "list").stdout
    assert said in keyed("doctor", "--prefill").stdout


def test_the_poster_leads_to_the_site(keyed: Command, town: Path, tmp_path: Path) -> None:
    on_poster(keyed, tmp_path / "poster.pdf")
    (code,) = zxingcpp.read_barcodes(by_pdfium((tmp_path / "poster.pdf").read_bytes(), tmp_path, 150))
    assert code.text == open_office(town).settings.prefill.public_url


def test_every_language_shows_them_in_kana_and_latin(keyed: Command, town: Path, tmp_path: Path) -> None:
    phone, printed = Pages(create_app(open_office(town))), on_poster(keyed, tmp_path / "poster.pdf")
    for language in OFFERED:
        assert on_phone(phone, f"/?language={language}") == printed


def test_a_new_key_has_new_words_and_the_old_ones_stay_in_the_list(
    keyed: Command, town: Path, tmp_path: Path
) -> None:
    before = on_poster(keyed, tmp_path / "before.pdf")
    assert keyed("keys", "rotate").returncode == 0
    after = on_poster(keyed, tmp_path / "after.pdf")
    assert after != before
    assert on_phone(Pages(create_app(open_office(town)))) == after
    listed = keyed("keys", "list").stdout.splitlines()
    for words, state in ((before, "開くだけ"), (after, "使用中")):
        assert any(state in line and "、".join(kana for kana, _ in words) in line for line in listed)


def test_without_a_key_there_are_no_words(kiosk: Command, town: Path, tmp_path: Path) -> None:
    assert on_phone(Pages(create_app(open_office(town)))) == []
    refused = kiosk("keys", "poster", "--out", str(tmp_path / "poster.pdf"))
    assert refused.stderr.startswith("no_public_file: ")
