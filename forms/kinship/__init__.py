"""The kinship of a Japanese household, worked out from the register's words (続柄).

`Household` tells how everybody is called seen from everybody, who is whose spouse, child or parent, and how sure that
is; `questions` asks the little that stays open, `refusals` names words and births that contradict each other.
"""
