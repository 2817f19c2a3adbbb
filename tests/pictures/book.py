"""Keeps pictures small and their index true."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS = 64
STATUS = "performance.getEntriesByType('navigation')[0]?.responseStatus ?? 0"
"""How the site has answered; nobody can tell while a test holds the clock."""
LOST = (404, 405, 410)


@dataclass
class Book:
    """The pictures of one chapter (`phone`, `counter`, …), numbered in the order they were taken."""

    chapter: str
    title: str
    entries: list[tuple[str, str]] = field(default_factory=list)
    scale: float = 1.0

    def shoot(
        self, page: Page, name: str, caption: str, *, whole: bool = True, answer: int | None = None
    ) -> Image.Image:
        """Take the page as it stands, the `whole` of it or what fits the screen.

        Raise AssertionError where the site has answered with an error instead of the page, unless with this one.
        """
        status = page.evaluate(STATUS)
        assert status == answer if answer else status < 500 and status not in LOST, f"{name}: {status} {page.url}"
        return self.keep(self.photograph(page, whole=whole), name, caption)

    def photograph(self, page: Page, *, whole: bool) -> Image.Image:
        """Return what the page looks like when it has come to rest."""
        page.wait_for_timeout(250)
        page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
        page.wait_for_timeout(50)
        shot = page.screenshot(full_page=whole, animations="disabled", caret="hide")
        return Image.open(BytesIO(shot)).convert("RGB")

    def keep(self, picture: Image.Image, name: str, caption: str) -> Image.Image:
        """Keep the picture as the chapter's next one and give it back."""
        file = f"{self.chapter}-{len(self.entries) + 1:02}-{name}.png"
        self.entries.append((file, caption))
        self.write(picture, file)
        return picture

    def write(self, picture: Image.Image, file: str) -> None:
        """Write a picture, made small, into the folder."""
        small = picture
        if self.scale != 1.0:
            size = (round(picture.width * self.scale), round(picture.height * self.scale))
            small = picture.resize(size, Image.Resampling.LANCZOS)
        save(small, FOLDER / file)


def save(picture: Image.Image, file: Path) -> None:
    picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, optimize=True)


def write_index(books: list[Book]) -> None:
    lines = [
        "# 画面と書類の絵",
        "",
        "`make pictures` が、本物のプログラムを動かして描きます（町、人、カードはすべて架空）。",
        "携帯電話は390×844、窓口は1280×800、ロビーは1080×1920と1920×1080です。",
        "",
        "![携帯電話、窓口、書類](overview.png)",
    ]
    for book in books:
        lines += ["", f"## {book.title}", "", "| | |", "|---|---|"]
        lines += [f"| {caption} | ![{caption}]({file}) |" for file, caption in book.entries]
    (FOLDER / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
