"""An office with its own keys for papers, and forms as its sheets carry them."""

from datetime import UTC, datetime
from pathlib import Path

from forms import Application
from forms.samples import read_sample
from forms.ticket.keyfiles import make_first_key, read_keyring, write_public_keys
from kiosk.backoffice import PrintedForm, make_sealed_code
from kiosk.office import Office, today
from tests.kiosk.offices import make_office

PROCEDURE = "resident_record_copy"
PRINTED = datetime(2026, 11, 20, 1, 23, tzinfo=UTC)


def paper_office(folder: Path, code: str = "sealed") -> Office:
    office = make_office(folder, ("[database]", f'[paper]\ncode = "{code}"\n\n[database]'))
    paper, town = office.settings.paper, office.settings.town.code
    make_first_key(paper.key_folder, town, datetime.now(UTC))
    write_public_keys(paper.public_file, read_keyring(paper.key_folder, town).public())
    return office


def sample_application(office: Office, name: str = "typical") -> Application:
    procedure = office.catalogue.get(PROCEDURE)
    assert procedure is not None
    return read_sample(procedure, name)


def sample_form(office: Office, name: str = "typical", receipt: str = "A-007") -> PrintedForm:
    application = sample_application(office, name)
    procedure = application.procedures[0]
    return PrintedForm(receipt, PRINTED, procedure, application.journey(today()).relevant)


def sealed_text(office: Office, form: PrintedForm) -> str:
    key = read_keyring(office.settings.paper.key_folder, office.settings.town.code).current.public_key
    return make_sealed_code(form, office.settings.town.code, key, office.catalogue)
