"""What households read: the whole list of each, by when to do it, with the last day where it is known.

A line begins with `-` for what is needed and with `?` for what only the person can know.
"""

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from forms import shipped_catalogue
from forms.answers import Answers
from forms.guide import Guide, GuideResult, Necessity, guide_result, read_guide

TODAY = date(2026, 11, 29)
SHIPPED = Path(__file__).parents[2] / "kiosk" / "shipped" / "guide"
HOUSEHOLDS = tomllib.loads(Path(__file__).with_name("households.toml").read_text("utf-8"))["household"]
SITUATIONS: list[tuple[str, str, Answers, str]] = [
    (
        "a family of four moves in with their cards",
        "move_in",
        {
            "citizenship": "japan",
            "move.date": "2026-11-25",
            "move.origin": "town",
            "move.certificate": "paper",
            "people": ("child", "pupil"),
            "payee": "other",
            "insurance": "none",
            "things": ("water", "card", "licence"),
        },
        """
        soon
        - 転入届 2026-12-09
        - カードの住所・名前の変更
        - 国民健康保険に入る 2026-12-09
        - 児童手当 2026-12-10
        - 子ども医療費
        ? 予防接種と乳幼児健診の確認
        - 転校の手続
        - 水道
        - 運転免許証の住所変更
        - 住所が変わったことの連絡
        - 郵便物の転送
        later
        ? 国民年金の住所の変更
        ? ごみの出し方、下水道・浄化槽、町内会の確認
        ? 電気、ガス、電話、銀行などの住所変更
        """,
    ),
    (
        "a worker from Viet Nam arrives alone",
        "newcomer",
        {"short": False, "move.date": "2026-11-20", "insurance": "none", "pension": True},
        """
        soon
        - 転入届 2026-12-04
        ? 特定在留カードの申請
        - 国民健康保険に入る 2026-12-04
        - 国民年金 2026-12-04
        later
        ? ごみの出し方、下水道・浄化槽、町内会の確認
        ? 銀行口座、携帯電話の契約
        ? 外国の運転免許の切替え
        ? 在留についての相談
        """,
    ),
    (
        "a Japanese moves abroad",
        "move_out",
        {
            "move.out_date": "2026-12-20",
            "to": "abroad",
            "citizenship": "japan",
            "insurance": True,
            "pension": True,
            "things": ("card", "water", "seal"),
        },
        """
        soon
        - 転出届
        - マイナンバーカードの国外継続利用
        ? 在外選挙人名簿への登録の申請
        - 国民健康保険をやめる 2027-01-03
        - 国民年金
        - 水道
        - 印鑑登録証を返す
        - 在留届
        - 住所が変わることの連絡
        later
        ? 納税管理人
        ? 国民健康保険税や介護保険料の精算
        ? 粗大ごみ
        ? 電気、ガス、電話、銀行などの手続
        """,
    ),
    (
        "a family moves within the town",
        "move_within",
        {"move.date": "2026-11-28", "people": ("child", "allowance"), "things": ("water", "old_water", "card")},
        """
        soon
        - 転居届 2026-12-12
        - カードの住所・名前の変更 2026-12-12
        - 子ども医療費
        - 児童手当、保育所の住所の変更
        - 水道
        - 前の家の水道の中止の届出
        - 住所が変わったことの連絡
        - 郵便物の転送
        """,
    ),
    (
        "the second child of a self-employed mother is born",
        "birth",
        {
            "born": "2026-11-22",
            "citizen": True,
            "notice": False,
            "first": "yes",
            "payee": "other",
            "allowance.older": True,
            "insurance": "national",
            "mother": "national",
        },
        """
        soon
        - 出生届 2026-12-05
        ? 出生届の準備シート 2026-12-05
        ? 赤ちゃんのマイナンバーカードの申請
        - 国民健康保険に入る 2026-12-06
        - 児童手当の額の改定 2026-12-07
        - 大学生の年代の子の確認書
        - 子ども医療費
        - 赤ちゃんの数の届出
        - 赤ちゃん訪問と、予防接種の予診票
        - 出産育児一時金
        - 国民年金の産前産後免除
        - 国保税の軽減（出産）
        ? 国民年金の育児期間の免除
        """,
    ),
    (
        "a bride takes her husband’s name",
        "marriage",
        {
            "notice": "yet",
            "home": "within",
            "name": True,
            "foreign": False,
            "own_child": False,
            "insurance": "leave",
            "pension": "spouse",
            "things": ("card", "seal", "licence"),
        },
        """
        soon
        - 婚姻届
        ? 婚姻届の準備シート
        - 転居届
        - 国民健康保険をやめる
        - カードの住所・名前の変更
        - 家族の扶養に入る手続と、氏の変更の届出
        - 運転免許証の書換え
        - 銀行、保険、電話などの名義変更
        later
        ? 旧氏（前のみょうじ）
        ? 印鑑登録
        ? 戸籍の証明
        ? 住民票の写し
        """,
    ),
    (
        "a mother divorces by agreement",
        "divorce",
        {
            "notice": "talk",
            "home": "stay",
            "split": "head",
            "name": True,
            "foreign": False,
            "insurance": "left",
            "pension": True,
            "parent": True,
            "things": ("card",),
        },
        """
        now
        ? 相手に住所を知られたくないときの相談
        ? 不受理申出
        soon
        - 離婚届
        ? 離婚届の準備シート
        - 世帯変更届
        - 国民健康保険に入る
        - 国民年金
        - 児童手当
        - 子ども医療費
        - 児童扶養手当
        ? カードの住所・名前の変更
        - 扶養から外れる届出と、資格喪失証明書
        - 氏や住所、扶養が変わったことの連絡
        later
        ? 結婚していたときの氏を使う届出
        ? 養育費と親子の交流の相談
        ? 子どもの入籍届
        ? 戸籍の証明
        ? 年金の分割
        ? 子どもの氏の変更の許可
        ? 銀行、保険、電話などの変更
        """,
    ),
    (
        "somebody is laid off",
        "work",
        {
            "change": "left",
            "since": "2026-11-25",
            "next": "national",
            "involuntary": "yes",
            "age": True,
            "foreign": False,
        },
        """
        soon
        - 国民健康保険に入る 2026-12-09
        - 国保税の軽減（失業）
        - 国民年金 2026-12-09
        ? 国民年金の免除・猶予
        - 離職票、健康保険の資格喪失証明書を受け取る
        ? 失業給付の申込み
        later
        ? 住民税の納め方の相談
        """,
    ),
    (
        "a company worker of 45 leaves wife and child",
        "bereavement",
        {
            "deceased.death_date": "2026-11-20",
            "notice": True,
            "funeral": "done",
            "head": "yes",
            "left": "two",
            "insurance": "company",
            "dependent": True,
            "spouse": True,
            "foreign": "japan",
            "had": ("child", "property", "car"),
        },
        """
        soon
        - 世帯主の変更 2026-12-04
        - 国民健康保険に入る 2026-12-04
        - 国民年金 2026-12-04
        - 子どもの手当（児童手当、児童扶養手当など）の相談 2026-12-05
        later
        - 相続人代表者の指定
        - 土地や家の現所有者の申告 2027-02-20
        ? 亡くなった方のマイナンバーカード
        ? もとの氏に戻る届（復氏届）、姻族関係終了届
        ? 戸籍の証明
        ? 住民票の写し
        ? 年金を受けていた方が亡くなった届出（年金受給権者死亡届）と、遺族年金の相談
        - 埋葬料などの申請 2028-11-20
        ? 遺言書の検認
        ? 相続の放棄など 2027-02-20
        ? 亡くなった方の所得税の申告（準確定申告） 2027-03-20
        - 土地や家の名義変更（相続登記） 2029-11-20
        ? 法定相続情報一覧図
        ? 相続税の申告 2027-09-20
        - 自動車、バイクの名義変更や廃車
        - 銀行、生命保険、電気、電話などの手続
        """,
    ),
    (
        "the father of 80 died yesterday",
        "bereavement",
        {
            "deceased.death_date": "2026-11-28",
            "notice": False,
            "funeral": "yet",
            "head": "yes",
            "left": "two",
            "insurance": "elderly",
            "foreign": "japan",
            "had": ("care", "pension", "property", "farm", "dog"),
        },
        """
        now
        - 死亡届 2026-12-04
        ? 死亡届の準備シート 2026-12-04
        - 火葬許可
        soon
        - 世帯主の変更 2026-12-12
        - 医療保険の資格喪失 2026-12-12
        - 介護保険の資格喪失 2026-12-12
        - 未支給年金の案内
        ? 農業者年金の届出
        - 年金を受けていた方が亡くなった届出（年金受給権者死亡届）と、遺族年金の相談
        later
        ? 葬祭費
        ? 医療費や保険料の払い戻し
        - 相続人代表者の指定
        - 土地や家の現所有者の申告 2027-02-28
        - 農地を相続した届出 2027-09-28
        - 犬の登録 2026-12-28
        ? 亡くなった方のマイナンバーカード
        ? もとの氏に戻る届（復氏届）、姻族関係終了届
        ? 戸籍の証明
        ? 住民票の写し
        ? 遺言書の検認
        ? 相続の放棄など 2027-02-28
        ? 亡くなった方の所得税の申告（準確定申告） 2027-03-28
        - 土地や家の名義変更（相続登記） 2029-11-28
        ? 法定相続情報一覧図
        ? 相続税の申告 2027-09-28
        - 銀行、生命保険、電気、電話などの手続
        """,
    ),
    (
        "an assessment for care ends soon",
        "care",
        {"whom": "household", "age": "old", "level": "ending", "body": False, "worker": True},
        """
        soon
        ? 地域包括支援センターへの相談
        - 要介護認定
        - 意見書や診断書のお願い
        later
        ? 住宅改修、福祉用具、施設の費用の軽減などの相談
        ? 障害者控除とおむつ代の証明
        ? 介護休業、介護休暇の相談
        """,
    ),
    (
        "a foreign resident wants certificates",
        "certificate",
        {"shows": ("address", "family", "receipt"), "whom": "self", "foreign": True},
        """
        soon
        - 住民票の写し
        - 届出の受理証明書
        - 家族の関係や独身であることの証明
        """,
    ),
]

