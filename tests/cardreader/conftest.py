"""Fixtures of the card tests."""

from tests.cardreader.pcscd import card_service, insert, reader

__all__ = ["card_service", "insert", "reader"]
