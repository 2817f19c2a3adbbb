"""Every key and every entry of an array is found on its own line, however the file is written."""

import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given, strategies as st

from forms.tomltext import Spot, TooDeepError, find_lines

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(
    file for folder in ("config", "forms", "kiosk", "tools") for file in (ROOT / folder).rglob("*.toml")
)

FILE = '''
title = """
number = 3
"""
number = "five"
choices = [
  { code = "red", ask = "]" },  # not ]
  { code = "blue", ask = "#" },
]

[[page]]
id = "a"
[[page.ask]]
item = "x"
[[page]]
id = "b"
[[page.ask]]
when = [
  { a = 1 },

  { "b.c" = { at_least = 2 } },
]

["q.r".fields.name]
y = 2
'''


def test_it_works() -> None:
    spot = find_lines(FILE)
    assert spot.at("title").line == 2
    assert spot.at("number").line == 5
    assert spot.at("choices").line == 6
    assert [spot.at("choices", 0, "code").line, spot.at("choices", 1, "ask").line] == [7, 8]
    assert spot.at("page", 0, "ask", 0, "item").line == 14
    assert spot.at("page", 1, "id").line == 16
    assert spot.at("page", 1, "ask", 0, "when", 1, "b.c", "at_least").line == 21
    assert spot.at("q.r", "fields", "name", "y").line == 25


def test_what_is_not_there_has_the_line_of_what_is_around_it() -> None:
    spot = find_lines(FILE)
    assert spot.at("page", 1, "ask", 0, "item").line == 17
    assert spot.at("page", 5).line == 11
    assert spot.at("none").line == 1


def test_a_table_has_the_line_of_its_own_header_also_if_it_was_mentioned_before() -> None:
    assert find_lines("[a.b]\nx = 1\n[a]\ny = 2\n").at("a").line == 3


def test_other_line_separators_inside_a_text_are_no_line_ends() -> None:
    assert find_lines('a = "\u2028\x85"\r\nb = 1\n').at("b").line == 2


