"""Every error a person is told of has words for each of its reasons."""

import importlib
import pkgutil
from collections.abc import Iterator

import cardreader
import forms
import kiosk
import printing
from forms.told import Told

PACKAGES = (forms, printing, cardreader, kiosk)


def told_errors(base: type[Told] = Told) -> Iterator[type[Told]]:
    for kind in base.__subclasses__():
        yield kind
        yield from told_errors(kind)


def import_everything() -> None:
    for package in PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "__main__" not in module.name and "migrations" not in module.name:
                importlib.import_module(module.name)


def test_every_reason_has_a_sentence_and_a_next_step() -> None:
    import_everything()
    wordless = {
        f"{kind.__name__}.{reason}"
        for kind in told_errors()
        if hasattr(kind, "reasons") and kind.__module__.split(".")[0] != "tests"
        for reason in kind.reasons
        if not kind.words.get(reason, ("",))[0]
    }
    assert wordless == set()
