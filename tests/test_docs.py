"""Whatever the documentation speaks of exists: links, files, names of the code, commands and their options."""

import importlib
import re
import shlex
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import click
import pytest

from kiosk.cli.main import kiosk
from kiosk.staff import StaffRole

ROOT = Path(__file__).parent.parent
IN_ROOT = ("README.md", "README.ja.md", "NOTICE.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = [*(ROOT / name for name in IN_ROOT), *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = "kiosk|forms|printing|cardreader|config|deploy|tests|tools|docs"
NOT_SHIPPED = ("config/catalogue", "config/hall.toml", "config/printers.toml", "forms/catalogue/<id>/old")
"""What a town, or the first change of a published version, adds."""

LINK = re.compile(r"\]\(([^)\s]+)\)")
SPAN = re.compile(r"`([^`\n]+)`")
PATH = re.compile(rf"(?:{FOLDERS})/[^\s`]*")
PLACEHOLDER = re.compile(r"<[^<>/]+>|[^\x00-\x7f]+(?:の(?:ID|名前))?")
PLACE = re.compile(r"`((?:kiosk|forms|printing|cardreader)/[a-z0-9_/]+\.py)`((?:[ ,\n]+`[A-Za-z_]+(?:\(\))?`)+)")
DOTTED = re.compile(r"`((?:kiosk|forms|printing|cardreader)(?:\.[A-Za-z_]+)+)")
COMMAND = re.compile(r"(?:^|`)(kiosk [a-z][^`#\n、。（）|]*)", re.MULTILINE)
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SIGNS_A_LINE, LINES_A_PAGE = 44, 42
"""Of Japanese text of 10.5 points on A4."""

TARGET = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)


def page_id(page: Path) -> str:
    return page.name


pages = pytest.mark.parametrize("page", PAGES, ids=page_id)


@pages
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link.split("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pages
def test_every_path_exists(page: Path) -> None:
    spans = SPAN.findall(page.read_text(encoding="utf-8"))
    named = {found[0].rstrip("/") for span in spans if (found := PATH.match(span))}
    shipped = [path for path in sorted(named) if not path.startswith(NOT_SHIPPED)]
    assert [path for path in shipped if not any(ROOT.glob(PLACEHOLDER.sub("*", path)))] == []


@pages
def test_every_name_is_in_the_file_it_is_said_to_be_in(page: Path) -> None:
    assert [f"{file} {name}" for file, name in places_in(page) if not hasattr(module(file), name)] == []


@pages
def test_every_dotted_name_exists(page: Path) -> None:
    assert [name for name in DOTTED.findall(page.read_text(encoding="utf-8")) if not exists(name)] == []


@pages
def test_every_command_exists_with_its_options(page: Path) -> None:
    commands = COMMAND.findall(page.read_text(encoding="utf-8"))
    assert [command for command in commands if not is_command(command.split()[1:], kiosk)] == []


@pages
def test_every_command_to_copy_has_all_that_it_needs(page: Path) -> None:
    lines = [line for block in FENCED.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()]
    commands = [line.split(" #")[0].strip() for line in lines if COMMAND.match(line.strip())]
    assert [command for command in commands if not is_complete(shlex.split(command)[1:])] == []


@pages
def test_every_target_of_make_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = TARGET.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if f"\n{target}:" not in makefile] == []


@pytest.mark.parametrize("role", StaffRole)
def test_every_role_has_a_manual_that_fits_on_two_pages(role: StaffRole) -> None:
    text = (ROOT / "docs" / f"role-{role}.ja.md").read_text(encoding="utf-8")
    assert f"(role-{role}.ja.md)" in (ROOT / "docs" / "operator.ja.md").read_text(encoding="utf-8")
    widths = [sum(1.0 if ord(sign) > 255 else 0.5 for sign in line) for line in text.splitlines()]
    assert sum(max(1, ceil(width / SIGNS_A_LINE)) for width in widths) <= 2 * LINES_A_PAGE


def test_every_change_stands_under_a_version_and_as_what_it_is() -> None:
    under: list[str] = []
    for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            under = [line.split()[1]]
        elif line.startswith("### "):
            under = [*under[:1], line.removeprefix("### ")]
        elif line.startswith("- "):
            assert under[1:] in (["Added"], ["Changed"], ["Fixed"]), line
    assert under[0] == "0.1.0"


def test_a_command_without_what_it_needs_is_found() -> None:
    assert is_complete(["staff", "add", "yamada", "--role", "admin"])
    assert not is_complete(["staff", "add"])
    assert not is_complete(["desk", "--mode", "robby"])
    assert not is_complete(["keys"])


def test_a_path_a_name_and_a_command_that_do_not_exist_are_found(tmp_path: Path) -> None:
    assert not any(ROOT.glob("forms/jorney.py"))
    assert not exists("forms.journey.jorney")
    assert not is_command(["forms", "chek"], kiosk)
    assert not is_command(["desk", "--mood", "counter"], kiosk)
    page = tmp_path / "page.md"
    page.write_text("`forms/journey.py` `journey()`, `jorney()` → `forms/fees.py` `Fees`", encoding="utf-8")
    assert list(places_in(page)) == [
        ("forms/journey.py", "journey"),
        ("forms/journey.py", "jorney"),
        ("forms/fees.py", "Fees"),
    ]


def places_in(page: Path) -> Iterator[tuple[str, str]]:
    """Every `file.py` that is followed by names of what is in it."""
    for file, names in PLACE.findall(page.read_text(encoding="utf-8")):
        for name in SPAN.findall(names):
            yield file, name.removesuffix("()")


def module(file: str) -> object:
    return importlib.import_module(file.removesuffix(".py").replace("/", "."))


def exists(dotted: str) -> bool:
    """Whether the name is a module, or something inside one."""
    owner, _, name = dotted.rpartition(".")
    try:
        return hasattr(importlib.import_module(owner), name) or bool(importlib.import_module(dotted))
    except ImportError:
        return False


def is_command(words: list[str], group: click.Command) -> bool:
    """Whether the words lead to a command that has all the options among them."""
    command = group
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            return False
        command, words = found, words[1:]
    known = {option for each in (group, command) for parameter in each.params for option in parameter.opts}
    return all(word in known for word in words if word.startswith("--"))


def is_complete(words: list[str]) -> bool:
    """Whether `kiosk` would begin to run this; `ID` and 番号 stand for a number."""
    filled = ["1" if word in ("ID", "番号") else word for word in words]
    command: click.Command = kiosk
    while isinstance(command, click.Group) and filled:
        found = command.get_command(click.Context(command), filled[0])
        if found is None:
            return False
        command, filled = found, filled[1:]
    try:
        command.make_context("kiosk", filled)
    except click.ClickException:
        return False
    return not isinstance(command, click.Group)
