"""Where the ink lands: each printer and each sheet may be shifted and scaled a little."""

from dataclasses import dataclass

from printing.sheet import MM


@dataclass(frozen=True, slots=True)
class Placement:
    """Millimetres to the right and down, and factors around the top left corner of the paper."""

    right: float = 0.0
    down: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def __add__(self, other: "Placement") -> "Placement":
        """The printer's placement and the sheet's together."""
        return Placement(
            self.right + other.right,
            self.down + other.down,
            self.scale_x * other.scale_x,
            self.scale_y * other.scale_y,
        )

    def operators(self, page_height: float) -> str:
        """The PDF operator that places a page `page_height` mm high; nothing if the paper needs no help."""
        if self == AS_DRAWN:
            return ""
        down = page_height * MM * (1 - self.scale_y) - self.down * MM
        return f"{self.scale_x:.5f} 0 0 {self.scale_y:.5f} {self.right * MM:.3f} {down:.3f} cm\n"


AS_DRAWN = Placement()
