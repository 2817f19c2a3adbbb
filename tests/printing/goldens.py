"""Golden pictures: how each sheet and sample looked when somebody last looked at it and was content.

`python -m tests.printing.goldens [PROCEDURE]` draws them anew. Look at every one before committing it.
"""

import sys
from pathlib import Path

from PIL import Image

from printing import render
from tests.printing.pictures import by_pdfium
from tests.printing.samples import every_sample, sample_job

FOLDER = Path(__file__).parent / "golden"
DPI = 72
STEP = 85
"""Between the four greys that are kept; well below what counts as different."""


def golden_file(id: str, sample: str, page: int) -> Path:
    return FOLDER / f"{id}-{sample}-{page}.png"


def pages_of(id: str, sample: str) -> list[Image.Image]:
    printed = render([sample_job(id, sample)])
    return [by_pdfium(printed.pdf, FOLDER, DPI, page) for page in range(1, printed.page_count + 1)]


def few_greys(picture: Image.Image) -> Image.Image:
    return picture.point(lambda level: round(level / STEP) * STEP).quantize(4)


def main(only: str = "") -> None:
    FOLDER.mkdir(exist_ok=True)
    for id, sample in every_sample():
        if only in ("", id):
            for old in FOLDER.glob(f"{id}-{sample}-*.png"):
                old.unlink()
            for page, picture in enumerate(pages_of(id, sample), start=1):
                few_greys(picture).save(golden_file(id, sample, page), optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
