"""What a person draws over a form: the boxes of one `sheet.toml`, as the file says them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from printing.sheets.boxes import Box


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole sheet over a template. `drawings` and `page_mark` are kept as an existing file said them."""

    title: str
    boxes: tuple[Box, ...] = ()
    drawings: tuple[Mapping[str, object], ...] = ()
    page_mark: tuple[float, ...] = field(default=())
