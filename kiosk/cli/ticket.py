"""`kiosk ticket …`: seal answers into a ticket and open it again."""

import json
from pathlib import Path

import click

from forms import Application, application_to_json
from forms.ticket import TicketContents
from kiosk.cli import failure, shared
from kiosk.office import Office, today
from kiosk.tickets import checked_in_ticket, open_texts, seal_application


@click.group()
def ticket() -> None:
    """Tickets (受付コード)."""


@ticket.command()
@click.option("--answers", required=True, help="A.json (docs/exchange.md), or - for standard input.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="T.png, T.svg or T.txt.")
@shared.CONFIG
def seal(answers: str, out: Path | None, own_config: Path | None) -> None:
    """Seals answers. Digits on stdout without --out; a second code gets -2 in its file name."""
    office = shared.office_of(own_config).for_residents
    texts = seal_application(shared.application_in(answers, office), office).texts
    if out is None:
        click.echo("\n".join(texts))
        return
    for position, text in enumerate(texts, start=1):
        file = out if position == 1 else out.with_stem(f"{out.stem}-{position}")
        _write_code(text, file)


@ticket.command("open")
@click.option("--text", "texts", multiple=True, help="Digits; give it twice for a ticket of two codes.")
@click.option("--image", "images", multiple=True, type=click.Path(path_type=Path), help="PNG or JPEG of the QR.")
@shared.CONFIG
def open_(texts: tuple[str, ...], images: tuple[Path, ...], own_config: Path | None) -> None:
    """Open a ticket and print its contents as JSON."""
    office = shared.office_of(own_config)
    read = [*texts, *(text for image in images for text in _codes_in(image))]
    if not read:
        failure.stop("usage", "--text か --image を付けてください。")
    click.echo(json.dumps(contents_as_json(open_texts(read, office), office), ensure_ascii=False, indent=2))


def contents_as_json(contents: TicketContents, office: Office) -> dict[str, object]:
    """Town, times, procedures and answers, with item names as in A.json."""
    plain = application_to_json(application_of(contents, office), today())
    return {
        "town": office.settings.town.code,
        "issued": contents.issued.isoformat(),
        "expires": contents.expires.isoformat(),
        "language": contents.language,
        **plain,
    }


def application_of(contents: TicketContents, office: Office) -> Application:
    """Return what the ticket asks for.

    One line on stderr names the answers nobody could have typed, never their values.
    """
    application, unread = checked_in_ticket(contents, office)
    if unread:
        click.echo(f"unreadable_answers: 読めない値を除きました: {', '.join(unread)}", err=True)
    return application


def texts_in_file(file: Path) -> list[str]:
    """Return the digits of a ticket in a text file, or in a picture of it."""
    if file.suffix.lower() in (".txt", ""):
        return shared.read_input(str(file)).decode("ascii", errors="replace").split()
    return _codes_in(file)


def _write_code(text: str, file: Path) -> None:
    from kiosk.web.qr import qr_png, qr_svg

    match file.suffix.lower():
        case ".png":
            file.write_bytes(qr_png(text))
        case ".svg":
            file.write_text(qr_svg(text), encoding="utf-8")
        case ".txt":
            file.write_text(f"{text}\n", encoding="ascii")
        case _:
            failure.stop("usage", "--out は .png、.svg、.txt のどれかで終わる名前にしてください。")


def _codes_in(image: Path) -> list[str]:
    from kiosk.desk.scan import find_digits

    if image.stat().st_size > shared.LARGEST_INPUT * 10:
        failure.stop("too_large", "画像が大きすぎます。")
    found = find_digits(image.read_bytes())
    if not found:
        failure.stop("no_code", "画像の中に受付コードが見つかりません。明るい所で、まっすぐ撮ってください。")
    return list(found)
