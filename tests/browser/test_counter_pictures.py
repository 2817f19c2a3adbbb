"""Codes by camera and by picture: frames are read by the desk program itself."""

from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from kiosk.desk import Workplace
from kiosk.store import open_visits
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.deskserver import counter_page
from tests.kiosk.desk.townhall import TownHall, two_part_ticket
from tests.residents import YOSHIDA

FRAME = (1280, 720)


def test_the_camera_reads_the_code(
    browser: Browser, desk: tuple[str, Workplace], town_hall: TownHall, tmp_path: Path
) -> None:
    video = film_of(town_hall.ticket()[0], tmp_path)
    camera = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=[
            *FLAGS,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={video}",
        ],
    )
    page = counter_page(camera, desk[0])
    page.click("text=カメラで読む")
    page.wait_for_url("**/visits/*")
    expect(page.locator("#title-you")).to_contain_text(YOSHIDA)
    camera.close()


def test_without_a_camera_it_says_so(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = counter_page(browser, desk[0])
    page.click("text=カメラで読む")
    expect(page.get_by_text("カメラを使えません。")).to_be_visible()
    page.context.close()


def test_a_chosen_picture_opens_the_visit(
    browser: Browser, desk: tuple[str, Workplace], town_hall: TownHall
) -> None:
    page = counter_page(browser, desk[0])
    picture = {"name": "code.png", "mimeType": "image/png", "buffer": png_of(town_hall.ticket()[0])}
    page.set_input_files("#picture", picture)  # type: ignore[arg-type]
    page.wait_for_url("**/visits/*")
    expect(page.locator("#title-you")).to_contain_text(YOSHIDA)
    page.context.close()


def test_both_halves_can_be_chosen_at_once(
    browser: Browser, desk: tuple[str, Workplace], town_hall: TownHall
) -> None:
    page = counter_page(browser, desk[0])
    pictures = [
        {"name": f"{number}.png", "mimeType": "image/png", "buffer": png_of(text)}
        for number, text in enumerate(two_part_ticket(town_hall))
    ]
    page.set_input_files("#picture", pictures)  # type: ignore[arg-type]
    page.wait_for_url("**/visits/*")
    assert len(open_visits(desk[1].store)) == 1
    page.context.close()


def test_a_picture_without_a_code_is_refused_in_words(browser: Browser, desk: tuple[str, Workplace]) -> None:
    page = counter_page(browser, desk[0])
    for data, words in (
        (b"no picture", "画像として読めませんでした。"),
        (blank(), "受付コードが見つかりません。"),
    ):
        page.set_input_files("#picture", {"name": "a.png", "mimeType": "image/png", "buffer": data})
        expect(page.get_by_text(words)).to_be_visible()
    page.context.close()


def film_of(digits: str, folder: Path) -> Path:
    """A short film of a phone held before a camera: not quite straight, not quite sharp."""
    side = int(FRAME[1] * 0.9)
    code = Image.open(BytesIO(png_of(digits))).resize((side, side)).rotate(2, fillcolor=255)
    film = folder / "camera.mjpeg"
    with film.open("wb") as frames:  # Motion JPEG is one JPEG after another
        for number in range(5):
            still = Image.new("L", FRAME, 120)
            still.paste(code, ((FRAME[0] - side) // 2 + 4 * number, (FRAME[1] - side) // 2))
            still.convert("RGB").save(frames, "JPEG", quality=90)
    return film


def png_of(digits: str) -> bytes:
    code = zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.QRCode)
    return _png(Image.fromarray(code.to_image(scale=5, add_quiet_zones=True)))


def blank() -> bytes:
    return _png(Image.new("L", (400, 300), 220))


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
