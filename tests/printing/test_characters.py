"""What is typed is drawn, and comes back out of the PDF; what cannot be drawn is told."""

import struct
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, strategies as st

from printing import NoticeKind, Printed, SheetJob, SheetValues, render
from printing.fonts import Fault, JobFont, clusters, font_file, value_repertoire
from tests.printing.paper import (
    mupdf_text,
    pdfium_text,
    poppler_text,
    qpdf_finds_nothing,
    sheet_of,
    text_box,
    words,
)
from tests.residents import MARIA, TAKASAKI_FAMILY, WATANABE, YOSHIDA

HARD_NAMES = (
    YOSHIDA,
    WATANABE,
    MARIA,
    TAKASAKI_FAMILY[0][0],
    "𠀋山　葛\U000e0102城",
    "か\u3099く　がく",
    "Nguyễn　Thị Ánh",
)


def printed(text: str) -> Printed:
    return render([SheetJob(sheet_of(text_box()), SheetValues.of({"name": text}))])


def test_it_works() -> None:
    result = printed(YOSHIDA)
    assert result.page_count == 1
    assert result.notices == ()
    assert pdfium_text(result.pdf) == YOSHIDA


@pytest.mark.parametrize("name", HARD_NAMES)
def test_three_readers_give_back_what_was_typed(name: str, tmp_path: Path) -> None:
    pdf = printed(name).pdf
    assert pdfium_text(pdf) == name
    assert words(poppler_text(pdf, tmp_path)) == words(name)
    assert words(mupdf_text(pdf, tmp_path)) == words(name)
    assert qpdf_finds_nothing(pdf, tmp_path)


@pytest.mark.parametrize("sign", ["\ue000", "\uf8ff", "\U000f0000", "\U00100000\U000e0100", "\ue000\u3099"])
def test_a_private_sign_is_told_to_staff_whatever_a_font_draws_for_it(sign: str) -> None:
    result = printed(f"山{sign}田")
    assert [notice.kind for notice in result.notices] == [NoticeKind.CHARACTER]


def test_a_variation_sequence_has_its_own_shape() -> None:
    fonts = value_repertoire()
    assert fonts["邉\U000e0110"].number != fonts["邉"].number
    assert fonts["邉\U000e0110"].fault is None


def test_an_unknown_variation_is_drawn_bare_and_told() -> None:
    result = printed("辻\U000e0100　太郎")
    assert [(notice.kind, notice.page, notice.item, notice.character) for notice in result.notices] == [
        (NoticeKind.VARIATION, 1, "name", "辻\U000e0100")
    ]
    assert "U+8FBB U+E0100" in result.notices[0].sentence
    assert pdfium_text(result.pdf) == "辻\U000e0100　太郎"


def test_an_unknown_character_leaves_a_box_and_is_told() -> None:
    result = printed("ก　太郎")
    assert [(notice.kind, notice.character) for notice in result.notices] == [(NoticeKind.CHARACTER, "ก")]
    assert pdfium_text(result.pdf) == "ก　太郎"


@pytest.mark.parametrize("text", ["\U000e0102", "葛\U000e0102\U000e0103", "\ud800", "a\x00b", "🏠"])
def test_strange_texts_never_crash_and_are_always_told(text: str) -> None:
    assert printed(text).notices


@given(st.text(max_size=60))
def test_clusters_joined_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


@given(st.text(max_size=30))
def test_every_text_has_a_code_for_every_cluster(text: str) -> None:
    font = JobFont(value_repertoire())
    codes = font.encode(text)
    assert len(codes) % 4 == 0
    assert max((int(codes[at : at + 4], 16) for at in range(0, len(codes), 4)), default=0) == len(font)


def test_the_characters_are_those_the_font_tools_find() -> None:
    cmap = value_repertoire().faces[0].cmap
    with TTFont(font_file("ipamjm.ttf"), lazy=True) as font:
        names = font.getReverseGlyphMap()
        assert all(cmap.glyph(code) == names[name] for code, name in font.getBestCmap().items())
        sequences = next(table for table in font["cmap"].tables if table.format == 14).uvsDict
        for selector, entries in sequences.items():
            for character, name in entries:
                expected = names[name] if name else cmap.glyph(character)
                assert cmap.variation(character, selector) == expected


def test_the_outlines_are_those_of_the_font_without_hinting() -> None:
    face = value_repertoire().faces[0]
    with TTFont(font_file("ipamjm.ttf"), lazy=True) as font:
        for character in "永𠮷鬱A":
            name = font.getBestCmap()[ord(character)]
            glyph = font["glyf"][name]
            glyph.removeHinting()
            outline = face.outline(face.cmap.glyph(ord(character)))
            assert outline.data.rstrip(b"\0") == glyph.compile(font["glyf"], recalcBBoxes=False).rstrip(b"\0")
            assert struct.unpack(">Hh", outline.metric) == font["hmtx"][name]


def test_two_hundred_hard_names_come_back(tmp_path: Path) -> None:
    names = two_hundred_hard_names()
    boxes = tuple(text_box(f"n{at}", y=8 + at % 50 * 5.6, h=5.5) for at in range(200))
    sheets = [sheet_of(*boxes[start : start + 50]) for start in range(0, 200, 50)]
    values = SheetValues.of({f"n{at}": name for at, name in enumerate(names)})
    result = render([SheetJob(sheet, values) for sheet in sheets])
    assert result.notices == ()
    assert pdfium_text(result.pdf).split("\n") == names
    assert words(poppler_text(result.pdf, tmp_path)) == words("".join(names))
    assert words(mupdf_text(result.pdf, tmp_path)) == words("".join(names))


def two_hundred_hard_names() -> list[str]:
    """Variation sequences, ideographs beyond the BMP, compatibility ideographs, Latin, long building names."""
    cmap = value_repertoire().faces[0].cmap
    sequences = sorted(cmap.variations)
    spread = [chr(c) + chr(s) for c, s in sequences[:: len(sequences) // 100][:100]]
    beyond = [chr(c) for c in range(0x20000, 0x2A6D6, 97) if cmap.glyph(c)][:40]
    compatible = [chr(c) for c in range(0xF900, 0xFA6E) if cmap.glyph(c)][:30]
    latin = [
        f"{letter}{letter.lower()}"
        for letter in "ÁÀÂÄÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÚÙÛ"
        if unicodedata.category(letter) == "Lu"
    ]
    return [
        *(f"{one}田　{two}子" for one, two in zip(spread, reversed(spread), strict=True)),
        *(f"{one}山　太郎" for one in beyond),
        *(f"{one}原　花子" for one in compatible),
        *(f"{one}ndrade de Souza e Silva　Maria das Graças" for one in latin),
        *(f"グランドメゾンみどり野セントラルタワーウエスト{number}号室髙﨑様方" for number in range(100, 105)),
    ][:200]


def test_a_missing_variation_is_no_fault_of_other_boxes() -> None:
    sheet = sheet_of(text_box("good"), text_box("bad", y=40))
    result = render([SheetJob(sheet, SheetValues.of({"good": YOSHIDA, "bad": "辻\U000e0100"}))])
    assert [notice.item for notice in result.notices] == ["bad"]
    assert value_repertoire()["辻\U000e0100"].fault is Fault.VARIATION


def test_endless_new_characters_do_not_fill_the_memory() -> None:
    fonts = value_repertoire()
    for code in range(0x10000, 0x10000 + 60_000):
        fonts[chr(code)]
    assert len(fonts) <= 50_000
    assert fonts["永"].number
