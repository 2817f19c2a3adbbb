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
@CONFIG
def doctor(own_config: Path | None) -> None:
    """Checks devices, fonts, keys, clock and database."""
    from kiosk.doctor import Health, examine

    signs = {Health.GOOD: "よい", Health.CAUTION: "注意", Health.BAD: "不良"}
    findings = []
    for finding in examine(office_of(own_config)):
        findings.append(finding)
        click.echo(f"[{signs[finding.health]}] {finding.part}: {finding.sentence}")
    bad = [finding.part for finding in findings if finding.health is Health.BAD]
    if bad:
        stop("doctor_found_trouble", f"直すところがあります: {'、'.join(bad)}")
