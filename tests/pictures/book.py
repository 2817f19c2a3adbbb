"""Keeps pictures small and their index true."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS = 64


@dataclass
class Book:
    """The pictures of one chapter (`phone`, `counter`, …), numbered in the order they were taken."""

    chapter: str
    title: str
    entries: list[tuple[str, str]] = field(default_factory=list)
    scale: float = 1.0

    def shoot(self, page: Page, name: str, caption: str, *, whole: bool = True) -> Image.Image:
        """Takes the page as it stands, the `whole` of it or what fits the screen."""
        page.evaluate("document.activeElement?.blur()")
        page.wait_for_timeout(250)
        shot = page.screenshot(full_page=whole, animations="disabled", caret="hide")
        return self.keep(Image.open(BytesIO(shot)).convert("RGB"), name, caption)

    def keep(self, picture: Image.Image, name: str, caption: str) -> Image.Image:
        file = f"{self.chapter}-{len(self.entries) + 1:02}-{name}.png"
        small = picture
        if self.scale != 1.0:
            size = (round(picture.width * self.scale), round(picture.height * self.scale))
            small = picture.resize(size, Image.Resampling.LANCZOS)
        save(small, FOLDER / file)
        self.entries.append((file, caption))
        return picture


def save(picture: Image.Image, file: Path) -> None:
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


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
