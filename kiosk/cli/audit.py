"""`kiosk audit …`: the audit log for whoever has to answer for it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from kiosk.cli.failure import stop
from kiosk.cli.shared import CONFIG, store_of, write_for_owner
from kiosk.clock import day_in_japan
from kiosk.staff import list_staff
from kiosk.store import Store
from kiosk.store.audit import AuditEntry, ChainHead, read_entries, read_head, verify_chain
from kiosk.store.audittable import write_audit_csv

DAY = click.DateTime(["%Y-%m-%d"])
NOTED = re.compile(r"(\d{1,15}):([0-9a-f]{64})")


@click.group()
def audit() -> None:
    """Show and check the audit log (監査記録): who did what and when, without personal data."""


@audit.command("list")
@click.option("--since", type=DAY, help="First day, as 2026-04-01.")
@click.option("--until", type=DAY, help="Last day, as 2026-04-30.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write a CSV file for Excel here.")
@CONFIG
def list_entries(since: date | None, until: date | None, out: Path | None, own_config: Path | None) -> None:
    """All entries of these days as CSV, in Japanese."""
    with store_of(own_config) as store:
        names = {each.id: each.name for each in list_staff(store)}
        table = write_audit_csv(_between(store, _day(since), _day(until)), names)
    if out is None:
        click.echo(table.replace("\r\n", "\n"), nl=False)
    else:
        write_for_owner(out, table.encode("utf-8-sig"))


@audit.command()
@CONFIG
def head(own_config: Path | None) -> None:
    """Show the number and hash of the last entry: note it on paper, and give it to `check` later."""
    with store_of(own_config) as store:
        last = read_head(store)
    click.echo(f"{last.seq}:{last.hash}")


@audit.command()
@click.option("--noted", help="What `head` said on an earlier day.")
@CONFIG
def check(noted: str | None, own_config: Path | None) -> None:
    """Whether an entry was changed, taken away or added."""
    earlier = _noted(noted) if noted else None
    with store_of(own_config) as store:
        report = verify_chain(store, earlier)
    if not report.is_whole:
        stop(
            "audit_broken", f"{report.broken_at}件目から書き換えられています。控えのデータベースと比べてください。"
        )
    click.echo(f"{report.entries}件のつながりに切れ目はありません。")


def _day(given: date | None) -> date | None:
    # click gives the midnight of the day.
    return date(given.year, given.month, given.day) if given else None


def _between(store: Store, since: date | None, until: date | None) -> Iterator[AuditEntry]:

    after = 0
    while batch := read_entries(store, after=after):
        for entry in batch:
            day = day_in_japan(entry.at)
            if (since is None or since <= day) and (until is None or day <= until):
                yield entry
        after = batch[-1].seq


def _noted(words: str) -> ChainHead:

    found = NOTED.fullmatch(words.strip())
    if found is None:
        stop("usage", "--noted には、kiosk audit head が出した「番号:64字」をそのまま書いてください。")
    return ChainHead(int(found[1]), found[2])
