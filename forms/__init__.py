"""Procedures, the shared vocabulary, answers, their validation, the journey and the ticket. Knows no Flask."""
