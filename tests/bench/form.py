"""The reference form of the measurements: 29 frames, 44 labels, 25 values and one QR, for both ways of drawing."""

from printing.sheets.boxes import CodeBox, TextBox
from printing.sheets.parts import Area, Frame, Label, Page
from printing.sheets.sheet import Sheet
from printing.sheets.values import SheetValues

LABELS = (
    "住民票の写し等交付請求書", "あて先", "みどり野町長", "請求日", "フリガナ", "氏名", "住所", "生年月日", "電話番号",
    "窓口に来た方", "本人", "同一世帯員", "代理人", "関係", "請求者との関係", "必要な方の氏名", "世帯主の氏名", "本籍",
    "筆頭者", "必要な証明", "世帯全員", "世帯の一部", "除票", "改製原住民票", "記載事項証明書", "通数", "続柄",
    "個人番号", "住民票コード", "国籍・地域", "在留資格", "在留期間", "使いみち", "提出先", "委任状", "本人確認",
    "運転免許証", "旅券", "在留カード", "受付", "作成", "交付", "手数料", "署名",
)  # fmt: skip

VALUES = (
    "令和8年11月20日", "ヨシダ　ハナコ", "𠮷田　花子", "北海道架空郡みどり野町東一条北三丁目25番地", "昭和30年2月17日",
    "0123-45-6789", "同一世帯員", "ワタナベ　カゲユ", "渡邉\U000e0110　勘解由", "北海道架空郡みどり野町西二条南五丁目8番地の2",
    "昭和55年5月3日", "090-1234-5678", "長女", "髙﨑　一郎", "髙﨑　ハル", "葛\U000e0102城　健一", "DOS SANTOS　MARIA",
    "コーポみどり野 101号室", "2通", "世帯主・続柄", "本籍・筆頭者", "金融機関・保険", "みどり野信用金庫本店",
    "相続の手続き", "受付 A-0125",
)  # fmt: skip

CODE = "4719283746501928374655019283746501928374"

FRAMES = tuple((15.0, 30.0 + 8.5 * number, 180.0, 8.0) for number in range(29))


def label_place(number: int) -> tuple[float, float]:
    return 17.0 + 45 * (number % 4), 14.0 + 22 * (number // 4)


def value_place(number: int) -> tuple[float, float]:
    return 50.0, 31.0 + 8.5 * number


def bench_sheet() -> Sheet:
    """As data, the way this project draws it."""
    frames = (Frame(Area(1, *frame), 0.6) for frame in FRAMES)
    labels = (Label(Area(1, *label_place(n), 40, 5), text, 9) for n, text in enumerate(LABELS))
    values = (TextBox(Area(1, *value_place(n), 100, 6), f"v{n}", LABELS[n]) for n in range(len(VALUES)))
    code = CodeBox(Area(1, 170, 8, 20, 20))
    return Sheet("bench", LABELS[0], (Page(210, 297),), (*frames, *labels), (*values, code))


def bench_values() -> SheetValues:
    return SheetValues.of({f"v{number}": value for number, value in enumerate(VALUES)})
