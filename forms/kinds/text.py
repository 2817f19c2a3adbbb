"""Free text, addresses, and names of people with their readings."""

import re
import unicodedata

from forms import answers, inputs
from forms.inputs import Inputs, Typed
from forms.item import Item
from forms.kinds.kind import Kind
from forms.ticket.packed import Packed, TextReader, TextWriter
from forms.ticket.reason import TicketError, TicketReason
from forms.told import ProblemCode, Refused

LONGEST_SHORT = 20
"""Characters of a text or number that finds room in half a row."""


def not_too_long(item: Item, text: str) -> str:
    """Return the text. Raise Refused if it is wider than `item.longest` kanji."""
    if inputs.reader_length(text) > item.longest or len(text) > 2 * item.longest:
        raise too_long(item)
    return text


def too_long(item: Item) -> Refused:
    """Return what a person is told whose text is longer than the item allows."""
    return Refused(ProblemCode.TOO_LONG, "%(most)s文字以内で入力してください。", most=str(item.longest))


class Text(Kind):
    """One line, at most `longest` characters as a reader counts them."""

    name = "text"
    macro = "text"
    column_share = 2.0
    is_measured = True

    def read(self, item: Item, typed: Typed, name: str) -> answers.Value | None:
        return not_too_long(item, inputs.first(typed, name)) or None

    def pack(self, item: Item, value: object, texts: TextWriter) -> Packed:
        if not isinstance(value, str):
            raise TicketError(TicketReason.BAD_CONTENTS)
        return texts.packed(value)

    def unpack(self, item: Item, packed: object, texts: TextReader) -> str:
        return texts.text(packed)

    def example(self, item: Item) -> answers.Value:
        return "見本の文字"[: item.longest]

    def fits_half_row(self, item: Item) -> bool:
        return item.longest <= LONGEST_SHORT


EMAIL = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
"""No stricter: telephone companies of old gave out addresses with two dots in a row, or one before the @."""


class Email(Text):
    """One address in ASCII, as typed; full-width letters are folded, for no mail program takes them."""

    name = "email"
    macro = "email"
    usual_longest = 100

    def read(self, item: Item, typed: Typed, name: str) -> answers.Value | None:
        address = unicodedata.normalize("NFKC", inputs.first(typed, name)).replace(" ", "")
        if address and not EMAIL.fullmatch(address):
            raise Refused(
                ProblemCode.NO_EMAIL, "メールアドレスは、@を入れて、半角の英数字と記号で入力してください。"
            )
        return not_too_long(item, address) or None

    def example(self, item: Item) -> answers.Value:
        return "taro@example.com"


class Address(Text):
    """Text, never rewritten (GIF DS-433 連結表記)."""

    name = "address"
    macro = "address"
    usual_longest = 120
    cell = "address"
    column_share = 4.0
    is_measured = False

    def read(self, item: Item, typed: Typed, name: str) -> answers.Value | None:
        text = not_too_long(item, inputs.first(typed, name))
        if text and not may_be_address(text):
            raise Refused(ProblemCode.NO_ADDRESS, "住所を、市区町村の名前から入力してください。")
        return text or None

    def example(self, item: Item) -> answers.Value:
        return "北海道架空郡みどり野町中央一丁目２番地３"

    def fits_half_row(self, item: Item) -> bool:
        return False


SHORTEST_ADDRESS, SHORTEST_ABROAD = 2, 6
"""Letters and digits: 不詳 is an answer, and so is Cebu, PH."""
_LAND = re.compile("[0-9０-９]+([-−－ー‐‑–—―][0-9０-９]+)+")
"""A number of land (地番) alone, which tells a place within the town."""
_JAPANESE = re.compile("[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff]")


def may_be_address(text: str) -> bool:
    """Return whether the text may name a place: more than a letter or two, a number, or one sign again and again.

    Without Japanese signs it is one abroad, which has two words or a number at least.
    """
    if _LAND.fullmatch(text):
        return True
    signs = [sign for sign in text if sign.isalnum() or sign in "ー々〇"]
    if len(signs) < SHORTEST_ADDRESS or len(set(signs)) < 2 or all(sign.isdigit() for sign in signs):
        return False
    if _JAPANESE.search(text):
        return True
    return len(signs) >= SHORTEST_ABROAD and len(re.findall(r"\w+", text)) > 1