@pytest.mark.parametrize("text", ['"""a"""', '"""a""""', '"""a"""""', "''''a'''", "'''a'''''", r'"""\""""""'])
def test_quotes_at_the_end_of_a_long_text_belong_to_it(text: str) -> None:
    source = f"a = {text}\nb = [\n{text},\n1]\nc = 1\n"
    assert list(tomllib.loads(source)) == ["a", "b", "c"]
    spot = find_lines(source)
    assert (spot.at("b", 0).line, spot.at("b", 1).line, spot.at("c").line) == (3, 4, 5)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_line_of_every_key_of_every_shipped_file_names_it(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    lines = source.split("\n")
    missing = [
        (path, spot.line)
        for path, value, spot in walk(tomllib.loads(source), find_lines(source))
        if not stands_on(lines[spot.line - 1], path[-1], value)
    ]
    assert missing == []


def test_files_are_shipped() -> None:
    assert len(SHIPPED) > 100


def walk(value: object, spot: Spot, *path: str | int) -> list[tuple[tuple[str | int, ...], object, Spot]]:
    """Everything below the value with its own spot; it must have one."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found: list[tuple[tuple[str | int, ...], object, Spot]] = []
    for step, each in inner:
        found.append(((*path, step), each, spot.inside[step]))
        found += walk(each, spot.inside[step], *path, step)
    return found


def stands_on(line: str, step: str | int, value: object) -> bool:
    """Whether the line begins the entry: it has the key, or the beginning of the value."""
    if isinstance(step, str):
        return step in line
    match value:
        case dict():
            return "{" in line or line.startswith("[[")
        case list():
            return "[" in line
        case str():
            return value.split("\n")[0] in line or '"""' in line
        case _:
            return str(value) in line or line.strip() != ""


BARE = st.text(ascii_lowercase + "0123456789_-", min_size=1, max_size=4)
ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
TRICKY = st.sampled_from(
    ["a = 1", "[x]", "[[x]]", "# no comment", "]", "}", ",", "'", '\\"', "{ a = [", "=", '""', "k.l = 'm'"]
)


@dataclass
class Writer:
    """Writes a document and remembers where it has put everything."""

    draw: st.DrawFn = field(repr=False)
    text: str = ""
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def write(self, *pieces: str) -> None:
        self.text += "".join(pieces)

    def mark(self, *path: str | int) -> None:
        self.lines.setdefault(path, self.text.count("\n") + 1)

    def pick(self, *words: str) -> str:
        return self.draw(st.sampled_from(words))

    def breaks(self) -> None:
        """Spaces, line ends and comments, as they may stand in an array."""
        self.write(self.pick("", " ", "\n", "\r\n  ", "  # a comment ] } \" ''' [\n", "\n\n"))

    def key(self, taken: set[str]) -> list[str]:
        """The parts of a key nobody has used."""
        first = self.draw(BARE.filter(lambda word: word not in taken))
        taken.add(first)
        return [first, *self.draw(st.lists(st.one_of(BARE, ANY), max_size=2))]

    def spell(self, parts: list[str]) -> None:
        self.write(self.pick(".", " . ", ". ").join(self.quoted(part) for part in parts))

    def quoted(self, part: str) -> str:
        forms = ['"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"']
        forms += [f"'{part}'"] if "'" not in part else []
        forms += [part] if part and part.isascii() and part.replace("-", "a").replace("_", "a").isalnum() else []
        return self.pick(*forms)

    def pairs(self, path: tuple[str | int, ...], between: str, most: int, depth: int) -> None:
        taken: set[str] = set()
        for number in range(self.draw(st.integers(0, most))):
            self.write(between if number else "")
            parts = self.key(taken)
            for end in range(1, len(parts) + 1):
                self.mark(*path, *parts[:end])
            self.spell(parts)
            self.write(self.pick("=", " = ", "\t=  "))
            self.value((*path, *parts), depth)

    def value(self, path: tuple[str | int, ...], depth: int) -> None:
        kinds = ["plain", "text", "long", "literal"] + (["array", "table"] if depth else [])
        match self.pick(*kinds):
            case "plain":
                self.write(self.pick("1", "-2.5e3", "true", "inf", "2026-04-01", "2026-04-01 10:00:00.5", "0x1f"))
            case "text":
                self.write(self.pick('"a # b"', '"\\""', "'\\'", '"[ { = ] }"', '""', "''"))
            case "long":
                body = "\n".join(self.draw(st.lists(TRICKY, max_size=4)))
                self.write('"""', body.replace('"""', ""), self.pick("\n", "x", '\\"'), '"""')
            case "literal":
                body = "\n".join(self.draw(st.lists(TRICKY, max_size=4)))
                self.write("'''", body, self.pick("\n", "x", "\\"), "'''")
            case "array":
                self.array(path, depth - 1)
            case _:
                self.write("{ ")
                self.pairs(path, ", ", 3, depth - 1)
                self.write(" }")

    def array(self, path: tuple[str | int, ...], depth: int) -> None:
        self.write("[")
        for position in range(self.draw(st.integers(0, 3))):
            self.breaks()
            self.mark(*path, position)
            self.value((*path, position), depth)
            self.breaks()
            self.write(",")
        self.breaks()
        self.write("]")

    def document(self) -> None:
        self.pairs((), self.pick("\n", " # c\n", "\r\n\n"), 3, 2)
        self.write("\n")
        for name in self.draw(st.lists(st.sampled_from(["T", "U", "V.W", "T.X"]), unique=True, max_size=4)):
            many = self.draw(st.integers(0, 2)) if name != "T" else 0
            parts = tuple(name.split("."))
            for position in range(many):
                self.header(parts, (*parts, position), "[[", "]]")
            if not many:
                self.header(parts, parts, "[", "]")

    def header(self, name: tuple[str, ...], path: tuple[str | int, ...], begin: str, end: str) -> None:
        self.lines.pop(path, None)
        for length in range(1, len(path) + 1):
            self.mark(*path[:length])
        self.write(self.pick("", "  "), begin, self.pick("", " "), self.pick(".", " . ").join(name), end, "\n")
        self.pairs(path, "\n", 3, 2)
        self.write(self.pick("\n", "  # [no] = header\n", "\n\n"))


@st.composite
def written(draw: st.DrawFn) -> Writer:
    """A document with the line of everything in it."""
    writer = Writer(draw)
    writer.document()
    return writer


@given(written())
def test_everything_is_found_where_it_was_written(document: Writer) -> None:
    tomllib.loads(document.text)
    root = find_lines(document.text)
    found = {path: spot_at(root, path).line for path in document.lines}
    assert found == document.lines


def spot_at(spot: Spot, path: tuple[str | int, ...]) -> Spot:
    for step in path:
        spot = spot.inside[step]
    return spot


HOSTILE = {
    "a header of spaces": "[" + " " * 200_000,
    "ends without beginning": "[a" + " ]" * 100_000,
    "quotes": '"' * 200_000,
    "an endless text": 'a = """' + '\\"' * 100_000,
    "an endless literal": "a = '''" + "''x" * 100_000,
    "many arrays": "a = [" + "[[]],{}," * 50_000 + "]",
    "commas": "a = [" + "," * 200_000,
    "comments": "#" * 100_000 + "\n#" * 100_000,
    "many keys": "".join(f"k{number} = [1, 2]\n" for number in range(20_000)),
    "many headers": "[[a]]\n[a.b]\n" * 20_000,
    "equals": "a" + "=" * 200_000,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_looking_for_lines_takes_no_longer_than_the_file_is(source: str) -> None:
    begun = time.process_time()
    find_lines(source)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("deep", ["a." * 100_000, "a = " + "[" * 200_000, "a = " + "[{a=" * 50_000])
def test_what_is_endlessly_deep_is_refused_before_the_parser_sees_it(deep: str) -> None:
    with pytest.raises(TooDeepError, match="line 2"):
        find_lines(f"x = 1\n{deep}")


@pytest.mark.parametrize("deep", ["[x." + "a." * 30 + "a]", "a = " + "[" * 32 + "]" * 32])
def test_what_is_deep_is_taken(deep: str) -> None:
    assert find_lines(f"{deep}\nx = 1").at("x").line >= 1


@given(st.one_of(st.text(max_size=300), st.text("a.=[]{}\"'\\#,\n 1", max_size=60)))
def test_looking_for_lines_never_fails(source: str) -> None:
    assert find_lines(source).at("a", 0, "b").line >= 1
