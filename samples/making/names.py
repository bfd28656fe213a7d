"""Names to invent patients from: lists made by hand of names in common use; who bears them is drawn by chance.

Each line is `kanji katakana romaji`; given names stand by sex. Some family names stand in an old or variant form
of a character (髙, 﨑, 濵, 邊, 齋), as family registers have them.
"""

from __future__ import annotations

_FAMILY = """
佐藤 サトウ Sato|鈴木 スズキ Suzuki|高橋 タカハシ Takahashi|髙橋 タカハシ Takahashi|田中 タナカ Tanaka
伊藤 イトウ Ito|渡辺 ワタナベ Watanabe|渡邊 ワタナベ Watanabe|山本 ヤマモト Yamamoto|中村 ナカムラ Nakamura
小林 コバヤシ Kobayashi|加藤 カトウ Kato|吉田 ヨシダ Yoshida|山田 ヤマダ Yamada|佐々木 ササキ Sasaki
山口 ヤマグチ Yamaguchi|松本 マツモト Matsumoto|井上 イノウエ Inoue|木村 キムラ Kimura|林 ハヤシ Hayashi
斎藤 サイトウ Saito|齋藤 サイトウ Saito|清水 シミズ Shimizu|山崎 ヤマザキ Yamazaki|山﨑 ヤマザキ Yamazaki
森 モリ Mori|池田 イケダ Ikeda|橋本 ハシモト Hashimoto|阿部 アベ Abe|石川 イシカワ Ishikawa
中島 ナカジマ Nakajima|前田 マエダ Maeda|藤田 フジタ Fujita|小川 オガワ Ogawa|後藤 ゴトウ Goto
岡田 オカダ Okada|長谷川 ハセガワ Hasegawa|村上 ムラカミ Murakami|近藤 コンドウ Kondo|石井 イシイ Ishii
坂本 サカモト Sakamoto|遠藤 エンドウ Endo|青木 アオキ Aoki|藤井 フジイ Fujii|西村 ニシムラ Nishimura
福田 フクダ Fukuda|太田 オオタ Ota|三浦 ミウラ Miura|岡本 オカモト Okamoto|松田 マツダ Matsuda
中川 ナカガワ Nakagawa|原田 ハラダ Harada|小野 オノ Ono|田村 タムラ Tamura|竹内 タケウチ Takeuchi
金子 カネコ Kaneko|和田 ワダ Wada|中山 ナカヤマ Nakayama|石田 イシダ Ishida|上田 ウエダ Ueda
森田 モリタ Morita|柴田 シバタ Shibata|酒井 サカイ Sakai|工藤 クドウ Kudo|横山 ヨコヤマ Yokoyama
宮崎 ミヤザキ Miyazaki|宮本 ミヤモト Miyamoto|内田 ウチダ Uchida|高木 タカギ Takagi|谷口 タニグチ Taniguchi
大野 オオノ Ono|浜田 ハマダ Hamada|濵田 ハマダ Hamada|今井 イマイ Imai|河野 コウノ Kono
丸山 マルヤマ Maruyama|武田 タケダ Takeda|村田 ムラタ Murata|上野 ウエノ Ueno|杉山 スギヤマ Sugiyama
増田 マスダ Masuda|小島 コジマ Kojima|平野 ヒラノ Hirano|大塚 オオツカ Otsuka|千葉 チバ Chiba
久保 クボ Kubo|松井 マツイ Matsui|野口 ノグチ Noguchi|菊地 キクチ Kikuchi|五十嵐 イガラシ Igarashi
北川 キタガワ Kitagawa|安藤 アンドウ Ando|熊谷 クマガイ Kumagai|服部 ハットリ Hattori|辻 ツジ Tsuji
"""
_MALE = """
健一 ケンイチ Kenichi|大輔 ダイスケ Daisuke|翔太 ショウタ Shota|浩 ヒロシ Hiroshi|誠 マコト Makoto
和夫 カズオ Kazuo|茂 シゲル Shigeru|正雄 マサオ Masao|隆 タカシ Takashi|直樹 ナオキ Naoki
拓也 タクヤ Takuya|達也 タツヤ Tatsuya|雄一 ユウイチ Yuichi|修 オサム Osamu|昭二 ショウジ Shoji
義男 ヨシオ Yoshio|悠斗 ユウト Yuto|蓮 レン Ren|一郎 イチロウ Ichiro|博之 ヒロユキ Hiroyuki
俊介 シュンスケ Shunsuke|勝 マサル Masaru|清 キヨシ Kiyoshi|哲也 テツヤ Tetsuya|亮 リョウ Ryo
信一郎 シンイチロウ Shinichiro|幸雄 ユキオ Yukio|大翔 ヒロト Hiroto|進 ススム Susumu|英樹 ヒデキ Hideki
"""
_FEMALE = """
花子 ハナコ Hanako|美咲 ミサキ Misaki|陽子 ヨウコ Yoko|京子 キョウコ Kyoko|由美 ユミ Yumi
恵子 ケイコ Keiko|さくら サクラ Sakura|千代 チヨ Chiyo|和子 カズコ Kazuko|裕子 ユウコ Yuko
真由美 マユミ Mayumi|愛 アイ Ai|結衣 ユイ Yui|直子 ナオコ Naoko|文子 フミコ Fumiko
貴子 タカコ Takako|明美 アケミ Akemi|節子 セツコ Setsuko|幸子 サチコ Sachiko|智子 トモコ Tomoko
葵 アオイ Aoi|ひなた ヒナタ Hinata|美穂 ミホ Miho|久美子 クミコ Kumiko|トメ トメ Tome
キヨ キヨ Kiyo|まどか マドカ Madoka|香織 カオリ Kaori|麻衣 マイ Mai|玲奈 レナ Rena
"""

Name = tuple[str, str, str]
"""Kanji, katakana, romaji."""


def _names(lines: str) -> tuple[Name, ...]:
    found = []
    for entry in lines.replace("\n", "|").split("|"):
        if entry:
            kanji, kana, roman = entry.split()
            found.append((kanji, kana, roman))
    return tuple(found)


FAMILY = _names(_FAMILY)
GIVEN = {"male": _names(_MALE), "female": _names(_FEMALE)}
