"""The morning round finds what would stop the day, and tells a desk from the prefill site."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from forms.ticket.keyfiles import key_to_toml, read_keyring
from kiosk.doctor import examine
from kiosk.finding import Finding, Health
from kiosk.office import Office, now, open_office
from kiosk.settings import SettingsError
from kiosk.sitedoctor import examine_prefill
from kiosk.store import open_store
from kiosk.store.audit import AuditEvent, record
from kiosk.store.tables import InstallationRow
from tests.kiosk.offices import make_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def part(office: Office, name: str) -> list[Finding]:
    return [finding for finding in examine(open_office(office.settings.folder)) if finding.part == name]


def test_it_works(office: Office) -> None:
    found = {finding.part: finding.health for finding in examine(office)}
    for name in ("様式", "できごとの案内", "町字の一覧", "本人確認書類", "秘密鍵", "監査記録"):
        assert found[name] is Health.GOOD


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("streets.toml", "町字の一覧"),
        ("identification.toml", "本人確認書類"),
        ("printers.toml", "印刷の位置"),
        ("guide/birth.toml", "できごとの案内"),
    ],
)
def test_a_mistake_in_any_file_of_the_town_is_found_with_its_line(office: Office, file: str, name: str) -> None:
    (office.settings.folder / "guide").mkdir()
    (office.settings.folder / file).write_text("colour = 1\n", encoding="utf-8")
    (found,) = part(office, name)
    assert found.health is Health.BAD
    assert f"{file}:1" in found.sentence


def test_a_printer_no_desk_uses_is_most_likely_misspelt(office: Office) -> None:
    (office.settings.folder / "printers.toml").write_text(
        '[[printer]]\nuri = "ipp://printr/ipp"\n', encoding="utf-8"
    )
    (found,) = part(office, "印刷の位置")
    assert (found.health, "ipp://printr/ipp" in found.sentence) == (Health.CAUTION, True)


def test_a_counter_nobody_has_is_most_likely_misspelt(office: Office) -> None:
    assert [finding.health for finding in part(office, "窓口の順")] == [Health.GOOD]
    with (office.settings.folder / "town.toml").open("a", encoding="utf-8") as file:
        file.write('\n[paper]\nwalk = ["住民課", "税務か"]\n')
    (found,) = part(office, "窓口の順")
    assert found.health is Health.BAD
    assert "税務か" in found.sentence


def test_a_clock_behind_the_last_entry_is_told(office: Office) -> None:
    store = open_store(office.settings.database, clock=lambda: now() + timedelta(days=1))
    record(store, AuditEvent.STAFF_CALLED, desk="lobby-1")
    store.close()
    assert [finding.health for finding in part(office, "時計")] == [Health.GOOD, Health.BAD]


def test_one_desk_is_asked_about_its_own_devices_only(office: Office) -> None:
    desk = office.settings.desks[0]
    devices = [finding.part for finding in examine(office, desk.name) if "（" in finding.part]
    assert devices
    assert all(desk.label in name for name in devices)
    with pytest.raises(SettingsError):
        list(examine(office, "nobody"))


def test_a_private_key_on_the_prefill_site_is_told(office: Office) -> None:
    before = {finding.part: finding for finding in examine_prefill(office)}
    assert before["秘密鍵"].health is Health.BAD
    for file in office.settings.keys.folder.glob("key-*.toml"):
        file.unlink()
    after = {finding.part: finding.health for finding in examine_prefill(office)}
    assert after["秘密鍵"] is Health.GOOD
    assert not {"データベース", "監査記録"} & set(after)


def test_the_missing_key_of_the_back_office_is_told_with_its_own_command(office: Office) -> None:
    file = office.settings.folder / "town.toml"
    file.write_text(file.read_text(encoding="utf-8") + '\n[paper]\ncode = "sealed"\n', encoding="utf-8")
    (found,) = part(office, "紙のコード")
    assert (found.health, "kiosk keys new --office" in found.sentence) == (Health.BAD, True)


@pytest.mark.parametrize(
    ("addressee", "health", "named"),
    [
        ("葛\U000e0100城　市長", Health.GOOD, "葛\U000e0100城　市長"),
        ("葛\U000e01ef城市長", Health.CAUTION, "U+845B U+E01EF"),
        ("\U0001f600町長", Health.BAD, "U+1F600"),
    ],
)
def test_the_towns_own_words_are_looked_at_before_a_sheet_is_drawn(
    tmp_path: Path, addressee: str, health: Health, named: str
) -> None:
    office = make_office(tmp_path, ('addressee = "みどり野町長"', f'addressee = "{addressee}"'))
    (found,) = part(office, "様式のことば")
    assert found.health is health
    assert named in found.sentence


def test_a_key_folder_that_others_may_enter_is_found(office: Office) -> None:
    """They could put another key in place of the town's."""
    folder = office.settings.keys.folder
    assert [finding.health for finding in part(office, "秘密鍵")] == [Health.GOOD]
    folder.chmod(0o777)
    (found,) = part(office, "秘密鍵")
    assert (found.health, str(folder) in found.sentence) == (Health.BAD, True)


