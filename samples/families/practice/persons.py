"""Invented patients, doctors and hospitals of the score split. Any likeness to a person or place is chance."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from samples.making.people import Person

_FAMILY = """桑島 クワシマ Kuwashima|﨑山 サキヤマ Sakiyama|渡邊 ワタナベ Watanabe|髙梨 タカナシ Takanashi
水無瀬 ミナセ Minase
三枝 サエグサ Saegusa|東海林 ショウジ Shoji|小鳥遊 タカナシ Takanashi|長谷部 ハセベ Hasebe|佐久間 サクマ Sakuma
榎 エノキ Enoki|鷲尾 ワシオ Washio|二階堂 ニカイドウ Nikaido|島津 シマヅ Shimazu|久保寺 クボデラ Kubodera
秋葉 アキバ Akiba|角田 ツノダ Tsunoda|葛西 カサイ Kasai|冨田 トミタ Tomita|新垣 アラカキ Arakaki
畑中 ハタナカ Hatanaka|森 モリ Mori|乾 イヌイ Inui|和久井 ワクイ Wakui|齋藤 サイトウ Saito
湯浅 ユアサ Yuasa|菅沼 スガヌマ Suganuma|平良 タイラ Taira|堀米 ホリゴメ Horigome|越智 オチ Ochi
田中 タナカ Tanaka|高橋 タカハシ Takahashi|伊藤 イトウ Ito|中村 ナカムラ Nakamura|加藤 カトウ Kato
辻村 ツジムラ Tsujimura|百瀬 モモセ Momose|名倉 ナグラ Nagura|四方 シカタ Shikata|檜山 ヒヤマ Hiyama""".replace(
    "\U000e0100", ""
)
_MALE = """雄一郎 ユウイチロウ Yuichiro|勝 マサル Masaru|達也 タツヤ Tatsuya|清 キヨシ Kiyoshi|隆之 タカユキ Takayuki
一 ハジメ Hajime|正治 マサハル Masaharu|俊樹 トシキ Toshiki|匠 タクミ Takumi|陽翔 ハルト Haruto
善次郎 ゼンジロウ Zenjiro|博文 ヒロフミ Hirofumi|信吾 シンゴ Shingo|武 タケシ Takeshi|寛 ヒロシ Hiroshi"""
_FEMALE = """千代子 チヨコ Chiyoko|ゆかり ユカリ Yukari|久美 クミ Kumi|和枝 カズエ Kazue|真理恵 マリエ Marie
トメ トメ Tome|愛 アイ Ai|節子 セツコ Setsuko|ひなた ヒナタ Hinata|澄江 スミエ Sumie
佳奈子 カナコ Kanako|みどり ミドリ Midori|友美 トモミ Tomomi|キヨ キヨ Kiyo|凛 リン Rin"""
_PLACES = (
    "白波",
    "ひばり野",
    "東雲",
    "緑ヶ丘",
    "聖夕凪",
    "北斗台",
    "千早",
    "霧島台",
    "あさひ川",
    "桜坂",
    "南風",
)
_KINDS = (
    "市民病院",
    "総合病院",
    "医療センター",
    "大学医学部附属病院",
    "中央病院",
    "クリニック",
    "記念病院",
    "赤十字架空病院",
)
_ENGLISH = ("Shiranami Medical Center", "Hokutodai University Hospital", "St. Yunagi Memorial Hospital",
            "Sakurazaka Clinic", "Chihaya Community Hospital")  # fmt: skip
DEPARTMENTS = (
    "内科",
    "循環器内科",
    "呼吸器内科",
    "消化器内科",
    "外科",
    "整形外科",
    "泌尿器科",
    "腎臓内科",
    "救急科",
    "血液内科",
)
WARDS = ("3階東", "5西病棟", "ICU", "HCU", "外来", "7A", "東4", "A棟6階")


def _pool(text: str) -> list[tuple[str, str, str]]:
    out = []
    for entry in text.replace("\n", "|").split("|"):
        kanji, kana, roman = entry.split()
        out.append((kanji, kana, roman))
    return out


FAMILY, MALE, FEMALE = _pool(_FAMILY), _pool(_MALE), _pool(_FEMALE)


def somebody(rng: Random, *, adult: bool = True) -> Person:
    """A patient; the id is as this hospital prints it."""
    sex = rng.choice(("male", "female"))
    family, given = rng.choice(FAMILY), rng.choice(MALE if sex == "male" else FEMALE)
    age = round(rng.triangular(18 if adult else 1, 99, 70))
    birth = date(2024 - age, 1, 1) + timedelta(days=rng.randrange(365))
    kanji, kana, roman = zip(family, given, strict=True)
    return Person(_number(rng), kanji, kana, roman, birth, sex)


def _number(rng: Random) -> str:
    digits = "".join(rng.choice("0123456789") for _ in range(10))
    return rng.choice((
        f"00{digits[:6]}", f"000{digits[:5]}", digits[:7], "1" + digits[:7], f"{digits[:3]}-{digits[3:6]}-{digits[6]}",
        f"{digits[:7]}-{digits[7]}", f"{digits[:2]}-{digits[2:7]}", f"0000{digits[:6]}", "5" + digits[:4],
    ))  # fmt: skip


def hospital(rng: Random) -> str:
    """An invented hospital, sometimes with its owner before the name."""
    owner = rng.choice(("", "", "", "医療法人社団 光陽会 ", "社会医療法人 ", "独立行政法人 ", "公立"))
    return owner + rng.choice(_PLACES) + rng.choice(_KINDS)


def hospital_en(rng: Random) -> str:
    """An invented hospital in English."""
    return rng.choice(_ENGLISH)


def staff(rng: Random, title: str = "") -> str:
    """A doctor's or technician's name as signed."""
    family, given = rng.choice(FAMILY)[0], rng.choice(MALE + FEMALE)[0]
    return rng.choice((family, f"{family} {given}", f"{family}　{given}")) + title


def staff_en(rng: Random) -> str:
    """A doctor's name in English."""
    return (
        f"{rng.choice(MALE + FEMALE)[2][0]}. {rng.choice(FAMILY)[2]}, {rng.choice(('MD', 'M.D.', 'MD, PhD'))}"
    )
