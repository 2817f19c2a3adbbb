"""What lies in files: the town's data, fonts, keys, and the clock that dates them all."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from forms.ticket.keyfiles import read_public_keys
from kiosk.clock import JAPAN
from kiosk.doctor.finding import Finding, Health, look_at
from kiosk.office import Office, now, today
from kiosk.settings import PaperCode
from kiosk.tickets import private_keys, public_keys
from kiosk.town.identification import IDENTIFICATION_FILE, read_identification
from printing.drawing.notices import code_points
from printing.fonts import (
    LABEL_BOLD_FONT,
    LABEL_FONT,
    Fault,
    clusters,
    font_file,
    label_repertoire,
    value_repertoire,
)

EARLIEST = datetime(2026, 11, 1, tzinfo=UTC)
"""This program did not exist before: an earlier clock is wrong."""


def look_at_data(office: Office) -> Iterator[Finding]:
    """Look at what desks and prefill site have in common."""
    yield look_at("様式", lambda: f"{len(office.catalogue.current)}の手続")
    yield look_at("手数料", lambda: f"{len(office.fees)}種類。どの手続の手数料にも今日の値段があります")
    yield look_at("できごとの案内", lambda: f"{len(office.guide.events)}種類")
    yield _walk(office)
    yield look_at("町字の一覧", lambda: f"{sum(map(len, office.streets.values()))}件")
    yield _clock(now())
    yield look_at("公開鍵", lambda: f"鍵 {public_keys(office).current.id}")


def look_at_papers(office: Office) -> Iterator[Finding]:
    """Look at what only desks have: what they check, draw with and open."""
    yield look_at("本人確認書類", lambda: f"{_identity_papers(office)}種類")
    yield look_at("文字", _fonts)
    yield _words_on_paper(office)
    yield _private_keys(office)
    if office.settings.paper.code is PaperCode.SEALED:
        yield _paper_code(office.settings.paper.public_file)
    yield _alignment(office)


def _walk(office: Office) -> Finding:
    """Look at the order of the counters: a name that no procedure knows is most likely misspelt."""
    part, known = "窓口の順", {procedure.desk for procedure in office.catalogue.current.values()}
    unknown = [desk for desk in office.settings.paper.walk if desk not in known]
    if unknown:
        sentence = f"town.toml の walk の {'、'.join(unknown)} は、どの手続の窓口（desk）とも違います。"
        return Finding(part, Health.BAD, f"{sentence}{'、'.join(sorted(known))} のどれかにしてください。")
    return Finding(part, Health.GOOD, "、".join(office.settings.paper.walk) or "手続の番号の順")


def _identity_papers(office: Office) -> int:
    return len(read_identification(office.settings.folder / IDENTIFICATION_FILE).offered(today()))


def _fonts() -> str:
    value_repertoire()
    for font in (LABEL_FONT, LABEL_BOLD_FONT):
        font_file(font)
    return "IPAmj明朝とBIZ UD書体を読めます"


def _words_on_paper(office: Office) -> Finding:
    """Look at what the town's own words on every sheet are made of."""
    part, town = "様式のことば", office.settings.town
    found = look_at(part, lambda: f"（あて先）{town.addressee}")
    if found.health is not Health.GOOD:
        return found
    fonts = label_repertoire()
    faults = {
        f"{key} の {cluster}（{code_points(cluster)}）": fault
        for key, text in (("name", town.name), ("addressee", town.addressee))
        for cluster in clusters(text)
        if (fault := fonts[cluster].fault)
    }
    if not faults:
        return found
    named = f"town.toml の {'、'.join(faults)}"
    if Fault.CHARACTER in faults.values():
        return Finding(
            part, Health.BAD, f"{named}は、フォントになく、様式を印刷できません。ほかの字にしてください。"
        )
    return Finding(part, Health.CAUTION, f"{named}は、フォントに形がなく、もとの字で印刷されます。")


def _clock(time: datetime) -> Finding:
    shown = f"{time.astimezone(JAPAN):%Y-%m-%d %H:%M}"
    if time < EARLIEST:
        return Finding("時計", Health.BAD, f"{shown}になっています。日付と時刻を直してください。")
    return Finding("時計", Health.GOOD, f"{shown}（違うときは直してください）")


def _paper_code(file: Path) -> Finding:
    """Look at the back office's own key, which is not the one of the tickets."""
    if not file.is_file():
        remedy = "後で読み取るPCで kiosk keys new --office を動かし、この端末に public.toml を写してください。"
        return Finding("紙のコード", Health.BAD, f"役場用の公開鍵がありません。（{file}）{remedy}")
    return look_at("紙のコード", lambda: f"役場用の鍵 {read_public_keys(file).current.id}")


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
    """Missing on the prefill site, as it must be there; so a missing folder is only a caution."""
    folder = office.settings.keys.folder
    if not folder.is_dir():
        return Finding("秘密鍵", Health.CAUTION, "ありません。事前入力サイトならこれで正しい状態です。")
    return look_at("秘密鍵", lambda: f"使用中の鍵 {private_keys(office).current.id}")
