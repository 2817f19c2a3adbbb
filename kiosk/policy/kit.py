"""The security policy kit: Markdown pages in Japanese, for the town to take into its own policy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import make_url

from kiosk import passwords, signin
from kiosk.desk.counter import areas, session
from kiosk.office import Office
from kiosk.prefill import app, draft
from kiosk.register import grants, layout
from kiosk.settings import DeskMode, PaperCode
from kiosk.staff import ROLES
from kiosk.store import acquainted, calls, visits
from kiosk.web.server import MOST_CONNECTIONS, WHOLE_REQUEST_SECONDS


def read_numbers(office: Office) -> Mapping[str, int]:
    """Return every number under its name in the templates."""
    database, prefill = office.settings.database, office.settings.prefill
    return {
        "ticket_days": prefill.ticket_valid_days,
        "retention_hours": database.retention_hours,
        "visits_days": database.visits_days,
        "audit_days": database.audit_days,
        "draft_hours": _hours(draft.LIFETIME),
        "reopen_minutes": _minutes(visits.REOPENED_WITHIN),
        "fingerprint_days": visits.FINGERPRINT_KEPT.days,
        "sessions_days": visits.SESSIONS_KEPT.days,
        "clock_days": visits.LONGEST_CLOSED.days,
        "call_minutes": _minutes(calls.STALE),
        "session_hours": _hours(signin.LONGEST_SESSION),
        "window_minutes": _minutes(layout.WINDOW),
        "free_tries": signin.FREE_TRIES,
        "left_alone_minutes": session.LEFT_ALONE_SECONDS // 60,
        "password_length": passwords.SHORTEST,
        "password_digits": passwords.SHORTEST_OF_DIGITS,
        "body_kilobytes": app.LARGEST_BODY // 1024,
        "connections": MOST_CONNECTIONS,
        "request_seconds": WHOLE_REQUEST_SECONDS,
    }


def _hours(span: timedelta) -> int:
    return span // timedelta(hours=1)


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)


class Secrecy(StrEnum):
    """What the town decides in the end; this is a proposal, in the words of the national guideline."""

    PERSONAL = "3B"
    OFFICIAL = "2"
    PUBLIC = "1"


@dataclass(frozen=True, slots=True)
class Asset:
    name: str
    place: str
    secrecy: Secrecy
    personal: str
    """Which personal data is in it, in Japanese; empty for none."""
    guard: str
    tables: tuple[str, ...] = ()


NONE = "なし"


def list_assets(office: Office) -> Iterator[Asset]:
    """Yield every asset of this installation, where its settings put it."""
    yield from _in_the_database(office)
    yield from _keys(office)
    yield from _elsewhere(office)


def place_of_database(office: Office) -> str:
    """Return the file or the server, without a password."""
    url = make_url(office.settings.database.url)
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _in_the_database(office: Office) -> Iterator[Asset]:
    place = place_of_database(office)
    people = "手続に入力した事項、カードから読んだ4項目"
    yield Asset(
        "受付の入力内容", place, Secrecy.PERSONAL, people, "町の鍵で暗号化する（HPKE）", ("sealed_answers",)
    )
    yield Asset("紙の中身の控え", place, Secrecy.PERSONAL, NONE, "鍵つきのハッシュだけ", ("printed_sheet",))
    visits = ("visit", "visit_procedure", "visit_fee", "print_attempt", "receipt_counter", "visit_twin")
    yield Asset("受付の記録", place, Secrecy.OFFICIAL, NONE, "氏名を持たない", visits)
    turns = ("turn", "turn_span", "turn_press", "promise", "task", "announcement", "announced_task")
    yield Asset("番号の記録", place, Secrecy.OFFICIAL, NONE, "氏名を持たない", turns)
    till = ("till_day", "till_count", "till_entry", "till_line", "till_serial")
    yield Asset(
        "レジの記録", place, Secrecy.OFFICIAL, NONE, "受付番号と金額だけ。氏名もカード番号も持たない", till
    )
    counted = ("feedback", "survey_mark")
    yield Asset("満足度と調査の記録", place, Secrecy.OFFICIAL, NONE, "数と時刻だけ", counted)
    log = ("audit_entry", "audit_head", "audit_anchor", "audit_seal")
    yield Asset("監査記録", place, Secrecy.OFFICIAL, NONE, "ハッシュのつながりと日ごとの封印", log)
    staff = ("staff", "staff_session")
    yield Asset("職員の名前とパスワード", place, Secrecy.OFFICIAL, "職員の名前", "argon2id のハッシュだけ", staff)
    second = ("staff_one_time", "staff_passkey", "staff_spare_code")
    yield Asset("2段階認証", place, Secrecy.OFFICIAL, NONE, "アプリの鍵は町の鍵で封をする。控えはハッシュ", second)
    state = ("desk_signal", "desk_report", "presence", "installation", "joined_journal")
    yield Asset("端末の状態", place, Secrecy.OFFICIAL, NONE, "符号と時刻だけ", state)
    register = ("register_generation", "register_person", "register_tag", "register_release")
    yield Asset(
        "台帳の写し",
        place,
        Secrecy.PERSONAL,
        "住民台帳の事項",
        "鍵で暗号化し、鍵付きのハッシュ値で検索する",
        register,
    )


def _keys(office: Office) -> Iterator[Asset]:
    settings = office.settings
    yield Asset("町の秘密鍵", _show(settings.keys.folder), Secrecy.PERSONAL, NONE, "持ち主だけ（700）。役場だけ")
    yield Asset("町の公開鍵", _show(settings.keys.public_file), Secrecy.PUBLIC, NONE, "書きかえを防ぐ")
    if settings.paper.code is PaperCode.SEALED:
        folder = _show(settings.paper.key_folder)
        yield Asset("様式のコードの秘密鍵", folder, Secrecy.PERSONAL, NONE, "持ち主だけ（700）。後で読むPCだけ")
    cookie = _show(settings.prefill.cookie_secret_file)
    yield Asset("書きかけの鍵", cookie, Secrecy.PERSONAL, NONE, "持ち主だけ（600）。記入サイトだけ")
    for file in sorted({desk.session_secret_file for desk in settings.desks}):
        yield Asset("ログインの鍵", _show(file), Secrecy.OFFICIAL, NONE, "持ち主だけ（600）")
    fleet = _show(settings.fleet.folder)
    yield Asset(
        "端末どうしの鍵と名簿", fleet, Secrecy.OFFICIAL, NONE, "持ち主だけ（700）。署名の鍵は1台目のPCだけ"
    )
    seal = settings.database.seal_key_file
    if seal is not None:
        yield Asset(
            "監査記録の封印の鍵", _show(seal), Secrecy.OFFICIAL, NONE, "持ち主だけ（600）。データベースと別"
        )


def _elsewhere(office: Office) -> Iterator[Asset]:
    if (journal := office.settings.database.journal_folder) is not None:
        held = "データベースにつながらないあいだの受付（上の入力内容を含む）"
        yield Asset("端末の控え", _show(journal), Secrecy.PERSONAL, held, "町の鍵で封をする。合わせると消える")
        yield Asset(
            "端末で入った職員の控え",
            _show(journal),
            Secrecy.OFFICIAL,
            "職員名とパスワードのハッシュ",
            f"町の鍵で封をする。最後のログインから{acquainted.DAYS}日",
        )
    yield Asset("町の設定", _show(office.settings.folder), Secrecy.OFFICIAL, NONE, "職員の権限")
    phone = "手続に入力した事項"
    yield Asset(
        "書きかけ",
        "住民のブラウザーの Cookie",
        Secrecy.PERSONAL,
        phone,
        "記入サイトの鍵で暗号にする。サーバーに残らない",
    )
    yield Asset("受付コード", "住民のスマートフォンか紙", Secrecy.PERSONAL, phone, "町の公開鍵で暗号化する")
    yield Asset("印刷した様式", "紙", Secrecy.PERSONAL, phone, "文書の規程のとおり")
    yield Asset("バックアップ", "町が決めた媒体", Secrecy.PERSONAL, "データベースと鍵の全部", "金庫")


def _show(path: Path) -> str:
    return str(path)


PAGES = ("README", "assets", "flow", "purposes", "retention", "authority", "procedures", "checklist")


@dataclass(frozen=True, slots=True)
class NetworkModel:
    """One way of the national guideline to cut a town's network into parts, and where ours stands in it."""

    name: str
    words: str
    desks: str
    staff: str


