"""The poster for the town hall's wall: where to fill in at home, and the four words of the town's key."""

from io import BytesIO

from PIL import Image
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from forms.ticket.watchwords import watchwords
from kiosk import pagewriter, tickets
from kiosk.office import Office
from kiosk.web.qr import text_modules
from printing import Printed

CODE = 82 * mm


def draw_poster(office: Office) -> Printed:
    """Return the page, A4. Raise KeysError where there is no public key, PrintingError."""
    settings, keys = office.settings, tickets.public_keys(office)
    page = pagewriter.PageWriter(f"{settings.town.name} 書かない窓口")
    page.down(12)
    page.centre("申請書を、来る前に作れます", 34)
    page.down(13)
    page.centre("Fill in your town-hall forms before you come", 17)
    page.down(10)
    page.centre(settings.town.full_name, 20)
    page.y -= CODE + 6 * mm
    _draw_code(page, settings.prefill.public_url)
    page.down(8)
    page.centre(settings.prefill.public_url, 15)
    page.down(16)
    page.centre("役場の鍵の、4つの言葉　The four words of our key", 15)
    page.down(5)
    page.canvas.rect(28 * mm, page.y - 39 * mm, page.width - 56 * mm, 39 * mm)
    page.down(9)
    for word in watchwords(keys.town, keys.current.raw):
        page.canvas.setFont(pagewriter.BOLD, 17)
        page.canvas.drawRightString(page.width / 2 - 3 * mm, page.y, word.kana)
        page.canvas.setFont(pagewriter.PLAIN, 17)
        page.canvas.drawString(page.width / 2 + 3 * mm, page.y, word.latin)
        page.down(8.6)
    page.down(8)
    for line in (
        "スマートフォンのはじめの画面の「ポスターと見比べる4つの言葉」と見比べてください。違うときは、入力せずに、",
        f"{settings.town.name}役場（電話 {settings.town.phone}）にお知らせください。",
        "Your phone shows the same four words. If they differ, do not fill in anything, and tell us.",
    ):
        page.canvas.setFont(pagewriter.PLAIN, 10.5)
        page.canvas.drawCentredString(page.width / 2, page.y, line)
        page.down(6)
    return Printed(page.saved(), 1, (), (1,))


def _draw_code(page: pagewriter.PageWriter, address: str) -> None:
    """Draw the code so that its lower edge is where the next line would stand."""
    modules = text_modules(address)
    size = len(modules)
    image = Image.new("1", (size, size), 1)
    image.putdata([0 if dark else 1 for row in modules for dark in row])
    file = BytesIO()
    image.resize((size * 16, size * 16), Image.Resampling.NEAREST).save(file, "PNG")
    page.canvas.drawImage(ImageReader(file), (page.width - CODE) / 2, page.y, CODE, CODE)
