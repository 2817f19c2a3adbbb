"""Digits people type: full-width, with hyphens and spaces; phone numbers and postal codes."""

import re

import phonenumbers

_FULL_WIDTH = str.maketrans("０１２３４５６７８９＋", "0123456789+")
_SEPARATORS = re.compile("[ \u3000()（）.・‐‑–—―−ー－ｰ-]+")
_NATIONAL = re.compile("0[1-9][0-9]{8,9}")
_ELEVEN_DIGITS = ("050", "060", "070", "080", "090")
_EXTENSION = re.compile(r"\s*[(（]?(?:内線|ext\.?|#|＃)\s*[:：]?\s*([0-9０-９]{1,6})[)）]?$", re.IGNORECASE)
_BETWEEN = re.compile("[/／、,，;；]|または|又は")


def half_width_digits(typed: str) -> str:
    """Return the text with full-width digits in half width."""
    return typed.translate(_FULL_WIDTH)


def only_digits(typed: str) -> str:
    """Return the digits of a number typed with hyphens, brackets, spaces or in full width."""
    return _SEPARATORS.sub("", half_width_digits(typed.strip()))


def phone_number(typed: str) -> str | None:
    """Return the digits with hyphens as GIF 連絡先 wants them, `090-1234-5678`.

    The person's own hyphens are kept where they make three groups, and an extension is: `0123-45-6789 内線12`. A
    number abroad is kept with + and its country. None when there cannot be such a number.
    """
    if extension := _EXTENSION.search(typed):
        number = phone_number(typed[: extension.start()])
        return f"{number} 内線{half_width_digits(extension[1])}" if number else None
    digits = _national(only_digits(typed))
    if digits.startswith("+"):
        return _international(digits)
    if not _NATIONAL.fullmatch(digits):
        return None
    if digits[:3] in _ELEVEN_DIGITS and len(digits) != 11:
        return None
    own = [group for group in _SEPARATORS.split(half_width_digits(typed.strip())) if group]
    if len(own) == 3 and len(own[2]) in (3, 4) and "".join(own) == digits:
        return "-".join(own)
    return _grouped(digits)


def are_several_phones(typed: str) -> bool:
    """Return whether more than one phone number stands in the text: `0123-45-6789／090-1234-5678`."""
    return sum(phone_number(part) is not None for part in _BETWEEN.split(typed)) > 1


def mobile_start(typed: str) -> str:
    """Return the first three digits where they say that eleven are needed, else nothing."""
    digits = _national(only_digits(_EXTENSION.sub("", typed)))
    return digits[:3] if digits.isdigit() and digits[:3] in _ELEVEN_DIGITS else ""


def _national(digits: str) -> str:
    """Return the number without its country code, also where the 0 stands behind it: `+81 (0)3 …`.

    A number dialled with 00 begins with + like any other abroad.
    """
    digits = "+" + digits.removeprefix("00") if digits.startswith("00") else digits
    return "0" + digits.removeprefix("+81").removeprefix("0") if digits.startswith("+81") else digits


def _international(digits: str) -> str | None:
    """`+63 917 123 4567`; None if no such number can exist."""
    try:
        number = phonenumbers.parse(digits)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _grouped(digits: str) -> str:
    try:
        number = phonenumbers.parse(digits, "JP")
    except phonenumbers.NumberParseException:
        return digits
    spelled = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return spelled if only_digits(spelled) == digits else digits


def postal_code(typed: str) -> str | None:
    """Seven digits, or None."""
    digits = only_digits(typed.replace("〒", ""))
    return digits if len(digits) == 7 and digits.isascii() and digits.isdigit() else None
