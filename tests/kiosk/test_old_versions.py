"""A procedure that has changed: tickets for the version before still open and print."""

import shutil
from pathlib import Path

from forms import Application
from forms.checking import problems_of
from forms.samples import read_sample
from kiosk.formscheck import check_forms
from kiosk.office import Office, open_office, today
from kiosk.stacks import draw_sheets
from kiosk.tickets import application_in_ticket, open_texts, seal_application
from tests.kiosk.offices import make_office
from tests.printing.paper import pdfium_text, words

ID = "seal_certificate"


def changed(office: Office) -> Office:
    """The same town after its clerk asked one thing less and gave the procedure a new version."""
    folder = office.settings.folder / "catalogue" / ID
    shutil.copytree(office.catalogue.current[ID].folder, folder)
    old = folder / "old" / "1"
    old.mkdir(parents=True)
    for name in ("procedure.toml", "sheet.toml"):
        shutil.copy(folder / name, old / name)
    replace(folder / "procedure.toml", "version = 1", "version = 2")
    replace(folder / "procedure.toml", '[[page.ask]]\nitem = "seal.number"\nrequired = false\n', "")
    replace(folder / "sheet.toml", '[[section.row]]\ncells = [{ item = "seal.number", kind = "text" }]\n', "")
    for sample in (folder / "samples").glob("*.toml"):
        lines = sample.read_text(encoding="utf-8").splitlines()
        sample.write_text("\n".join(line for line in lines if "seal.number" not in line), encoding="utf-8")
    return open_office(office.settings.folder)


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, (file.name, old)
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_ticket_for_the_old_version_still_opens_and_prints(tmp_path: Path) -> None:
    before = make_office(tmp_path)
    sample = read_sample(before.catalogue.current[ID], "typical")
    texts = seal_application(sample, before).texts
    after = changed(before)
    arrived = application_in_ticket(open_texts(texts, after), after)
    assert [procedure.version for procedure in arrived.procedures] == [1]
    assert arrived.answers == sample.answers
    assert "0012345" in words(pdfium_text(draw_sheets(arrived, after).pdf))


def test_new_tickets_are_for_the_new_version(tmp_path: Path) -> None:
    office = changed(make_office(tmp_path))
    sample = read_sample(office.catalogue.current[ID], "typical")
    arrived: Application = application_in_ticket(
        open_texts(seal_application(sample, office).texts, office), office
    )
    assert [procedure.version for procedure in arrived.procedures] == [2]
    assert problems_of(arrived.journey(today())) == ()


def test_the_changed_town_holds_no_mistake(tmp_path: Path) -> None:
    office = changed(make_office(tmp_path))
    assert [str(mistake) for mistake in check_forms(office.settings.folder, ID)] == []
