"""The ledger of information assets (情報資産台帳): every table of the database and every file with something to protect."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import make_url

from kiosk.office import Office
from kiosk.settings.settings import PaperCode
from kiosk.store.acquainted import DAYS


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
            f"町の鍵で封をする。最後のログインから{DAYS}日",
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
