"""A town's key comes back from paper whole, and no slip of the hand goes unseen."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from forms.ticket.keyfiles import begin_keys, read_keyring, read_public_keys, restore_key
from forms.ticket.keys import (
    LENGTH,
    LINES,
    SIGNS,
    KeysError,
    KeysReason,
    TownKey,
    new_key,
    read_recovery_lines,
    recovery_lines,
)

TOWN = "014001"
MADE = datetime(2026, 11, 30, 1, 2, 3, tzinfo=UTC)
ONES = TownKey(
    258, bytes.fromhex("a4e09292b651c278b9772c569f5fa9bb13d906b46ab68c9df9dc2b4409f8a209"), b"\1" * 32, MADE
)
OF_ONES = """\
0403 DC81 09NG E
SJRB 040G 2081 1
040G 2081 040G B
2081 040G 2081 B
040G 2081 040G A
2081 040P S0GS 3
"""
KEY = new_key((), MADE)
LINES_OF_KEY = recovery_lines(KEY, TOWN)


def test_it_works() -> None:
    assert len(LINES_OF_KEY) == LINES
    assert read_recovery_lines(LINES_OF_KEY) == (TOWN, KEY)


def test_paper_of_today_is_read_in_years_to_come() -> None:
    assert read_recovery_lines(OF_ONES.splitlines()) == (TOWN, ONES)


def test_it_may_be_typed_as_one_likes() -> None:
    typed = [line.lower().replace(" ", "").replace("0", "o").replace("1", "l") for line in LINES_OF_KEY]
    assert read_recovery_lines(typed) == (TOWN, KEY)
    assert read_recovery_lines([f"  {line.replace(' ', '－')}  " for line in LINES_OF_KEY]) == (TOWN, KEY)


@settings(max_examples=100)
@given(st.integers(0, LINES - 1), st.integers(0, LENGTH - 1), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found(line: int, place: int, sign: str) -> None:
    bare = LINES_OF_KEY[line].replace(" ", "")
    typed = [*LINES_OF_KEY]
    typed[line] = bare[:place] + sign + bare[place + 1 :]
    if bare[place] == sign:
        assert read_recovery_lines(typed) == (TOWN, KEY)
    else:
        with pytest.raises(KeysError) as refused:
            read_recovery_lines(typed)
        assert refused.value.reason is KeysReason.SHEET_MISREAD


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (LINES_OF_KEY[:5], "6行のうち5行"),
        ((), "6行のうち0行"),
        ((OF_ONES.splitlines()[1], OF_ONES.splitlines()[0], *OF_ONES.splitlines()[2:]), "1行目"),
        ((*LINES_OF_KEY[:3], "これは鍵ではない", *LINES_OF_KEY[4:]), "4行目"),
        ((*LINES_OF_KEY, LINES_OF_KEY[0]), "7行目"),
    ],
)
def test_what_is_no_sheet_is_told_by_its_line(lines: tuple[str, ...], place: str) -> None:
    with pytest.raises(KeysError) as refused:
        read_recovery_lines(lines)
    assert refused.value.values["place"] == place


@settings(max_examples=100)
@given(st.lists(st.text(), max_size=8))
def test_no_other_text_is_a_key(lines: list[str]) -> None:
    with pytest.raises(KeysError):
        read_recovery_lines(lines)


def test_a_lost_folder_comes_back_and_opens_what_was_sealed_before(tmp_path: Path) -> None:
    made = begin_keys(tmp_path / "old", tmp_path / "public.toml", TOWN, MADE)
    lines = recovery_lines(made, TOWN)
    restored = restore_key(tmp_path / "new", tmp_path / "again.toml", TOWN, lines)
    assert restored == made
    assert read_keyring(tmp_path / "new", TOWN).current == made
    assert read_public_keys(tmp_path / "again.toml") == read_public_keys(tmp_path / "public.toml")
    assert oct((tmp_path / "new").stat().st_mode)[-3:] == "700"


def test_it_is_not_laid_over_a_key_in_use_nor_into_another_town(tmp_path: Path) -> None:
    with pytest.raises(KeysError) as refused:
        restore_key(tmp_path / "keys", tmp_path / "public.toml", "131016", LINES_OF_KEY)
    assert refused.value.reason is KeysReason.OTHER_TOWN
    begin_keys(tmp_path / "keys", tmp_path / "public.toml", TOWN, MADE)
    with pytest.raises(KeysError) as refused:
        restore_key(tmp_path / "keys", tmp_path / "public.toml", TOWN, LINES_OF_KEY)
    assert refused.value.reason is KeysReason.ALREADY_HAS_KEY