FAMILY, GIVEN = ".family", ".given"
PARTED = "\u3000"
_SPACES = re.compile("[ \u3000]+")
_DOUBLE_HYPHEN = str.maketrans("=＝", "゠゠")
"""Between two parts of a reading nobody means an equals sign."""
_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]")

BANK_SIGNS = re.compile(r"[ｱ-ﾝｦﾞﾟ0-9A-Z ()\-./,\\｢｣]+")
_FOLDED = str.maketrans(
    dict.fromkeys("ｰ−‐‑–—―", "-") | {"･": ".", "｡": ".", "､": ",", "¥": "\\", "’": " ", "'": " "}
)
"""Written another way in passbooks and by keyboards."""
CORPORATIONS = {
    "特定非営利活動法人": "トクヒ", "社会保険労務士法人": "ロウム", "社会福祉法人": "フク", "行政書士法人": "ギヨ",
    "司法書士法人": "シホウ", "税理士法人": "ゼイ", "弁護士法人": "ベン", "農事組合法人": "ノウ",
    "管理組合法人": "カンリ", "独立行政法人": "ドク", "国立大学法人": "ダイ", "医療法人社団": "イ",
    "医療法人財団": "イ", "医療法人": "イ", "一般社団法人": "シヤ", "公益社団法人": "シヤ",
    "社団法人": "シヤ", "一般財団法人": "ザイ", "公益財団法人": "ザイ", "財団法人": "ザイ",
    "宗教法人": "シユウ", "学校法人": "ガク", "相互会社": "ソ", "株式会社": "カ",
    "有限会社": "ユ", "合名会社": "メ", "合資会社": "シ", "合同会社": "ド",
    "(株)": "カ", "(有)": "ユ", "(名)": "メ", "(資)": "シ",
}  # fmt: skip
"""What banks write for the form of a company (全銀協の法人略語), the longer words first."""
_SHORT = "|".join(sorted(set(CORPORATIONS.values()), key=len, reverse=True))
_BEFORE = re.compile(rf"^[(（]({_SHORT})[)）]\s*")
_BEHIND = re.compile(rf"\s*[(（]({_SHORT})[)）]$")


class Name(Text):
    """Text; family and given name parted by U+3000, exactly as typed or read from the card."""

    name = "name"
    macro = "name"
    first_part = FAMILY
    usual_longest = 100
    column_share = 3.0
    is_measured = False

    def read(self, item: Item, typed: Typed, name: str) -> answers.Value | None:
        return not_too_long(item, self._joined(typed, name)) or None

    def inputs(self, item: Item, value: answers.Value, name: str) -> Inputs:
        family, _, given = str(value).partition(PARTED)
        return {name + FAMILY: (family,), name + GIVEN: (given,)}

    def example(self, item: Item) -> answers.Value:
        return "見本　太郎"

    def fits_half_row(self, item: Item) -> bool:
        return False

    def _joined(self, typed: Typed, name: str) -> str:
        """Return both parts as one text, or the single input a program sent."""
        family, given = inputs.first(typed, name + FAMILY), inputs.first(typed, name + GIVEN)
        if given and not family:
            raise self._without_family()
        whole = PARTED.join(part for part in (family, given) if part) or _parted(inputs.first(typed, name))
        # The first space parts a name when it is shown in its inputs again; it must come back from there the same.
        family, _, given = whole.partition(PARTED)
        return PARTED.join(part for part in (inputs.clean(family), inputs.clean(given)) if part)

    def _without_family(self) -> Refused:
        """Return what a person is told who filled the second box alone."""
        return Refused(
            ProblemCode.MISSING,
            "氏（みょうじ）を入力してください。氏と名に分かれない名前は、氏の欄だけに入力してください。",
            FAMILY,
        )


def _parted(whole: str) -> str:
    """Return the name of one input with its parts joined by U+3000.

    Any space parts a Japanese one, while Latin names have spaces inside their parts.
    """
    return whole if _LATIN.search(whole) else _SPACES.sub(PARTED, whole, count=1)


