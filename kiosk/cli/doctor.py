"""`kiosk doctor`: the morning round over everything an installation needs."""

from pathlib import Path

import click

from kiosk import clock, sitedoctor
from kiosk.cli import failure, shared
from kiosk.doctor import examine
from kiosk.finding import Health
from kiosk.fleet.report import Level, Look, look_at_desks, read_reports
from kiosk.office import Office, now

SIGNS = {Health.GOOD: "正常", Health.CAUTION: "注意", Health.BAD: "異常"}


@click.command()
@click.option("--name", help="Only the devices of this desk: the one this PC is.")
@click.option(
    "--prefill", is_flag=True, help="On the prefill site: what that needs, and that no private key is there."
)
@click.option("--all", "every", is_flag=True, help="All desks of the town, by what they have reported.")
@shared.CONFIG
def doctor(name: str | None, own_config: Path | None, *, prefill: bool, every: bool) -> None:
    """Check devices, fonts, keys, clock and database."""
    office = shared.office_of(own_config)
    if every:
        _tell_all(office)
        return
    findings = []
    for finding in sitedoctor.examine_prefill(office) if prefill else examine(office, name):
        findings.append(finding)
        click.echo(f"[{SIGNS[finding.health]}] {finding.part}: {finding.sentence}")
    bad = [finding.part for finding in findings if finding.health is Health.BAD]
    if bad:
        failure.stop("doctor_found_trouble", f"直すところがあります: {'、'.join(bad)}")


HEADINGS = ("状態", "端末", "版", "設定", "時計", "プリンター・用紙", "カード", "最後の受付", "知らせ")
LEVELS = {Level.GOOD: "正常", Level.CAUTION: "注意", Level.WRONG: "異常"}


def _tell_all(office: Office) -> None:
    """One line a desk, then what is to be done; the command fails where a desk cannot serve."""
    with shared.desk_database(office) as store:
        looks = look_at_desks(office.settings.desks, read_reports(store), now())
    click.echo("\t".join(HEADINGS))
    for look in looks:
        click.echo("\t".join((LEVELS[look.level], look.desk.label, *_cells(look))))
    for look in looks:
        for trouble in look.troubles:
            click.echo(f"[{LEVELS[trouble.level]}] {look.desk.label}: {trouble.sentence}")
    if wrong := [look.desk.label for look in looks if look.level is Level.WRONG]:
        failure.stop("desks_in_trouble", f"見に行く端末があります: {'、'.join(wrong)}")


def _cells(look: Look) -> tuple[str, ...]:
    report = look.report
    if report is None:
        return ("-",) * 7
    return (
        report.program,
        f"{report.bundle}番" if report.bundle else "-",
        f"{report.clock_off:+d}秒",
        look.printer or "-",
        report.reader or "-",
        look.last_visit or "-",
        f"{report.reported_at.astimezone(clock.JAPAN):%m-%d %H:%M}",
    )
