"""Each sheet with each sample looks as it did when somebody last looked at it."""

from pathlib import Path

import pytest
from PIL import Image

from tests.printing.goldens import golden_file, pages_of
from tests.printing.pictures import difference
from tests.printing.samples import every_sample
from tests.sweep import swept

MOST_DIFFERENT = 0.0005
"""Share of the page; a changed character is more, a newer renderer's smoothing less."""


SAMPLES = tuple(every_sample())


def test_every_sheet_and_sample_has_its_pictures() -> None:
    missing = [f"{id} {sample}" for id, sample in SAMPLES if not golden_file(id, sample, 1).is_file()]
    assert missing == [], "draw them with python -m tests.printing.goldens PROCEDURE, and look at them"


@swept(3, lambda case: case["sample"] == "typical")
@pytest.mark.parametrize(("id", "sample"), [each for each in SAMPLES if golden_file(*each, 1).is_file()])
def test_the_sheet_looks_as_it_did(id: str, sample: str, tmp_path: Path) -> None:
    pages = pages_of(id, sample)
    expected = [golden_file(id, sample, page) for page in range(1, len(pages) + 1)]
    remedy = f"look at the page, then: python -m tests.printing.goldens {id}"
    assert all(file.is_file() for file in expected), remedy
    assert not golden_file(id, sample, len(pages) + 1).is_file(), remedy
    for file, page in zip(expected, pages, strict=True):
        share, shown = difference(Image.open(file), page)
        if share > MOST_DIFFERENT:
            shown.save(tmp_path / file.name)
        assert share <= MOST_DIFFERENT, f"{share:.2%} differs, see {tmp_path / file.name}; {remedy}"


def test_a_changed_page_is_noticed() -> None:
    white = Image.new("L", (100, 100), 255)
    changed = white.copy()
    changed.paste(0, (10, 10, 20, 20))
    share, shown = difference(white, changed)
    assert share == pytest.approx(0.01)
    assert shown.getpixel((15, 15)) == (0, 60, 220)
    assert difference(changed, white)[1].getpixel((15, 15)) == (220, 0, 0)
