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
laboratoryreport laboratoryresults laboratorytestreport labreport labresults bloodtest bloodtestresults
clinicalchemistry chemistryreport hematologyreport haematologyreport cumulativereport clinicallaboratory
biochemistryreport completebloodcount
""")
VOCABULARY = tuple(NAMES.values())
