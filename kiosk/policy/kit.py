"""The security policy kit: Markdown pages in Japanese, for the town to take into its own policy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined

from kiosk.desk.counter.areas import EVERY_AREA
from kiosk.office import Office
from kiosk.policy.assets import list_assets, place_of_database
from kiosk.policy.numbers import read_numbers
from kiosk.register.grants import GRANTS_FILE, Grant, read_grants
from kiosk.register.layout import town_layout
from kiosk.settings import DeskMode
from kiosk.staff import ROLES

PAGES = ("README", "assets", "flow", "purposes", "retention", "authority", "procedures", "checklist")


@dataclass(frozen=True, slots=True)
class NetworkModel:
    """One way of the national guideline to cut a town's network into parts, and where ours stands in it."""

    name: str
    words: str
    desks: str
    staff: str


MODELS = (
    NetworkModel("α", "業務端末はLGWAN接続系", "LGWAN接続系", "LGWAN接続系"),
    NetworkModel(
        "α′",
        "業務端末はLGWAN接続系、決めたクラウドだけへ直接出る",
        "LGWAN接続系（直接出る通信は不要）",
        "LGWAN接続系",
    ),
    NetworkModel(
        "β", "業務端末はインターネット接続系、重要な情報システムはLGWAN接続系", "LGWAN接続系", "LGWAN接続系"
    ),
    NetworkModel(
        "β′",
        "業務端末も重要な情報システムもインターネット接続系",
        "どこにもつながない窓口専用の網（できないときはLGWAN接続系）",
        "窓口専用の網",
    ),
)
"""In all of them the prefill site stands outside, and nothing of ours in the part for 個人番号."""

_templates = Environment(
    loader=PackageLoader("kiosk.policy"),
    autoescape=False,  # noqa: S701 - Markdown, of the town's own settings
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def write_kit(office: Office, day: date) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each page. Raise DataMistake for a mistaken file of the town."""
    facts = collect_facts(office, day)
    for page in PAGES:
        yield f"{page}.md", _templates.get_template(f"{page}.md").render(facts)


def collect_facts(office: Office, day: date) -> Mapping[str, object]:
    """Return all that the pages speak of."""
    settings = office.settings
    return {
        "town": settings.town,
        "day": f"{day.year}年{day.month}月{day.day}日",
        "desks": settings.desks,
        "second": settings.second_factor,
        "roles": ROLES,
        "areas": EVERY_AREA,
        "lobby": DeskMode.LOBBY,
        "prefill": settings.prefill,
        "database": place_of_database(office),
        "is_shared": settings.database.url.startswith("postgresql"),
        "keys": settings.keys,
        "paper": settings.paper,
        "assets": tuple(list_assets(office)),
        "models": MODELS,
        "procedures": tuple(office.catalogue.current.values()),
        "grants": _grants(office),
        "register": town_layout(settings.folder).use,
        "n": read_numbers(office),
    }


def _grants(office: Office) -> tuple[Grant, ...]:
    names = [desk.name for desk in office.settings.desks]
    return read_grants(office.settings.folder / GRANTS_FILE, office.every_procedure, names)
