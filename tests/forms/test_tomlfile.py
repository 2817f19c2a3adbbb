"""The strict reader of data files."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from forms.mistake import SENTENCES, DataMistake, MistakeKind
from forms.tomlfile import Table, parse_toml, read_toml

FILE = Path("town.toml")


def table(source: str) -> Table:
    return parse_toml(source.encode(), FILE)


def refusal(source: str, read: str) -> DataMistake:
    """What the reader says when `read`, a getter of Table and its arguments, is tried."""
    name, *arguments = read.split()
    root = table(source)
    with suppress(DataMistake):
        getattr(root, name)(*arguments)
    with pytest.raises(DataMistake) as caught:
        root.check()
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
    root = table('a = "green"')
    assert root.choice("a", ["red", "blue"]) == "red"
    with pytest.raises(DataMistake, match="red、blue"):
        root.finish()


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


FILE_OF_A_CLERK = '''
title = """
number = 3
"""
number = "five"
choices = [
  { code = "red" },
  { code = 7 },
  { code = "blue", colour = "#00f" },
]
'''


def read_clerks_file(root: Table) -> None:
    root.text("title")
    root.integer("number", least=1)
    for entry in root.tables("choices"):
        entry.text("code")
        entry.finish()
    root.text("law")
    root.finish()


def test_all_mistakes_are_told_at_once_from_top_to_bottom() -> None:
    with pytest.raises(DataMistake) as caught:
        read_clerks_file(table(FILE_OF_A_CLERK))
    assert [(mistake.line, mistake.key, mistake.kind) for mistake in caught.value.mistakes] == [
        (1, "law", MistakeKind.MISSING_KEY),
        (5, "number", MistakeKind.WRONG_TYPE),
        (8, "choices[2].code", MistakeKind.WRONG_TYPE),
        (9, "choices[3].colour", MistakeKind.UNKNOWN_KEY),
    ]


def test_something_of_the_right_type_stands_in_for_what_is_wrong() -> None:
    root = table('a = "x"\nb = 1')
    assert (root.integer("a", 4), root.integer("a", least=3), root.number("a", least=0.5)) == (4, 3, 0.5)
    assert (root.text("b"), root.text("b", "usual"), root.texts("b"), root.numbers("a")) == ("", "usual", (), ())
    assert (root.boolean("a", True), root.boolean("a"), root.plain("none")) == (True, False, "")
    assert (root.table("a").keys(), root.tables("b")) == ((), ())


def test_a_key_found_wrong_is_not_spoken_of_again() -> None:
    root = table("a = 1")
    root.text("a")
    root.note(MistakeKind.NOT_ALLOWED, "a", "x")
    root.table("none").text("b")
    with pytest.raises(DataMistake) as caught:
        root.finish()
    assert [(mistake.key, mistake.kind) for mistake in caught.value.mistakes] == [
        ("a", MistakeKind.WRONG_TYPE),
        ("none.b", MistakeKind.MISSING_KEY),
    ]


def test_nothing_is_said_about_a_table_whose_kind_is_unknown() -> None:
    root = table('[[box]]\nkind = "rund"\nradius = 3\n[[box]]\nkind = "text"\nradius = 3\n')
    for box in root.tables("box"):
        box.choice("kind", ["text"])
        box.finish()
    with pytest.raises(DataMistake) as caught:
        root.finish()
    assert [mistake.key for mistake in caught.value.mistakes] == ["box[1].kind", "box[2].radius"]


def test_nothing_is_said_about_what_should_be_in_a_table_that_is_none() -> None:
    root = table("inner = 1")
    inner = root.table("inner")
    inner.text("a")
    with pytest.raises(DataMistake):
        inner.refuse(MistakeKind.NOT_ALLOWED, "b", "c")
    with pytest.raises(DataMistake) as caught:
        root.finish()
    assert [mistake.key for mistake in caught.value.mistakes] == ["inner"]


def test_a_table_that_is_given_up_does_not_hide_the_next() -> None:
    def read(entry: Table) -> int:
        if entry.integer("a") > 1:
            entry.refuse(MistakeKind.NOT_ALLOWED, "a", "1")
        return entry.integer("a")

    root = table("e = [\n{ a = 1 },\n{ a = 2 },\n{ a = 3 },\n{ a = 1 }]")
    assert root.each("e", read) == (1, 1)
    with pytest.raises(DataMistake) as caught:
        root.finish()
    assert [mistake.line for mistake in caught.value.mistakes] == [3, 4]


def test_a_word_is_found_on_the_line_that_names_it() -> None:
    root = table('# applicant.name\na = [\n"x",\n"applicant.kana" ]\nperson = "applicant"\n')
    assert root.line_naming("applicant.kana") == 4
    assert root.line_naming("applicant.name") == 5
    assert root.line_naming("phone") == 1


def test_a_key_of_endless_parts_is_refused_at_once() -> None:
    with pytest.raises(DataMistake) as caught:
        parse_toml(b"x = 1\n" + b"a." * 50_000 + b"a = 1", FILE)
    assert (caught.value.mistake.kind, caught.value.mistake.line) == (MistakeKind.NOT_TOML, 2)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_mistake(raw: bytes) -> None:
    with suppress(DataMistake):
        parse_toml(raw, FILE)


@pytest.mark.parametrize("kind", MistakeKind)
def test_every_kind_of_mistake_has_a_sentence_and_a_remedy(kind: MistakeKind) -> None:
    assert all(words.endswith(("。", "）。", "{detail}")) for words in SENTENCES[kind])
