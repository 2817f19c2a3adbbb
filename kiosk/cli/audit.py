"""`kiosk audit …`: the audit log for whoever has to answer for it."""

import re
from datetime import datetime
from pathlib import Path

import click

from kiosk.cli import failure, shared
from kiosk.staff import list_staff
from kiosk.store import auditlist, proof
from kiosk.store.audit import AuditEvent, ChainHead, read_head, record, verify_chain

DAY = click.DateTime(["%Y-%m-%d"])
NOTED = re.compile(r"(\d{1,15}):([0-9a-f]{64})")


@click.group()
def audit() -> None:
    """Show and check the audit log (監査記録): who did what and when, without personal data."""


@audit.command("list")
@click.option("--since", type=DAY, help="First day, as 2026-04-01.")
@click.option("--until", type=DAY, help="Last day, as 2026-04-30.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write a CSV file for Excel here.")
@shared.CONFIG
def list_entries(
    since: datetime | None, until: datetime | None, out: Path | None, own_config: Path | None
) -> None:
    """All entries of these days as CSV, in Japanese."""
    with shared.store_of(own_config) as store:
        names = {each.id: each.full_name for each in list_staff(store)}
        # click gives the midnight of the day.
        days = (since.date() if since else None, until.date() if until else None)
        table = auditlist.write_audit_csv(auditlist.read_between(store, *days), names)
    if out is None:
        click.echo(table.replace("\r\n", "\n"), nl=False)
    else:
        shared.write_for_owner(out, table.encode("utf-8-sig"))


@audit.command()
@shared.CONFIG
def head(own_config: Path | None) -> None:
    """Show the number and hash of the last entry: note it on paper, and give it to `check` later."""
    with shared.store_of(own_config) as store:
        last = read_head(store)
    click.echo(f"{last.seq}:{last.hash}")


@audit.command()
@click.option("--noted", help="What `head` said on an earlier day.")
@shared.CONFIG
def check(noted: str | None, own_config: Path | None) -> None:
    """Whether an entry was changed, taken away or added."""
    earlier = _noted(noted) if noted else None
    with shared.store_of(own_config) as store:
        report = verify_chain(store, earlier)
        seals = proof.verify_seals(store) if report.is_whole else None
    if not report.is_whole:
        failure.stop(
            "audit_broken", f"{report.broken_at}件目から書き換えられています。バックアップと比べてください。"
        )
    click.echo(f"{report.entries}件のつながりに切れ目はありません。")
    if seals is not None and seals.own:
        click.echo(f"この端末の封印 {len(seals.own)}日分と合っています。")
    if earlier is not None and earlier.seq < report.begins_after:
        click.echo(f"{report.begins_after}件目までは期限が過ぎて消してあり、控えた番号は確かめられません。")


@audit.command()
@click.option("--renew", is_flag=True, help="Begin anew, once you know why a seal or the key is gone.")
@shared.CONFIG
def seal(renew: bool, own_config: Path | None) -> None:
    """Show the seals of this PC over each day, and whether they hold."""
    with shared.store_of(own_config) as store:
        if renew and store.sealer is not None:
            store.sealer.forget_note()
            record(store, AuditEvent.AUDIT_SEAL_RENEWED)
        found = proof.verify_seals(store)
    for each in found.own:
        click.echo(f"{each.day}\t{each.seq}:{each.hash}\t{each.key_id}")
    if found.others:
        click.echo(f"ほかの端末か、前の鍵の封印が{found.others}日分あります。ここでは確かめられません。")
    if not found.own:
        click.echo("この端末の封印はまだありません。次の日のはじめの出来事で封じます。")


def _noted(words: str) -> ChainHead:

    found = NOTED.fullmatch(words.strip())
    if found is None:
        failure.stop("usage", "--noted には、kiosk audit head が出した「番号:64字」をそのまま書いてください。")
    return ChainHead(int(found[1]), found[2])
