"""The morning round: whether data, database and devices of an installation are well."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cardreader import CardError, CardReason, list_readers
from forms.ticket import keyfiles, watchwords
from kiosk import clock, databasedoctor, directory, tickets, windows
from kiosk.finding import Finding, Health, look_at
from kiosk.office import Office, now, today
from kiosk.settings import Desk, PaperCode, values
from printing import fonts
from printing.drawing.render import code_points
from printing.ipp import check_printer, fingerprint_of

EARLIEST = datetime(2026, 11, 1, tzinfo=UTC)
"""This program did not exist before: an earlier clock is wrong."""


def look_at_data(office: Office) -> Iterator[Finding]:
    """Look at what desks and prefill site have in common."""
    yield look_at("様式", lambda: f"{len(office.catalogue.current)}の手続")
    yield look_at("手数料", lambda: f"{len(office.fees)}種類。どの手続の手数料にも今日の値段があります")
    yield look_at("できごとの案内", lambda: f"{len(office.guide.events)}種類")
    yield _walk(office)
    yield _named(office)
    yield look_at("町字の一覧", lambda: f"{sum(map(len, office.streets.values()))}件")
    yield _clock(now())
    yield look_at("公開鍵", lambda: _public_key(office))


def look_at_papers(office: Office) -> Iterator[Finding]:
    """Look at what only desks have: what they check, draw with and open."""
    yield look_at("本人確認書類", lambda: f"{_identity_papers(office)}種類")
    yield look_at("文字", _fonts)
    yield _words_on_paper(office)
    yield _private_keys(office)
    if office.settings.paper.code is PaperCode.SEALED:
        yield _paper_code(office.settings.paper.public_file)
    yield _alignment(office)


def _public_key(office: Office) -> str:
    """Say by what people see that the site's key is the one on the poster."""
    keys = tickets.public_keys(office)
    return f"鍵 {keys.current.id}、4つの言葉「{watchwords.say_watchwords(keys.town, keys.current.raw)}」（ポスターと同じ）"


def _walk(office: Office) -> Finding:
    """Look at the order of the counters: a name that no procedure knows is most likely misspelt."""
    part, known = "窓口の順", {procedure.desk for procedure in office.catalogue.current.values()}
    unknown = [desk for desk in office.settings.paper.walk if desk not in known]
    if unknown:
        sentence = f"town.toml の walk の {'、'.join(unknown)} は、どの手続の窓口（desk）とも違います。"
        return Finding(part, Health.BAD, f"{sentence}{'、'.join(sorted(known))} のどれかにしてください。")
    sections = [section.name for section in office.settings.sections]
    if unknown := [name for name in sections if name not in known]:
        sentence = f"town.toml の [[section]] の {'、'.join(unknown)} は、どの手続の窓口（desk）とも違います。"
        return Finding(part, Health.BAD, f"{sentence}{'、'.join(sorted(known))} のどれかにしてください。")
    return Finding(part, Health.GOOD, "、".join(office.settings.paper.walk) or "手続の番号の順")


def _named(office: Office) -> Finding:
    """Look at the procedures that town.toml names for the first page."""
    part, settings = "はじめの画面", office.settings
    named = [*settings.prefill.first, *(id for way in settings.ways for id in way.procedures)]
    unknown = [id for id in dict.fromkeys(named) if id not in office.for_residents.catalogue.current]
    if unknown:
        sentence = (
            f"town.toml の [prefill] first か [[way]] の {'、'.join(unknown)} は、この町のスマートフォンの画面に"
            "出す手続ではありません。"
        )
        return Finding(part, Health.BAD, f"{sentence}手続のフォルダーの名前を書いてください。")
    return Finding(
        part, Health.GOOD, f"先に並べる手続 {len(settings.prefill.first)}、ほかの方法 {len(settings.ways)}"
    )


def _identity_papers(office: Office) -> int:
    return len(office.identification.offered(today()))


def _fonts() -> str:
    fonts.value_repertoire()
    for font in (fonts.LABEL_FONT, fonts.LABEL_BOLD_FONT):
        fonts.font_file(font)
    return "IPAmj明朝とBIZ UD書体を読めます"


