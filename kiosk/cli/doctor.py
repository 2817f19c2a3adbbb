"""`kiosk doctor`: the morning round over everything an installation needs."""

from pathlib import Path

import click

from kiosk.cli.failure import stop
from kiosk.cli.shared import CONFIG, office_of
from kiosk.doctor import examine
from kiosk.finding import Health
from kiosk.sitedoctor import examine_prefill

SIGNS = {Health.GOOD: "正常", Health.CAUTION: "注意", Health.BAD: "異常"}


@click.command()
@click.option("--name", help="Only the devices of this desk: the one this PC is.")
@click.option(
    "--prefill", is_flag=True, help="On the prefill site: what that needs, and that no private key is there."
)
@CONFIG
def doctor(name: str | None, own_config: Path | None, *, prefill: bool) -> None:
    """Check devices, fonts, keys, clock and database."""
    office = office_of(own_config)
    findings = []
    for finding in examine_prefill(office) if prefill else examine(office, name):
        findings.append(finding)
        click.echo(f"[{SIGNS[finding.health]}] {finding.part}: {finding.sentence}")
    bad = [finding.part for finding in findings if finding.health is Health.BAD]
    if bad:
        stop("doctor_found_trouble", f"直すところがあります: {'、'.join(bad)}")
