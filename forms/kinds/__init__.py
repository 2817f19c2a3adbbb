"""The kinds of questions, each one object: `kinds.NAME`, and all of them by name in `KINDS`."""

from forms.kinds import choice, date, kind, number, people, text

NAME = text.Name()
KANA = text.Kana()
DATE = date.Date()
ADDRESS = text.Address()
POSTAL_CODE = number.PostalCode()
PHONE = number.Phone()
CHOICE = choice.Choice()
CHOICES = choice.Choices()
YES_NO = choice.YesNo()
COUNT = number.Count()
MONEY = number.Money()
DIGITS = number.Digits()
TEXT = text.Text()
BANK_HOLDER = text.BankHolder()
EMAIL = text.Email()
PEOPLE = people.People()
CONSENT = choice.Consent()

KINDS: dict[str, kind.Kind] = {
    kind.name: kind
    for kind in (
        NAME, KANA, DATE, ADDRESS, POSTAL_CODE, PHONE, CHOICE, CHOICES,
        YES_NO, COUNT, MONEY, DIGITS, TEXT, BANK_HOLDER, EMAIL, PEOPLE, CONSENT,
    )
}  # fmt: skip
"""By the name that data files use."""