def _words_on_paper(office: Office) -> Finding:
    """Look at what the town's own words on every sheet are made of."""
    part, town = "様式のことば", office.settings.town
    found = look_at(part, lambda: f"（あて先）{town.addressee}")
    if found.health is not Health.GOOD:
        return found
    repertoire = fonts.label_repertoire()
    faults = {
        f"{key} の {cluster}（{code_points(cluster)}）": fault
        for key, text in (("name", town.name), ("addressee", town.addressee))
        for cluster in fonts.clusters(text)
        if (fault := repertoire[cluster].fault)
    }
    if not faults:
        return found
    named = f"town.toml の {'、'.join(faults)}"
    if fonts.Fault.CHARACTER in faults.values():
        return Finding(
            part, Health.BAD, f"{named}は、フォントになく、様式を印刷できません。ほかの字にしてください。"
        )
    return Finding(part, Health.CAUTION, f"{named}は、フォントに形がなく、もとの字で印刷されます。")


def _clock(time: datetime) -> Finding:
    shown = f"{time.astimezone(clock.JAPAN):%Y-%m-%d %H:%M}"
    if time < EARLIEST:
        return Finding("時計", Health.BAD, f"{shown}になっています。日付と時刻を直してください。")
    return Finding("時計", Health.GOOD, f"{shown}（違うときは直してください）")


def _paper_code(file: Path) -> Finding:
    """Look at the back office's own key, which is not the one of the tickets."""
    if not file.is_file():
        remedy = "後で読み取るPCで kiosk keys new --office を実行し、この端末に public.toml をコピーしてください。"
        return Finding("紙のコード", Health.BAD, f"役場用の公開鍵がありません。（{file}）{remedy}")
    return look_at("紙のコード", lambda: f"役場用の鍵 {keyfiles.read_public_keys(file).current.id}")


def _alignment(office: Office) -> Finding:
    """Look at the printers' placements: an address that no desk prints to is most likely misspelt."""
    part = "印刷の位置"
    found = look_at(part, lambda: f"{len(office.alignment.printers)}台のプリンター")
    if found.health is not Health.GOOD:
        return found
    used = {desk.printer_uri for desk in office.settings.desks}
    unused = [uri for uri in office.alignment.printers if uri not in used]
    if unused:
        sentence = f"printers.toml の {'、'.join(unused)} は、town.toml のどの printer_uri とも違います。"
        return Finding(part, Health.CAUTION, f"{sentence}つづりを確かめてください。")
    return found


def _private_keys(office: Office) -> Finding:
    """Missing on the prefill site, as it must be there; so a missing folder is only a caution.

    Who may write to the folder can put another key in place of the town's.
    """
    folder = office.settings.keys.folder
    if not folder.is_dir():
        return Finding("秘密鍵", Health.CAUTION, "ありません。事前入力サイトならこれで正しい状態です。")
    if os.name == "posix" and folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        sentence = f"鍵のフォルダー {folder} に、持ち主以外も入れます。chmod 700 で、持ち主だけにしてください。"
        return Finding("秘密鍵", Health.BAD, sentence)
    if strangers := windows.find_strangers(folder):
        sentence = f"鍵のフォルダー {folder} を、{'、'.join(strangers)} も開けます。{windows.PROTECT_ADVICE}"
        return Finding("秘密鍵", Health.BAD, sentence)
    return look_at("秘密鍵", lambda: f"使用中の鍵 {tickets.private_keys(office).current.id}")


