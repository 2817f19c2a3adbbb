"""Printed sheets, and the overview of phone, counter and paper."""

from pathlib import Path

from PIL import Image, ImageDraw

from printing import render
from tests.pictures.book import FOLDER, Book, save
from tests.printing.pictures import by_pdfium
from tests.printing.samples import sample_job

SHOWN = (
    ("resident_record_copy", "typical", "住民票の写しの請求"),
    ("move_in", "typical", "転入届"),
    ("household_change", "longest", "世帯の変更"),
    ("child_allowance", "typical", "児童手当"),
    ("family_register_certificate", "typical", "戸籍の証明"),
    ("seal_registration", "typical", "印鑑登録"),
)
DPI = 72
GROUND, EDGE = (232, 236, 243), (120, 126, 138)
HEIGHT, MARGIN, GAP = 720, 40, 36


def shoot_sheets(book: Book, folder: Path) -> Image.Image:
    """The first page of some procedures; gives back one, for the overview."""
    for id, sample, caption in SHOWN:
        pdf = render([sample_job(id, sample)]).pdf
        book.keep(by_pdfium(pdf, folder, DPI).convert("RGB"), id.replace("_", "-"), caption)
    first = render([sample_job(SHOWN[0][0], SHOWN[0][1])]).pdf
    return by_pdfium(first, folder, 150).convert("RGB")


def draw_overview(phone: Image.Image, counter: Image.Image, paper: Image.Image) -> None:
    """Phone, counter and paper side by side."""
    phone = phone.crop((0, 0, phone.width, round(phone.width * 844 / 390)))
    parts = [_fitted(phone, HEIGHT), _fitted(counter, 560), _fitted(paper, HEIGHT)]
    width = 2 * MARGIN + sum(part.width for part in parts) + 2 * GAP
    whole = Image.new("RGB", (width, HEIGHT + 2 * MARGIN), GROUND)
    at = MARGIN
    for part in parts:
        top = MARGIN + (HEIGHT - part.height) // 2
        whole.paste(part, (at, top))
        ImageDraw.Draw(whole).rectangle(
            (at - 1, top - 1, at + part.width, top + part.height), outline=EDGE, width=2
        )
        at += part.width + GAP
    save(whole, FOLDER / "overview.png")


def _fitted(picture: Image.Image, height: int) -> Image.Image:
    return picture.resize((round(picture.width * height / picture.height), height), Image.Resampling.LANCZOS)
