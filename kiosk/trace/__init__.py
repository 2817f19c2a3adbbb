"""Tracing: staff drag boxes over the town's own form in the browser, see a sample at once, and save `sheet.toml`."""

from kiosk.trace.app import create_app, new_token
from kiosk.trace.template import Template, TraceError, TraceReason, read_template
from kiosk.trace.tracing import Tracing

__all__ = ["Template", "TraceError", "TraceReason", "Tracing", "create_app", "new_token", "read_template"]
