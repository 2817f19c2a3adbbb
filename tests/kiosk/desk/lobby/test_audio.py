"""The PC's own voice for screens without a recording. With the real espeak-ng."""

import io
import wave

import pytest
from hypothesis import given, strategies as st
from werkzeug.test import TestResponse

from kiosk.desk import Workplace, create_app
from kiosk.web.language import LANGUAGES, OFFERED
from kiosk.web.speech import LONGEST_TEXT, VOICES, has_voice, strip_unspoken, synthesize
from tests.kiosk.desk.lobby.test_pages import token_of
from tests.kiosk.desk.townhall import PROCEDURE
from tests.kiosk.pages import Pages


@pytest.fixture
def pages(lobby: Workplace) -> Pages:
    return Pages(create_app(lobby.office, lobby.desk, lobby))


def test_it_works(pages: Pages) -> None:
    pages.open("/?language=vi")
    said = speak(pages, "Bạn muốn bắt đầu bằng cách nào?")
    assert said.mimetype == "audio/wav"
    assert said.headers["Cache-Control"] == "no-store"
    assert seconds(said.data) > 1


@pytest.mark.parametrize("language", [code for code in OFFERED if code not in ("ja", "ja-simple", "fil")])
def test_every_other_language_has_a_voice(language: str) -> None:
    assert has_voice(language)
    assert seconds(synthesize(LANGUAGES[language].name, language)) > 0.2


def test_japanese_is_left_to_recordings(pages: Pages) -> None:
    assert "data-says" not in pages.open("/?language=ja").text
    assert speak(pages, "窓口").status_code == 204


def test_a_screen_without_recording_offers_the_voice(pages: Pages) -> None:
    assert 'data-says="/speech"' in pages.open("/?language=ne").text
    assert "data-says" not in pages.open("/?language=fil").text


def test_a_recording_comes_before_the_voice(pages: Pages, lobby: Workplace) -> None:
    audio = lobby.office.settings.folder / "audio"
    audio.mkdir()
    (audio / "start.en.ogg").write_bytes(b"OggS")
    offered = pages.open("/?language=en").text
    assert "start.en.ogg" in offered
    assert "data-says" not in offered


def test_who_reads_easy_japanese_hears_the_plain_recording_where_there_is_no_other(
    pages: Pages, lobby: Workplace
) -> None:
    audio = lobby.office.settings.folder / "audio"
    audio.mkdir()
    (audio / "start.ogg").write_bytes(b"OggS")
    assert "/audio/start.ogg" in pages.open("/?language=ja-simple").text
    (audio / "start.ja-simple.ogg").write_bytes(b"OggS")
    assert "/audio/start.ja-simple.ogg" in pages.open("/?language=ja-simple").text


@pytest.mark.parametrize(("key", "item"), [("you.name", "person.name"), ("whom", "whom")])
def test_a_fact_has_one_recording_whoever_is_meant(pages: Pages, lobby: Workplace, key: str, item: str) -> None:
    audio = lobby.office.settings.folder / "audio"
    audio.mkdir()
    (audio / f"ask-{item}.ogg").write_bytes(b"OggS")
    pages.open("/")
    pages.client.post("/hand", data={"csrf_token": token_of(pages), "procedure": PROCEDURE})
    assert f"/audio/ask-{item}.ogg" in pages.open(f"/ask/{key}").text


def test_choosing_by_hand_says_what_choosing_with_a_card_says(pages: Pages, lobby: Workplace) -> None:
    audio = lobby.office.settings.folder / "audio"
    audio.mkdir()
    (audio / "procedures.ogg").write_bytes(b"OggS")
    assert "/audio/procedures.ogg" in pages.open("/hand").text
    (audio / "hand.ogg").write_bytes(b"OggS")
    assert "/audio/hand.ogg" in pages.open("/hand").text


def test_japanese_words_beside_official_terms_are_not_spelt() -> None:
    assert strip_unspoken("Copy of resident record (住民票の写し). Next", "en") == "Copy of resident record. Next"
    assert strip_unspoken("住民票 (居民票)", "zh-Hans") == "住民票 (居民票)"
    assert strip_unspoken("（住民票）。", "en") == ""


@given(st.text(max_size=2 * LONGEST_TEXT), st.sampled_from(sorted(VOICES)))
def test_any_text_becomes_bounded_words_without_control_characters(text: str, language: str) -> None:
    words = strip_unspoken(text, language)
    assert len(words) <= LONGEST_TEXT
    assert "\x00" not in words
    assert "\x1b" not in words


@pytest.mark.parametrize("text", ["-v mb-xx", "--help", "<voice name='x'>&;|`reboot`", "a" * 10_000])
def test_hostile_text_is_only_spoken(text: str) -> None:
    assert synthesize(text, "en").startswith(b"RIFF")


def speak(pages: Pages, text: str) -> TestResponse:
    return pages.client.post("/speech", data={"csrf_token": token_of(pages), "text": text})


def seconds(sound: bytes) -> float:
    # espeak-ng writes to a pipe and cannot know the length in the header.
    with wave.open(io.BytesIO(sound)) as file:
        bytes_a_second: int = file.getframerate() * file.getsampwidth() * file.getnchannels()
        return (len(sound) - 44) / bytes_a_second
