"""`kiosk calibrate`: a page to print and measure, so that every printer puts its ink where the form wants it."""

from pathlib import Path

import click

from kiosk.cli import failure, shared
from kiosk.cli.print import send_to_printer, write_pdf
from printing import AS_DRAWN, calibration_page


@click.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the PDF here.")
@click.option("--printer", help="ipp://… of the printer.")
@click.option(
    "--corrected", is_flag=True, help="With what printers.toml says about the printer: now all must be right."
)
@shared.CONFIG
def calibrate(out: Path | None, printer: str | None, corrected: bool, own_config: Path | None) -> None:
    """Print rulers and marks to measure; the numbers go into printers.toml (docs/printers.md)."""
    if not out and not printer:
        failure.stop("usage", "--out か --printer を付けてください。")
    if corrected and not printer:
        failure.stop("usage", "--corrected には --printer も付けてください。")
    office = shared.office_of(own_config)
    alignment = office.alignment
    page = calibration_page(alignment.printer(printer) if corrected and printer else AS_DRAWN)
    if out:
        write_pdf(page, out)
    else:
        send_to_printer(page, printer or "", office)
