"""出生届 and 婚姻届 as a town has them on A3, drawn here at their true size: ours, after what the law's forms ask."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from printing.fonts import LABEL_FONT, font_file
from printing.sheets.parts import MM

A3 = (420.0, 297.0)
"""Landscape, in mm."""
FACE = "statutory"
Place = tuple[float, float, float, float]
"""Left, top, width and height in mm."""

BIRTH: dict[str, Place] = {
    "koseki.baby_kana": (40, 45, 110, 6),
    "koseki.baby_name": (40, 51, 110, 13),
    "koseki.baby_order": (150, 55, 55, 9),
    "koseki.baby_hour": (132, 64, 73, 9),
    "koseki.baby_place": (40, 73, 165, 10),
    "claimant.address": (40, 83, 165, 5),
    "claimant.building": (40, 88, 165, 5),
    "koseki.baby_father": (40, 102, 82, 12),
    "koseki.baby_mother": (122, 102, 83, 12),
    "koseki.baby_father_birth": (40, 114, 82, 8),
    "koseki.baby_mother_birth": (122, 114, 83, 8),
    "register.domicile": (40, 122, 100, 12),
    "register.head_name": (140, 122, 65, 12),
    "claimant.phone": (150, 270, 55, 9),
}
"""Where the answers go."""
BORN: Place = (40, 64, 92, 9)
"""The day, cut up: 令和＿年＿月＿日."""
BORN_PARTS = ((60.0, 14.0), (82.0, 12.0), (102.0, 12.0))
"""Left and width of each."""
PARENTS = {"yes": (152.0, 46.0, 3.5, 3.5), "no": (178.0, 46.0, 3.5, 3.5)}
"""嫡出子, 嫡出でない子."""
SIGNED: Place = (40, 240, 110, 14)
BIRTH_BLANKS: dict[str, Place] = {
    "世帯主": (40, 93, 82, 9),
    "世帯主との続き柄": (122, 93, 83, 9),
    "同居を始めたとき": (40, 134, 165, 8),
    "世帯のおもな仕事": (40, 142, 165, 34),
    "父母の職業": (40, 176, 165, 10),
    "その他": (40, 186, 165, 20),
    "届出人の資格": (40, 206, 165, 14),
    "届出人の住所・本籍": (40, 220, 165, 20),
    "届出人の生年月日": (150, 240, 55, 14),
}
CERTIFICATE: Sequence[tuple[str, Place]] = tuple(
    (words, (215.0, 45.0 + 24.0 * number, 193.0, 24.0))
    for number, words in enumerate(
        (
            "子の氏名・男女の別",
            "生まれたとき",
            "出生したところ",
            "体重・身長",
            "単胎・多胎",
            "母の氏名",
            "妊娠週数",
            "医師の署名",
        )
    )
)
"""出生証明書, the half of the doctor or midwife."""

COUPLE: dict[str, tuple[float, float]] = {
    "kana": (45, 6),
    "name": (51, 14),
    "birth_date": (65, 9),
    "address": (74, 7),
    "building": (81, 7),
    "domicile": (88, 14),
    "head": (102, 10),
    "father": (112, 11),
    "mother": (123, 11),
    "order": (134, 9),
}
"""Top and height of the rows that 夫になる人 and 妻になる人 share."""
COLUMNS = {"husband": (40.0, 82.0), "wife": (122.0, 83.0)}
MARRIED: dict[str, Place] = {"koseki.new_domicile": (80, 143, 125, 14), "claimant.phone": (150, 270, 55, 9)}
SURNAME = {"husband": (44.0, 145.0, 4.0, 4.0), "wife": (44.0, 151.0, 4.0, 4.0)}
MARRIAGE_SIGNED: tuple[Place, ...] = ((40, 240, 82, 14), (122, 240, 83, 14))
WITNESSES: tuple[Place, ...] = ((235, 60, 86, 90), (321, 60, 86, 90))


def couple_places() -> dict[str, Place]:
    return {
        f"koseki.{who}_{fact}": (left, top, width, height)
        for who, (left, width) in COLUMNS.items()
        for fact, (top, height) in COUPLE.items()
    }


def birth_form(file: Path) -> Path:
    paper = Paper(file)
    paper.head("出　生　届", "出 生 証 明 書")
    for place in (*BIRTH.values(), BORN, SIGNED, *BIRTH_BLANKS.values()):
        paper.box(place)
    for words, (x, y, w, h) in (*BIRTH_BLANKS.items(), ("署名", SIGNED)):
        paper.words(words, x + 1, y + min(h, 6) - 2, 6 if w < 100 else 7)
    for number, (words, top) in enumerate(
        (
            ("子の氏名", 45),
            ("生まれたとき", 64),
            ("生まれたところ", 73),
            ("住所・世帯主", 83),
            ("父母の氏名", 102),
            ("本籍・筆頭者", 122),
        ),
        start=1,
    ):
        paper.words(f"({number}) {words}", 13, top + 6, 8)
    for (words, left), place in zip((("嫡出子", 157), ("嫡出でない子", 183)), PARENTS.values(), strict=True):
        paper.box(place)
        paper.words(words, left, 49.5, 7)
    for words, left in (("令和", 46), ("年", 75), ("月", 95), ("日", 115)):
        paper.words(words, left, BORN[1] + 6, 9)
    for words, place in CERTIFICATE:
        paper.box(place)
        paper.words(words, place[0] + 2, place[1] + 6, 8)
    return paper.save()


def marriage_form(file: Path) -> Path:
    paper = Paper(file)
    paper.head("婚　姻　届", "証　　人")
    for place in (*couple_places().values(), *MARRIED.values(), (40, 143, 40, 14), *MARRIAGE_SIGNED, *WITNESSES):
        paper.box(place)
    rows = ("よみかた", "氏名", "生年月日", "住所", "（方書）", "本籍", "筆頭者", "父", "母", "続き柄")
    for words, (top, height) in zip(rows, COUPLE.values(), strict=True):
        paper.words(words, 13, top + height / 2 + 1.5, 8)
    for who, (words, below) in zip(SURNAME, (("夫の氏", 148.5), ("妻の氏", 154.5)), strict=True):
        paper.box(SURNAME[who])
        paper.words(words, 50, below, 8)
    for words, left in (("夫になる人", 70), ("妻になる人", 152)):
        paper.words(words, left, 43, 9)
    return paper.save()


class Paper:
    def __init__(self, file: Path) -> None:
        pdfmetrics.registerFont(TTFont(FACE, font_file(LABEL_FONT), asciiReadable=0))
        self.file = file
        self.canvas = Canvas(str(file), pagesize=(A3[0] * MM, A3[1] * MM))

    def head(self, left: str, right: str) -> None:
        self.words(left, 14, 22, 20)
        self.words("令和　　年　　月　　日届出　　　　　　　　長　殿", 14, 36, 9)
        self.words(right, 280, 30, 16)
        for x, y, w in ((95, 10, 55), (150, 10, 55), (95, 22, 110)):
            self.box((x, y, w, 12))

    def box(self, place: Place) -> None:
        x, y, w, h = place
        self.canvas.rect(x * MM, (A3[1] - y - h) * MM, w * MM, h * MM)

    def words(self, words: str, x: float, y: float, size: float) -> None:
        self.canvas.setFont(FACE, size)
        self.canvas.drawString(x * MM, (A3[1] - y) * MM, words)

    def save(self) -> Path:
        self.canvas.showPage()
        self.canvas.save()
        return self.file
