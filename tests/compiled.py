"""What every new app and every new database compiles anew is compiled once for all tests of a process.

A counter has 140 addresses, and Werkzeug makes two functions of each whenever one is started; SQLAlchemy keeps the text of a
statement for one database, and each test has its own. Both were a third of what a test of the counter took. What a search
weighs in one language takes a second, the same in every town with the same procedures, events and questions.
"""

from collections.abc import Callable, Hashable

from sqlalchemy import ClauseElement
from sqlalchemy.engine import Compiled, Dialect
from werkzeug.routing import Rule

from kiosk.town.search import Finder
from kiosk.web.searching import Searches

Builder = Callable[..., tuple[str, str]]


class Statements:
    """The compiled statements of all databases of one kind; SQLAlchemy's key begins with the one it asks for."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Hashable, ...], Compiled] = {}

    def get(self, key: tuple[Hashable, ...]) -> Compiled | None:
        return self._kept.get(key[1:])

    def __setitem__(self, key: tuple[Hashable, ...], compiled: Compiled) -> None:
        self._kept[key[1:]] = compiled


def keep_compiled() -> None:
    """Let Werkzeug, SQLAlchemy and the search find again what was compiled in this process."""
    _keep_addresses()
    _keep_statements()
    _keep_searches()


def _keep_addresses() -> None:
    compile_builder, kept = Rule._compile_builder, dict[Hashable, Builder]()

    def compile_once(self: Rule, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return compile_builder(self, append_unknown)
        key = (self.rule, tuple(self._trace), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(self, append_unknown)
        return kept[key]

    Rule._compile_builder = compile_once  # type: ignore[method-assign]


def _keep_statements() -> None:
    compile_with_cache, kept = ClauseElement._compile_w_cache, dict[Hashable, Statements]()

    def compile_once(self: ClauseElement, dialect: Dialect, *, compiled_cache: object, **more: object) -> object:
        kind = type(dialect), dialect.server_version_info
        shared = None if compiled_cache is None else kept.setdefault(kind, Statements())
        return compile_with_cache(self, dialect, compiled_cache=shared, **more)  # type: ignore[arg-type]

    ClauseElement._compile_w_cache = compile_once  # type: ignore[assignment, method-assign]


def _keep_searches() -> None:
    make, kept = Searches._make, list[tuple[tuple[object, ...], Finder]]()

    def make_once(self: Searches, code: str) -> Finder:
        asked = code, self._office.catalogue.current, self._office.guide.events, self._office.questions
        for known, finder in kept:
            if known[0] == code and known[1] is asked[1] and known[2] is asked[2] and known[3] == asked[3]:
                return finder
        kept.append((asked, make(self, code)))
        return kept[-1][1]

    Searches._make = make_once  # type: ignore[method-assign]