OTHERS: list[tuple[str, str, Answers, str]] = [
    (
        "papers are wanted after a flood, for a light vehicle and an old deed",
        "certificate",
        {"shows": ("disaster", "vehicle", "absence"), "whom": "self"},
        """
        soon
        - 不在住・不在籍の証明
        - 罹災証明書
        - 軽自動車用の住所証明
        """,
    ),
    (
        "a couple wants the marriage it notified certified",
        "certificate",
        {"shows": ("receipt",), "whom": "self", "foreign": False, "register": "elsewhere"},
        """
        soon
        - 戸籍の証明
        """,
    ),
    (
        "somebody is pregnant and worries",
        "pregnancy",
        {"notice": False, "mother": "national", "worry": True},
        """
        soon
        - 保健師への相談
        - 妊娠届
        later
        - 赤ちゃんの数の届出
        - 国民年金の産前産後免除
        - 国保税の軽減（出産）
        """,
    ),
    (
        "a parent is alone with a pupil",
        "single_parent",
        {"receives": "other", "people": ("pupil",), "foreign": False},
        """
        soon
        - 児童扶養手当
        - ひとり親の医療費
        - 児童手当
        - 子ども医療費
        - 就学援助
        later
        ? 仕事や資格、お金の貸付けの相談
        ? 戸籍の証明
        ? 勤務先に伝える（ひとり親控除）
        """,
    ),
    (
        "a card is lost",
        "my_number_card",
        {"want": ("lost",)},
        """
        now
        - カードを止める電話
        - なくしたことの届出
        soon
        - カードをなくした・作り直す
        """,
    ),
    (
        "a man of 75 has a wife on his insurance",
        "senior",
        {"age": "older", "dependent": True},
        """
        soon
        - 国民健康保険に入る
        later
        ? 後期高齢者医療の資格確認書など
        ? 運転免許の高齢者講習と検査
        """,
    ),
    (
        "neither tax nor water can be paid",
        "payment",
        {"what": ("tax", "water"), "living": True},
        """
        now
        - 暮らしの相談（生活困窮者自立支援、生活保護）
        - 納付の相談
        - 水道の料金の相談
        later
        ? 借金の相談
        """,
    ),
    (
        "a child starts school and money is short",
        "school",
        {"child": ("school", "costs")},
        """
        soon
        - 就学援助
        later
        ? 入学のお知らせの確認
        """,
    ),
    (
        "a house is built",
        "house",
        {"did": ("built",), "water": True},
        """
        soon
        ? 住宅用家屋証明
        - 水道
        - 建物の登記（新しく建てた）
        later
        - 家屋の調査の連絡
        ? 浄化槽の届出
        ? 下水道
        """,
    ),
    (
        "a motorbike is stolen",
        "vehicle",
        {"kind": "moped", "did": "stolen"},
        """
        now
        - 盗難の届出
        later
        - 原付・農耕車の廃車
        """,
    ),
    (
        "a flood takes house and papers",
        "disaster",
        {"harm": ("house", "papers")},
        """
        now
        - 通帳やキャッシュカードの再発行
        soon
        - 罹災証明書
        - 支援金、見舞金、住宅の応急修理
        - 税金や保険料の減免、納付の延期
        - カードや資格確認書の再交付
        later
        ? 保険の請求
        """,
    ),
    (
        "an adult lives with a mental illness",
        "disability",
        {"kind": ("mind",), "age": "adult", "clinic": True},
        """
        soon
        - 精神障害者保健福祉手帳
        - 自立支援医療
        later
        ? 障害福祉サービスの相談
        ? 特別障害者手当の申請
        ? 重度障害者の医療費
        ? 障害年金の相談
        """,
    ),
    (
        "a former name is wanted beside the new one",
        "name_change",
        {"want": ("former",), "things": ("card",)},
        """
        soon
        - 旧氏（前のみょうじ）
        - カードの住所・名前の変更
        later
        ? 銀行、保険、電話などの名義変更
        """,
    ),
]


