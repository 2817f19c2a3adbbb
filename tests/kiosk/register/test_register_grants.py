"""Nothing is seen without a decision of the town that covers desk, procedure, fact and day."""

from datetime import date
from pathlib import Path

import pytest

from forms.mistake import DataMistake, MistakeKind
from kiosk.office import Office
from kiosk.register.grants import Grant, granted_facts, read_grants

DAY = date(2026, 4, 1)
GRANT = """
[[grant]]
section = "住民課"
desks = ["counter-1"]
procedures = ["move_within"]
facts = ["name", "address"]
from = 2026-04-01
until = 2027-03-31
approved_by = "住民課長"
"""


def read(folder: Path, office: Office, text: str) -> tuple[Grant, ...]:
    file = folder / "grants.toml"
    file.write_text(text, "utf-8")
    return read_grants(file, office.catalogue, {desk.name for desk in office.settings.desks})


def test_it_works_the_facts_of_the_decision_and_no_others(tmp_path: Path, office: Office) -> None:
    grants = read(tmp_path, office, GRANT)
    assert granted_facts(grants, "counter-1", ["move_within"], DAY) == {"name", "address"}


@pytest.mark.parametrize(
    ("desk", "procedure", "day"),
    [
        ("lobby-1", "move_within", DAY),
        ("counter-1", "move_out", DAY),
        ("counter-1", "move_within", date(2026, 3, 31)),
        ("counter-1", "move_within", date(2027, 4, 1)),
    ],
)
def test_another_desk_procedure_or_day_sees_nothing(
    tmp_path: Path, office: Office, desk: str, procedure: str, day: date
) -> None:
    assert granted_facts(read(tmp_path, office, GRANT), desk, [procedure], day) == frozenset()


def test_several_decisions_add_up(tmp_path: Path, office: Office) -> None:
    more = GRANT.replace('"name", "address"', '"sex"').replace("move_within", "move_out")
    grants = read(tmp_path, office, GRANT + more)
    assert granted_facts(grants, "counter-1", ["move_within", "move_out"], DAY) == {"name", "address", "sex"}


def test_a_lobby_reads_the_file_though_it_knows_nothing_of_what_only_the_counter_offers(
    tmp_path: Path, office: Office
) -> None:
    (office.settings.folder / "grants.toml").write_text(
        GRANT.replace("move_within", "address_protection"), "utf-8"
    )
    lobby = office.for_residents
    assert "address_protection" not in lobby.catalogue.current
    grants = read_grants(office.settings.folder / "grants.toml", lobby.every_procedure, {"counter-1"})
    assert [each.procedures for each in grants] == [{"address_protection"}]


def test_without_a_file_nothing_is_granted(tmp_path: Path, office: Office) -> None:
    assert read_grants(tmp_path / "no.toml", office.catalogue, ()) == ()


@pytest.mark.parametrize(
    ("old", "new", "kind", "line"),
    [
        ("counter-1", "counter-9", MistakeKind.NOT_ALLOWED, 4),
        ("move_within", "move_nowhere", MistakeKind.UNKNOWN_PROCEDURE, 5),
        ('"address"', '"secret"', MistakeKind.UNKNOWN_ITEM, 6),
        ("2027-03-31", "2026-03-31", MistakeKind.OUT_OF_RANGE, 8),
        ("approved_by", "approved", MistakeKind.MISSING_KEY, 2),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, office: Office, old: str, new: str, kind: MistakeKind, line: int
) -> None:
    with pytest.raises(DataMistake) as error:
        read(tmp_path, office, GRANT.replace(old, new))
    assert (kind, line) in {(mistake.kind, mistake.line) for mistake in error.value.mistakes}
