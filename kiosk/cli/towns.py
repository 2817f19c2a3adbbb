"""`kiosk towns …`: several towns for one prefill site, each in a folder of its own."""

from pathlib import Path

import click

from forms.ticket.keys import KeysError
from kiosk.cli.failure import stop
from kiosk.prefill.towns import TownFolder, read_towns
from kiosk.tickets import public_keys
from kiosk.town.municipalities import municipalities
from kiosk.town.newtown import Hall, write_new_town
from kiosk.web.server import is_below

FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@click.group()
def towns() -> None:
    """Look after the towns of a common prefill site."""


@towns.command()
@FOLDER
@click.argument("code")
@click.option("--host", required=True, help="The name that residents of this town open: town.example.jp")
@click.option("--by-path", is_flag=True, help="Share that name with other towns: https://HOST/towns/CODE.")
@click.option("--postal-code", prompt="役場の郵便番号（例 099-9999）", help="Of the town hall: 099-9999.")
@click.option("--phone", prompt="役場の電話番号（例 0123-00-0000）", help="Of the town hall: 0123-00-0000.")
def add(folder: Path, code: str, host: str, postal_code: str, phone: str, *, by_path: bool) -> None:
    """Begin FOLDER/CODE for the town with this code; its public keys come from its town hall."""
    found = municipalities().get(code)
    if found is None:
        stop("unknown_town", "そのコードの市区町村はありません。検査数字まで6桁で書いてください（例 011002）。")
    path = f"/towns/{code}" if by_path else ""
    others = [town for town in read_towns(folder) if town.office and town.code != code and town.host == host]
    if any(is_below(path, town.path) or is_below(town.path, path) for town in others):
        stop("host_taken", "その名前は、ほかの町が使っています。別の名前にしてください。")
    config = folder / code / "config"
    settings = write_new_town(config, found, Hall(postal_code, phone, f"https://{host}{path}"), ())
    keys = settings.keys.public_file
    keys.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    click.echo(f"{settings.town.full_name}を追加しました。")
    click.echo(f"次は、役場の端末の public.toml を {keys.parent} に置いてください。")


@towns.command("list")
@FOLDER
def list_towns(folder: Path) -> None:
    """Tell of each town its name, and what is missing."""
    found = read_towns(folder)
    for town in found:
        click.echo(f"{town.code}\t{town.host}{town.path}\t{_state(town)}")
    if any(town.office is None for town in found):
        stop("town_mistaken", "直すところのある町は、サイトに出ません。")


def _state(town: TownFolder) -> str:
    if town.office is None:
        return town.trouble
    try:
        return f"{town.office.settings.town.full_name}　鍵 {public_keys(town.office).current.id}"
    except KeysError as error:
        return str(error)
