"""A second page has enough on it to be worth a sheet: what fits on the first one stands there."""

from pathlib import Path

import pypdfium2
import pytest

from forms import shipped_catalogue
from forms.answers import Answers
from forms.application import Application
from forms.role import Basis
from forms.samples import read_sample
from kiosk.office import Office
from kiosk.stacks import draw_sheets
from tests.kiosk.offices import make_office
from tests.residents import known

FULL_ENOUGH = 0.39
"""The frame around the last line ends a hundredth lower."""
FOOT = 45.0
"""Points at the foot of a page with its number and code, which every page has."""
CATALOGUE = shipped_catalogue()
SAMPLES = [(id, name) for id in CATALOGUE.current for name in ("shortest", "typical")]
"""Longest answers go on continuation sheets, of which the last may hold one line."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize(("id", "name"), SAMPLES)
def test_no_further_page_is_nearly_empty(id: str, name: str, office: Office) -> None:
    sample = read_sample(CATALOGUE.current[id], name)
    _, *further = filled(draw_sheets(sample, office).pdf)
    assert all(part >= FULL_ENOUGH for part in further), further


REPRESENTED = [
    (id, ground)
    for id, procedure in CATALOGUE.current.items()
    for ground in (Basis.LETTER, Basis.LEGAL)
    if ground in procedure.who
]
GROUNDS: dict[Basis, Answers] = {
    Basis.LETTER: {"you.bond": "子"},
    Basis.LEGAL: {"legal.kind": "guardian", "organisation.name": "特定非営利活動法人みどり野後見センター"},
}


@pytest.mark.parametrize(("id", "ground"), REPRESENTED)
def test_nor_is_one_where_somebody_comes_for_the_claimant(id: str, ground: Basis, office: Office) -> None:
    procedure = CATALOGUE.current[id]
    usual = read_sample(procedure, "typical").answers
    theirs: Answers = {key.replace("you.", "asker.", 1): value for key, value in usual.items()}
    answers: Answers = {**theirs, **known("you", "guardian.makoto"), **GROUNDS[ground], "whom": ground.value}
    _, *further = filled(draw_sheets(Application((procedure,), answers), office).pdf)
    assert all(part >= FULL_ENOUGH for part in further), further


def test_a_nearly_empty_page_would_be_seen(tmp_path: Path) -> None:
    two = pypdfium2.PdfDocument.new()
    for _ in range(2):
        two.new_page(595, 842)
    two.save(str(tmp_path / "empty.pdf"))
    assert filled((tmp_path / "empty.pdf").read_bytes()) == [0.0, 0.0]


def filled(pdf: bytes) -> list[float]:
    """Return of each page how far down there is text, as a part of its height."""
    parts: list[float] = []
    for page in pypdfium2.PdfDocument(pdf):
        text, height = page.get_textpage(), page.get_height()
        bottoms = [text.get_charbox(place)[1] for place in range(text.count_chars())]
        parts.append(1 - min((bottom for bottom in bottoms if bottom > FOOT), default=height) / height)
    return parts
