"""How a sheet is to be printed, and what of it a printer offers (source: RFC 8011 §5.2, PWG 5100.1)."""

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from forms.inputs import is_one_line
from printing.ipp.message import Attribute, Group, Range, Tag, attribute, collection

A4 = "iso_a4_210x297mm"
NEUTRAL_NAME = "madoguchi"
MEDIA_PATTERN = re.compile(r"[a-z0-9_.-]+_(\d{2,4}(?:\.\d)?)x(\d{2,4}(?:\.\d)?)mm", re.ASCII)
KEYWORD_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,254}", re.ASCII)
NOT_SCALED = "none"
LONGEST_NAME = 255


class Sides(StrEnum):
    """片面, 両面(長辺とじ), 両面(短辺とじ)."""

    ONE = "one-sided"
    TWO_LONG_EDGE = "two-sided-long-edge"
    TWO_SHORT_EDGE = "two-sided-short-edge"


class Staple(IntEnum):
    """Where a staple goes; the numbers are IPP's `finishings`."""

    ANYWHERE = 4
    TOP_LEFT = 20
    BOTTOM_LEFT = 21
    TOP_RIGHT = 22
    BOTTOM_RIGHT = 23


class Wish(StrEnum):
    """Parts of `PrintOptions` that a printer may not offer."""

    SIDES = "sides"
    COPIES = "copies"
    PAPER_SOURCE = "paper_source"
    STAPLE = "staple"


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What to ask of the printer. The size is always the true one (実際のサイズ), never fitted to the page.

    `media` is a size by its standard name in millimetres (source: PWG 5101.1). `paper_source` is a tray by
    the printer's own keyword, such as `tray-2`. `pages` is how many sides one copy has, 0 when not known.
    `job_name` shows on the printer's own display and log: never a person's name.
    """

    media: str = A4
    sides: Sides = Sides.ONE
    copies: int = 1
    paper_source: str | None = None
    staple: Staple | None = None
    pages: int = 0
    job_name: str = NEUTRAL_NAME

    def __post_init__(self) -> None:
        if not MEDIA_PATTERN.fullmatch(self.media):
            raise ValueError("media is a standard size name such as iso_a4_210x297mm")
        if not 1 <= self.copies <= 99 or not 0 <= self.pages <= 9999:
            raise ValueError("copies are 1 to 99, pages 0 to 9999")
        if not is_one_line(self.job_name) or not 1 <= len(self.job_name.encode()) <= LONGEST_NAME:
            raise ValueError("job_name is one line of at most 255 bytes")
        if self.paper_source is not None and not KEYWORD_PATTERN.fullmatch(self.paper_source):
            raise ValueError("paper_source is a keyword such as tray-2")

    @property
    def impressions(self) -> int:
        """How many printed sides the whole job has, 0 when not known."""
        return self.pages * self.copies


@dataclass(frozen=True, slots=True)
class Offers:
    """What a printer says it can do. An empty tuple means that it does not say."""

    media: tuple[str, ...] = ()
    media_ready: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    scalings: tuple[str, ...] = ()
    finishings: tuple[int, ...] = ()
    operations: tuple[int, ...] = ()
    most_copies: int = 1

    @classmethod
    def of(cls, printer: Group) -> "Offers":
        """Reads the printer's attributes."""
        copies = [each.data for each in printer.get("copies-supported")]
        return cls(
            media=printer.words("media-supported"),
            media_ready=printer.words("media-ready"),
            formats=printer.words("document-format-supported"),
            sides=printer.words("sides-supported"),
            sources=printer.words("media-source-supported"),
            scalings=printer.words("print-scaling-supported"),
            finishings=printer.numbers("finishings-supported"),
            operations=printer.numbers("operations-supported"),
            most_copies=max((each.upper for each in copies if isinstance(each, Range)), default=1),
        )


def not_offered(options: PrintOptions, offers: Offers) -> frozenset[Wish]:
    """The wishes this printer cannot fulfil: they are left out of the job, and the desk says so."""
    missing = {
        Wish.SIDES: options.sides != Sides.ONE and options.sides not in offers.sides,
        Wish.COPIES: options.copies > offers.most_copies,
        Wish.PAPER_SOURCE: options.paper_source is not None and options.paper_source not in offers.sources,
        Wish.STAPLE: options.staple is not None and options.staple not in offers.finishings,
    }
    return frozenset(wish for wish, left_out in missing.items() if left_out)


def job_attributes(options: PrintOptions, offers: Offers) -> tuple[Attribute, ...]:
    """The job's attributes. Size is always sent; everything else where the printer offers it."""
    missing = not_offered(options, offers)
    wanted = [_paper(options, with_source=Wish.PAPER_SOURCE not in missing)]
    if Wish.SIDES not in missing and (offers.sides or options.sides != Sides.ONE):
        wanted.append(attribute("sides", Tag.KEYWORD, options.sides.value))
    if Wish.COPIES not in missing:
        wanted.append(attribute("copies", Tag.INTEGER, options.copies))
    if NOT_SCALED in offers.scalings:
        wanted.append(attribute("print-scaling", Tag.KEYWORD, NOT_SCALED))
    if options.staple is not None and Wish.STAPLE not in missing:
        wanted.append(attribute("finishings", Tag.ENUM, int(options.staple)))
    return tuple(wanted)


def _paper(options: PrintOptions, *, with_source: bool) -> Attribute:
    """The size by name, or size and tray together: a job may carry only one of the two attributes."""
    if options.paper_source is None or not with_source:
        return attribute("media", Tag.KEYWORD, options.media)
    width, height = media_size(options.media)
    size = collection(
        "media-size",
        (attribute("x-dimension", Tag.INTEGER, width), attribute("y-dimension", Tag.INTEGER, height)),
    )
    return collection("media-col", (size, attribute("media-source", Tag.KEYWORD, options.paper_source)))


def media_size(media: str) -> tuple[int, int]:
    """Width and height of a size name in hundredths of a millimetre."""
    match = MEDIA_PATTERN.fullmatch(media)
    if match is None:
        raise ValueError("media is a standard size name such as iso_a4_210x297mm")
    width, height = (round(float(each) * 100) for each in match.groups())
    return width, height
