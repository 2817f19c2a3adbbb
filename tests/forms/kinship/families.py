"""Households written in a line, for tests: `太郎 世帯主 m1950, 花子 妻 f1952, 健一 子 m1978`."""

from datetime import date

from forms.kinship.household import Household
from forms.kinship.relation import Kin, Member, Sex, Step, read_relation

TODAY = date(2026, 11, 30)


def family(line: str, kin: tuple[Kin, ...] = ()) -> Household:
    """The household of a line; a person is `name word m1950`, with a surname if need be: `name word m1950 佐藤`."""
    return Household(tuple(member(part.split()) for part in line.split(",")), kin, TODAY)


def member(parts: list[str]) -> Member:
    name, word, sex_and_year, *surname = parts
    sex: Sex | None = "male" if sex_and_year[0] == "m" else "female" if sex_and_year[0] == "f" else None
    year = sex_and_year[1:]
    return Member(
        name,
        read_relation("" if word == "-" else word),
        sex,
        f"{year}-00-00" if year else None,
        surname[0] if surname else "",
    )


def spouse(of: str, who: str | None) -> Kin:
    return Kin(of, Step.SPOUSE, who)


def child(of: str, who: str | None) -> Kin:
    return Kin(of, Step.CHILD, who)


def no_child(of: str, who: str) -> Kin:
    return Kin(of, Step.CHILD, who, is_denied=True)
