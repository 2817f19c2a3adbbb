"""The object a front runs on: put into its application once, found by its class in every request."""

from typing import TypeVar

from flask import Flask, current_app

T = TypeVar("T")


def attach(app: Flask, thing: object) -> None:
    """Let the views of this application find the object with `running`."""
    app.extensions[_name(type(thing))] = thing


def running(kind: type[T], app: Flask | None = None) -> T:
    """Return the object of this class that the application, else the one of this request, runs on.

    Raise KeyError if none was attached.
    """
    found = (app or current_app).extensions[_name(kind)]
    assert isinstance(found, kind)
    return found


def _name(kind: type[object]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
