"""The texts of the domain `screens`: templates, programs, and the tables of sentences a resident can see.

The counter is left out: staff screens and paper stay Japanese.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract

from tools.translation.tables import table_texts
from tools.translation.texts import Text

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = (
    "kiosk/web/templates",
    "kiosk/prefill/templates",
    "kiosk/desk/templates/lobby",
    "kiosk/desk/templates/desk",
)
PROGRAMS = ("kiosk/web", "kiosk/prefill", "kiosk/desk/lobby", "kiosk/board", "forms")

Keywords = Mapping[str, tuple[int, ...] | None]

GETTEXT: Keywords = {"_": None, "gettext": None, "lazy_gettext": None, "words": None}
SENTENCES: Keywords = {"Refused": (2,), "Problem": (3,), "WrongDate": (2,)}
"""Where `forms` names a sentence that a screen says later; the number is the place of the argument."""

JINJA = "jinja2.ext:babel_extract"


def screen_texts() -> Iterator[Text]:
    """Every text of the screens, the templates first."""
    for folder in TEMPLATES:
        for file in sorted((ROOT / folder).rglob("*.html")):
            yield from _in_file(file, JINJA, GETTEXT)
    for folder in PROGRAMS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield from _in_file(file, "python", {**GETTEXT, **SENTENCES})
    yield from table_texts()


def _in_file(file: Path, method: str, keywords: Keywords) -> Iterator[Text]:
    place = file.relative_to(ROOT).as_posix()
    options = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    options["extensions"] = "kiosk.web.templating.Same"
    for _line, message, _comments, _context in extract(method, BytesIO(file.read_bytes()), keywords, (), options):
        yield Text(message if isinstance(message, str) else message[0], place)
