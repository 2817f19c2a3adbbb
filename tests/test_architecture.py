"""The import arrows between the packages and inside kiosk hold, and so does the size of files and functions."""

import ast
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("kiosk", "forms", "printing", "cardreader")
MAY_IMPORT = {
    "kiosk": {"forms", "printing", "cardreader"},
    "printing": {"forms"},
    "forms": set[str](),
    "cardreader": set[str](),
}
WEB_FRAMEWORK = {"flask", "flask_wtf", "flask_babel", "wtforms", "werkzeug", "waitress"}
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
MOST_IMPORT_LINES = 0.06
"""Of all lines. As a rule functions are called by their module and classes by their name: one line for many."""

PARTS = {
    "store": {"store", "staff", "signin", "secondfactor", "passkeys", "directory"},
    "hall": {"hall"},
    "register": {"register"},
    "till": {"till"},
    "fleet": {"fleet"},
    "web": {"web"},
    "doctor": {"databasedoctor", "doctor", "finding", "sitedoctor"},
    "board": {"board"},
    "desk": {"desk", "scenario"},
    "drill": {"drill"},
    "prefill": {"prefill"},
    "trace": {"trace"},
    "setup": {"setup"},
    "styleguide": {"styleguide"},
    "policy": {"policy"},
    "cli": {"cli", "__main__"},
}
"""The parts of kiosk. What is not listed is the core: settings, town, office, papers and the like."""

PARTS_MAY_IMPORT: dict[str, set[str]] = {
    "core": set(),
    "store": {"core"},
    "hall": {"core", "store"},
    "register": {"core", "store"},
    "till": {"core", "store"},
    "fleet": {"core", "store", "web"},
    "web": {"core"},
    "doctor": {"core", "store"},
    "board": {"core", "store", "hall", "web"},
    "desk": {"core", "store", "hall", "register", "till", "fleet", "web"},
    "drill": {"core", "store", "hall", "desk", "board"},
    "prefill": {"core", "web"},  # it has no database
    "trace": {"core", "web"},
    "setup": {"core", "store", "fleet", "web", "doctor"},
    "styleguide": {"core", "web"},
    "policy": {"core", "store", "register", "web", "desk", "prefill"},  # it reads their numbers
    "cli": {"core", *PARTS},
}

MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
KIOSK = [path for path in MODULES if path.relative_to(ROOT).parts[0] == "kiosk"]


@cache
def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imported_modules(path: Path) -> Iterator[str]:
    """All modules that are imported anywhere in the file, inside functions too."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_packages(path: Path) -> set[str]:
    return {module.split(".")[0] for module in imported_modules(path)}


def part_of(child: str) -> str:
    """Return the part that a direct child of kiosk belongs to."""
    return next((part for part, children in PARTS.items() if child in children), "core")


def children_imported(path: Path) -> Set[str]:
    """Return the direct children of kiosk that the file imports from."""
    names = [module.split(".") for module in imported_modules(path)]
    return {name[1] for name in names if name[0] == "kiosk" and len(name) > 1}


def modules_of(package: str) -> list[Path]:
    return [path for path in MODULES if path.relative_to(ROOT).parts[0] == package]


def length_of(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def child_of(path: Path) -> str:
    return path.relative_to(ROOT / "kiosk").parts[0].removesuffix(".py")


@pytest.mark.parametrize("package", PACKAGES)
def test_modules_import_only_along_the_arrows(package: str) -> None:
    modules = modules_of(package)
    assert modules
    for path in modules:
        others = imported_packages(path) & set(PACKAGES) - {package}
        assert others <= MAY_IMPORT[package], path


def test_only_kiosk_knows_the_web_framework() -> None:
    for path in set(MODULES) - set(KIOSK):
        assert not imported_packages(path) & WEB_FRAMEWORK, path


@pytest.mark.parametrize("part", PARTS_MAY_IMPORT)
def test_the_parts_of_kiosk_import_only_along_the_arrows(part: str) -> None:
    modules = [path for path in KIOSK if part_of(child_of(path)) == part]
    assert modules
    for path in modules:
        others = {part_of(child) for child in children_imported(path)} - {part}
        assert others <= PARTS_MAY_IMPORT[part], path


def test_nothing_in_kiosk_depends_on_what_depends_on_it() -> None:
    wanted: dict[str, set[str]] = {child_of(path): set() for path in KIOSK}
    for path in KIOSK:
        wanted[child_of(path)] |= children_imported(path) & wanted.keys() - {child_of(path)}
    while free := {child for child, others in wanted.items() if not others & wanted.keys()}:
        wanted = {child: others for child, others in wanted.items() if child not in free}
    assert wanted == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_files_and_functions_stay_short(package: str) -> None:
    for path in modules_of(package):
        assert lines_of(path) <= LONGEST_FILE, path
        for node in nodes_of(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert length_of(node) <= LONGEST_FUNCTION, f"{path}: {node.name} has {length_of(node)} lines"


def test_imports_are_a_small_part_of_the_lines() -> None:
    nodes = [node for path in MODULES for node in nodes_of(path)]
    imports = sum(length_of(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))
    assert imports / sum(map(lines_of, MODULES)) < MOST_IMPORT_LINES