MODELS = (
    NetworkModel("α", "業務端末はLGWAN接続系", "LGWAN接続系", "LGWAN接続系"),
    NetworkModel(
        "α′",
        "業務端末はLGWAN接続系、決めたクラウドだけへ直接出る",
        "LGWAN接続系（直接出る通信は不要）",
        "LGWAN接続系",
    ),
    NetworkModel(
        "β", "業務端末はインターネット接続系、重要な情報システムはLGWAN接続系", "LGWAN接続系", "LGWAN接続系"
    ),
    NetworkModel(
        "β′",
        "業務端末も重要な情報システムもインターネット接続系",
        "どこにもつながない窓口専用の網（できないときはLGWAN接続系）",
        "窓口専用の網",
    ),
)
"""In all of them the prefill site stands outside, and nothing of ours in the part for 個人番号."""

_templates = Environment(
    loader=PackageLoader("kiosk.policy"),
    autoescape=False,  # noqa: S701 - Markdown, of the town's own settings
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def write_kit(office: Office, day: date) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each page. Raise DataMistake for a mistaken file of the town."""
    facts = collect_facts(office, day)
    for page in PAGES:
        yield f"{page}.md", _templates.get_template(f"{page}.md").render(facts)


def collect_facts(office: Office, day: date) -> Mapping[str, object]:
    """Return all that the pages speak of."""
    settings = office.settings
    return {
        "town": settings.town,
        "day": f"{day.year}年{day.month}月{day.day}日",
        "desks": settings.desks,
        "second": settings.second_factor,
        "roles": ROLES,
        "areas": areas.EVERY_AREA,
        "lobby": DeskMode.LOBBY,
        "prefill": settings.prefill,
        "database": place_of_database(office),
        "is_shared": settings.database.url.startswith("postgresql"),
        "keys": settings.keys,
        "paper": settings.paper,
        "assets": tuple(list_assets(office)),
        "models": MODELS,
        "procedures": tuple(office.catalogue.current.values()),
        "grants": _grants(office),
        "register": layout.town_layout(settings.folder).use,
        "n": read_numbers(office),
    }


def _grants(office: Office) -> tuple[grants.Grant, ...]:
    names = [desk.name for desk in office.settings.desks]
    return grants.read_grants(office.settings.folder / grants.GRANTS_FILE, office.every_procedure, names)
