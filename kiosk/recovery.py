"""The recovery sheet (鍵の復旧用紙): the town's key on one page, for the safe; the only copy that no disk can lose."""

from forms.ticket.keys import TownKey
from forms.ticket.recovery import recovery_lines
from kiosk.clock import JAPAN
from kiosk.office import Office
from printing import Printed
from printing.pages import RecoverySheet, recovery_page


def draw_recovery_sheet(office: Office, key: TownKey) -> Printed:
    """Return the page; it is kept nowhere. Raise PrintingError."""
    town = office.settings.town
    made = f"{key.created.astimezone(JAPAN):%Y年%-m月%-d日}"
    return recovery_page(
        RecoverySheet(f"{town.full_name}（{town.code}）", str(key.id), made, recovery_lines(key, town.code))
    )
