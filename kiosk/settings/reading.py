"""Reads `town.toml`, strictly, and checks that its values can be used together."""

import os
import re
from collections.abc import Collection, Sequence
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import quote, unquote

from forms import DataMistake, MistakeKind, Table, read_toml
from kiosk.settings import values
from kiosk.settings.directory import read_directory
from kiosk.settings.hall import read_hall, read_sections, read_way
from kiosk.settings.settings import (
    Counter,
    Database,
    Desk,
    DeskMode,
    FactorRule,
    Fleet,
    Keys,
    Paper,
    PaperCode,
    PaperCover,
    Prefill,
    Requesters,
    Ring,
    SecondFactor,
    Settings,
    SettingsError,
    SettingsReason,
    Till,
    Town,
)

CONFIG_VARIABLE = "KIOSK_CONFIG"
FILE_NAME = "town.toml"
PUBLIC_PATH = r"(/[A-Za-z0-9][A-Za-z0-9_-]*)*"

RECEIPT_LETTERS = "ACEFHJKMNPRTWXY"
"""No letter that looks like a digit or another letter on paper (B8 D0 G6 I1 L1 O0 Q0 S5 U V Z2)."""

PORTS = {DeskMode.COUNTER: 8001, DeskMode.LOBBY: 8002}
DESK_NAME, DESK_NAME_WORDS = r"[a-z][a-z0-9-]{0,19}", "半角の英小文字・数字・「-」20字まで"
FINGERPRINT = r"[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}"

CODE = r"[0-9]{6}"
WEIGHTS = (6, 5, 4, 3, 2)
LATIN = r"[A-Za-z][A-Za-zĀāĪīŪūĒēŌō' -]*[A-Za-zāīūēō]"
CONTACT = r"(mailto:[^@\s]+@[^@\s]+|https://\S+)"
KANA = r"[ぁ-ゖァ-ヺー・]+"

DATABASE = re.compile(
    r"""(?P<kind>\w+)://
    (?: (?P<user>[^:/@?\#]*) @ )?
    (?P<hosts> HOST (?: , HOST )* )?
    / (?P<name>[^?\#]*)""".replace("HOST", r"(?: \[[0-9a-fA-F:.]+\] | [^:/@?\#\[\],]+ ) (?: : [0-9]{1,5} )?"),
    re.VERBOSE,
)
"""Without password and options: those stand elsewhere or nowhere."""
DATABASE_EXAMPLES = "sqlite:///ファイル か postgresql://名前@ホスト/データベース（パスワードは password_file に）"


def find_config(given: Path | None = None) -> Path:
    """Return the config folder: the one given, else `KIOSK_CONFIG`, else `./config`. Raises SettingsError."""
    folder = (given or Path(os.environ.get(CONFIG_VARIABLE) or "config")).absolute()
    if folder.name == FILE_NAME:
        folder = folder.parent
    if not (folder / FILE_NAME).is_file():
        raise SettingsError(SettingsReason.CONFIG_NOT_FOUND, str(folder))
    return folder


def load_settings(given: Path | None = None) -> Settings:
    """Return the settings of the town. Raises SettingsError naming file, line and key of every mistake."""
    folder = find_config(given)
    try:
        return _read(folder, read_toml(folder / FILE_NAME))
    except DataMistake as error:
        raise SettingsError(SettingsReason.SETTING_MISTAKEN, mistakes=error.mistakes) from None


def _read(folder: Path, root: Table) -> Settings:
    town, hall = _town(root.table("town")), read_hall(root.table("hall"))
    desks = _desks(root.tables("desk"))
    settings = Settings(
        folder=folder,
        town=town,
        hall=hall,
        sections=read_sections(root.tables("section"), hall, town.phone),
        ways=tuple(read_way(table) for table in root.tables("way")),
        prefill=_prefill(root.table("prefill")),
        desks=desks,
        database=_database(root.table("database")),
        keys=_keys(root.table("keys")),
        fleet=_fleet(root.table("fleet")),
        paper=_paper(root.table("paper")),
        counter=_counter(root.table("counter")),
        requesters=_requesters(root.table("requesters")),
        second_factor=_second_factor(root.table("second_factor")),
        till=_till(root.table("till"), {desk.till for desk in desks}),
        directory=read_directory(root.table("directory")),
    )
    root.finish()
    return settings


