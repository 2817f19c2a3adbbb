"""Every component looks as it did when somebody last looked at it, is accessible in every look, and fits a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from kiosk.office import open_office
from kiosk.styleguide import COMPONENTS, create_app
from tests.browser.axe import assert_accessible, assert_no_sideways_scrolling
from tests.browser.componentpictures import FOLDER, LOOKS, ROOT, file_of, picture, styleguide, styleguide_page
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.kiosk.pages import Pages
from tests.printing.pictures import difference
from tests.sweep import swept

MOST_DIFFERENT = 0.002
"""Share of the pixels: a missing border is more, another smoothing of letters less."""


@pytest.fixture(scope="module")
def whole_browser(browser: Browser) -> Iterator[Browser]:
    """As the pictures were drawn: letters look otherwise without windows."""
    opened = browser.browser_type.launch(executable_path=CHROMIUM, args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with styleguide() as url:
        yield url


def test_it_works() -> None:
    page = Pages(create_app(open_office(ROOT / "config"))).open("/")
    assert page.heading == "部品の見本"
    assert len(page.find("section")) == len(COMPONENTS)
    assert "{{ fields.date_in_a_line(asked) }}" in "".join(code.text for code in page.find("code"))


def test_every_component_has_its_pictures() -> None:
    wanted = {file_of(component.id, look) for component in COMPONENTS for look in LOOKS}
    assert wanted == set(FOLDER.glob("*.png"))


@swept(len(LOOKS), lambda case: False)
@pytest.mark.parametrize("look", LOOKS)
def test_every_component_looks_as_it_did(whole_browser: Browser, address: str, look: str, tmp_path: Path) -> None:
    page = styleguide_page(whole_browser, look)
    changed = []
    for component in COMPONENTS:
        file = file_of(component.id, look)
        share, shown = difference(Image.open(file), picture(page, address, component.id, look))
        if share > MOST_DIFFERENT:
            shown.save(tmp_path / file.name)
            changed.append(f"{file.name}: {share:.2%} differs, see {tmp_path / file.name}")
    page.context.close()
    remedy = "look at it, then: python -m tests.browser.componentpictures COMPONENT"
    assert not changed, "\n".join([*changed, remedy])


@swept(len(LOOKS), lambda case: False)
@pytest.mark.parametrize("look", LOOKS)
def test_every_component_is_accessible(browser: Browser, address: str, look: str) -> None:
    page = styleguide_page(browser, look)
    page.goto(f"{address}/?mode={LOOKS[look][0]}")
    # What cannot be used is allowed to be pale; a dialog stands open only here.
    assert_accessible(page)
    page.context.close()


@pytest.mark.parametrize("width", [320, 640])
def test_every_component_fits_a_narrow_screen(browser: Browser, address: str, width: int) -> None:
    page = styleguide_page(browser, "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    assert_no_sideways_scrolling(page)
    page.context.close()
