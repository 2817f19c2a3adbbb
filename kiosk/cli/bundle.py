"""`kiosk bundle …`: the town's settings and keys as one signed file, from the first PC."""

from pathlib import Path

import click

from kiosk.cli import failure, fleet, shared
from kiosk.fleet import joining, member as members, reason
from kiosk.fleet.bundle import HIGHEST, LARGEST, Bundle
from kiosk.fleet.lead import Lead
from kiosk.office import Office, now
from kiosk.store import AuditEvent

OUT = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write it here, for a stick."
)


@click.group()
def bundle() -> None:
    """Give settings and keys to all desks of the town."""


@bundle.command()
@OUT
@click.option(
    "--at-least", type=click.IntRange(1, HIGHEST), default=1, help="Where an old backup forgot the number."
)
@shared.CONFIG
def make(out: Path | None, at_least: int, own_config: Path | None) -> None:
    """Check and sign this PC's settings under the next number; desks of the first ring may have them at once."""
    office = shared.office_of(own_config)
    lead = _lead(office)
    made = lead.make(now(), at_least=at_least)
    fleet.note(office, AuditEvent.BUNDLE_MADE, details={"version": made.number})
    _write(lead, out)
    click.echo(f"配る設定 {made.number}番を作りました（{len(made.files)}ファイル）。{_reach(made)}")


@bundle.command()
@OUT
@shared.CONFIG
def release(out: Path | None, own_config: Path | None) -> None:
    """Let all desks have the newest bundle, not only those of the first ring."""
    office = shared.office_of(own_config)
    lead = _lead(office)
    released = lead.release()
    fleet.note(office, AuditEvent.BUNDLE_RELEASED, details={"version": released.number})
    _write(lead, out)
    click.echo(f"配る設定 {released.number}番を出しました。{_reach(released)}")


@bundle.command()
@click.argument("source", required=False)
@shared.CONFIG
def take(source: str | None, own_config: Path | None) -> None:
    """Take a bundle from SOURCE, a file or the address of the first PC (else where this PC joined)."""
    settings = shared.office_of(own_config).settings
    config = settings.folder
    member = members.read_member(settings.fleet.folder)
    if member is None:
        raise reason.FleetError(reason.FleetReason.NOT_JOINED)
    place = source or settings.fleet.office or member.office
    if not place:
        click.echo("1台目のPCのアドレスが分からないので、取りに行きません。ファイルを指定してください。")
        return
    raw: bytes | None
    if source and "://" not in source:
        raw = shared.read_input(source, LARGEST)
    else:
        known = max(member.highest, members.current_number(config) or 0)
        own, ring = members.read_own_key(settings.fleet.folder), members.ring_of(settings, member.desks)
        raw = joining.fetch_bundle(place, member.desks[0], own, known=known, ring=ring)
    taken = members.take(raw, settings, config) if raw is not None else None
    if taken is None:
        click.echo("新しい設定はありません。")
        return
    fleet.note(
        shared.office_of(own_config),
        AuditEvent.BUNDLE_TAKEN,
        desk=member.desks[0],
        details={"version": taken.number},
    )
    click.echo(f"設定 {taken.number}番を受け取りました。動いている端末は、受付の切れ目で新しい設定になります。")


@bundle.command()
@shared.CONFIG
def back(own_config: Path | None) -> None:
    """Go back to the settings before the ones in use."""
    office = shared.office_of(own_config)
    number = members.take_back(office.settings, office.settings.folder)
    member = members.read_member(office.settings.fleet.folder)
    fleet.note(
        office, AuditEvent.BUNDLE_TAKEN_BACK, desk=member.desks[0] if member else None, details={"version": number}
    )
    click.echo(
        f"設定 {number}番に戻しました。戻す前のものは、もう受け取りません。直したものを作って配ってください。"
    )


def _lead(office: Office) -> Lead:
    lead = Lead(office.settings)
    lead.start()
    return lead


def _write(lead: Lead, out: Path | None) -> None:
    file = lead.newest_file()
    if out is not None and file is not None:
        if out.is_dir():
            failure.stop("usage", "--out にはファイルの名前を書いてください。")
        out.write_bytes(file.read_bytes())
        click.echo(f"{out} に書きました。")


def _reach(made: Bundle) -> str:
    if made.is_released:
        return "すべての端末が受け取れます。"
    return 'まず試す端末（ring = "first"）だけが受け取ります。よければ kiosk bundle release を実行してください。'
