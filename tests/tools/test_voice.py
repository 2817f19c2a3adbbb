"""The recordings of the lobby's read-aloud are there for every screen and question, and small."""

from contextlib import suppress
from pathlib import Path

from hypothesis import given, strategies as st

from kiosk.desk.lobby.audio import SCREENS
from tools.voice.ogg import CHECKSUM, SERIAL, checksum, serial_of, with_serial
from tools.voice.texts import digest, read_digests, spoken_texts

AUDIO = Path(__file__).parents[2] / "kiosk" / "shipped" / "audio"
MOST_BYTES_EACH = 12_000
"""On average: a long question takes twice as much."""


def test_it_works_every_screen_and_question_has_its_recording() -> None:
    names = {name for name, _ in spoken_texts()}
    assert {screen for screen in SCREENS if screen not in ("hand", "ask")} <= names
    assert names == {file.stem for file in AUDIO.glob("*.ogg")}


def test_every_recording_says_what_its_screen_says_today() -> None:
    today = {name: digest(text) for name, text in spoken_texts()}
    said = read_digests()
    assert {name for name in today if said.get(name) != today[name]} == set(), "make them with tools/voice/make"
    assert said.keys() == today.keys()


def test_recordings_are_opus_and_small() -> None:
    files = list(AUDIO.glob("*.ogg"))
    assert all(b"OpusHead" in file.read_bytes()[:64] for file in files)
    assert sum(file.stat().st_size for file in files) < MOST_BYTES_EACH * len(files)


def test_nothing_is_spoken_that_is_only_for_the_eyes() -> None:
    assert not [name for name, text in spoken_texts() if "例：" in text or "（" in text]


def test_the_same_words_give_the_same_file_again() -> None:
    """The encoder draws the serial number of a stream by lot; here it comes from the name of the recording."""
    drawn = [file.name for file in AUDIO.glob("*.ogg") if not keeps_its_serial(file)]
    assert drawn == [], "make them with tools/voice/make"


def keeps_its_serial(file: Path) -> bool:
    return file.read_bytes()[SERIAL : SERIAL + 4] == serial_of(file.stem).to_bytes(4, "little")


def test_a_new_serial_changes_nothing_else_and_the_checksums_hold() -> None:
    stream = (AUDIO / "start.ogg").read_bytes()
    other = with_serial(stream, 0xDEADBEEF)
    assert other != stream
    assert with_serial(other, serial_of("start")) == stream
    page = bytearray(other[: 27 + 1 + other[27]])
    found = int.from_bytes(page[CHECKSUM : CHECKSUM + 4], "little")
    page[CHECKSUM : CHECKSUM + 4] = bytes(4)
    assert checksum(page) == found


@given(st.binary(min_size=1, max_size=60) | st.binary(max_size=40).map(lambda rest: b"OggS" + rest))
def test_what_is_no_ogg_is_refused_and_never_longer(stream: bytes) -> None:
    with suppress(ValueError):
        assert len(with_serial(stream, 1)) == len(stream)
