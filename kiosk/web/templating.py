"""Jinja as the fronts use it: what every page has in common is made once for each language."""

from collections.abc import Callable, MutableMapping

from flask.templating import Environment
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context, Macro

from kiosk.web.language import spoken


class Page(Context):
    """Calls macros at once; what Jinja finds out before it calls anything takes longer than most of them."""

    def call(self, thing: Callable[..., object], /, *given: object, **named: object) -> object:
        """Return what a macro, or whatever else a template calls, answers."""
        if type(thing) is not Macro:
            return super().call(thing, *given, **named)
        for own in ("_block_vars", "_loop_vars"):
            named.pop(own, None)
        return thing(self.eval_ctx, *given, **named)


class Screens(Environment):
    """The templates of one front."""

    context_class = Page

    def make_globals(self, d: MutableMapping[str, object] | None) -> MutableMapping[str, object]:
        """Return what all templates know, as one mapping: each import compares those of both templates."""
        return super().make_globals(d) if d else self.globals


class Same(Extension):
    """`{% same %}…{% endsame %}`: what is the same on every page in one language, made for the first one.

    Behind `same` stands what else it differs by, of which there must be few: a form's name, yes or no. Nothing
    that a person has answered may stand in it, no nonce and no token.
    """

    tags = {"same"}  # noqa: RUF012 - as Jinja declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._made: dict[tuple[object, ...], str] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """Read the tag and what stands in it."""
        line = next(parser.stream).lineno
        by = [] if parser.stream.current.type == "block_end" else [parser.parse_expression()]
        body = parser.parse_statements(("name:endsame",), drop_needle=True)
        place = nodes.Const(f"{parser.name}:{line}")
        return nodes.CallBlock(self.call_method("once", [place, *by]), [], [], body).set_lineno(line)

    def once(self, *by: object, caller: Callable[[], str]) -> str:
        """Return what stands in the tag."""
        key = (spoken().code, *by)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = caller()
        return made