@pytest.fixture(scope="module")
def guide() -> Guide:
    return read_guide(SHIPPED, shipped_catalogue())


def told(result: GuideResult) -> str:
    lines = []
    for period in result.periods:
        lines.append(period.period.value)
        for step in (*period.here, *period.elsewhere):
            day = f" {step.due.until}" if step.due and step.due.until else ""
            lines.append(f"{'?' if step.need is Necessity.OPTIONAL else '-'} {step.title}{day}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("event", "answers", "expected"),
    [(event, answers, expected) for _, event, answers, expected in SITUATIONS + OTHERS],
    ids=[name for name, *_ in SITUATIONS + OTHERS],
)
def test_each_household_gets_its_own_list(guide: Guide, event: str, answers: Answers, expected: str) -> None:
    assert told(guide_result(guide, event, answers, TODAY)) == dedent(expected).strip()


@pytest.mark.parametrize("household", HOUSEHOLDS, ids=[each["who"] for each in HOUSEHOLDS])
def test_each_household_in_the_file_gets_its_own_list(guide: Guide, household: dict[str, str | Answers]) -> None:
    event, answers, expected = household["event"], household["answers"], household["list"]
    assert isinstance(event, str)
    assert isinstance(expected, str)
    assert isinstance(answers, dict)
    given: Answers = {key: tuple(value) if isinstance(value, list) else value for key, value in answers.items()}
    assert told(guide_result(guide, event, given, TODAY)) == expected.strip()


def test_thirty_events_are_walked_by_three_households_each(guide: Guide) -> None:
    walks = Counter([event for _, event, *_ in SITUATIONS + OTHERS] + [each["event"] for each in HOUSEHOLDS])
    assert len(guide.events) == 30
    assert {event: walks[event] for event in guide.events if walks[event] < 3} == {}
