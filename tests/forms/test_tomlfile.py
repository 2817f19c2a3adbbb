"""The strict reader of data files."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.mistake import SENTENCES, DataMistake, MistakeKind
from forms.tomlfile import Table, parse_toml, read_toml
from forms.tomllines import line_of, lines_of_keys

FILE = Path("town.toml")


def table(source: str) -> Table:
    return parse_toml(source.encode(), FILE)


def refusal(source: str, read: str) -> DataMistake:
    """What the reader says when `read`, a getter of Table and its arguments, is tried."""
    name, *arguments = read.split()
    with pytest.raises(DataMistake) as caught:
        getattr(table(source), name)(*arguments)
    return caught.value


def test_it_works() -> None:
    root = table(
        'name = "町"\ncount = 3\nsize = 2.5\nopen = true\nsince = 2026-04-01\nlist = ["a"]\n[inner]\nx = 1\n'
    )
    assert root.text("name") == "町"
    assert root.integer("count") == 3
    assert root.number("size") == 2.5
    assert root.boolean("open") is True
    assert root.day("since").isoformat() == "2026-04-01"
    assert root.texts("list") == ("a",)
    assert root.table("inner").integer("x") == 1
    root.finish()


@pytest.mark.parametrize(
    ("source", "read", "kind", "line"),
    [
        ("\na = 1", "text a", MistakeKind.WRONG_TYPE, 2),
        ('a = "1"', "integer a", MistakeKind.WRONG_TYPE, 1),
        ("a = true", "integer a", MistakeKind.WRONG_TYPE, 1),
        ("a = nan", "number a", MistakeKind.OUT_OF_RANGE, 1),
        ("a = 1", "boolean a", MistakeKind.WRONG_TYPE, 1),
        ("a = 2026-04-01T10:00:00", "day a", MistakeKind.WRONG_TYPE, 1),
        ('a = ["x", 1]', "texts a", MistakeKind.WRONG_TYPE, 1),
        ('a = [1, "x"]', "numbers a", MistakeKind.WRONG_TYPE, 1),
        ("a = 1", "numbers a", MistakeKind.WRONG_TYPE, 1),
        ("a = [1, true]", "numbers a", MistakeKind.WRONG_TYPE, 1),
        ("a = [1, nan]", "numbers a", MistakeKind.OUT_OF_RANGE, 1),
        ("a = [inf]", "numbers a", MistakeKind.OUT_OF_RANGE, 1),
        ("a = [1" + "0" * 400 + "]", "numbers a", MistakeKind.OUT_OF_RANGE, 1),
        ("a = 1.5", "plain a", MistakeKind.WRONG_TYPE, 1),
        ("a = 1", "table a", MistakeKind.WRONG_TYPE, 1),
        ("a = 1", "tables a", MistakeKind.WRONG_TYPE, 1),
        ("a = [1]", "tables a", MistakeKind.WRONG_TYPE, 1),
        ("a = 99999999999", "integer a", MistakeKind.OUT_OF_RANGE, 1),
        ("b = 1", "text a", MistakeKind.MISSING_KEY, 1),
        ("# first\nb = 1", "finish", MistakeKind.UNKNOWN_KEY, 2),
    ],
)
def test_every_mistake_names_its_kind_and_line(source: str, read: str, kind: MistakeKind, line: int) -> None:
    mistake = refusal(source, read).mistake
    assert (mistake.kind, mistake.file, mistake.line) == (kind, FILE, line)


def test_a_value_outside_the_allowed_ones_is_refused_with_the_list() -> None:
    with pytest.raises(DataMistake, match="red、blue"):
        table('a = "green"').choice("a", ["red", "blue"])


@pytest.mark.parametrize(
    "source", [b"a = ", b"a = 1\nb = [", b"a = 2026-02-30", b"a = " + b"9" * 5000, b"[" * 20_000]
)
def test_what_is_not_toml_is_refused(source: bytes) -> None:
    with pytest.raises(DataMistake) as caught:
        parse_toml(source, FILE)
    assert caught.value.mistake.kind is MistakeKind.NOT_TOML


def test_a_file_in_another_encoding_says_how_to_save_it() -> None:
    with pytest.raises(DataMistake, match="UTF-8 にして保存") as caught:
        parse_toml('a = 1\nb = "町"'.encode("cp932"), FILE)
    assert (caught.value.mistake.kind, caught.value.mistake.line) == (MistakeKind.NOT_UTF8, 2)


def test_a_byte_order_mark_of_an_editor_does_not_matter() -> None:
    assert parse_toml("a = 1\n".encode("utf-8-sig"), FILE).integer("a") == 1


def test_the_line_of_a_syntax_error_is_named() -> None:
    with pytest.raises(DataMistake) as caught:
        parse_toml(b"a = 1\nb = ?\n", FILE)
    assert caught.value.mistake.line == 2


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataMistake) as caught:
        read_toml(tmp_path / "none.toml")
    assert caught.value.mistake.kind is MistakeKind.UNREADABLE


def test_an_enormous_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    file.write_bytes(b"# " + b"x" * 1_000_001)
    with pytest.raises(DataMistake) as caught:
        read_toml(file)
    assert caught.value.mistake.kind is MistakeKind.UNREADABLE


def test_keys_inside_arrays_of_tables_are_found_on_their_lines() -> None:
    source = '[[page]]\nid = "a"\n\n[[page.ask]]\nitem = "x"\n\n[[page]]\nid = "b"\n[[page.ask]]\nitem = "y"\n'
    lines = lines_of_keys(source)
    assert line_of(lines, ("page", 0, "ask", 0, "item")) == 5
    assert line_of(lines, ("page", 1, "ask", 0, "item")) == 10
    assert line_of(lines, ("page", 1, "ask", 0, "when")) == 9


def test_quoted_and_dotted_keys_are_found() -> None:
    source = '["a.b"]\nx = 1\n["a.b".fields.name]\ny = 2\n'
    assert line_of(lines_of_keys(source), ("a.b", "fields", "name", "y")) == 4


def test_other_line_separators_inside_a_text_are_no_line_ends() -> None:
    assert line_of(lines_of_keys('a = "\u2028\x85"\r\nb = 1\n'), ("b",)) == 2


@pytest.mark.parametrize("line", ["[" + " " * 200_000, "[a" + " ]" * 100_000, "a." * 100_000, '"' * 200_000])
def test_looking_for_lines_takes_no_longer_than_the_file_is(line: str) -> None:
    begun = time.perf_counter()
    assert lines_of_keys(line) == {}
    assert time.perf_counter() - begun < 1


@given(st.text(max_size=300))
def test_looking_for_lines_never_fails(source: str) -> None:
    assert line_of(lines_of_keys(source), ("a", 0, "b")) >= 1


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_mistake(raw: bytes) -> None:
    with suppress(DataMistake):
        parse_toml(raw, FILE)


@pytest.mark.parametrize("kind", MistakeKind)
def test_every_kind_of_mistake_has_a_sentence_and_a_remedy(kind: MistakeKind) -> None:
    assert all(words.endswith(("。", "）。", "{detail}")) for words in SENTENCES[kind])
