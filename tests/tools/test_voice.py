"""The recordings of the lobby's read-aloud are there for every screen and question, and small."""

from pathlib import Path

from kiosk.desk.lobby.audio import SCREENS
from tools.voice.texts import spoken_texts

AUDIO = Path(__file__).parents[2] / "config" / "audio"
MOST_BYTES = 8_000_000


def test_it_works_every_screen_and_question_has_its_recording() -> None:
    names = {name for name, _ in spoken_texts()}
    assert {screen for screen in SCREENS if screen not in ("hand", "ask")} <= names
    assert names == {file.stem for file in AUDIO.glob("*.ogg")}


def test_recordings_are_opus_and_small() -> None:
    files = list(AUDIO.glob("*.ogg"))
    assert all(b"OpusHead" in file.read_bytes()[:64] for file in files)
    assert sum(file.stat().st_size for file in files) < MOST_BYTES


def test_nothing_is_spoken_that_is_only_for_the_eyes() -> None:
    assert not [name for name, text in spoken_texts() if "例：" in text or "（" in text]
