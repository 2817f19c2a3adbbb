"""`kiosk keys …`: the town's key pairs. Private keys lie in files only their owner can read."""

from datetime import timedelta
from pathlib import Path

import click

from forms.ticket import keyfiles, watchwords
from forms.ticket.keys import LINES
from kiosk import clock, tickets
from kiosk.cli import failure, shared
from kiosk.cli.print import send_to_printer, write_pdf
from kiosk.office import Office, now
from kiosk.prefill.poster import draw_poster
from kiosk.settings import SettingsError
from kiosk.store import AuditEvent, StoreError, audit

OFFICE_VALIDITY = timedelta(days=366)
"""How long signed papers may wait to be scanned by the back office."""

OFFICE = click.option(
    "--office",
    "for_papers",
    is_flag=True,
    help="The back office's own keys for the codes on sheets, not the tickets'.",
)


@click.group()
def keys() -> None:
    """Look after the town's keys for tickets, and with --office those for the codes on sheets."""


@keys.command()
@OFFICE
@shared.CONFIG
def new(for_papers: bool, own_config: Path | None) -> None:
    """Make the first key pair."""
    office = shared.office_of(own_config)
    folder, public_file = _places(office, for_papers)
    key = keyfiles.begin_keys(folder, public_file, office.settings.town.code, now())
    _note(office, AuditEvent.KEYS_CREATED, key.id, for_papers)
    place = "窓口端末" if for_papers else "事前入力サイト"
    click.echo(f"鍵 {key.id} を作りました。{place}には {public_file} だけを置いてください。")


@keys.command()
@OFFICE
@shared.CONFIG
def rotate(for_papers: bool, own_config: Path | None) -> None:
    """Make a new key current; the old one still opens what was sealed to it."""
    office = shared.office_of(own_config)
    key = keyfiles.rotate_key(_places(office, for_papers)[0], office.settings.town.code, now())
    _publish(office, for_papers)
    _note(office, AuditEvent.KEYS_ROTATED, key.id, for_papers)
    days = _validity(office, for_papers).days
    click.echo(f"新しい鍵は {key.id} です。前の鍵は{days}日たったら kiosk keys retire で捨ててください。")


@keys.command()
@click.option("--printer", help="ipp://… of the printer; without it the one in town.toml.")
@shared.CONFIG
def sheet(printer: str | None, own_config: Path | None) -> None:
    """Print the recovery sheet of the tickets' key, for the safe. It is kept nowhere."""
    office = shared.office_of(own_config)
    uri = printer or next((desk.printer_uri for desk in office.settings.desks if desk.printer_uri), None)
    if uri is None:
        failure.stop("usage", "--printer を付けてください。")
    key = tickets.private_keys(office).current
    send_to_printer(tickets.draw_recovery_sheet(office, key), uri, office)
    _note(office, AuditEvent.KEYS_PRINTED, key.id, for_papers=False)
    click.echo("鍵の復旧用紙を印刷しました。封筒に入れて封をし、金庫に保管してください。")


@keys.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the PDF here.")
@click.option("--printer", help="ipp://… of the printer.")
@shared.CONFIG
def poster(out: Path | None, printer: str | None, own_config: Path | None) -> None:
    """Print the poster: the site's address as a code, and the four words of the key that the site has now."""
    if bool(out) == bool(printer):
        failure.stop("usage", "--out か --printer のどちらか1つを付けてください。")
    office = shared.office_of(own_config)
    page = draw_poster(office)
    if out:
        write_pdf(page, out)
    else:
        send_to_printer(page, printer or "", office)


@keys.command()
@shared.CONFIG
def restore(own_config: Path | None) -> None:
    """Bring the tickets' key back from its recovery sheet, typed line by line."""
    office = shared.office_of(own_config)
    folder, public_file = _places(office, for_papers=False)
    lines: list[str] = [click.prompt(f"{number}行目", err=True) for number in range(1, LINES + 1)]
    key = keyfiles.restore_key(folder, public_file, office.settings.town.code, lines)
    _note(office, AuditEvent.KEYS_RESTORED, key.id, for_papers=False)
    click.echo(f"鍵 {key.id} を戻しました。ほかの端末の var/keys/ も、これと同じにしてください。")


@keys.command("list")
@OFFICE
@shared.CONFIG
def list_keys(for_papers: bool, own_config: Path | None) -> None:
    """All keys, oldest first; with the four words that the poster has to say."""
    office = shared.office_of(own_config)
    town = office.settings.town.code
    for key in keyfiles.read_keyring(_places(office, for_papers)[0], town).keys:
        state = "使用中" if key.is_current else "破棄済み" if key.retired else "開くだけ"
        words = "" if for_papers or key.retired else f"\t{watchwords.say_watchwords(town, key.public)}"
        click.echo(f"{key.id}\t{state}\t{key.created.astimezone(clock.JAPAN):%Y-%m-%d %H:%M}{words}")


@keys.command()
@click.argument("id", type=int)
@click.option("--force", is_flag=True, help="Even if tickets or papers sealed to it may still be on their way.")
@OFFICE
@shared.CONFIG
def retire(id: int, force: bool, for_papers: bool, own_config: Path | None) -> None:
    """Destroys an old private key: what was sealed to it opens nowhere any more."""
    office = shared.office_of(own_config)
    folder, validity = _places(office, for_papers)[0], _validity(office, for_papers)
    keyfiles.retire_key(folder, office.settings.town.code, id, now(), validity=validity, force=force)
    _note(office, AuditEvent.KEYS_RETIRED, id, for_papers)
    what = "様式のQRコード" if for_papers else "受付コード"
    click.echo(f"鍵 {id} の秘密鍵を破棄しました。この鍵の{what}はもう開けません。")


def _note(office: Office, event: AuditEvent, id: int, for_papers: bool) -> None:
    """Into the audit log of this PC. The key is made or destroyed by now: a log out of reach only warns."""
    try:
        with shared.desk_database(office) as store:
            audit.record(store, event, details={"key_id": id, "kind": "papers" if for_papers else "tickets"})
    except (StoreError, SettingsError) as error:
        click.echo(f"audit_not_written: 監査記録に書けませんでした。{error.sentence}{error.next_step}", err=True)


def _places(office: Office, for_papers: bool) -> tuple[Path, Path]:
    """Return the folder of the private keys and the file of the public ones."""
    paper, keys = office.settings.paper, office.settings.keys
    return (paper.key_folder, paper.public_file) if for_papers else (keys.folder, keys.public_file)


def _validity(office: Office, for_papers: bool) -> timedelta:
    return OFFICE_VALIDITY if for_papers else timedelta(days=office.settings.prefill.ticket_valid_days)


def _publish(office: Office, for_papers: bool) -> None:

    folder, public_file = _places(office, for_papers)
    ring = keyfiles.read_keyring(folder, office.settings.town.code)
    keyfiles.write_public_keys(public_file, ring.public())
