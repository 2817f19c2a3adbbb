"""Who everybody in a case is, as staff say it: who came, as what, and who else it is about."""

from dataclasses import dataclass, replace

from forms import Basis, Journey, JourneyPage, condition, official_text, person, role, shipped_vocabulary

WHO = {
    person.YOU: "窓口に来た方",
    person.ASKER: "頼んだ方",
    person.LATE: "亡くなった方",
    person.HEAD: "世帯主",
    person.AGENT: "頼まれる人",
}
MOST_NAMED = 2
"""Procedures in a heading; a group of more belongs to the visit as a whole."""
BIRTH = "person.birth_date"
WARD = "ご本人"
SUBJECT = "証明に載る方"
OF_HOUSEHOLD = "世帯の方"

AS_WHAT: dict[Basis, str] = {
    Basis.SELF: "本人",
    Basis.HEAD: "世帯主",
    Basis.HOUSEHOLD: "同じ世帯の家族",
    Basis.LETTER: "代理人（委任状）",
    Basis.TOKEN: "登録証を預かった人",
    Basis.LEGAL: "法定代理人",
    Basis.ORGANISATION: "法人の担当者",
    Basis.FREE: "届出人",
}


@dataclass(frozen=True, slots=True)
class Came:
    """As what the visitor came, and for which procedures (their short names)."""

    as_what: str
    procedures: tuple[str, ...]


def who_is(id: str, journey: Journey) -> str:
    """Return what a person of the case is; empty for what is no person."""
    if id == person.ASKER and journey.whom == Basis.LEGAL:
        return WARD
    if id == person.ASKER and journey.whom == Basis.ORGANISATION:
        return SUBJECT
    return WHO.get(id, OF_HOUSEHOLD if id in person.SLOTS or id == person.FAMILY else "")


def heading_of(page: JourneyPage, journey: Journey) -> str:
    """Return what stands above the answers of a page: the person's name and what they are, or the page's title."""
    who, name = who_is(page.id, journey), journey.people.get(page.id).name
    return f"{name}（{who}）" if who and name else who or _of_procedures(page, journey)


def _of_procedures(page: JourneyPage, journey: Journey) -> str:
    """The page's title, with the procedures it belongs to where that is not all of them."""
    serves = {id for ask in page.asks for id in ask.serves}
    names = [each.shown_name for each in journey.procedures if each.id in serves]
    is_told = 0 < len(names) <= MOST_NAMED and len(names) < len(journey.procedures) and names != [page.title]
    return f"{page.title}（{'、'.join(names)}）" if is_told else page.title


def groups_of(journey: Journey) -> tuple[JourneyPage, ...]:
    """Return the pages as groups to look at: everybody's own before the affairs, in the order people are asked about;
    what is known from others stands with the affair of the same title."""
    order = (person.WHOM, *person.ALONE, person.FAMILY, *person.SLOTS[len(person.ALONE) :])
    groups: dict[str, JourneyPage] = {}
    for page in sorted(journey.pages, key=lambda page: order.index(page.id) if page.id in order else len(order)):
        place = page.id if page.id in order else page.title
        known = groups.get(place)
        groups[place] = replace(known, asks=(*known.asks, *page.asks)) if known else page
    return tuple(groups.values())


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody the visit is about, as a clerk compares them with a paper."""

    who: str
    name: str
    kana: str
    born: str
    """In both calendars: a residence card has the western year."""
    age: int | None


def identities_of(journey: Journey) -> tuple[Identity, ...]:
    """Return who came, and whose affair it is where that is another."""
    return tuple(
        _identity(id, journey) for id in (person.YOU, person.ASKER, person.LATE) if journey.people.get(id).name
    )


def _identity(id: str, journey: Journey) -> Identity:
    facts = journey.people.get(id).facts
    kana, born = facts.get("kana"), facts.get("birth_date")
    iso = born if isinstance(born, str) else ""
    in_words = official_text(shipped_vocabulary()[BIRTH], iso) if iso else ""
    western = f"（{iso[:4]}年）" if iso[:4].isdigit() and int(iso[:4]) else ""
    return Identity(
        who_is(id, journey),
        journey.people.get(id).name,
        kana if isinstance(kana, str) else "",
        f"{in_words}{western}",
        condition.age_on(iso, journey.today) if iso and id != person.LATE else None,
    )


def came_as(journey: Journey) -> tuple[Came, ...]:
    """Return as what the visitor came, in the order of the procedures; nothing while nobody has said whom it is about."""
    if person.WHOM not in journey.answers and any(ask.key == person.WHOM for ask in journey.asks):
        return ()
    found: dict[str, tuple[str, ...]] = {}
    for procedure in journey.procedures:
        if procedure.roles:
            words = _as_what(journey.casts[procedure.id].basis, journey)
            found[words] = (*found.get(words, ()), procedure.shown_name)
    return tuple(Came(words, procedures) for words, procedures in found.items())


def _as_what(basis: Basis, journey: Journey) -> str:
    kind = shipped_vocabulary()[role.LEGAL_KIND].choice(str(journey.answers.get(role.LEGAL_KIND, "")))
    return f"{AS_WHAT[basis]}（{kind.label}）" if basis is Basis.LEGAL and kind else AS_WHAT[basis]