def look_at_directory(office: Office) -> Iterator[Finding]:
    """Look whether the town's own sign-in answers as it must: its addresses, its keys, its clock, and the groups here."""
    part, settings = "庁内のログイン", office.settings.directory
    if settings is None:
        return
    if unknown := settings.unknown_sections([each.id for each in office.hall.sections] if office.hall else ()):
        sentence = f"[[directory.group]] の {'、'.join(unknown)} という課は、hall.toml にありません。"
        yield Finding(part, Health.BAD, f"{sentence}[[section]] の id を書くまで、だれも入れません。")
    try:
        found = directory.TownDirectory(settings).look()
    except directory.DirectoryError as error:
        yield Finding(part, Health.BAD, f"{error.sentence}issuer と client_secret_file を確かめてください。")
        return
    apart = abs((found.at - now()).total_seconds()) if found.at else 0.0
    if not found.keys:
        yield Finding(part, Health.BAD, "署名を確かめる鍵がありません。庁内の側の jwks_uri を確かめてください。")
    elif apart > directory.LEEWAY:
        sentence = f"時計がこの端末と{apart:.0f}秒違います。{directory.LEEWAY}秒をこえると入れません。"
        yield Finding(part, Health.BAD, f"{sentence}どちらかの時刻を直してください。")
    else:
        yield Finding(
            part, Health.GOOD, f"{settings.issuer} が答えます（鍵{found.keys}、グループ{len(settings.group)}）"
        )


def look_at_devices(desk: Desk) -> Iterator[Finding]:
    """Look at who can reach this desk, and at every device of it."""
    if desk.host not in values.LOOPBACK:
        sentence = (
            f"{desk.host} で待ち受け、ほかのPCからも開けます。端末の画面だけで使うなら 127.0.0.1 にしてください。"
        )
        yield Finding(f"待ち受け（{desk.label}）", Health.CAUTION, sentence)
    part = f"プリンター（{desk.label}）"
    if desk.printer_uri is None:
        yield Finding(part, Health.CAUTION, "設定されていません。PDFをブラウザーで印刷します。")
    else:
        status = check_printer(desk.printer_uri, fingerprint=desk.printer_fingerprint)
        health = Health.GOOD if status.usable else Health.BAD
        yield Finding(part, health, f"{status.sentence}{'' if status.usable else status.next_step}")
        yield from _certificate(desk, desk.printer_uri)
    yield _reader(desk)
    if desk.scanner_port is not None and not windows.has_port(desk.scanner_port):
        yield Finding(
            f"スキャナー（{desk.label}）", Health.BAD, f"{desk.scanner_port}がありません。USBを確かめてください。"
        )


def _certificate(desk: Desk, uri: str) -> Iterator[Finding]:
    """Tell what a printer with TLS shows now, to be copied into the settings by whoever stands in front of it."""
    part, shown = f"プリンターの証明書（{desk.label}）", fingerprint_of(uri)
    if shown is None:
        return
    if desk.printer_fingerprint == shown:
        yield Finding(part, Health.GOOD, "設定どおりです")
    elif desk.printer_fingerprint is None:
        hint = f'town.toml に printer_fingerprint = "{shown}" と書くと、ほかの機械には送りません。'
        yield Finding(part, Health.CAUTION, f"確かめていません。{hint}")
    else:
        yield Finding(part, Health.BAD, f"設定と違います。いま見せた値は {shown} です。")


def _reader(desk: Desk) -> Finding:
    part = f"カードリーダー（{desk.label}）"
    try:
        found = list_readers()
    except CardError as error:
        if error.reason is CardReason.NOT_ALLOWED:
            more = "polkit の規則（/usr/share/polkit-1/rules.d/50-madoguchi.rules）と、動かしている利用者を確かめてください。"
            return Finding(part, Health.BAD, f"{error.sentence}{more}")
        return Finding(part, Health.CAUTION, f"{error.sentence}{error.next_step}")
    wanted = [name for name in found if desk.reader_name is None or desk.reader_name in name]
    if not wanted:
        return Finding(part, Health.CAUTION, "見つかりません。USBケーブルを確かめてください。")
    return Finding(part, Health.GOOD, "、".join(wanted))


def examine(office: Office, name: str | None = None) -> Iterator[Finding]:
    """Look at every part in turn, at the devices of all desks or of the named one. Raises SettingsError."""
    desks = office.settings.desks if name is None else (office.settings.desk(name=name),)
    yield from look_at_data(office)
    yield from look_at_papers(office)
    yield from databasedoctor.look_at_database(office)
    yield from look_at_directory(office)
    for desk in desks:
        yield from look_at_devices(desk)
