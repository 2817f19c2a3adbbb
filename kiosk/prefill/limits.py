"""Limits: how much one person, and one address, may ask of the prefill site.

Many people share one address where a provider or the town hall's WLAN translates them, so a person is known by the
draft they hold: only we can make one, and making one is limited by the address.
"""

from kiosk.prefill.draft import Draft
from kiosk.web import RateLimit

DRAFT = (150, 3)
"""Requests at once, and a second, with one draft: a whole journey is about fifty, as fast as somebody can type."""

ADDRESS_WITH_DRAFTS = (15_000, 150)
"""All drafts of one address together: three hundred people who go through at the same moment."""

ADDRESS = (1_500, 30)
"""Whatever comes without a draft: the first page, the guide, drafts to be made."""


class Limits:
    """Counts what is asked, in memory alone: nothing of it is kept."""

    def __init__(self) -> None:
        self._draft, self._drafts, self._address = (
            RateLimit(*DRAFT),
            RateLimit(*ADDRESS_WITH_DRAFTS),
            RateLimit(*ADDRESS),
        )

    def allow(self, client: str, draft_id: str, draft: Draft | None) -> bool:
        """Return whether this request may be answered; `draft` is what its cookies hold for the draft it names."""
        if draft is None:
            return self._address.take(client)
        return self._draft.take(draft_id) and self._drafts.take(client)
