"""`kiosk keys …`: the town's key pairs. Private keys lie in files only their owner can read."""

from datetime import timedelta
from pathlib import Path

import click

from kiosk.cli.given import CONFIG, office_of
from kiosk.office import Office, now


@click.group()
def keys() -> None:
    """The town's keys for tickets."""


@keys.command()
@CONFIG
def new(own_config: Path | None) -> None:
    """Makes the first key pair."""
    from forms.ticket.keyfiles import make_first_key

    office = office_of(own_config)
    settings = office.settings.keys
    key = make_first_key(settings.folder, office.settings.town.code, now())
    _publish(office)
    click.echo(f"鍵 {key.id} を作りました。事前入力サイトには {settings.public_file} だけを置いてください。")


@keys.command()
@CONFIG
def rotate(own_config: Path | None) -> None:
    """Makes a new key current; the old one still opens tickets."""
    from forms.ticket.keyfiles import rotate_key

    office = office_of(own_config)
    key = rotate_key(office.settings.keys.folder, office.settings.town.code, now())
    _publish(office)
    days = office.settings.prefill.ticket_valid_days
    click.echo(f"新しい鍵は {key.id} です。前の鍵は{days}日たったら kiosk keys retire で捨ててください。")


@keys.command("list")
@CONFIG
def list_keys(own_config: Path | None) -> None:
    """All keys, oldest first."""
    from forms.ticket.keyfiles import read_keyring

    office = office_of(own_config)
    for key in read_keyring(office.settings.keys.folder, office.settings.town.code).keys:
        state = "使用中" if key.is_current else "破棄済み" if key.retired else "開くだけ"
        click.echo(f"{key.id}\t{state}\t{key.created:%Y-%m-%d %H:%M}")


@keys.command()
@click.argument("id", type=int)
@click.option("--force", is_flag=True, help="Even if tickets sealed to it may still be on their way.")
@CONFIG
def retire(id: int, force: bool, own_config: Path | None) -> None:
    """Destroys an old private key: its tickets open nowhere any more."""
    from forms.ticket.keyfiles import retire_key

    office = office_of(own_config)
    validity = timedelta(days=office.settings.prefill.ticket_valid_days)
    retire_key(office.settings.keys.folder, office.settings.town.code, id, now(), validity=validity, force=force)
    click.echo(f"鍵 {id} の秘密鍵を破棄しました。この鍵の受付コードはもう開けません。")


def _publish(office: Office) -> None:
    from forms.ticket.keyfiles import read_keyring, write_public_keys

    ring = read_keyring(office.settings.keys.folder, office.settings.town.code)
    write_public_keys(office.settings.keys.public_file, ring.public())
