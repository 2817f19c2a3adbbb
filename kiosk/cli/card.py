"""`kiosk card …`: read a card, or be one for demo and training."""

import json
import sys
from pathlib import Path

import click

from cardreader import CardError, Pin, read_card
from cardreader.virtual import CHIPS, load_person, run_virtual_card
from kiosk.cli.failure import stop


@click.group()
def card() -> None:
    """Cards on a reader."""


@card.command()
@click.option("--pin-stdin", is_flag=True, required=True, help="The PIN is the first line of standard input.")
@click.option("--reader", help="Name of the reader; without it, whichever holds a card.")
@click.option("--allow-last-try", is_flag=True, help="Send the PIN even if a mistake would block the card.")
def read(pin_stdin: bool, reader: str | None, allow_last_try: bool) -> None:
    """Read the card and show its holder as JSON.

    The PIN never stands on the command line: others could see it there.
    """
    typed = sys.stdin.readline(100).rstrip("\r\n")
    pins = (Pin(typed),) if typed else ()
    holder = read_card(*pins, reader=reader, allow_last_try=allow_last_try)
    click.echo(json.dumps(holder.as_json(), ensure_ascii=False))


@card.command()
@click.option(
    "--person", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Person file (TOML)."
)
@click.option("--kind", type=click.Choice(list(CHIPS)), default="my_number_card", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=35963, show_default=True)
def virtual(person: Path, kind: str, port: int) -> None:
    """Put a virtual card into the virtual reader until Ctrl-C."""
    try:
        holder = load_person(person)
    except CardError as error:
        stop(error.reason.value, f"{error.sentence}（{error.detail}）{error.next_step}")
    click.echo("練習用カードを置きました。取り出すには Ctrl-C を押してください。", err=True)
    run_virtual_card(CHIPS[kind](holder), port=port)
