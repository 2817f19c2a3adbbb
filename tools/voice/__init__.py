"""Makes the recordings of the lobby's read-aloud. `tools/voice/make` runs it; the town may replace any file."""
