"""Counter mode: one screen for staff that always listens to the scanner."""

from kiosk.desk.counter.blueprint import counter

from kiosk.desk.counter import card, gate, pdf, printing, reception, scannertest, staffpage, training, visit  # isort: skip

__all__ = [
    "card",
    "counter",
    "gate",
    "pdf",
    "printing",
    "reception",
    "scannertest",
    "staffpage",
    "training",
    "visit",
]
