"""A call is said in pieces that are recorded, in Japanese and then in the person's language."""

import pytest
from hypothesis import given, strategies as st

from kiosk.board.calls import LETTERS, TO_SCREEN, TO_WINDOW, Recordings, pieces, spell
from kiosk.hall.turn import MISS, NewTurn, Way
from kiosk.hall.turns import Turns, new_key
from kiosk.overlay import AUDIO, SHIPPED
from kiosk.settings.reading import RECEIPT_LETTERS
from kiosk.web import Front
from kiosk.web.language import LANGUAGES, read_catalogue
from kiosk.web.speech import VOICES, has_voice
from tests.kiosk.board.conftest import issue
from tests.kiosk.desk.townhall import TownHall


@pytest.mark.parametrize(
    ("number", "window", "said"),
    [
        ("C-012", "3番窓口", "call-letter-C call-number-12 call-window-3"),
        ("M-207", "12番窓口", "call-letter-M call-hundred-2 call-number-7 call-window-12"),
        ("A-300", "総合案内", "call-letter-A call-number-300 call-window"),
        ("A-001", "31番窓口", "call-letter-A call-number-1 call-window"),
        ("C-000", "1番窓口", ""),
        ("C-1000", "1番窓口", ""),
    ],
)
def test_it_works(number: str, window: str, said: str) -> None:
    assert " ".join(spell(number, window)) == said


def test_every_letter_of_a_queue_can_be_said() -> None:
    assert set(LETTERS) == set(RECEIPT_LETTERS)


@given(st.sampled_from(RECEIPT_LETTERS), st.integers(1, 999), st.integers(1, 40))
def test_every_piece_of_every_call_is_recorded(letter: str, count: int, window: int) -> None:
    recorded = {name for name, _ in pieces()}
    said = spell(f"{letter}-{count:03}", f"{window}番窓口")
    assert said
    assert set(said) <= recorded
    assert all((SHIPPED / AUDIO / f"{name}.ogg").is_file() for name in said)


def test_the_board_says_who_is_called_and_once_more_when_called_again(board: Front, turns: Turns) -> None:
    client = board.test_client()
    issue(turns)
    assert "data-say" not in client.get("/board/main").text
    turns.call_next(new_key(), "w1", ["cert"])
    page = client.get("/board/main").text
    assert 'data-call="C-001:1番窓口:1"' in page
    files = page.split('data-say="')[1].split('"')[0].split()
    assert [name.rpartition("/")[2] for name in files] == [
        "call-letter-C.ogg",
        "call-number-1.ogg",
        "call-window-1.ogg",
    ]
    for name in files:
        with client.get(name) as played:
            assert played.data.startswith(b"OggS")
    assert "data-say" not in client.get("/board/main?only=w1").text, "the hall's board says it already"


def test_a_language_the_town_has_recorded_whole_is_heard_after_japanese(
    town_hall: TownHall, turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.web.speech._installed", lambda: False)
    own = town_hall.office.settings.folder / AUDIO
    own.mkdir(exist_ok=True)
    recordings = Recordings(town_hall.office.settings.folder)
    turns.issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY, "vi"))
    called = turns.call_next(new_key(), "w1", ["cert"])
    assert called is not None
    for name in ("call-letter-C", "call-number-1"):
        (own / f"{name}.vi.ogg").write_bytes(b"OggS")
    assert len(recordings.say(called, "1番窓口")) == 3, "half a sentence is not said"
    (own / "call-window-1.vi.ogg").write_bytes(b"OggS")
    assert recordings.say(called, "1番窓口")[3:] == (
        "call-letter-C.vi.ogg",
        "call-number-1.vi.ogg",
        "call-window-1.vi.ogg",
    )
    turns.step(new_key(), called.id, MISS)


def test_a_language_nobody_has_recorded_is_said_by_the_voice_of_the_pc(board: Front, turns: Turns) -> None:
    if not has_voice("vi"):
        pytest.skip("espeak-ng is not installed")
    turns.issue(new_key(), NewTurn("main", "cert", "C", Way.LOBBY, "vi"))
    turns.call_next(new_key(), "w1", ["cert"])
    client = board.test_client()
    files = client.get("/board/main").text.split('data-say="')[1].split('"')[0].split()
    assert [name.rpartition("/")[2] for name in files[2:]] == ["call-window-1.ogg", "call-C-1-1.vi.wav"]
    said = client.get(files[-1])
    assert (said.mimetype, said.data[:4]) == ("audio/wav", b"RIFF")


@pytest.mark.parametrize("language", sorted(VOICES))
@pytest.mark.parametrize("sentence", [TO_WINDOW, TO_SCREEN])
def test_every_language_says_number_and_window(language: str, sentence: str) -> None:
    said = read_catalogue(LANGUAGES[language].locale).gettext(sentence)
    assert said != sentence
    assert "%(letter)s %(count)s" in said, "the number as it stands on the slip"
    assert ("%(window)s" in said) is (sentence == TO_WINDOW)


@pytest.mark.parametrize("name", ["call-C-1-1.xx.wav", "call-C-1-1.ja.wav", "call-c-1.vi.wav", "start.vi.wav"])
def test_the_voice_says_calls_and_nothing_else(board: Front, name: str) -> None:
    assert board.test_client().get(f"/audio/{name}").status_code == 404


def test_no_other_file_is_played(board: Front) -> None:
    client = board.test_client()
    assert client.get("/audio/nothing.ogg").status_code == 404
    assert client.get("/audio/..%2f..%2ftown.toml").status_code == 404
