"""`kiosk fleet …`: the PCs of a town: inviting, joining, removing, and answering to the others."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import click

from kiosk.cli import failure, shared
from kiosk.clock import JAPAN
from kiosk.fleet.invitation import LIFETIME
from kiosk.fleet.joining import PORT, Joining, begin_joining, load_joining, save_joining
from kiosk.fleet.lead import Lead
from kiosk.fleet.member import read_member
from kiosk.office import Office, now, open_office
from kiosk.settings import DeskMode, SettingsError
from kiosk.store import AuditEvent, Details, StoreError, audit
from kiosk.town.newtown import NewDesk, add_desk, drop_desk

LARGEST_ANSWER = 100_000_000
LOOK_SECONDS = 20.0
MINUTES = int(LIFETIME / timedelta(minutes=1))


@click.group()
def fleet() -> None:
    """Look after the PCs of the town: invite, join, remove."""


@fleet.command()
@click.argument("names", nargs=-1, required=True)
@click.option(
    "--mode", type=click.Choice(["counter", "lobby"]), help="Adds the desk to town.toml if it is not there."
)
@click.option("--label", help="What people call a desk that is added.")
@click.option("--printer", help="ipp://… of the printer of a desk that is added.")
@click.option(
    "--minutes", type=click.IntRange(5, 240), default=MINUTES, show_default=True, help="How long the code counts."
)
@shared.CONFIG
def invite(
    names: tuple[str, ...],
    mode: str | None,
    label: str | None,
    printer: str | None,
    minutes: int,
    own_config: Path | None,
) -> None:
    """Make a one-time code for a PC that becomes the desks NAMES, one or a counter and a lobby."""
    office = shared.office_of(own_config)
    if len(names) > 2:
        failure.stop("usage", "1台のPCは、窓口とロビーの2つまでです。")
    known = {desk.name for desk in office.settings.desks}
    for name in names:
        if name not in known and mode:
            add_desk(office.settings, NewDesk(name, DeskMode(mode), label or name, printer or ""))
            office = shared.office_of(own_config)
    lead = _lead(office)
    if not lead.is_current():
        made = lead.make(now())
        note(office, AuditEvent.BUNDLE_MADE, details={"version": made.number})
    invitation = lead.invite(names, now(), timedelta(minutes=minutes))
    for name in names:
        note(office, AuditEvent.DESK_INVITED, desk=name)
    click.echo(f"コード（1回だけ、{invitation.until.astimezone(JAPAN):%H:%M}まで）: {invitation.shown}")
    click.echo("加わるPCのはじめの画面で「町の2台目からのPC」を選び、このPCのアドレスとコードを入力します。")
    if warning := lead.sharing_trouble():
        click.echo(f"注意: {warning}", err=True)


@fleet.command("list")
@shared.CONFIG
def list_desks(own_config: Path | None) -> None:
    """All desks of town.toml, and which of them have joined with a PC of their own."""
    office = shared.office_of(own_config)
    lead = _lead(office)
    joined, rest = lead.joined(), "まだ" if lead.own else "このPCか、まだ"
    for desk in office.settings.desks:
        state = f"加わっています（鍵 {joined[desk.name].hex()[:8]}）" if desk.name in joined else rest
        state = "このPC" if desk.name in lead.own else state
        click.echo(f"{desk.name}\t{desk.mode}\t{desk.ring}\t{state}\t{desk.label}")


@fleet.command()
@click.argument("name")
@shared.CONFIG
def remove(name: str, own_config: Path | None) -> None:
    """Take a PC out of the town: no key is sealed to it any more, and town.toml no longer has the desk."""
    office = shared.office_of(own_config)
    lead = _lead(office)
    lead.remove(name)
    drop_desk(office.settings, name)
    note(office, AuditEvent.DESK_REMOVED, desk=name)
    click.echo(f"{name} を外しました。")
    click.echo(
        "そのPCには、まだ前の鍵とデータベースのパスワードがあります。kiosk keys rotate で鍵を替え、"
        "パスワードを替えてから、kiosk bundle make で配ってください。"
    )


@fleet.command()
@click.argument("request", type=click.Path())
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file for the stick."
)
@shared.CONFIG
def answer(request: str, out: Path, own_config: Path | None) -> None:
    """Answer a PC without network: REQUEST is the file it made, --out the file it takes."""
    office = shared.office_of(own_config)
    sealed, names = _lead(office).answer(shared.read_input(request), now())
    shared.write_for_owner(out, sealed)
    _joined(office, names)
    click.echo(
        f"{'、'.join(names)} への返事を {out} に書きました。加わるPCに運んでください（ほかのPCでは開けません）。"
    )


@fleet.command()
@click.option("--host", default="0.0.0.0", show_default=True, help="Where to listen.")  # noqa: S104 - for the office's other PCs
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option(
    "--while-needed", is_flag=True, help="End when nobody is invited or has joined and there is no [fleet] office."
)
@shared.CONFIG
def serve(host: str, port: int, own_config: Path | None, *, while_needed: bool) -> None:
    """Let the other PCs of the office join and fetch bundles from this PC, the first one."""
    from kiosk.fleet.serving import create_app
    from kiosk.web.server import end_when, serve as serve_app

    config = shared.config_folder(own_config)
    lead = _lead(open_office(config))
    if while_needed:
        if not lead.is_needed(now()):
            click.echo("招いている端末も、加わった端末も、[fleet] office の設定もないので、待ち受けません。")
            return
        end_when(lambda: _is_idle(config), LOOK_SECONDS)
    app = create_app(lambda: Lead(open_office(config).settings), lambda names: _joined(open_office(config), names))
    serve_app(app, host, port, started=partial(shared.tell_address, host))


def _is_idle(config: Path) -> bool:
    with suppress(SettingsError):  # in the middle of somebody's change
        return not Lead(open_office(config).settings).is_needed(now())
    return False


@fleet.command()
@click.option("--office", help="Address of the first PC, e.g. 192.0.2.10.")
@click.option("--code", help="The one-time code; asked for where it is left out.")
@click.option(
    "--request",
    "request_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Without network: write this.",
)
@click.option("--answer", "answer_file", type=click.Path(), help="Without network: take what came back.")
@shared.CONFIG
def join(
    office: str | None,
    code: str | None,
    request_file: Path | None,
    answer_file: str | None,
    own_config: Path | None,
) -> None:
    """Make this PC a desk of a town that has begun elsewhere: by --office, or by --request and then --answer."""
    config = shared.config_folder(own_config)
    pending = config.parent / "var" / "joining"
    if answer_file:
        joining = load_joining(pending)
        _finish(joining, shared.read_input(answer_file, LARGEST_ANSWER), config)
        pending.unlink(missing_ok=True)
        return
    if bool(office) is bool(request_file):
        failure.stop("usage", "--office か --request のどちらかを付けてください。")
    joining = begin_joining(code or click.prompt("コード", err=True))
    if office:
        _finish(joining, joining.ask(office), config, office)
    elif request_file:
        save_joining(joining, pending)
        request_file.write_bytes(bytes(joining.request))
        click.echo(f"{request_file} を1台目のPCに運び、kiosk fleet answer で返事を作ってください。")


def _finish(joining: Joining, answer: bytes, config: Path, office: str = "") -> None:
    settings = joining.finish(answer, config, office=office)
    member = read_member(settings.fleet.folder)
    assert member is not None
    click.echo(f"{settings.town.name}の {'、'.join(member.desks)} になりました。kiosk doctor で確かめてください。")


def _lead(office: Office) -> Lead:
    lead = Lead(office.settings)
    lead.start()
    return lead


def _joined(office: Office, names: tuple[str, ...]) -> None:
    for name in names:
        note(office, AuditEvent.DESK_JOINED, desk=name)


def note(office: Office, event: AuditEvent, desk: str | None = None, details: Details | None = None) -> None:
    """Write to the audit log. It has happened by now: a log out of reach only warns."""
    try:
        with shared.desk_database(office) as store:
            audit.record(store, event, desk=desk, details=details)
    except (StoreError, SettingsError) as error:
        click.echo(f"audit_not_written: 監査記録に書けませんでした。{error.sentence}{error.next_step}", err=True)
