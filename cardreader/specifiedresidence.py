"""A residence card that is a My Number card (特定在留カード, 特定特別永住者証明書), since 2026-06-14."""

from cardreader.mynumbercard import MyNumberCard


class SpecifiedResidenceCard(MyNumberCard):
    """It tells itself by the application of the residence card, and is read as the My Number card that it is.

    The residence application wants a session key sealed to a public key that is handed out on request only: none
    of its files may appear here.
    """

    kind = "specified_residence_card"
    title = "特定在留カード・特定特別永住者証明書"
    paper = "residence_card_with_number"
    limits = (
        *MyNumberCard.limits,
        "在留カードとしての情報（在留資格、在留期間など）は読みません。開ける鍵が公開されていません。",
        "失効していないかは、入管庁の「在留カード等番号失効情報照会」で調べてください。",
    )
    application = bytes.fromhex("D392F0004F0100000000000000000000")
