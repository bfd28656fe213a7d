"""Laboratory reports among the other types: the words they show themselves by. Reading is lab_report's."""

from __future__ import annotations

from inference.readable import listed
from inference.structure.analytes import NAMES
from inference.structure.lab_report import read_items

__all__ = ["TITLES", "VOCABULARY", "read_items"]

TITLES = listed("""
臨床検査報告書 臨床検査結果 臨床検査 検体検査報告書 検体検査 血液検査 血液検査報告書 血液検査結果
血液検査成績 検査結果報告書 検査報告書 検査結果 検査結果票 検査成績書 検査成績表 検査成績 生化学検査
血液学検査 血算 末梢血 凝固検査 免疫血清検査 検査結果時系列 時系列報告 検査データ一覧 検査結果一覧
検査値一覧 検査値一覧表 検査一覧表 検査値 検査データ 検査履歴 検査値推移 検査成績一覧 検査報告
検査結果のお知らせ 検査結果のご報告 結果のお知らせ 結果のご報告 検査結果通知書
負荷試験 糖負荷試験 ブドウ糖負荷試験 経口ブドウ糖負荷試験 耐糖能検査 耐糖能試験 ホルモン負荷試験 アレルギー検査
抗体検査
特異的ige検査 特異的ige抗体検査 腫瘍マーカー検査 内分泌検査 骨髄検査 染色体検査 遺伝子検査 細胞表面マーカー
細胞表面抗原 細胞抗原検査 フローサイトメトリー リンパ球サブセット 輸血検査 血液型検査 透析検査 定期検査結果
oralglucosetolerancetest glucosetolerancetest ogtt allergytest bonemarrowreport bonemarrowexamination
laboratoryreport laboratoryresults laboratorytestreport labreport labresults bloodtest bloodtestresults
flowcytometry immunophenotyping
clinicalchemistry chemistryreport hematologyreport haematologyreport cumulativereport clinicallaboratory
biochemistryreport completebloodcount
""")
VOCABULARY = tuple(NAMES.values())
