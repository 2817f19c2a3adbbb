"""A town words an item anew, or adds one: its sheets in rows say so."""

from pathlib import Path

from kiosk.office import Office, open_office
from kiosk.stacks import sheet_of
from printing.sheets.parts import Label
from tests.kiosk.offices import make_office

OWN = """["person.phone"]
like = "person.phone"
label = "日中の電話"
"""


def test_a_label_of_the_towns_own_is_printed(tmp_path: Path) -> None:
    shipped = make_office(tmp_path)
    assert "日中の電話" not in labels_in(shipped)
    items = shipped.settings.folder / "catalogue" / "items"
    items.mkdir(parents=True, exist_ok=True)
    (items / "own.toml").write_text(OWN, encoding="utf-8")
    own = open_office(shipped.settings.folder)
    assert "日中の電話" in labels_in(own)


def labels_in(office: Office) -> set[str]:
    drawings = sheet_of(office.catalogue.current["dog"], office).drawings
    return {drawing.text for drawing in drawings if isinstance(drawing, Label)}
