"""A whole small town hall in a folder: settings, keys, fees, and tickets its residents bring."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from forms import Answers, Application
from forms.exchange import application_of
from forms.ticket import TicketContents, seal
from forms.ticket.keyfiles import make_first_key, read_keyring, write_public_keys
from kiosk.office import Office, now, open_office
from kiosk.overlay import LOBBY
from kiosk.tickets import public_keys, seal_application
from tests.kiosk.offices import put_database
from tests.kiosk.townfile import TOWN
from tests.residents import HOME, TAKASAKI_FAMILY, WATANABE, YOSHIDA

CONFIG = Path(__file__).parents[3] / "config"
PROCEDURE = "resident_record_copy"

YOSHIDA_ANSWERS: dict[str, object] = {
    "whom": "self",
    "you.name": YOSHIDA,
    "you.kana": "ヨシダ　ハナコ",
    "you.birth_date": "1960-07-05",
    "you.address": HOME,
    "you.phone": "0152-00-1234",
    "resident_record.kind": "current",
    "resident_record.scope": "everyone",
    "resident_record.count": 2,
    "resident_record.entries": ["relation", "origin"],
}

FAMILY_ANSWERS: dict[str, object] = YOSHIDA_ANSWERS | {
    "whom": "both",
    "you.name": WATANABE,
    "family": [{"name": name, "birth_date": born, "kin": "relative"} for name, born in TAKASAKI_FAMILY],
}


@dataclass(frozen=True, slots=True)
class TownHall:
    office: Office

    def application(self, answers: dict[str, object] = YOSHIDA_ANSWERS, *more: str) -> Application:
        """For a 住民票の写し, and `more` procedures."""
        return application_of(self.office.catalogue.chosen([PROCEDURE, *more]), answers)

    def ticket(
        self, answers: dict[str, object] = YOSHIDA_ANSWERS, *more: str, language: str = "ja"
    ) -> tuple[str, ...]:
        """The digits a resident brings on the phone."""
        return seal_application(self.application(answers, *more), self.office, language).texts

    def expired_ticket(self) -> tuple[str, ...]:
        return self.sealed({}, now() - timedelta(days=20))

    def sealed(self, answers: Answers, issued: datetime | None = None) -> tuple[str, ...]:
        """What anybody who knows the public key can make: no answer is looked at."""
        begins = issued or now()
        contents = TicketContents(begins, begins + timedelta(days=14), ((PROCEDURE, 1),), answers)
        town = self.office.settings.town.code
        return seal(contents, town, public_keys(self.office).current, self.office.catalogue).texts


def build_town_hall(folder: Path, printer: str | None = None, more: str = "", **settings: object) -> TownHall:
    """`settings` are added to both desks, as TOML writes them; `more` to the whole file."""
    config = folder / "config"
    config.mkdir(parents=True)
    # No certificates before the others on the lobby's first screen.
    (config / LOBBY).touch()
    lines = "".join(f"{key} = {_toml(value)}\n" for key, value in settings.items())
    lines += f'printer_uri = "{printer}"\n' if printer else ""
    counter = f'[[desk]]\nname = "counter-1"\nlabel = "1番窓口"\nmode = "counter"\n{lines}'
    lobby = f'[[desk]]\nname = "lobby-1"\nlabel = "ロビー端末"\nmode = "lobby"\nreceipt_letter = "K"\n{lines}'
    (config / "town.toml").write_text(f"{TOWN}\n{counter}\n{lobby}\n{more}", "utf-8")
    office = open_office(config)
    keys, code = office.settings.keys, office.settings.town.code
    make_first_key(keys.folder, code, now())
    write_public_keys(keys.public_file, read_keyring(keys.folder, code).public())
    put_database(office.settings.database)
    return TownHall(office)


def two_part_ticket(town_hall: TownHall) -> tuple[str, ...]:
    """A household of twenty with names that nothing squeezes: it needs two codes."""
    random = Random(20)
    signs = [chr(code) for code in range(0x5000, 0x9000)]
    names = ["".join(random.choices(signs, k=20)) for _ in range(20)]
    people = [
        {"name": name, "birth_date": f"19{40 + at}-01-02", "kin": "relative"} for at, name in enumerate(names)
    ]
    texts = town_hall.ticket(FAMILY_ANSWERS | {"family": people})
    assert len(texts) == 2
    return texts


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool | int) else f'"{value}"'
