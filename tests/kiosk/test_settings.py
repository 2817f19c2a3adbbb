"""The town's settings are read strictly: every mistake names the file and the key."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from sqlalchemy.engine import make_url

from forms.mistake import MistakeKind
from kiosk.settings import (
    CONFIG_VARIABLE,
    Closed,
    DeskMode,
    Payment,
    Settings,
    SettingsError,
    SettingsReason,
    find_config,
    load_settings,
)
from kiosk.settings.reading import check_digit
from tests.kiosk.townfile import DESK, SECTION, TOWN, WAY

ROOT = Path(__file__).parents[2]


def settings_of(folder: Path, text: str) -> Settings:
    (folder / "town.toml").write_text(text, encoding="utf-8")
    return load_settings(folder)


def refusal(folder: Path, text: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        settings_of(folder, text)
    return caught.value


def test_it_works_for_the_town_that_is_shipped() -> None:
    settings = load_settings(ROOT / "config")
    assert settings.town.full_name == "北海道架空郡みどり野町"
    assert settings.desk(DeskMode.COUNTER).label == "1番窓口"
    assert settings.desk(name="lobby-1").mode is DeskMode.LOBBY
    assert settings.desk(DeskMode.LOBBY).receipt_letter != settings.desk(DeskMode.COUNTER).receipt_letter


def test_the_town_alone_is_enough(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, TOWN)
    assert settings.prefill.ticket_valid_days == 14
    assert settings.database.url == f"sqlite:///{tmp_path.parent}/var/desk.sqlite"
    assert settings.desks == ()


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, TOWN + '[keys]\nfolder = "mine"\npublic_file = "/elsewhere/town.public"\n')
    assert settings.keys.folder == tmp_path / "mine"
    assert settings.keys.public_file == Path("/elsewhere/town.public")


def test_a_server_and_the_one_that_stands_in_for_it_may_be_named(tmp_path: Path) -> None:
    words = '[database]\nurl = "postgresql://kiosk@10.0.0.1,10.0.0.2:5433/desk"\n'
    hosts = "host=10.0.0.1:5432&host=10.0.0.2:5433&target_session_attrs=read-write"
    assert settings_of(tmp_path, TOWN + words).database.url == f"postgresql+psycopg://kiosk@/desk?{hosts}"


def test_postgresql_is_reached_through_psycopg(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, TOWN + '[database]\nurl = "postgresql://kiosk@db/desk"\n')
    assert settings.database.url == "postgresql+psycopg://kiosk@db/desk"


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("postgresql://kiosk@db/desk", ("kiosk", "db", None, "desk")),
        ("postgresql://a%40b@10.0.0.1:5433/窓口", ("a@b", "10.0.0.1", 5433, "窓口")),
        ("postgresql://[fe80::1]:5432/desk", (None, "fe80::1", 5432, "desk")),
        ("sqlite:////srv/窓口 1/a%20b.sqlite", (None, None, None, "/srv/窓口 1/a b.sqlite")),
    ],
)
def test_the_database_understands_what_the_settings_write(
    tmp_path: Path, url: str, parts: tuple[str | None, str | None, int | None, str]
) -> None:
    read = make_url(settings_of(tmp_path, f'{TOWN}[database]\nurl = "{url}"\n').database.url)
    assert (read.username, read.host, read.port, read.database) == parts
    assert read.password is None


def test_a_section_is_like_the_hall_where_it_says_nothing(tmp_path: Path) -> None:
    hall = '[hall]\naddress = "中央1"\nhours = "8:30-17:15"\nclosed = ["sunday"]\npayment = ["cash", "card"]\n'
    settings = settings_of(tmp_path, TOWN + hall + SECTION + 'place = "1階"\npayment = ["cash"]\n')
    section = settings.section("住民課")
    assert (section.address, section.hours, section.closed) == ("中央1", "8:30-17:15", (Closed.SUNDAY,))
    assert (section.place, section.payment, section.phone) == ("1階", (Payment.CASH,), "0123-00-0000")
    assert settings.section("税務課").payment == (Payment.CASH, Payment.CARD)


def test_the_last_open_day_is_before_a_weekend_and_the_new_year(tmp_path: Path) -> None:
    closed = 'closed = ["saturday", "sunday", "new_year"]'
    hall = settings_of(tmp_path, f"{TOWN}[hall]\n{closed}\n").hall
    assert hall.last_open_day(date(2026, 12, 1), date(2026, 12, 13)) == date(2026, 12, 11)
    assert hall.last_open_day(date(2026, 12, 1), date(2027, 1, 3)) == date(2026, 12, 28)
    assert hall.last_open_day(date(2026, 12, 12), date(2026, 12, 13)) == date(2026, 12, 13)


MISTAKES = {
    "a code with a wrong check digit": ('"019992"', '"019993"', "code", MistakeKind.WRONG_TYPE),
    "a code of five digits": ('"019992"', '"01999"', "code", MistakeKind.WRONG_TYPE),
    "full-width digits": ('"0123-00-0000"', '"０１２３-00-0000"', "phone", MistakeKind.WRONG_TYPE),
    "a postal code without hyphen": ('"099-9999"', '"0999999"', "postal_code", MistakeKind.WRONG_TYPE),
    "kanji as kana": ('"みどりのちょう"', '"緑野町"', "kana", MistakeKind.WRONG_TYPE),
    "a Latin name in kana": ("[town]", '[town]\nlatin = "みどり"', "latin", MistakeKind.WRONG_TYPE),
    "a prefecture that is none": ('"北海道"', '"蝦夷"', "prefecture", MistakeKind.WRONG_TYPE),
    "an empty name": ('"みどり野町"', '""', "name", MistakeKind.WRONG_TYPE),
    "a line break in the name": ('"みどり野町"', '"みどり\\n野町"', "name", MistakeKind.WRONG_TYPE),
    "a missing name": ('name = "みどり野町"', "", "name", MistakeKind.MISSING_KEY),
    "an unknown key": ("[town]", '[town]\ncolour = "green"', "colour", MistakeKind.UNKNOWN_KEY),
    "a number as name": ('"みどり野町"', "7", "name", MistakeKind.WRONG_TYPE),
    "a logo that is not there": ("[town]", '[town]\nlogo = "none.svg"', "logo", MistakeKind.NOT_ALLOWED),
}


@pytest.mark.parametrize(("right", "wrong", "key", "kind"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_the_town_is_refused(
    tmp_path: Path, right: str, wrong: str, key: str, kind: MistakeKind
) -> None:
    error = refusal(tmp_path, TOWN.replace(right, wrong, 1))
    assert error.reason is SettingsReason.SETTING_MISTAKEN
    assert [(mistake.kind, mistake.key) for mistake in error.mistakes] == [(kind, f"town.{key}")]
    assert "town.toml" in error.sentence
    assert f"town.{key}" in str(error)
    assert error.next_step


LATER_MISTAKES = {
    "hours in words": ('[hall]\nhours = "朝から"\n', "hall.hours", MistakeKind.WRONG_TYPE),
    "hours that end first": ('[hall]\nhours = "17:15-8:30"\n', "hall.hours", MistakeKind.WRONG_TYPE),
    "a day that is none": ('[hall]\nclosed = ["sunday", "月曜"]\n', "hall.closed", MistakeKind.NOT_ALLOWED),
    "a payment that is none": ('[hall]\npayment = ["gold"]\n', "hall.payment", MistakeKind.NOT_ALLOWED),
    "a map by http": ('[hall]\nmap_url = "http://a.jp"\n', "hall.map_url", MistakeKind.WRONG_TYPE),
    "a way that is none": (WAY.replace("post", "pigeon"), "way[1].kind", MistakeKind.NOT_ALLOWED),
    "a way to nothing": ('[[way]]\nkind = "post"\n', "way[1].procedures", MistakeKind.MISSING_KEY),
    "a way by http": (WAY + 'url = "http://a.jp"\n', "way[1].url", MistakeKind.WRONG_TYPE),
    "a section without name": ('[[section]]\nplace = "1階"\n', "section[1].name", MistakeKind.MISSING_KEY),
    "a section's phone in words": (SECTION + 'phone = "代表"\n', "section[1].phone", MistakeKind.WRONG_TYPE),
    "two sections of one name": (SECTION + SECTION, "section[2].name", MistakeKind.DUPLICATE),
    "an unknown section": ("[printers]\n", "printers", MistakeKind.UNKNOWN_KEY),
    "not TOML": ("[", "", MistakeKind.NOT_TOML),
    "a port that is none": ("[prefill]\nport = 70000\n", "prefill.port", MistakeKind.OUT_OF_RANGE),
    "a host that is none": ('[prefill]\nhost = "no host"\n', "prefill.host", MistakeKind.WRONG_TYPE),
    "too many days": (
        "[prefill]\nticket_valid_days = 61\n",
        "prefill.ticket_valid_days",
        MistakeKind.OUT_OF_RANGE,
    ),
    "no days": ("[prefill]\nticket_valid_days = 0\n", "prefill.ticket_valid_days", MistakeKind.OUT_OF_RANGE),
    "an open site": ('[prefill]\npublic_url = "http://a.jp"\n', "prefill.public_url", MistakeKind.WRONG_TYPE),
    "a site with query": (
        '[prefill]\npublic_url = "https://a.jp/?b"\n',
        "prefill.public_url",
        MistakeKind.WRONG_TYPE,
    ),
    "a broken address": ('[prefill]\npublic_url = "https://[a"\n', "prefill.public_url", MistakeKind.WRONG_TYPE),
    "a secret in the file": ('[prefill]\ncookie_secret = "x"\n', "prefill.cookie_secret", MistakeKind.UNKNOWN_KEY),
    "a desk without mode": ('[[desk]]\nname = "a"\n', "desk[1].mode", MistakeKind.MISSING_KEY),
    "a mode that is none": (DESK.replace('"counter"', '"both"'), "desk[1].mode", MistakeKind.NOT_ALLOWED),
    "a desk name with a space": (DESK.replace("counter-1", "a "), "desk[1].name", MistakeKind.WRONG_TYPE),
    "a Japanese desk name": (DESK.replace("counter-1", "窓口"), "desk[1].name", MistakeKind.WRONG_TYPE),
    "two desks of one name": (DESK + DESK, "desk[2].name", MistakeKind.DUPLICATE),
    "a printer that is no URI": (
        DESK + 'printer_uri = "HL-5100"\n',
        "desk[1].printer_uri",
        MistakeKind.WRONG_TYPE,
    ),
    "a printer by http": (DESK + 'printer_uri = "http://p/"\n', "desk[1].printer_uri", MistakeKind.WRONG_TYPE),
    "a fingerprint cut short": (
        DESK + 'printer_uri = "ipps://p/"\nprinter_fingerprint = "ab:cd"\n',
        "desk[1].printer_fingerprint",
        MistakeKind.WRONG_TYPE,
    ),
    "a fingerprint without TLS": (
        DESK + f'printer_uri = "ipp://p/"\nprinter_fingerprint = "{"ab" * 32}"\n',
        "desk[1].printer_fingerprint",
        MistakeKind.WRONG_TYPE,
    ),
    "a letter like a digit": (DESK + 'receipt_letter = "O"\n', "desk[1].receipt_letter", MistakeKind.NOT_ALLOWED),
    "two letters": (DESK + 'receipt_letter = "AC"\n', "desk[1].receipt_letter", MistakeKind.NOT_ALLOWED),
    "no time to answer": (DESK + "warning_seconds = 1\n", "desk[1].warning_seconds", MistakeKind.OUT_OF_RANGE),
    "a camera that is a word": (DESK + 'camera = "on"\n', "desk[1].camera", MistakeKind.WRONG_TYPE),
    "a password in the URL": (
        '[database]\nurl = "postgresql://k:pw@db/d"\n',
        "database.url",
        MistakeKind.WRONG_TYPE,
    ),
    "another database": ('[database]\nurl = "mysql://k@db/d"\n', "database.url", MistakeKind.WRONG_TYPE),
    "a database with options": (
        '[database]\nurl = "postgresql://k@db/d?a=b"\n',
        "database.url",
        MistakeKind.WRONG_TYPE,
    ),
    "a database of another make": ('[database]\nurl = "mysql://k@db/d"\n', "database.url", MistakeKind.WRONG_TYPE),
    "a port that is a password": (
        '[database]\nurl = "postgresql://k:123@db/d"\n',
        "database.url",
        MistakeKind.WRONG_TYPE,
    ),
    "SQLite on a host": ('[database]\nurl = "sqlite://db/d"\n', "database.url", MistakeKind.WRONG_TYPE),
    "a database in memory": ('[database]\nurl = "sqlite://"\n', "database.url", MistakeKind.WRONG_TYPE),
    "no URL at all": ('[database]\nurl = "desk.sqlite"\n', "database.url", MistakeKind.WRONG_TYPE),
    "a till that asks and is not used": ("[till]\nask = true\n", "till.ask", MistakeKind.WRONG_TYPE),
    "a till that is a word": ('[till]\nuse = "yes"\n', "till.use", MistakeKind.WRONG_TYPE),
    "a name for a till that is none": (
        '[till]\nuse = true\n[till.names]\ncounter-9 = "住民課"\n',
        "till.names.counter-9",
        MistakeKind.NOT_ALLOWED,
    ),
    "a till with a space": (DESK + 'till = "a b"\n', "desk[1].till", MistakeKind.WRONG_TYPE),
    "kept for ever": (
        "[database]\nretention_hours = 1000\n",
        "database.retention_hours",
        MistakeKind.OUT_OF_RANGE,
    ),
}


@pytest.mark.parametrize(("text", "key", "kind"), LATER_MISTAKES.values(), ids=LATER_MISTAKES.keys())
def test_a_mistake_in_another_section_is_refused(tmp_path: Path, text: str, key: str, kind: MistakeKind) -> None:
    error = refusal(tmp_path, TOWN + text)
    assert [(mistake.kind, mistake.key) for mistake in error.mistakes] == [(kind, key)]


def test_all_mistakes_are_told_with_their_lines(tmp_path: Path) -> None:
    wrong = (
        TOWN.replace("みどりのちょう", "緑野町").replace("0123-00-0000", "x") + DESK + 'camera = "on"\nport = 0\n'
    )
    error = refusal(tmp_path, wrong)
    keys = [mistake.key for mistake in error.mistakes]
    assert keys == ["town.kana", "town.phone", "desk[1].camera", "desk[1].port"]
    lines = wrong.splitlines()
    assert all(mistake.key.split(".")[-1] in lines[mistake.line - 1] for mistake in error.mistakes)
    assert "ほかに3か所" in error.next_step


def test_a_password_in_the_url_is_not_repeated_in_the_message(tmp_path: Path) -> None:
    assert "hunter2" not in str(refusal(tmp_path, TOWN + '[database]\nurl = "postgresql://k:hunter2@db/d"\n'))


def test_a_desk_that_cannot_be_told_apart_is_refused(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, TOWN + DESK + DESK.replace("counter-1", "counter-2"))
    assert settings.desk(name="counter-2").name == "counter-2"
    with pytest.raises(SettingsError) as ambiguous:
        settings.desk(DeskMode.COUNTER)
    assert ambiguous.value.reason is SettingsReason.DESK_AMBIGUOUS
    with pytest.raises(SettingsError) as unknown:
        settings.desk(DeskMode.LOBBY)
    assert unknown.value.reason is SettingsReason.DESK_UNKNOWN


def test_the_config_folder_is_found_by_argument_then_variable_then_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("given", "variable", "config"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "town.toml").write_text(TOWN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "variable"))
    assert find_config(tmp_path / "given") == tmp_path / "given"
    assert find_config(tmp_path / "given" / "town.toml") == tmp_path / "given"
    assert find_config() == tmp_path / "variable"
    monkeypatch.delenv(CONFIG_VARIABLE)
    assert find_config() == tmp_path / "config"


def test_a_folder_without_settings_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert caught.value.reason is SettingsReason.CONFIG_NOT_FOUND
    assert str(tmp_path) in caught.value.sentence


@pytest.mark.parametrize("code", ["010006", "011002", "131016", "472018"])
def test_the_check_digit_is_the_one_of_real_codes(code: str) -> None:
    assert check_digit(code[:5]) == code[5]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / "town.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(SettingsError) as caught:
        load_settings(folder)
    assert caught.value.sentence


def test_a_full_width_space_is_no_mistake_in_japanese_words(tmp_path: Path) -> None:
    text = TOWN.replace('"みどり野町長"', '"みどり野町長　見本　太郎"') + DESK + 'label = "１番　窓口"\n'
    settings = settings_of(tmp_path, text)
    assert (settings.town.addressee, settings.desks[0].label) == ("みどり野町長　見本　太郎", "１番　窓口")
