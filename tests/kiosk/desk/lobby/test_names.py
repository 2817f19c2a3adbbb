"""Kanji for a reading, and other shapes of a character: what the on-screen keys offer for a name."""

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from kiosk.desk.lobby.kanji import MOST, find_kanji
from kiosk.desk.shapes import find_variants
from printing.fonts import value_repertoire

JINMEI = """;; okuri-ari entries.
わたr /渡/
;; okuri-nasi entries.
わたなべ /渡辺;姓/渡邉;姓/渡邊/(concat "x")/watanabe/
り /理/莉/
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "SKK-JISYO.jinmei").write_text(JINMEI, "euc_jp")
    (tmp_path / "SKK-JISYO.L").write_text(";; okuri-nasi entries.\nわたなべ /渡部/渡辺/\n", "euc_jp")
    return tmp_path


def test_it_works(folder: Path) -> None:
    assert find_kanji("わたなべ", folder) == ("わたなべ", ("渡辺", "渡邉", "渡邊", "渡部"))


def test_the_longest_known_beginning_is_taken(folder: Path) -> None:
    assert find_kanji("りおん", folder) == ("り", ("理", "莉"))


@pytest.mark.parametrize("reading", ["", "ん", "ワタナベ", "渡辺", "わたr", "あ" * 30, "/etc/passwd"])
def test_for_anything_else_there_is_nothing(folder: Path, reading: str) -> None:
    assert find_kanji(reading, folder) == ("", ())


def test_without_dictionaries_there_is_nothing(tmp_path: Path) -> None:
    assert find_kanji("わたなべ", tmp_path) == ("", ())


def test_the_dictionaries_of_debian_know_names() -> None:
    assert {"渡辺", "渡邉", "渡邊"} <= set(find_kanji("わたなべ")[1])
    assert "颯太" in find_kanji("そうた")[1]


@given(st.text(max_size=25))
def test_no_reading_breaks_it(reading: str) -> None:
    known, words = find_kanji(reading)
    assert reading.startswith(known)
    assert len(words) <= MOST


def test_variants_of_a_character_come_with_itself_first() -> None:
    shapes = find_variants("邉")
    assert shapes[0] == "邉"
    assert "邉\U000e0110" in shapes
    assert {"辺", "邊"} <= set(shapes)


def test_a_chosen_variant_can_be_changed_again() -> None:
    assert find_variants("邉\U000e0110") == find_variants("邉")


@pytest.mark.parametrize("character", ["邉", "辺", "高", "吉", "席", "㐄", "葛", "齋", "崎"])
def test_no_two_shapes_look_the_same_on_the_paper_and_each_can_be_printed(character: str) -> None:
    glyphs = [value_repertoire()[shape] for shape in find_variants(character)]
    assert not any(glyph.fault for glyph in glyphs)
    outlines = [value_repertoire().outline(glyph.face, glyph.number).data for glyph in glyphs]
    assert len(set(outlines)) == len(outlines)


def test_a_selector_that_changes_nothing_is_not_offered() -> None:
    # The font draws 邉 with this selector as it draws 邉 alone.
    assert "邉\U000e010f" not in find_variants("邉")


def test_a_character_the_font_lacks_is_not_offered() -> None:
    assert "\u9fee" not in find_variants("席")


@pytest.mark.parametrize(("usual", "other"), [("吉", "𠮷"), ("高", "髙"), ("崎", "﨑"), ("斎", "齋")])
def test_well_known_shapes_are_found(usual: str, other: str) -> None:
    assert other in find_variants(usual)


@given(st.text(max_size=3))
def test_no_character_breaks_it(character: str) -> None:
    shapes = find_variants(character)
    assert not shapes or len(shapes) > 1
    assert not shapes or shapes[0] == character[0] or value_repertoire()[character[0]].fault
