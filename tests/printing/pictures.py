"""Printed pages as pictures, by four renderers, and what differs between two pictures."""

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

RED, BLUE = (220, 0, 0), (0, 60, 220)


def by_pdfium(pdf: bytes, _folder: Path, dpi: int, page: int = 1) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[page - 1].render(scale=dpi / 72, grayscale=True).to_pil()
        return picture.convert("L")
    finally:
        document.close()


def by_poppler(pdf: bytes, folder: Path, dpi: int, page: int = 1) -> Image.Image:
    return _ran(pdf, folder, "pdftoppm", "-r", str(dpi), "-gray", "-f", str(page), "-l", str(page), "{in}")


def by_mupdf(pdf: bytes, folder: Path, dpi: int, page: int = 1) -> Image.Image:
    return _ran(
        pdf,
        folder,
        "mutool",
        "draw",
        "-q",
        "-r",
        str(dpi),
        "-c",
        "gray",
        "-F",
        "png",
        "-o",
        "-",
        "{in}",
        str(page),
    )


def by_ghostscript(pdf: bytes, folder: Path, dpi: int, page: int = 1) -> Image.Image:
    return _ran(
        pdf, folder, "gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pnggray", f"-r{dpi}",
        "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", f"-dFirstPage={page}", f"-dLastPage={page}",
        "-sOutputFile=-", "{in}",
    )  # fmt: skip


RENDERERS: dict[str, Callable[[bytes, Path, int], Image.Image]] = {
    "pdfium": by_pdfium,
    "poppler": by_poppler,
    "mupdf": by_mupdf,
    "ghostscript": by_ghostscript,
}


def ink(picture: Image.Image) -> float:
    """How much of the picture is black, as a share of the whole."""
    histogram = picture.convert("L").histogram()
    return sum((255 - level) * count for level, count in enumerate(histogram)) / 255 / sum(histogram)


def difference(expected: Image.Image, found: Image.Image) -> tuple[float, Image.Image]:
    """The share of pixels that differ plainly, and a picture: grey is the same, red is missing, blue is new."""
    expected, found = expected.convert("L"), found.convert("L").resize(expected.size)
    differs = ImageChops.difference(expected, found).point(lambda level: 255 if level > 90 else 0)
    shown = Image.blend(expected, Image.new("L", expected.size, 255), 0.6).convert("RGB")
    missing = ImageChops.multiply(
        differs, ImageChops.subtract(found, expected).point(lambda level: 255 * (level > 0))
    )
    new = ImageChops.multiply(differs, ImageChops.subtract(expected, found).point(lambda level: 255 * (level > 0)))
    shown.paste(RED, mask=missing)
    shown.paste(BLUE, mask=new)
    return differs.histogram()[255] / (expected.width * expected.height), shown


def _ran(pdf: bytes, folder: Path, *command: str) -> Image.Image:
    file = folder / "picture.pdf"
    file.write_bytes(pdf)
    filled = [part.replace("{in}", str(file)) for part in command]
    return Image.open(BytesIO(subprocess.run(filled, check=True, capture_output=True, timeout=60).stdout)).convert(
        "L"
    )
