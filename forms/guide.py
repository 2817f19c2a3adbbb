"""The guide: from a life event and a few plain questions to this household's list of procedures.

The decision tables are data under `config/guide/<event>.toml`; a town edits them there.
"""
