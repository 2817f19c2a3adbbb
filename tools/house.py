"""Print the house in figures: how large and how scattered the code of this tree is, as lines of a Markdown table.

`--write` puts them into the table of docs/architecture.md, beside those of 0.1.0. Nothing here passes or fails;
tests/test_architecture.py holds the limits.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

import click

from forms.vocabulary import shipped_vocabulary
from tools.houserequests import Cost, measure_requests

ROOT = Path(__file__).parent.parent
PACKAGES = ("kiosk", "forms", "printing", "cardreader")
PAGE = ROOT / "docs" / "architecture.md"
LONGEST_FUNCTION = 40
SHORT_MODULE = 30
LISTED_KINDS = 3
"""A file that names so many kinds of questions one by one decides by kind: a new kind must be thought of there."""

NAMED_KIND = re.compile(r"\b(?:Kind|kinds)\.([A-Z_]+)\b")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file, parsed."""

    path: Path
    source: str

    @property
    def name(self) -> str:
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def lines(self) -> int:
        return len(self.source.splitlines())

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(ast.parse(self.source)))

    @property
    def import_lines(self) -> int:
        return sum(_length(node) for node in self.nodes if isinstance(node, ast.Import | ast.ImportFrom))

    @property
    def functions(self) -> tuple[Function, ...]:
        return tuple(node for node in self.nodes if isinstance(node, Function))

    @property
    def public(self) -> Iterator[Function | ast.ClassDef]:
        """The functions, methods and classes whose names do not begin with an underscore."""
        for node in self.nodes:
            if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
                yield node

    @property
    def imported(self) -> Iterator[str]:
        """The names of the modules that may be meant by its imports."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def named_kinds(self, kinds: Iterable[str]) -> set[str]:
        """Return the kinds of questions that the file names."""
        return set(NAMED_KIND.findall(self.source)).intersection(kinds)


def read_modules() -> tuple[Module, ...]:
    """Return every module of the four packages."""
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return tuple(Module(path.relative_to(ROOT), path.read_text(encoding="utf-8")) for path in paths)


def figures(modules: tuple[Module, ...], costs: Mapping[str, Cost]) -> Iterator[tuple[str, str]]:
    """Yield a name and a figure for each line of the table."""
    sizes, functions = [module.lines for module in modules], [each for one in modules for each in one.functions]
    public = [node for module in modules for node in module.public]
    yield "modules", f"{len(modules)}"
    yield "lines", f"{sum(sizes):,}"
    yield "lines of a module: median, most", f"{median(sizes):.0f}, {max(sizes)}"
    yield f"modules under {SHORT_MODULE} lines", _part(sum(size < SHORT_MODULE for size in sizes), len(sizes))
    yield (
        f"functions, of them over {LONGEST_FUNCTION} lines",
        f"{len(functions):,}, {sum(_length(each) > LONGEST_FUNCTION for each in functions)}",
    )
    yield "lines that are imports", f"{sum(module.import_lines for module in modules) / sum(sizes):.1%}"
    yield "modules used by one other only", _part(len(used_once(modules)), len(modules))
    yield (
        "public names with a docstring",
        f"{sum(bool(ast.get_docstring(each)) for each in public) / len(public):.0%}",
    )
    for request, cost in costs.items():
        yield f"{request}: modules that run, journeys worked out", f"{len(cost.modules)}, {cost.journeys}"
    yield "files that list kinds of questions", f"{len(kind_lists(modules))}"


def used_once(modules: tuple[Module, ...]) -> list[str]:
    """Return the modules that exactly one other module imports."""
    names = {module.name for module in modules}
    users = Counter(name for module in modules for name in names.intersection(module.imported) - {module.name})
    return [name for name, count in sorted(users.items()) if count == 1]


def kind_lists(modules: tuple[Module, ...]) -> list[str]:
    """Return the files in which a new kind of question must be thought of, beside its own class."""
    kinds = {item.kind.name.upper() for item in shipped_vocabulary().values()}
    return [str(module.path) for module in modules if len(module.named_kinds(kinds)) >= LISTED_KINDS]


def renew_table(text: str, rows: Mapping[str, str]) -> str:
    """Return the page with the last cell of each of these rows renewed. Raise KeyError for a row that is not there."""
    for name, figure in rows.items():
        text, count = re.subn(
            rf"^(\| {re.escape(name)} \|.*\|).*\|$", rf"\g<1> {figure} |", text, flags=re.MULTILINE
        )
        if not count:
            raise KeyError(name)
    return text


@click.command(help=__doc__)
@click.option("--lists", is_flag=True, help="Name the modules behind the figures.")
@click.option("--write", is_flag=True, help="Renew the last column of the table in docs/architecture.md.")
def main(lists: bool, write: bool) -> None:
    modules, costs = read_modules(), measure_requests()
    rows = dict(figures(modules, costs))
    for name, figure in rows.items():
        click.echo(f"| {name} | {figure} |")
    if write:
        PAGE.write_text(renew_table(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")
    if lists:
        _echo("files that list kinds of questions", kind_lists(modules))
        _echo("modules used by one other only", used_once(modules))
        for request, cost in costs.items():
            _echo(f"{request}: modules that run", sorted(cost.modules))


def _echo(title: str, names: Iterable[str]) -> None:
    click.echo(f"\n{title}:")
    for name in names:
        click.echo(f"  {name}")


def _part(count: int, of: int) -> str:
    return f"{count} ({count / of:.0%})"


def _length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


if __name__ == "__main__":
    main()
