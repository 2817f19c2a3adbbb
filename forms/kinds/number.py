"""Numbers: counts, yen, and digits whose leading zeros count; postal codes and phone numbers."""

import re
import unicodedata
from dataclasses import dataclass

from forms import answers, inputs
from forms.item import Item
from forms.kinds.kind import Kind, Wording
from forms.kinds.text import LONGEST_SHORT, too_long
from forms.ticket import TicketError, TicketReason, packed
from forms.ticket.packed import unpack_digits, unpack_phone, whole
from forms.told import ProblemCode, Refused

ACCOUNT_DIGITS = 7

_SAVINGS = re.compile(r"1(\d\d)\d0(?: +\d(?= ))?\D*?(\d{1,7})1", re.ASCII)
"""Some passbooks have a digit of their own between 記号 and 番号; it is no part of the account."""
_TRANSFER = re.compile(r"0(\d\d)\d\d(?: +\d)? +(\d{2,6})", re.ASCII)
"""The single digit between them is a check digit and no part of the number."""
_WORDS = re.compile(r"記号|番号|[\s:：-]")
_DASHES = re.compile("[‐‑‒–—―−ー－]")


@dataclass(frozen=True, slots=True)
class PostalAccount:
    """How a transfer names the account."""

    branch: str
    """店番."""
    number: str
    kind: str
    """口座種別."""


def postal_account(typed: str) -> PostalAccount | None:
    """Return the account of `11940-12345671` or `記号11940 番号12345671`; None if the text is no 記号 and 番号."""
    plain = _WORDS.sub(" ", _DASHES.sub("-", unicodedata.normalize("NFKC", typed))).strip()
    if len(plain) <= ACCOUNT_DIGITS:
        return None
    if found := _SAVINGS.fullmatch(plain):
        return PostalAccount(f"{found[1]}8", found[2].zfill(ACCOUNT_DIGITS), "普通")
    if found := _TRANSFER.fullmatch(plain):
        return PostalAccount(f"{found[1]}9", found[2].zfill(ACCOUNT_DIGITS), "当座")
    return None


NUMBER = "%(number)s"
YEN = NUMBER + "円"


_UNIT = re.compile(r"\s*(?:円|通|枚|部|人|名|件|個|つ|筆|棟|年|か?月|日|歳)$|^[¥￥]\s*")
"""What people write with a number although the field says it."""


def whole_number(typed: str) -> int | None:
    """Return the number in up to nine digits of any width, None for anything else."""
    digits = inputs.half_width_digits(typed)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


class Count(Kind):
    """A whole number from `least` to `most`."""

    name = "count"
    value_type = int
    is_tapped = True
    is_typed = False
    is_for_guides = True
    macro = "count"

    def read(self, item: Item, typed: inputs.Typed, name: str) -> answers.Value | None:
        sent = _UNIT.sub("", inputs.first(typed, name).replace(",", "").replace("，", ""))
        if not sent:
            return None
        number = whole_number(sent)
        if number is None:
            raise Refused(ProblemCode.NO_NUMBER, "数字で入力してください。")
        if not item.least <= number <= item.most:
            span = {"least": str(item.least), "most": str(item.most)}
            raise Refused(ProblemCode.OUT_OF_RANGE, "%(least)sから%(most)sまでの数字を入力してください。", **span)
        return number

    def shown(self, item: Item, value: answers.Value, wording: Wording) -> str:
        return wording.words(NUMBER + item.unit).replace(NUMBER, str(value)) if item.unit else str(value)

    def pack(self, item: Item, value: object, texts: packed.TextWriter) -> packed.Packed:
        return whole(value)

    def unpack(self, item: Item, packed: object, texts: packed.TextReader) -> int:
        return whole(packed)

    def example(self, item: Item) -> answers.Value:
        return max(item.least, min(2, item.most))

    def fits_half_row(self, item: Item) -> bool:
        return True


class Money(Count):
    """Yen."""

    name = "money"
    usual_most = 100_000_000
    is_tapped = False
    is_for_guides = False
    macro = "money"

    def shown(self, item: Item, value: answers.Value, wording: Wording) -> str:
        return wording.words(YEN).replace(NUMBER, f"{value:,}")

    def example(self, item: Item) -> answers.Value:
        return max(item.least, min(12_000, item.most))


