"""How each component looked in all its states when somebody last looked at it and was content.

`python -m tests.browser.componentpictures [COMPONENT [LOOK]]` draws the pictures anew. Look at every one before committing it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from kiosk.office import open_office
from kiosk.styleguide import COMPONENTS, create_app
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.serving import serving

FOLDER = Path(__file__).parent / "components"
ROOT = Path(__file__).parents[2]
LOOKS: dict[str, tuple[str, Literal["light", "dark"]]] = {
    "light": ("", "light"),
    "dark": ("", "dark"),
    "large": ("large", "light"),
    "contrast": ("contrast", "light"),
}
SIZE: ViewportSize = {"width": 1000, "height": 800}
COLOURS = 24


@contextmanager
def styleguide() -> Iterator[str]:
    """The address of the page with the shipped town."""
    with serving(create_app(open_office(ROOT / "config"))) as url:
        yield url


def styleguide_page(browser: Browser, look: str) -> Page:
    context = browser.new_context(
        viewport=SIZE, locale="ja-JP", color_scheme=LOOKS[look][1], reduced_motion="reduce"
    )
    return context.new_page()


def picture(page: Page, url: str, component: str, look: str) -> Image.Image:
    page.goto(f"{url}/{component}?mode={LOOKS[look][0]}")
    page.evaluate("document.fonts.ready.then(() => true)")
    # Alone on the page: what stands above would move it by parts of a pixel.
    page.evaluate("document.body.replaceChildren(document.querySelector('[data-component]'))")
    shown = page.locator("[data-component]").screenshot(animations="disabled", caret="hide")
    return Image.open(BytesIO(shown)).convert("RGB")


def file_of(component: str, look: str) -> Path:
    return FOLDER / f"{component}-{look}.png"


def main(only: str = "", look_only: str = "") -> None:
    FOLDER.mkdir(exist_ok=True)
    with styleguide() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for look in [each for each in LOOKS if look_only in ("", each)]:
            page = styleguide_page(browser, look)
            for component in COMPONENTS:
                if only in ("", component.id):
                    drawn = picture(page, url, component.id, look).quantize(COLOURS, dither=Image.Dither.NONE)
                    drawn.save(file_of(component.id, look), optimize=True)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
