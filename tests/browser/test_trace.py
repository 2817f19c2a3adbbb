"""Staff trace a form in the browser: draw, name, see the sample, save; by mouse, by finger and by keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from forms.samples import read_sample
from kiosk.office import Office, open_office
from kiosk.stacks import draw_sheets
from kiosk.trace import Tracing, create_app, new_token, read_template
from tests.browser.atcounter import eventually
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PATIENCE
from tests.browser.serving import serving
from tests.kiosk.offices import make_office
from tests.kiosk.trace.townforms import COMB, MM, NAME, ruled_form, scanned_form

PROCEDURE = "resident_record_copy"
SCREEN = {"width": 1280, "height": 800}
Place = tuple[float, float, float, float]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@contextmanager
def tracing_page(
    browser: Browser, office: Office, form: Path, *, scripted: bool = True, touch: bool = False
) -> Iterator[Page]:
    token = new_token()
    with serving(create_app(Tracing(office, read_template(form), PROCEDURE), token)) as url:
        context = browser.new_context(viewport=SCREEN, java_script_enabled=scripted, has_touch=touch)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto(f"{url}/begin/{token}")
        if scripted:
            page.locator("#zoom").select_option("fit")
        yield page
        context.close()
        assert not wrong


def seen(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place of the paper, in mm, is on the screen."""
    script = """([x, y]) => {
        const at = new DOMPoint(x, y).matrixTransform(document.getElementById("sheet").getScreenCTM());
        return [at.x, at.y];
    }"""
    at = page.evaluate(script, [x, y])
    return float(at[0]), float(at[1])


def drag(page: Page, begin: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*seen(page, *begin))
    page.mouse.down()
    page.mouse.move(*seen(page, *end), steps=4)
    page.mouse.up()


def click_on_paper(page: Page, x: float, y: float) -> None:
    page.mouse.click(*seen(page, x, y))


def name_item(page: Page, wanted: str) -> None:
    """Types into the search field, which has the focus after a box is made."""
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type(wanted)
    page.keyboard.press("Enter")


def dark_dots(page: Page, place: Place) -> int:
    """How many dots of the sample the screen shows in this place."""
    script = """async ([x, y, w, h]) => {
        const shown = document.querySelector("image.sample"), image = new Image();
        image.src = shown.href.baseVal;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
        pen.drawImage(image, 0, 0);
        const scale = image.width / shown.width.baseVal.value;
        const dots = pen.getImageData(x * scale, y * scale, w * scale, h * scale).data;
        let dark = 0;
        for (let at = 3; at < dots.length; at += 4) if (dots[at] > 127) dark += 1;
        return dark;
    }"""
    return int(page.evaluate(script, list(place)))


def wait_for_sample(page: Page, place: Place) -> None:
    page.wait_for_function("() => document.documentElement.dataset.version > 1")
    eventually(page, lambda: dark_dots(page, place) > 50)


def save(page: Page) -> None:
    page.locator("#save").click()
    expect(page.locator("#status")).to_contain_text("保存しました")


def printed_text(office: Office, place: Place) -> str:
    """What the finished sheet of the typical sample has inside this place, as `kiosk forms preview` prints it."""
    again = open_office(office.settings.folder)
    procedure = again.catalogue.get(PROCEDURE)
    assert procedure is not None
    document = pypdfium2.PdfDocument(draw_sheets(read_sample(procedure, "typical"), again).pdf)
    try:
        x, y, w, h = (length * MM for length in place)
        high = document[0].get_height()
        return str(document[0].get_textpage().get_text_bounded(x, high - y - h, x + w, high - y)).strip()
    finally:
        document.close()


def test_tracing_a_ruled_form_works(browser: Browser, office: Office, tmp_path: Path) -> None:
    with tracing_page(browser, office, ruled_form(tmp_path / "form.pdf")) as page:
        drag(page, (NAME[0] + 0.6, NAME[1] + 0.6), (NAME[0] + NAME[2] - 0.6, NAME[1] + NAME[3] - 0.6))
        name_item(page, "claimant.name")
        wait_for_sample(page, NAME)
        save(page)
    assert printed_text(office, NAME) == "𠮷田　花子"


def test_a_ruled_box_is_taken_by_a_click_and_a_row_of_cells_becomes_a_comb(
    browser: Browser, office: Office, tmp_path: Path
) -> None:
    with tracing_page(browser, office, ruled_form(tmp_path / "form.pdf")) as page:
        click_on_paper(page, COMB[0] + 20, COMB[1] + 4)
        name_item(page, "claimant.phone")
        expect(page.locator("#kind")).to_have_value("comb")
        expect(page.locator("#cells")).to_have_value("12")
        save(page)
    assert printed_text(office, COMB).replace("\r\n", "").replace(" ", "") == "0152-00-1234"


def test_a_scanned_form_is_traced_by_dragging(browser: Browser, office: Office, tmp_path: Path) -> None:
    with tracing_page(browser, office, scanned_form(tmp_path / "scan.pdf")) as page:
        expect(page.locator("#found-words")).to_contain_text("罫線は見つかりませんでした")
        drag(page, (61, 51), (185, 61))
        name_item(page, "claimant.name")
        wait_for_sample(page, NAME)
        save(page)
    assert printed_text(office, NAME) == "𠮷田　花子"


def test_a_table_of_people_gets_its_cells(browser: Browser, office: Office, tmp_path: Path) -> None:
    with tracing_page(browser, office, ruled_form(tmp_path / "form.pdf")) as page:
        page.locator("#tool").select_option("rows")
        drag(page, (20, 120), (190, 152))
        name_item(page, "subject")
        page.locator("#tool").select_option("text")
        drag(page, (21, 121), (89, 127))
        name_item(page, "name")
        page.locator("#sample").select_option("*")
        wait_for_sample(page, (20, 144, 70, 8))
        expect(page.locator("#wrong-count")).to_have_text("0")
        save(page)
    assert (office.settings.folder / f"catalogue/{PROCEDURE}/sheet.toml").read_text(encoding="utf-8").count(
        "[[box.cell]]"
    ) == 1