def _town(table: Table) -> Town:
    prefecture = values.read_matching(table, "prefecture", r".{2,3}[都道府県]", "都道府県の名（例 北海道）")
    addressee = values.read_words(table, "addressee")
    town = Town(
        name=values.read_words(table, "name"),
        kana=values.read_matching(table, "kana", KANA, "ひらがなかカタカナ"),
        latin=_latin(table),
        prefecture=prefecture,
        district=values.read_optional_words(table, "district") or "",
        code=_code(table),
        addressee=addressee,
        governor=values.read_words(table, "governor", f"{prefecture}知事"),
        elderly_union=values.read_words(table, "elderly_union", f"{prefecture}後期高齢者医療広域連合長"),
        water_manager=values.read_words(table, "water_manager", addressee),
        postal_code=values.read_matching(table, "postal_code", values.POSTAL_CODE, "半角数字（例 099-9999）"),
        phone=values.read_matching(table, "phone", values.PHONE, "半角数字（例 0123-00-0000）"),
        logo=values.read_existing_file(table, "logo"),
    )
    table.finish()
    return town


def _latin(table: Table) -> str:
    if not table.has("latin"):
        return table.text("latin", "")
    return values.read_matching(table, "latin", LATIN, "ローマ字（例 Midorino-cho）")


