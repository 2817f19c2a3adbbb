"""Turns: who waits for what, and who is called where."""
