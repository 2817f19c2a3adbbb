"""`kiosk print`: from answers or a ticket to a PDF file or to a printer."""

from pathlib import Path

import click

from forms import Application
from kiosk import stacks, tickets
from kiosk.cli import failure, shared, ticket
from kiosk.office import Office
from printing import Printed
from printing.ipp import JobProgress, Outcome, PrintOptions, print_pdf


@click.command("print")
@click.option("--answers", help="A.json (docs/exchange.md), or - for standard input.")
@click.option("--ticket", type=click.Path(path_type=Path), multiple=True, help="Text file or picture of a ticket.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the PDF here.")
@click.option("--printer", help="ipp://… of the printer.")
@shared.CONFIG
def print_(
    answers: str | None, ticket: tuple[Path, ...], out: Path | None, printer: str | None, own_config: Path | None
) -> None:
    """Print the finished forms."""
    if bool(answers) == bool(ticket) or bool(out) == bool(printer):
        failure.stop(
            "usage", "--answers か --ticket のどちらか1つと、--out か --printer のどちらか1つを付けてください。"
        )
    office = shared.office_of(own_config)
    application = shared.application_in(answers, office) if answers else _application_in_tickets(ticket, office)
    if out:
        write_pdf(stacks.draw_sheets(application, office), out)
        return
    for stack in stacks.draw_stacks(application, office, stacks.Order(printer=printer)):
        _tell_notices(stack.printed)
        send_to_printer(stack.printed, printer or "", office, stack.options)


def write_pdf(printed: Printed, out: Path) -> None:
    """Write the PDF and tell on stderr what staff should look at."""
    out.write_bytes(printed.pdf)
    _tell_notices(printed)


def _application_in_tickets(files: tuple[Path, ...], office: Office) -> Application:

    texts = [text for file in files for text in ticket.texts_in_file(file)]
    return ticket.application_of(tickets.open_texts(texts, office), office)


def send_to_printer(printed: Printed, uri: str, office: Office, options: PrintOptions | None = None) -> None:
    """Follow the job until the paper is out; one that did not end well is not sent again, and nothing after it."""
    wanted = options or PrintOptions(pages=printed.page_count)
    result = print_pdf(uri, printed.pdf, wanted, _tell_progress, fingerprint=office.settings.fingerprint_for(uri))
    if result.outcome is not Outcome.PRINTED:
        failure.stop(result.code.value, f"{result.sentence}{result.next_step}")
    click.echo(result.sentence, err=True)
    for wish in sorted(result.left_out):
        click.echo(f"left_out: {wish.value}", err=True)


def _tell_progress(progress: JobProgress) -> None:
    click.echo(f"{progress.code.value}: {progress.sentence}", err=True)


def _tell_notices(printed: Printed) -> None:
    for notice in printed.notices:
        click.echo(f"{notice.kind.value}: {notice.sentence}", err=True)
