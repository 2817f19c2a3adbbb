"""Beside a title, a paper to bring, a fee or a place, its Japanese name: the person meets it on the sign and the paper."""

import re
from functools import cache

import pytest

from forms import shipped_catalogue
from kiosk.overlay import GUIDE, SHIPPED
from kiosk.web.language import DOMAINS, EASY, Language
from tools.translation.glossary import read_glossary
from tools.translation.pofiles import TRANSLATED, entries, extracted

GLOSSARY = read_glossary()
JAPANESE = re.compile("[぀-ヿ㐀-鿿]")
RUN = re.compile("[㐀-鿿々ァ-ヿ]{3,}")
PAPER = re.compile("[㐀-鿿々]{3,}(?:書|証|届|票|帳|簿)")
"""At least four signs, so that 申請書 or 証明書 alone, any paper at all, is none."""

KNOWN_BY_ITSELF = {"運転免許証", "卒業証書", "領収証書", "マイナンバーカード", "マイナンバー", "暗証番号"}
NO_PAPER = {"世帯", "世帯主", "続柄", "相続人", "喪主", "代理人", "手数料"}
LISTED = (": bring", "what to bring", "fee", "where to go")
GUIDE_SAYS = re.compile(r'^(?:title|text) = "(.*)"$', re.MULTILINE)


def test_it_finds_official_names() -> None:
    assert official("死亡診断書の写し") == ["死亡診断書"]
    assert official("戸籍に載っている人") == ["戸籍"]
    assert official("証明書、手続、暗証番号") == []
    assert len(listed()) > 250


@pytest.mark.parametrize("language", [one for one in TRANSLATED if one.code != EASY], ids=lambda one: one.code)
def test_it_works_every_title_and_paper_has_its_japanese_name(language: Language) -> None:
    said = {entry.msgid: entry.msgstr for domain in DOMAINS for entry in entries(language, domain)}
    lost = [f"{text} → {said[text]}" for text in listed() if not is_beside(text, said[text], language)]
    assert lost == []


def is_beside(text: str, said: str, language: Language) -> bool:
    """Whether a name stands there in Japanese. Chinese has kanji of its own: there three Japanese signs in a row count."""
    if not language.code.startswith("zh"):
        return JAPANESE.search(said) is not None
    runs = [*official(text), *RUN.findall(text)]
    return any(run[at : at + 3] in said for run in runs for at in range(max(1, len(run) - 2)))


@cache
def listed() -> tuple[str, ...]:
    """Return titles of procedures, papers, fees, places and the guide's steps, as far as they have an official name."""
    guided = {
        text for file in (SHIPPED / GUIDE).glob("*.toml") for text in GUIDE_SAYS.findall(file.read_text("utf-8"))
    }
    titles = {procedure.title for procedure in shipped_catalogue().for_residents.current.values()}
    listed = titles | guided
    texts = {text: places for each in extracted().values() for text, places in each.items()}
    return tuple(
        text
        for text, places in texts.items()
        if (text in listed or any(place.endswith(LISTED) for place in places)) and official(text)
    )


def official(text: str) -> list[str]:
    terms = [term.ja for term in GLOSSARY.found_in(text)]
    return [
        name for name in dict.fromkeys([*terms, *PAPER.findall(text)]) if name not in KNOWN_BY_ITSELF | NO_PAPER
    ]
