"""`kiosk purge` and `kiosk doctor`: what keeps an installation clean and well."""

from pathlib import Path

import click

from kiosk.cli.failure import stop
from kiosk.cli.given import CONFIG, office_of, store_of


@click.command()
@CONFIG
def purge(own_config: Path | None) -> None:
    """Deletes the answers of visits past their time."""
    from kiosk.store import purge as purge_store

    with store_of(own_config) as store:
        purged = purge_store(store)
    click.echo(f"期限の過ぎた受付 {purged.expired_visits}件、消した入力内容 {purged.deleted_answers}件")


@click.command()
@click.option("--name", help="Only the devices of this desk: the one this PC is.")
@click.option(
    "--prefill", is_flag=True, help="On the prefill site: what that needs, and that no private key is there."
)
@CONFIG
def doctor(name: str | None, own_config: Path | None, *, prefill: bool) -> None:
    """Checks devices, fonts, keys, clock and database."""
    from kiosk.doctor import Health, examine, examine_prefill

    office = office_of(own_config)
    signs = {Health.GOOD: "よい", Health.CAUTION: "注意", Health.BAD: "不良"}
    findings = []
    for finding in examine_prefill(office) if prefill else examine(office, name):
        findings.append(finding)
        click.echo(f"[{signs[finding.health]}] {finding.part}: {finding.sentence}")
    bad = [finding.part for finding in findings if finding.health is Health.BAD]
    if bad:
        stop("doctor_found_trouble", f"直すところがあります: {'、'.join(bad)}")
