"""The smallest legal `town.toml`, for tests to add to or to spoil."""

TOWN = """
[town]
name = "みどり野町"
kana = "みどりのちょう"
prefecture = "北海道"
code = "019992"
addressee = "みどり野町長"
postal_code = "099-9999"
phone = "0123-00-0000"
"""
DESK = '[[desk]]\nname = "counter-1"\nmode = "counter"\n'
SECTION = '[[section]]\nname = "住民課"\n'
WAY = '[[way]]\nkind = "post"\nprocedures = ["move_in"]\n'