def test_a_date_is_four_boxes_named_at_once(browser: Browser, office: Office, tmp_path: Path) -> None:
    with tracing_page(browser, office, scanned_form(tmp_path / "scan.pdf")) as page:
        page.locator("#tool").select_option("date")
        drag(page, (60, 180), (150, 188))
        name_item(page, "claimant.birth_date")
        page.locator("#tool").select_option("select")
        expect(page.locator(".box")).to_have_count(4)
        expect(page.locator("#wrong-count")).to_have_text("0")
        save(page)
    assert printed_text(office, (95, 180, 15, 8)) == "35"


def test_the_eras_are_those_of_the_form(browser: Browser, office: Office, tmp_path: Path) -> None:
    with tracing_page(browser, office, scanned_form(tmp_path / "scan.pdf")) as page:
        page.locator("#tool").select_option("eras")
        drag(page, (60, 180), (90, 186))
        name_item(page, "claimant.birth_date")
        page.locator("#eras").fill("平令")
        page.locator("#eras").press("Tab")
        save(page)
    assert 'eras = ["H", "R"]' in (office.settings.folder / f"catalogue/{PROCEDURE}/sheet.toml").read_text(
        encoding="utf-8"
    )


def test_the_keyboard_alone_is_enough(browser: Browser, office: Office, tmp_path: Path) -> None:
    with tracing_page(browser, office, ruled_form(tmp_path / "form.pdf")) as page:
        page.locator("#stage").focus()
        page.keyboard.press("n")
        page.keyboard.press("Enter")
        name_item(page, "claimant.name")
        page.locator(".box").focus()
        begin = [float(page.locator(f"#{key}").input_value()) for key in ("x", "y", "w", "h")]
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Control+ArrowUp")
        moved = [float(page.locator(f"#{key}").input_value()) for key in ("x", "y", "w", "h")]
        assert [round(b - a, 1) for a, b in zip(begin, moved, strict=True)] == [0.5, -5, 0, 0.5]
        page.keyboard.press("Delete")
        expect(page.locator(".box")).to_have_count(0)
        page.keyboard.press("Control+z")
        expect(page.locator(".box")).to_have_count(1)
        page.keyboard.press("Control+y")
        expect(page.locator(".box")).to_have_count(0)
        page.keyboard.press("Control+z")
        page.keyboard.press("Control+s")
        expect(page.locator("#status")).to_contain_text("保存しました")


def test_a_finger_takes_a_ruled_box(browser: Browser, office: Office, tmp_path: Path) -> None:
    with tracing_page(browser, office, ruled_form(tmp_path / "form.pdf"), touch=True) as page:
        page.touchscreen.tap(*seen(page, NAME[0] + 40, NAME[1] + 6))
        expect(page.locator(".box")).to_have_count(1)
        expect(page.locator("#w")).to_have_value(f"{NAME[2]:g}")


def test_boxes_are_moved_and_pulled_larger_by_the_mouse(browser: Browser, office: Office, tmp_path: Path) -> None:
    with tracing_page(browser, office, scanned_form(tmp_path / "scan.pdf")) as page:
        drag(page, (60, 50), (100, 60))
        drag(page, (80, 55), (90, 65))
        expect(page.locator("#x")).to_have_value("70")
        drag(page, (110, 70), (130, 75))
        expect(page.locator("#w")).to_have_value("60")
        expect(page.locator("#h")).to_have_value("15")
        page.locator("#undo").click()
        expect(page.locator("#w")).to_have_value("40")


def test_several_pages_have_boxes_of_their_own(browser: Browser, office: Office, tmp_path: Path) -> None:
    with tracing_page(browser, office, ruled_form(tmp_path / "form.pdf", pages=2)) as page:
        page.locator("#page").select_option("2")
        click_on_paper(page, NAME[0] + 40, NAME[1] + 6)
        name_item(page, "claimant.name")
        page.locator("#page").select_option("1")
        expect(page.locator(".box")).to_have_count(0)
        save(page)
    assert "page = 2" in (office.settings.folder / f"catalogue/{PROCEDURE}/sheet.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("scripted", [True, False])
def test_axe_finds_nothing(browser: Browser, office: Office, tmp_path: Path, scripted: bool) -> None:
    with tracing_page(browser, office, ruled_form(tmp_path / "form.pdf")) as page:
        click_on_paper(page, NAME[0] + 40, NAME[1] + 6)
        name_item(page, "claimant.name")
        page.locator("#tool").select_option("signature")
        drag(page, (60, 200), (120, 212))
        if not scripted:
            page.goto(page.url.rstrip("/") + "/list")
        page.wait_for_load_state("networkidle")
        assert_accessible(page)


def test_without_javascript_the_page_leads_to_the_list(browser: Browser, office: Office, tmp_path: Path) -> None:
    with tracing_page(browser, office, ruled_form(tmp_path / "form.pdf"), scripted=False) as page:
        page.get_by_role("link", name="枠の一覧").click()
        page.get_by_role("button", name="枠を追加する").click()
        for place, value in zip(("x", "y", "w", "h"), NAME, strict=True):
            page.locator(f"#box-0-{place}").fill(f"{value:g}")
        page.locator("#box-0-item").fill("claimant.name")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("保存しました")).to_be_visible()
    assert printed_text(office, NAME) == "𠮷田　花子"