class Digits(Kind):
    """Digits kept as text because leading zeros count, e.g. an account number."""

    name = "digits"
    usual_longest = 20
    macro = "digits"
    cell = "comb"

    def read(self, item: Item, typed: inputs.Typed, name: str) -> answers.Value | None:
        sent = inputs.only_digits(inputs.first(typed, name))
        if item.least == item.longest == ACCOUNT_DIGITS:
            _refuse_other_accounts(inputs.first(typed, name), sent)
        if sent and not _are_digits(sent):
            raise Refused(ProblemCode.NO_NUMBER, "数字で入力してください。")
        if sent and item.least and len(sent) != item.least:
            raise Refused(ProblemCode.NO_NUMBER, "%(number)s桁の数字で入力してください。", number=str(item.least))
        if len(sent) > item.longest:
            raise too_long(item)
        return sent or None

    def pack(self, item: Item, value: object, texts: packed.TextWriter) -> packed.Packed:
        if not isinstance(value, str):
            raise TicketError(TicketReason.BAD_CONTENTS)
        return packed.pack_digits(value)

    def unpack(self, item: Item, packed: object, texts: packed.TextReader) -> str:
        return unpack_digits(packed)

    def example(self, item: Item) -> answers.Value:
        return "1234567"[: item.longest]

    def fits_half_row(self, item: Item) -> bool:
        return item.longest <= LONGEST_SHORT


def _are_digits(sent: str) -> bool:
    return sent.isascii() and sent.isdigit()


def _refuse_other_accounts(typed: str, sent: str) -> None:
    """Raise Refused for a passbook's 記号 and 番号, half of it, and a number that lacks its zeros."""
    if account := postal_account(typed):
        raise Refused(
            ProblemCode.NO_NUMBER,
            "ゆうちょ銀行の記号と番号ですね。支店の名前に店番「%(branch)s」、口座番号に「%(number)s」、"
            "口座の種類は「%(kind)s」を入力してください。",
            branch=account.branch,
            number=account.number,
            kind=account.kind,
        )
    if _are_digits(sent) and len(sent) == ACCOUNT_DIGITS + 1 and sent.endswith("1"):
        raise Refused(ProblemCode.NO_NUMBER, "ゆうちょ銀行の番号なら、記号（5桁）からつづけて入力してください。")
    if _are_digits(sent) and len(sent) < ACCOUNT_DIGITS:
        raise Refused(ProblemCode.NO_NUMBER, "7桁に足りないときは、前に0を付けて7桁にしてください。")


class PostalCode(Digits):
    """Seven digits without hyphen (GIF 連絡先)."""

    name = "postal_code"
    usual_longest = 40
    macro = "postal_code"
    cell = "text"

    def read(self, item: Item, typed: inputs.Typed, name: str) -> answers.Value | None:
        sent = inputs.first(typed, name)
        if sent and inputs.postal_code(sent) is None:
            raise Refused(ProblemCode.NO_POSTAL_CODE, "郵便番号は7桁の数字で入力してください。")
        return inputs.postal_code(sent)

    def shown(self, item: Item, value: answers.Value, wording: Wording) -> str:
        return f"〒{str(value)[:3]}-{str(value)[3:]}"

    def example(self, item: Item) -> answers.Value:
        return "0999999"

    def fits_half_row(self, item: Item) -> bool:
        return True


class Phone(Kind):
    """Digits with hyphens, `0123-45-6789` (GIF 連絡先)."""

    name = "phone"
    macro = "phone"

    def read(self, item: Item, typed: inputs.Typed, name: str) -> answers.Value | None:
        sent = inputs.first(typed, name)
        number = inputs.phone_number(sent) if sent else None
        if sent and number is None:
            raise _no_phone(sent)
        return number

    def pack(self, item: Item, value: object, texts: packed.TextWriter) -> packed.Packed:
        if not isinstance(value, str):
            raise TicketError(TicketReason.BAD_CONTENTS)
        return packed.pack_phone(value)

    def unpack(self, item: Item, packed: object, texts: packed.TextReader) -> str:
        return unpack_phone(packed)

    def example(self, item: Item) -> answers.Value:
        return "0123-45-6789"

    def fits_half_row(self, item: Item) -> bool:
        return True


def _no_phone(sent: str) -> Refused:
    if inputs.are_several_phones(sent):
        return Refused(ProblemCode.NO_PHONE, "電話番号は、1つだけ入力してください。")
    if start := inputs.mobile_start(sent):
        return Refused(ProblemCode.NO_PHONE, "%(start)sで始まる電話番号は、11桁です。", start=start)
    return Refused(ProblemCode.NO_PHONE, "電話番号は市外局番から、10桁か11桁の数字で入力してください。")
