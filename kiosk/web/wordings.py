"""The gettext catalogues, read straight from the `.po` files: nothing to compile, nothing to go stale."""

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask_babel import Domain, get_locale

from kiosk.web.ruby import annotated

FOLDER = Path(__file__).parent.parent / "translations"

DOMAINS = ("screens", "catalogue")
"""Texts of templates and programs; texts of procedures and fees."""

EASY_LOCALE = "ja@easy"


class Wordings(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Both domains as one, for Flask-Babel."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return NullTranslations() if locale is None else wordings(str(locale))


@cache
def wordings(locale: str) -> NullTranslations:
    """What a language has; anything else stays Japanese. Takes tens of milliseconds, once a program."""
    whole = Catalog()
    for domain in DOMAINS:
        file = po_file(locale, domain)
        if file.is_file():
            with file.open("rb") as source:
                _add(whole, read_po(source), ruby=locale == EASY_LOCALE)
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def po_file(locale: str, domain: str) -> Path:
    """Where the translations of one domain lie."""
    return FOLDER / locale / "LC_MESSAGES" / f"{domain}.po"


def _add(whole: Catalog, part: Catalog, *, ruby: bool) -> None:
    """Doubtful translations are left out."""
    for message in part:
        said = message.string
        if message.id and said and isinstance(said, str) and not message.fuzzy:
            whole.add(message.id, annotated(said) if ruby else said)
