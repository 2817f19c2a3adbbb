"""The import arrows between the packages and the size of files and functions hold for every module."""

import ast
from collections.abc import Iterator
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

MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def module_id(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported_packages(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_modules_import_only_along_the_arrows(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    others = set(imported_packages(path)) & set(PACKAGES) - {package}
    assert others <= MAY_IMPORT[package]


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_only_kiosk_knows_the_web_framework(path: Path) -> None:
    if path.relative_to(ROOT).parts[0] != "kiosk":
        assert not set(imported_packages(path)) & WEB_FRAMEWORK


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_files_and_functions_stay_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            length = node.end_lineno - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"