def check_digit(first_five: str) -> str:
    """Return the sixth digit of a 全国地方公共団体コード (source: 総務省 全国地方公共団体コード仕様)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_five, WEIGHTS, strict=True))
    return str(11 - total % 11)[-1]


def _code(table: Table) -> str:
    code = values.read_matching(table, "code", CODE, "半角数字6桁")
    if re.fullmatch(CODE, code) and code[5] != (right := check_digit(code[:5])):
        table.wrong_type("code", f"検査数字の合う団体コード（{code[:5]}なら末尾は{right}）")
    return code


def _prefill(table: Table) -> Prefill:
    port = values.read_port(table, "port", 8000)
    prefill = Prefill(
        host=values.read_host(table, "host", "127.0.0.1"),
        port=port,
        public_url=_public_url(table, f"http://127.0.0.1:{port}"),
        ticket_valid_days=table.integer("ticket_valid_days", 14, least=1, most=60),
        first=table.texts("first", ()),
        cookie_secret_file=values.read_path(table, "cookie_secret_file", "../var/secrets/prefill-cookie"),
        trusted_proxies=_proxies(table),
        proxy_hops=table.integer("proxy_hops", 1, least=1, most=5),
        security_contact=_security_contact(table),
        status_file=values.read_optional_path(table, "status_file"),
        status_key=_status_key(table),
    )
    table.finish()
    return prefill


def _status_key(table: Table) -> str | None:
    if values.read_optional_words(table, "status_key") is None:
        return None
    return values.read_matching(table, "status_key", r"[0-9a-f]{64}", "kiosk hall status-key が示す64字")


def _security_contact(table: Table) -> str | None:
    if values.read_optional_words(table, "security_contact") is None:
        return None
    return values.read_matching(table, "security_contact", CONTACT, "mailto: か https:// で始まるアドレス")


def _proxies(table: Table) -> tuple[str, ...]:
    """With https there is one in front, on the same PC where nothing else is said."""
    usual = ("127.0.0.1", "::1") if table.text("public_url", "").startswith("https://") else ()
    found = table.texts("trusted_proxies", usual)
    for text in found:
        try:
            ip_network(text)
        except ValueError:
            table.wrong_type("trusted_proxies", "IPアドレスか、その範囲（例 10.0.0.0/24）")
    return found


def _database(table: Table) -> Database:
    database = Database(
        url=_database_url(table),
        password_file=values.read_optional_path(table, "password_file"),
        retention_hours=table.integer("retention_hours", 12, least=1, most=72),
        visits_days=table.integer("visits_days", 400, least=93, most=3660),
        audit_days=table.integer("audit_days", 1827, least=365, most=36600),
        seal_key_file=values.read_path(table, "seal_key_file", "../var/secrets/audit-seal"),
        journal_folder=values.read_path(table, "journal_folder", "../var/journal"),
    )
    table.finish()
    return database


def _keys(table: Table) -> Keys:
    keys = Keys(
        folder=values.read_path(table, "folder", "../var/keys"),
        public_file=values.read_path(table, "public_file", "../var/keys/public.toml"),
        status_key_file=values.read_optional_path(table, "status_key_file"),
    )
    table.finish()
    return keys


def _fleet(table: Table) -> Fleet:
    if office := values.read_optional_words(table, "office"):
        values.read_address(table, "office", office, ("http", "https"))
    found = Fleet(values.read_path(table, "folder", "../var/fleet"), (office or "").rstrip("/") or None)
    table.finish()
    return found


def _paper(table: Table) -> Paper:
    paper = Paper(
        code=table.choice("code", PaperCode, PaperCode.RECEIPT),
        cover=table.choice("cover", PaperCover, PaperCover.SEVERAL),
        walk=table.texts("walk", ()),
        key_folder=values.read_path(table, "key_folder", "../var/office-keys"),
        public_file=values.read_path(table, "public_file", "../var/office-keys/public.toml"),
    )
    table.finish()
    return paper


def _requesters(table: Table) -> Requesters:
    found = Requesters(
        unmarried_by_letter=table.boolean("unmarried_by_letter", False),
        tax_for_household=table.boolean("tax_for_household", True),
    )
    table.finish()
    return found


def _second_factor(table: Table) -> SecondFactor:
    clerk = table.choice("clerk", FactorRule, FactorRule.OFF)
    found = SecondFactor(clerk=clerk, admin=table.choice("admin", FactorRule, clerk))
    table.finish()
    return found


def _till(table: Table, tills: Collection[str]) -> Till:
    use, ask = table.boolean("use", False), table.boolean("ask", False)
    if ask and not use:
        table.wrong_type("ask", "use = true のときだけ true にする値")
    issuer, account = (values.read_optional_words(table, key) or "" for key in ("issuer", "account"))
    names = table.table("names")
    for name in names.keys():  # noqa: SIM118 - a Table is no mapping
        if name not in tills:
            names.note(MistakeKind.NOT_ALLOWED, name, "、".join(sorted(tills)))
    found = Till(use, ask, issuer, account, {name: values.read_words(names, name) for name in names.keys()})  # noqa: SIM118
    names.finish()
    table.finish()
    return found


def _counter(table: Table) -> Counter:
    found = Counter(kana_in_list=table.boolean("kana_in_list", True))
    table.finish()
    return found


def _public_url(table: Table, default: str) -> str:
    url = values.read_words(table, "public_url", default)
    parts = values.read_address(table, "public_url", url, ("https", "http"))
    if parts.scheme == "http" and parts.hostname not in values.LOOPBACK:
        table.wrong_type("public_url", "https:// で始まるアドレス（http:// はこのPCの中だけ）")
    if not re.fullmatch(PUBLIC_PATH, parts.path.rstrip("/")):
        table.wrong_type("public_url", "半角の英数字・-・_ だけの道（例 https://ken.example.jp/towns/014001）")
    return url.rstrip("/")


def _database_url(table: Table) -> str:
    given = values.read_words(table, "url", "sqlite:///../var/desk.sqlite")
    url = make_database_url(given, table.file.absolute().parent)
    if url is None:
        table.wrong_type("url", DATABASE_EXAMPLES)
    return url or given


def make_database_url(given: str, folder: Path) -> str | None:
    """Return the address as SQLAlchemy writes it, None if it is none; a file is relative to the folder.

    SQLAlchemy itself is not asked: this is read for every command, and most need no database.
    """
    found = DATABASE.fullmatch(given)
    name = unquote(found["name"]) if found else ""
    if not found or not name:
        return None
    hosts = (found["hosts"] or "").split(",")
    if found["kind"] == "postgresql" and hosts[0]:
        return f"postgresql+psycopg://{given.split('://', 1)[1]}" if not hosts[1:] else _name_hosts(found, hosts)
    if found["kind"] == "sqlite" and not (found["user"] or hosts[0]) and name != ":memory:":
        return f"sqlite:///{quote(os.path.normpath(folder / name), safe=' +/')}"
    return None


def _name_hosts(found: re.Match[str], hosts: Sequence[str]) -> str:
    """Name a main server and the one that stands in for it: whichever may be written to is taken."""
    listed = "&".join(f"host={host if ':' in host else f'{host}:5432'}" for host in hosts)
    user = f"{found['user']}@" if found["user"] else ""
    return f"postgresql+psycopg://{user}/{found['name']}?{listed}&target_session_attrs=read-write"


def _desks(tables: tuple[Table, ...]) -> tuple[Desk, ...]:
    desks: list[Desk] = []
    for table in tables:
        desk = _desk(table)
        if desk.name in {other.name for other in desks}:
            table.note(MistakeKind.DUPLICATE, "name", desk.name)
        desks.append(desk)
    return tuple(desks)


def _desk(table: Table) -> Desk:
    mode = table.choice("mode", DeskMode)
    name = values.read_matching(table, "name", DESK_NAME, DESK_NAME_WORDS)
    desk = Desk(
        name=name,
        label=values.read_words(table, "label", name),
        mode=mode,
        host=values.read_host(table, "host", "127.0.0.1"),
        port=values.read_port(table, "port", PORTS[mode]),
        receipt_letter=table.choice("receipt_letter", tuple(RECEIPT_LETTERS), RECEIPT_LETTERS[0]),
        printer_uri=(printer := _printer(table)),
        printer_fingerprint=_fingerprint(table, printer),
        reader_name=values.read_optional_words(table, "reader_name"),
        scanner_port=values.read_optional_words(table, "scanner_port"),
        camera=table.boolean("camera", default=True),
        idle_seconds=table.integer("idle_seconds", 60, least=20, most=600),
        warning_seconds=table.integer("warning_seconds", 30, least=10, most=120),
        session_secret_file=values.read_path(table, "session_secret_file", "../var/secrets/desk-session"),
        till=_till_name(table, name),
        ring=table.choice("ring", Ring, Ring.REST),
    )
    table.finish()
    return desk


def _till_name(table: Table, desk: str) -> str:
    if not table.has("till"):
        return table.text("till", desk)
    return values.read_matching(table, "till", DESK_NAME, DESK_NAME_WORDS)


def _printer(table: Table) -> str | None:
    uri = values.read_optional_words(table, "printer_uri")
    if uri is not None:
        values.read_address(table, "printer_uri", uri, ("ipp", "ipps"))
    return uri


def _fingerprint(table: Table, printer: str | None) -> str | None:
    """As `openssl x509 -fingerprint -sha256` writes it, or without its colons."""
    if values.read_optional_words(table, "printer_fingerprint") is None:
        return None
    shown = values.read_matching(
        table, "printer_fingerprint", FINGERPRINT, "証明書のSHA-256（半角の0〜9とA〜Fで64字）"
    )
    if printer is None or not printer.startswith("ipps://"):
        table.wrong_type("printer_fingerprint", "ipps:// のプリンターのときだけ書く値")
    return shown.replace(":", "").lower()
