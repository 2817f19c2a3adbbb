"""The prefill site: residents answer at home and carry the sealed answers to the town hall. It keeps nothing."""

from kiosk.prefill.app import create_app, create_app_from_config
from kiosk.prefill.draft import Draft, DraftBox, DraftError

__all__ = ["Draft", "DraftBox", "DraftError", "create_app", "create_app_from_config"]
