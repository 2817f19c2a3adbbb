"""The page for the wall: by which rule numbers are called, in words whoever waits can check."""

from reportlab.lib.units import mm

from kiosk.hall.turns import MOST_OVERTAKEN, PATIENCE
from kiosk.pagewriter import EDGE, PageWriter

TITLE = "番号をお呼びする順番"
STEPS = (
    f"あとの番号の方が{MOST_OVERTAKEN}回先に呼ばれた方、\nお伝えした時間を{PATIENCE.seconds // 60}分過ぎた方",
    "予約の時刻になった方",
    "そのほかの方は、番号を取った順",
)
KEPT = (
    "呼ばれたときに席を外していた方、ほかの窓口から回った方、",
    "いちど戻られた方も、はじめに番号を取った時刻の順です。",
    "番号は用事ごとに分かれています。となりの番号の方が先に",
    "呼ばれることがあります。",
    "お急ぎの事情、体の具合、声が聞こえにくいことなどは、",
    "遠慮なく職員にお話しください。",
)
LARGE, SMALL, ROOM = 24, 16, 13


def draw_rule(town: str) -> bytes:
    """Return the page as PDF (A4); its numbers are those by which the program calls."""
    page = PageWriter(TITLE)
    page.centre(TITLE, 34)
    page.down(26)
    for place, step in enumerate(STEPS, 1):
        page.text(EDGE, f"{place}", 40, bold=True)
        for line in step.split("\n"):
            page.text(EDGE + 18 * mm, line, LARGE)
            page.down(ROOM)
        page.down(ROOM)
    page.rule()
    page.down(ROOM)
    for line in KEPT:
        page.text(EDGE, line, SMALL)
        page.down(9)
    page.down(ROOM)
    page.text(page.width - EDGE, town, SMALL, end=True)
    return page.saved()
