"""The beginning and the end of a drafted sheet: title, addressee, date; signature and the office's own fields."""

from forms import Procedure
from forms.procedure import Mark
from kiosk.sheetdraft.canvas import BOTTOM, LEFT, WIDTH, Canvas

IDENTITY = """\
□ マイナンバーカード　　□ 運転免許証　　□ 旅券　　□ 在留カード等
□ その他1点（　　　　　　　　　　　　）　　□ 委任状
□ 2点（　　　　　　　　　　　　と　　　　　　　　　　　　）　　□ 聞き取り"""


def opening(canvas: Canvas, procedure: Procedure) -> None:
    from kiosk.sheetdraft.draft import paper_title

    title = paper_title(procedure)
    size = min(17.0, round(125 / max(len(title), 1) / 0.353, 1))
    canvas.comment("表題、あて先、日付")
    canvas.label([35, 11, 140, 10], title, size=size, bold=True, align="center")
    canvas.box("code", [15, 8, 17, 17])
    canvas.label([15, 26, 70, 7], "（あて先）{addressee}", size=11)
    canvas.label([118, 26, 35, 7], f"{verb(procedure)}日　令和", size=10, align="right")
    for x, words, show, called in (
        (163, "年", "era_year", "年"),
        (177, "月", "month", "月"),
        (190, "日", "day", "日"),
    ):
        canvas.label([x, 26, 5, 7], words, size=10, align="center")
        at = [x - (10.0 if show == "era_year" else 9.0), 26.0, 9.0, 7.0]
        canvas.box(
            "text", at, item="sheet.date", show=show, label=f"{verb(procedure)}日の{called}", align="center"
        )


def closing(canvas: Canvas, procedure: Procedure) -> None:
    """The signature, and the office's fields at the foot of the last page."""
    seal = procedure.rules.seal is Mark.REQUIRED
    office = 20.0
    canvas.make_room((46.5 if seal else 14.5) + office)
    canvas.comment("署名")
    y = canvas.y + 1
    canvas.label([LEFT, y, 88, 6], f"上記のとおり{verb(procedure)}します。", size=10)
    words = "※ 署名は、ご本人の手でお書きください。"
    if procedure.rules.signature is Mark.OPTIONAL:
        words = "※ 署名のかわりに、記名でもかまいません。"
    canvas.label([LEFT, y + 6.5, 88, 6], words, size=7.5)
    if seal:
        _seal(canvas, y)
    canvas.drawing("frame", [105, y, 90, 13], weight=1.2)
    canvas.label([107, y + 0.5, 60, 5], "署名（窓口に来た方）", size=7.5)
    canvas.box("signature", [105, y, 90, 13], label="署名")
    _office(canvas, office)


def verb(procedure: Procedure) -> str:
    """請求, 申請, 申込 or 届出."""
    return next((word for word in ("請求", "申請", "申込") if word in procedure.title), "届出")


def _seal(canvas: Canvas, y: float) -> None:
    canvas.drawing("frame", [LEFT, y + 14, 32, 32], weight=1.2)
    canvas.box("signature", [LEFT, y + 14, 32, 32], label="登録する印鑑")
    canvas.label([LEFT + 34, y + 14, 60, 6], "← 登録する印鑑を、この枠の中に押してください。", size=7.5)


def _office(canvas: Canvas, height: float) -> None:
    y = BOTTOM - height + 0.5
    canvas.comment("役場の欄")
    canvas.label([LEFT, y, 60, 4.5], "役場で記入します", size=7.5, grey=0.35)
    y += 4.5
    canvas.drawing("grid", [LEFT, y], columns=[112, 17, 17, 17, 17], rows=[5, height - 10], weight=0.4)
    for x, width, words in (
        (15, 112, "本人確認"),
        (127, 17, "受付"),
        (144, 17, "入力"),
        (161, 17, "審査"),
        (178, 17, "手数料"),
    ):
        canvas.label([x, y, width, 5], words, size=7.5, align="center")
    canvas.label([LEFT + 3, y + 5, 108, height - 10.5], IDENTITY, size=7.5)
    canvas.box("staff", [LEFT, y, WIDTH, height - 5], label="役場の欄")
    canvas.y = BOTTOM
