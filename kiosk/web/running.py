"""The objects a running application works with: one of a class, reached from any view in one way."""

from typing import TypeVar

from flask import Flask, current_app

Thing = TypeVar("Thing")


def hold(app: Flask, thing: object) -> None:
    """Make `thing` the application's one object of its class."""
    app.extensions[_name(type(thing))] = thing


def running(kind: type[Thing], app: Flask | None = None) -> Thing:
    """Return the application's object of this class, of the running application where none is given.

    Raise KeyError if it holds none.
    """
    thing = (app or current_app).extensions[_name(kind)]
    assert isinstance(thing, kind)
    return thing


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
