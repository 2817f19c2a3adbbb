"""`kiosk hall …`: windows, queues and opening hours of the town hall."""

import time
from collections.abc import Iterator
from pathlib import Path

import click

from forms.schema import fields_of
from kiosk.board.calls import Recordings, read_board, status_of
from kiosk.cli import failure, shared
from kiosk.desk.scan import find_digits
from kiosk.hall import estimate, wall
from kiosk.office import Office, today
from kiosk.settings import read_secret
from kiosk.town.hall import HALL_FILE, Hall, Site, upcoming
from kiosk.town.status import pack_status, public_half, unpack_status

OUT = click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file.")


@click.group()
def hall() -> None:
    """Look after windows, queues and opening hours of the town hall."""


@hall.command()
@shared.CONFIG
def check(own_config: Path | None) -> None:
    """Check hall.toml and show what it says."""
    office = shared.office_of(own_config)
    found = office.hall
    if found is None:
        click.echo(f"{HALL_FILE} はありません。番号と待ち時間は使いません。")
        return
    if unknown := list(names_of_nothing(found, office)):
        failure.stop("task_mistaken", "\n".join(unknown))
    for site in found.sites:
        tell_site(found, site)
    click.echo(f"{HALL_FILE} に誤りはありません。")


def names_of_nothing(found: Hall, office: Office) -> Iterator[str]:
    """Yield in words what tasks name and nothing has: a step of the guide, or a question of a condition."""
    steps = {entry.title for event in office.guide.events.values() for entry in event.entries}
    catalogue = office.catalogue
    asked = {field.key for field in fields_of(tuple(catalogue.current.values()), catalogue.vocabulary)}
    for plan in found.tasks:
        for step in plan.steps:
            if step not in steps:
                yield f"{HALL_FILE} の [[task]] {plan.id}：案内に「{step}」という手順はありません。"
        for item in sorted(plan.when.items - asked):
            yield f"{HALL_FILE} の [[task]] {plan.id}：「{item}」という項目はどの手続も尋ねていません。"


@hall.command()
@OUT
@shared.CONFIG
def rule(out: Path, own_config: Path | None) -> None:
    """Draw as PDF by which rule numbers are called, to hang on the wall."""
    town = shared.office_of(own_config).settings.town
    out.write_bytes(wall.draw_rule(town.name))


@hall.command("status-key")
@shared.CONFIG
def status_key(own_config: Path | None) -> None:
    """Show the public key to the status, for `[prefill] status_key` of the site."""
    click.echo(public_half(_secret(shared.office_of(own_config))).hex())


@hall.command()
@OUT
@click.option("--every", type=click.IntRange(10, 3600), help="Go on, and write so many seconds apart.")
@shared.CONFIG
def status(out: Path, every: int | None, own_config: Path | None) -> None:
    """Write called numbers, counts and waits as signed digits, to be carried to the site for phones."""
    office = shared.office_of(own_config)
    found = office.hall
    if found is None:
        failure.stop("no_hall", f"{HALL_FILE} がありません。docs/hall.md の例から作ってください。")
    secret, recordings = _secret(office), Recordings(office.settings.folder)
    with shared.desk_database(office) as store:
        estimators = [(site, estimate.Estimator(found, store, site.id)) for site in found.sites]
        while True:
            boards = [(site, read_board(estimator, site, recordings)) for site, estimator in estimators]
            _replace(out, [pack_status(status_of(board, site), secret) for site, board in boards])
            if every is None:
                return
            time.sleep(every)


@hall.command()
@click.argument("picture", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@OUT
@shared.CONFIG
def take(picture: Path, out: Path, own_config: Path | None) -> None:
    """Read the status from a picture of a board, on the Internet side; what the town did not sign is refused."""
    key = shared.office_of(own_config).settings.prefill.status_key
    if key is None:
        failure.stop("no_status_key", "town.toml の [prefill] に status_key がありません。")
    digits = [text for text in find_digits(picture.read_bytes()) if unpack_status(text, bytes.fromhex(key))]
    if not digits:
        failure.stop("no_status", "この町の待ち時間のコードが、写真の中に見つかりません。")
    _replace(out, digits)


def _secret(office: Office) -> bytes:
    file = office.settings.keys.status_key_file
    if file is None:
        failure.stop("no_status_key", "town.toml の [keys] に status_key_file がありません。")
    return read_secret(file)


def _replace(out: Path, lines: list[str]) -> None:
    """Write the file whole or not at all."""
    draft = out.with_name(f".{out.name}.new")
    draft.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    draft.replace(out)


def tell_site(hall: Hall, site: Site) -> None:
    """Say what can be waited for at the site, and on which of the next days it is closed."""
    click.echo(f"{site.label}")
    for queue in hall.queues_of(site.id):
        windows = [each.label for each in hall.windows if each.site == site.id and queue.section in each.sections]
        click.echo(f"  {queue.letter} {queue.label}: {'、'.join(windows)}（ふだん{queue.usual_minutes}分）")
    for day, why in upcoming(hall, site.id, today()):
        click.echo(f"  休み {day:%Y-%m-%d} {why}")