def test_a_desk_or_site_that_other_machines_can_reach_is_told(tmp_path: Path) -> None:
    office = make_office(tmp_path, ("port = 8001\n", 'port = 8001\nhost = "192.0.2.5"\n'))
    assert [finding.health for finding in part(office, "待ち受け（1番窓口）")] == [Health.CAUTION]
    assert part(office, "待ち受け（ロビー端末）") == []


@pytest.mark.parametrize(("proxies", "found"), [("", [Health.BAD]), ('trusted_proxies = ["192.0.2.9"]\n', [])])
def test_a_prefill_site_without_a_proxy_stays_on_its_machine(
    tmp_path: Path, proxies: str, found: list[Health]
) -> None:
    office = make_office(tmp_path, ('host = "127.0.0.1"\n', f'host = "192.0.2.5"\n{proxies}'))
    assert [each.health for each in examine_prefill(office) if each.part == "待ち受け"] == found


def test_a_database_made_anew_is_told_for_a_month(office: Office) -> None:
    """Whoever empties the file takes visits and audit log away."""
    (found,) = part(office, "データベース")
    assert found.health is Health.GOOD
    keys, code = office.settings.keys.folder, office.settings.town.code
    (file,) = keys.glob("key-*.toml")
    key = read_keyring(keys, code).current
    file.write_text(key_to_toml(replace(key, created=now() - timedelta(days=100)), code), "utf-8")
    (found,) = part(office, "データベース")
    assert (found.health, "新しく作られました" in found.sentence) == (Health.CAUTION, True)


def test_a_clock_far_ahead_of_the_last_purge_is_told(office: Office) -> None:
    store = open_store(office.settings.database)
    with store.writing() as session:
        session.get_one(InstallationRow, 1).purged_at = now() - timedelta(days=13)
    store.close()
    assert "kiosk purge --clock-is-right" in "".join(found.sentence for found in part(office, "時計"))


def test_a_log_that_was_sealed_and_cut_is_told(office: Office) -> None:
    store = open_store(office.settings.database, clock=lambda: now() - timedelta(days=1))
    record(store, AuditEvent.KEYS_CREATED)
    record(store, AuditEvent.KEYS_CREATED)
    store.close()
    (found,) = part(office, "監査記録の封印")
    assert (found.health, "1日分" in found.sentence) == (Health.GOOD, True)
    database = office.settings.database.url.removeprefix("sqlite:///")
    for file in Path(database).parent.glob("*.sqlite*"):
        file.unlink()
    (found,) = part(office, "監査記録の封印")
    assert (found.health, "--renew" in found.sentence) == (Health.BAD, True)
