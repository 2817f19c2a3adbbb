"""`kiosk town …`: the town's config folder, which holds only what a town changes."""

from pathlib import Path

import click

from kiosk.cli import failure, shared
from kiosk.overlay import keep_bases, take
from kiosk.settings import DeskMode
from kiosk.town.municipalities import municipalities
from kiosk.town.newtown import Hall, write_new_town


@click.group()
def town() -> None:
    """Begin a town's config folder, look after its changes."""


@town.command()
@click.argument("code")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--postal-code", prompt="役場の郵便番号（例 099-9999）", help="Of the town hall: 099-9999.")
@click.option("--phone", prompt="役場の電話番号（例 0123-00-0000）", help="Of the town hall: 0123-00-0000.")
@click.option("--public-url", default="", help="Where residents fill in at home: https://…")
@click.option("--printer", default="", help="Address of the printer: ipp://192.0.2.1/ipp/print")
@click.option(
    "--desk",
    "modes",
    type=click.Choice([mode.value for mode in DeskMode]),
    multiple=True,
    default=[mode.value for mode in DeskMode],
    help="What the first PC is; may stand twice. Default: both.",
)
def new(
    code: str, folder: Path, postal_code: str, phone: str, public_url: str, printer: str, modes: tuple[str, ...]
) -> None:
    """Write FOLDER/town.toml for the town with this CODE (全国地方公共団体コード, six digits)."""
    found = municipalities().get(code)
    if found is None:
        failure.stop(
            "unknown_town", "そのコードの市区町村はありません。検査数字まで6桁で書いてください（例 011002）。"
        )
    hall = Hall(postal_code, phone, public_url, printer)
    settings = write_new_town(folder, found, hall, tuple(DeskMode(mode) for mode in dict.fromkeys(modes)))
    click.echo(f"{settings.town.full_name}（{settings.town.addressee}）の設定を作りました。")
    click.echo(f"{folder / 'town.toml'} の端末とあて先を確かめてください。次は kiosk keys new です。")


@town.command("take")
@click.argument("name")
@shared.CONFIG
def take_shipped(name: str, own_config: Path | None) -> None:
    """Copy something shipped into the config folder, to change it: guide/birth.toml, catalogue/dog."""
    config = shared.office_of(own_config).settings.folder
    try:
        take(config, name)
    except LookupError:
        failure.stop(
            "unknown_name",
            "その名前のものはありません。guide/birth.toml か catalogue/dog のように書いてください。",
        )
    click.echo(f"{config / name} に写しました。直したら kiosk forms check で確かめてください。")


@town.command()
@shared.CONFIG
def keep(own_config: Path | None) -> None:
    """Note what is shipped today under each change of the town, to be compared after the next upgrade."""
    kept = keep_bases(shared.office_of(own_config).settings.folder)
    click.echo(f"町の変更{kept}件について、いま入っているものを控えました。")
