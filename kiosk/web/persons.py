"""A list of persons while it is typed: one more, one less, and the one taken out by mistake back again."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.inputs import Inputs
from forms.journeypage import JourneyAsk
from forms.person import BETWEEN, FAMILY, People
from kiosk.web.inputs import GONE, ROWS, fewest_rows, first_typed, row_count

Person = Mapping[str, tuple[str, ...]]
"""The inputs of one person, without the list's key and the number."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The person taken out last, and the place it stood in, from 0."""

    place: int
    person: Person


def share_surname(inputs: Inputs, people: People) -> Inputs:
    """Return the inputs of the household with its centre's surname where only a given name was typed.

    Families with Latin names often share none, so nothing is filled in for them.
    """
    centre = people.get(people.centre)
    shared = dict(inputs)
    for part, whole in (("name", centre.name), ("kana", str(centre.facts.get("kana", "")))):
        surname, _, given = whole.partition(BETWEEN)
        for name, values in inputs.items() if given and not centre.is_latin else ():
            family = name.removesuffix(".given") + ".family"
            if _is_part(name, part) and any(values) and not any(inputs.get(family, ())):
                shared[family] = (surname,)
    return shared


def _is_part(name: str, part: str) -> bool:
    """Whether the input is the given name, or its reading, of one of the household."""
    return name.startswith(f"{FAMILY}.") and name.endswith(f".{part}.given")


def one_more(ask: JourneyAsk, inputs: Inputs) -> tuple[Inputs, str]:
    """With an empty person at the end, and the element to go to."""
    count = min(ask.ask.item.most, _count(ask, inputs) + 1)
    first = ask.ask.item.fields[0]
    anchor = f"f-{ask.key}.{count - 1}.{first.name}{first.kind.first_part}"
    return inputs | {ask.key + ROWS: (str(count),)}, anchor


def one_less(ask: JourneyAsk, inputs: Inputs, place: int) -> Inputs:
    """Take a person out; those after them move up. Whoever had something typed can be brought back."""
    people = _people(ask, inputs)
    if place >= len(people):
        return inputs
    gone = people.pop(place)
    people += [{}] * (fewest_rows(ask.ask.required) - len(people))
    kept = _with(ask, inputs, people)
    return _remembering(ask, kept, Taken(place, gone)) if _typed(gone) else kept


def brought_back(ask: JourneyAsk, inputs: Inputs) -> Inputs:
    """With the person taken out last in the old place; the same inputs when there is none or no room."""
    taken = taken_out(ask.key, inputs)
    people = _people(ask, inputs)
    if len(people) == 1 and not _typed(people[0]):
        people = []
    if taken is None or len(people) >= ask.ask.item.most:
        return inputs
    people.insert(taken.place, taken.person)
    return _forgetting(ask, _with(ask, inputs, people))


def taken_out(key: str, inputs: Inputs) -> Taken | None:
    """Whom the inputs of the list with this key remember as taken out."""
    place = first_typed(inputs, key + GONE)
    if not (place.isascii() and place.isdigit() and len(place) <= 3):
        return None
    start = f"{key}{GONE}."
    return Taken(int(place), {name.removeprefix(start): v for name, v in inputs.items() if name.startswith(start)})


def _people(ask: JourneyAsk, inputs: Inputs) -> list[Person]:
    starts = (f"{ask.key}.{number}." for number in range(_count(ask, inputs)))
    return [
        {name.removeprefix(start): values for name, values in inputs.items() if name.startswith(start)}
        for start in starts
    ]


def _with(ask: JourneyAsk, inputs: Inputs, people: list[Person]) -> Inputs:
    """Return the inputs with these persons in place of those of the list."""
    others = {name: values for name, values in inputs.items() if not name.startswith(f"{ask.key}.")}
    own = {
        f"{ask.key}.{number}.{part}": values
        for number, person in enumerate(people)
        for part, values in person.items()
    }
    return others | own | {ask.key + ROWS: (str(len(people)),)}


def _remembering(ask: JourneyAsk, inputs: Inputs, taken: Taken) -> Inputs:
    own = {f"{ask.key}{GONE}.{part}": values for part, values in taken.person.items()}
    return _forgetting(ask, inputs) | own | {ask.key + GONE: (str(taken.place),)}


def _forgetting(ask: JourneyAsk, inputs: Inputs) -> Inputs:
    return {name: values for name, values in inputs.items() if not name.startswith(ask.key + GONE)}


def _typed(person: Person) -> bool:
    return any(any(values) for values in person.values())


def _count(ask: JourneyAsk, inputs: Inputs) -> int:
    return row_count(inputs, ask.key, ask.ask.item.most, fewest_rows(ask.ask.required))
