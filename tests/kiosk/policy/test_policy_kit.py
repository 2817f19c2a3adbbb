"""The policy kit says what the settings and the code say, and nothing else."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.cli.main import kiosk as root_command
from kiosk.office import Office, open_office
from kiosk.policy.kit import MODELS, PAGES, list_assets, read_numbers, write_kit
from kiosk.store.tables import Base
from tests.kiosk.offices import make_office
from tests.test_docs import COMMAND, LINK, is_command

DAY = date(2026, 11, 30)
TEMPLATES = Path(__file__).parents[3] / "kiosk/policy/templates"
COUNTED = re.compile(r"[0-9]+(?:日|時間|分|秒|回|KB|文字|けた)")


def kit(office: Office) -> dict[str, str]:
    return dict(write_kit(office, DAY))


def with_setting(folder: Path, setting: str) -> Office:
    """The demo's town, with one setting of its database or prefill site changed."""
    section = "[prefill]" if setting.startswith("ticket") else "[database]"
    office = make_office(folder)
    file = office.settings.folder / "town.toml"
    lines = [
        line for line in file.read_text("utf-8").splitlines() if line.split(" =")[0] != setting.split(" =")[0]
    ]
    file.write_text("\n".join(lines).replace(section, f"{section}\n{setting}"), "utf-8")
    return open_office(office.settings.folder)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("policy"))


@pytest.fixture(scope="module")
def pages(office: Office) -> dict[str, str]:
    return kit(office)


def test_it_works_and_every_page_is_listed_first(pages: dict[str, str]) -> None:
    assert list(pages) == [f"{name}.md" for name in PAGES]
    assert all(f"({name})" in pages["README.md"] for name in list(pages)[1:])
    assert "みどり野町" in pages["README.md"]


def test_every_template_is_a_page() -> None:
    assert {file.stem for file in TEMPLATES.iterdir()} == set(PAGES)


@pytest.mark.parametrize(
    ("setting", "page", "words"),
    [
        ("ticket_valid_days = 9", "retention.md", "| 受付コード | 9日 | `ticket_valid_days` |"),
        (
            "retention_hours = 7",
            "retention.md",
            "| 受付の入力内容（終わらないもの） | 7時間 | `retention_hours` |",
        ),
        ("visits_days = 123", "retention.md", "| 受付の記録 | 123日 | `visits_days` |"),
        ("audit_days = 999", "retention.md", "| 監査記録 | 999日 | `audit_days` |"),
        ("audit_days = 999", "checklist.md", "監査記録999日"),
        ('seal_key_file = "../apart/seal"', "assets.md", "apart/seal"),
        ('journal_folder = "../apart/journal"', "assets.md", "apart/journal"),
        ('url = "postgresql://kiosk@db.town/desk"', "flow.md", "データベースはPostgreSQLで"),
    ],
)
def test_a_changed_setting_changes_the_page(tmp_path: Path, setting: str, page: str, words: str) -> None:
    assert words in kit(with_setting(tmp_path, setting))[page]


def test_no_number_is_written_by_hand() -> None:
    for file in TEMPLATES.iterdir():
        assert COUNTED.findall(file.read_text("utf-8")) == [], file.name


def test_every_number_is_said_somewhere(office: Office) -> None:
    templates = "".join(file.read_text("utf-8") for file in TEMPLATES.iterdir())
    unsaid = [name for name in read_numbers(office) if f"n.{name} " not in templates]
    assert unsaid == []


def test_every_table_of_the_database_is_in_the_ledger_once(office: Office) -> None:
    named = [table for asset in list_assets(office) for table in asset.tables]
    assert sorted(named) == sorted(table.name for table in Base.metadata.sorted_tables)


def test_every_secret_file_of_the_settings_is_in_the_ledger(office: Office, pages: dict[str, str]) -> None:
    settings = office.settings
    files = [settings.keys.folder, settings.keys.public_file, settings.prefill.cookie_secret_file]
    files += [desk.session_secret_file for desk in settings.desks]
    assert [file for file in files if str(file) not in pages["assets.md"]] == []


def test_every_procedure_has_its_purpose(office: Office, pages: dict[str, str]) -> None:
    assert [id for id in office.catalogue.current if f"`{id}`" not in pages["purposes.md"]] == []


def test_every_model_places_every_desk(office: Office, pages: dict[str, str]) -> None:
    assert [model.name for model in MODELS] == ["α", "α′", "β", "β′"]
    _, *parts = pages["flow.md"].split("\n### ")
    assert len(parts) == 4
    assert all(f"（{desk.name}）" in part for part in parts for desk in office.settings.desks)


def test_a_database_password_is_never_written(office: Office) -> None:
    url = "postgresql+psycopg://kiosk:hunter2@db.town/desk"
    spoilt = replace(office.settings, database=replace(office.settings.database, url=url))
    assert "hunter2" not in "".join(kit(Office(spoilt)).values())


def test_links_and_commands_lead_somewhere(pages: dict[str, str]) -> None:
    text = "\n".join(pages.values())
    assert {link for link in LINK.findall(text) if not link.startswith("http")} <= pages.keys()
    assert [each for each in COMMAND.findall(text) if not is_command(each.split()[1:], root_command)] == []


def test_grants_are_shown_as_the_town_decided_them(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    folder = office.settings.folder
    (folder / "register.toml").write_text("[use]\non = true\n", "utf-8")
    assert "許可がないので、だれも見られません" in kit(office)["authority.md"]
    (folder / "grants.toml").write_text(
        '[[grant]]\nsection = "住民課"\ndesks = ["counter-1"]\nprocedures = ["move_within"]\nfacts = ["name"]\n'
        'from = 2026-04-01\nuntil = 2027-03-31\napproved_by = "住民課長"\n',
        "utf-8",
    )
    row = "| 住民課 | counter-1 | move_within | name | 2026-04-01 | 2027-03-31 | 住民課長 |"
    assert row in kit(office)["authority.md"]
