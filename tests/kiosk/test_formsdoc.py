"""The page an office reviews shows the questions, the rules and the sheet of a procedure."""

from pathlib import Path

import pytest

from forms.procedures import read_catalogue
from kiosk.formsdoc import page_of, write_pages
from kiosk.office import Office, open_office

EXAMPLE = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="module")
def office() -> Office:
    return open_office(EXAMPLE)


def test_it_works(office: Office, tmp_path: Path) -> None:
    dog = office.catalogue.current["dog"]
    (file,) = write_pages([dog], office, tmp_path / "pages")
    page = file.read_text(encoding="utf-8")
    assert file.name == "dog.html"
    assert f"<h1>{dog.title}</h1>" in page
    assert page.count("data:image/png;base64,iVBOR") == 1


@pytest.mark.parametrize("id", ["bereavement_head_change", "seal_certificate"])
def test_every_question_is_shown_with_its_label(office: Office, id: str) -> None:
    procedure = office.catalogue.current[id]
    page = page_of(procedure, office)
    assert all(f"<td>{ask.item.name}</td>" in page for ask in procedure.asks())


def test_tables_without_rows_are_left_out(office: Office) -> None:
    plain = [each for each in read_catalogue().current.values() if not each.checks]
    assert "食い違いの確認" not in page_of(plain[0], office)
