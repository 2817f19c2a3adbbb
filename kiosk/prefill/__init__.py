"""The prefill site: residents answer at home and carry the sealed answers to the town hall. It keeps nothing."""

from kiosk.prefill.app import create_app, create_app_from_config
from kiosk.prefill.draft import Draft
from kiosk.prefill.draftcookie import DraftBox, DraftTooLarge

__all__ = ["Draft", "DraftBox", "DraftTooLarge", "create_app", "create_app_from_config"]
