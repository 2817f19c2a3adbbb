"""Just enough CDDL (RFC 8610) to hold packed values against docs/ticket-format.md."""

import re
from collections.abc import Callable, Mapping

Rules = Mapping[str, str]

_PRELUDE: Mapping[str, Callable[[object], bool]] = {
    "null": lambda value: value is None,
    "true": lambda value: value is True,
    "bool": lambda value: isinstance(value, bool),
    "int": lambda value: type(value) is int,
    "uint": lambda value: type(value) is int and value >= 0,
    "tstr": lambda value: isinstance(value, str),
    "bstr": lambda value: isinstance(value, bytes),
    "bstr .size 5": lambda value: isinstance(value, bytes) and len(value) == 5,
    "bstr .size 0": lambda value: value == b"",
}


def rules_in(cddl: str) -> Rules:
    """Rule by name, comments taken out."""
    plain = re.sub(r";.*", "", cddl)
    parts = re.split(r"^([a-z_]+) = ", plain, flags=re.MULTILINE)[1:]
    return {name: " ".join(rule.split()) for name, rule in zip(parts[::2], parts[1::2], strict=True)}


def matches(rules: Rules, rule: str, value: object) -> bool:
    """Whether the value fits one of the alternatives."""
    return any(_matches_one(rules, one.strip(), value) for one in rule.split(" / "))


def members_of(rule: str) -> list[tuple[str, str, str]]:
    """Occurrence, key and type of each member of an array rule."""
    inner = rule.removeprefix("[").removesuffix("]").strip().removesuffix(",")
    found = []
    for member in re.split(r",(?![^\[]*\])", inner):
        occurs, key, kind = re.fullmatch(r"([0-9]*\*[0-9]* )?(?:([a-z]+): )?(.+)", member.strip()).groups()  # type: ignore[union-attr]
        found.append((occurs or "", key or "", kind))
    return found


def _matches_one(rules: Rules, rule: str, value: object) -> bool:
    if rule.startswith("["):
        return isinstance(value, list) and _matches_array(rules, rule, value)
    if span := re.fullmatch(r"(-?[0-9]+)\.\.(-?[0-9]+)", rule):
        return type(value) is int and int(span[1]) <= value <= int(span[2])
    if rule in _PRELUDE:
        return _PRELUDE[rule](value)
    return matches(rules, rules[rule], value)


def _matches_array(rules: Rules, rule: str, value: list[object]) -> bool:
    members = members_of(rule)
    if len(members) == 1 and members[0][0]:
        least, _, most = members[0][0].strip().partition("*")
        return int(least or 0) <= len(value) <= int(most or 10**9) and all(
            matches(rules, members[0][2], each) for each in value
        )
    return len(members) == len(value) and all(
        matches(rules, kind, each) for (_, _, kind), each in zip(members, value, strict=True)
    )
