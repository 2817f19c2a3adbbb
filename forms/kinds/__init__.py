"""The kinds of questions, each one object: `kinds.NAME`, and all of them by name in `KINDS`."""

from forms.kinds.choice import Choice, Choices, Consent, YesNo
from forms.kinds.date import Date
from forms.kinds.kind import Kind
from forms.kinds.number import Count, Digits, Money, Phone, PostalCode
from forms.kinds.people import People
from forms.kinds.text import Address, BankHolder, Email, Kana, Name, Text

NAME = Name()
KANA = Kana()
DATE = Date()
ADDRESS = Address()
POSTAL_CODE = PostalCode()
PHONE = Phone()
CHOICE = Choice()
CHOICES = Choices()
YES_NO = YesNo()
COUNT = Count()
MONEY = Money()
DIGITS = Digits()
TEXT = Text()
BANK_HOLDER = BankHolder()
EMAIL = Email()
PEOPLE = People()
CONSENT = Consent()

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        NAME, KANA, DATE, ADDRESS, POSTAL_CODE, PHONE, CHOICE, CHOICES,
        YES_NO, COUNT, MONEY, DIGITS, TEXT, BANK_HOLDER, EMAIL, PEOPLE, CONSENT,
    )
}  # fmt: skip
"""By the name that data files use."""