class Kana(Name):
    """Text in full-width katakana; family and given parted by U+3000 (戸籍法 and 住民基本台帳法, 2025-05-26)."""

    name = "kana"
    usual_longest = 120

    def read(self, item: Item, typed: Typed, name: str) -> answers.Value | None:
        reading = inputs.katakana(self._joined(typed, name)).translate(_DOUBLE_HYPHEN)
        if reading and not inputs.is_katakana(reading):
            family = inputs.katakana(inputs.first(typed, name + FAMILY))
            part = GIVEN if family and inputs.is_katakana(family) else FAMILY
            if inputs.has_dash(reading):
                raise Refused(
                    ProblemCode.NOT_KANA,
                    "ふりがなの「-」は、のばす音なら「ー」、名前の区切りなら「・」にしてください。",
                    part,
                )
            raise Refused(ProblemCode.NOT_KANA, "ふりがなは、ひらがなかカタカナで入力してください。", part)
        return not_too_long(item, reading) or None

    def example(self, item: Item) -> answers.Value:
        return "ミホン　タロウ"

    def _without_family(self) -> Refused:
        return Refused(
            ProblemCode.MISSING,
            "氏のふりがなを入力してください。氏と名に分かれない名前は、氏のふりがなだけを入力してください。",
            FAMILY,
        )


class BankHolder(Text):
    """Half-width kana without small ones, capitals, digits and a few signs: `ﾔﾏﾀﾞ ﾊﾅｺ`, `ｶ)ﾐﾎﾝ`, `JOHN SMITH`."""

    name = "bank_holder"
    usual_longest = 60
    column_share = 3.0
    is_measured = False

    def read(self, item: Item, typed: Typed, name: str) -> answers.Value | None:
        holder = in_bank_signs(inputs.first(typed, name))
        if holder and not BANK_SIGNS.fullmatch(holder):
            raise Refused(ProblemCode.NOT_BANK_SIGNS, "通帳にカタカナや英字で書かれている名義を入力してください。")
        if len(holder) > item.longest:
            raise too_long(item)
        return holder or None

    def pack(self, item: Item, value: object, texts: TextWriter) -> Packed:
        """Return the holder in full width, as the reading of the same person is usually written already."""
        if not isinstance(value, str) or inputs.half_width_kana(_in_full_width(value)) != value:
            raise TicketError(TicketReason.BAD_CONTENTS)
        return texts.packed(_in_full_width(value))

    def unpack(self, item: Item, packed: object, texts: TextReader) -> str:
        return inputs.half_width_kana(texts.text(packed))

    def example(self, item: Item) -> answers.Value:
        return "ﾐﾎﾝ ﾊﾅｺ"

    def fits_half_row(self, item: Item) -> bool:
        return False


def in_bank_signs(typed: str) -> str:
    """Return the text as a bank writes it, whatever width, case or kana it was typed in; other signs stay."""
    kana = inputs.large_kana(inputs.katakana(_shortened(unicodedata.normalize("NFKC", typed))))
    return " ".join(inputs.half_width_kana(kana).upper().translate(_FOLDED).split())


def _in_full_width(holder: str) -> str:
    """`ﾔﾏﾀﾞ ﾊﾅｺ` as `ヤマダ　ハナコ`; Latin letters and their spaces stay."""
    wide = inputs.full_width_kana(holder)
    return wide if wide == holder else wide.replace(" ", PARTED)


def _shortened(holder: str) -> str:
    """`株式会社ミホン` as `カ)ミホン`, `ミホン（カ）` as `ミホン(カ`: open to where nothing follows."""
    for word, short in CORPORATIONS.items():
        if holder.startswith(word):
            return f"{short}){holder.removeprefix(word).strip()}"
        if holder.endswith(word):
            return f"{holder.removesuffix(word).strip()}({short}"
        if word in holder:
            before, _, behind = holder.partition(word)
            return f"{before.strip()}({short}){behind.strip()}"
    return _BEHIND.sub(r"(\1", _BEFORE.sub(r"\1)", holder))
