"""What a document is, from its words: a laboratory report, or something this engine does not read yet."""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import PageWords, fold, japanese_share
from inference.structure.analytes import is_analyte
from inference.structure.geometry import join, rows_of, tokens_of
from inference.structure.headers import headings_of
from mappers.model import DocumentType, Item

_TITLES: dict[DocumentType, str] = {
    DocumentType.MICROBIOLOGY: (
        "細菌検査 微生物検査 薬剤感受性 感受性検査 培養同定 microbiology susceptibility culturereport "
        "antibiogram"
    ),
    DocumentType.ECG: "心電図 electrocardiogram 12-leadecg 12誘導 ecgreport restingecg",
    DocumentType.ECHOCARDIOGRAPHY: "心エコー 心臓超音波 echocardiogra 経胸壁心",
    DocumentType.SPIROMETRY: "肺機能検査 スパイロメトリー spirometry pulmonaryfunction 呼吸機能検査",
    DocumentType.BLOOD_GAS: "血液ガス bloodgas 血ガス",
    DocumentType.DEVICE_REPORT: "ペースメーカ pacemaker icdreport デバイスチェック crt-d deviceinterrogation 植込み型",
    DocumentType.VITALS: "バイタルサイン 温度板 体温表 経過表 vitalsigns 看護記録",
    DocumentType.NARRATIVE: (
        "診療情報提供書 紹介状 退院サマリー 退院時要約 手術記録 dischargesummary referralletter 診断書 "
        "operativereport 返書 読影レポート 読影報告 radiologyreport 画像診断報告 病理診断 pathologyreport"
    ),
    DocumentType.URINALYSIS: "尿検査報告 尿検査結果 尿一般検査 urinalysis",
}
_LAB_NAMES = (
    "臨床検査 検体検査 検査報告書 検査結果報告 血液検査 生化学 血液学 血算 凝固 免疫血清 検査成績 基準値 基準範囲 "
    "laboratory clinicalchemistry hematology haematology chemistry labreport bloodtest referencerange referenceinterval"
)
_LAB_WORDS = tuple(fold(word) for word in _LAB_NAMES.split())
_TOP = 0.3
_MANY_KNOWN = 8  # laboratory items under headings that outweigh a title (`Pathology Report` may be chemistry)


def recognise(pages: Sequence[PageWords], items: Sequence[Item]) -> DocumentType:
    """The document's type; OTHER where nothing says, so that no table is read as something it is not.

    A laboratory report shows results under headings and either says so or has items laboratories have.
    A title of another kind near the top wins unless most of the items are laboratory items.
    """
    known = sum(is_analyte(item.name) for item in items)
    text = fold("".join(word.text for page in pages for word in page.words))
    head = _top_text(pages)
    others = [kind for kind, words in _TITLES.items() if any(w in head for w in words.split())]
    lab_words = sum(word in text for word in _LAB_WORDS)
    mostly_lab = known >= 3 and known * 2 >= len(items)
    headed = any(headings_of(row, 2000) for page in pages for row in rows_of(tokens_of(page)))
    if others and not (mostly_lab and (lab_words or (headed and known >= _MANY_KNOWN))):
        return others[0]
    if items and (mostly_lab or (lab_words and (headed or known)) or (known and headed)):
        return DocumentType.LAB_REPORT
    return DocumentType.OTHER


def _top_text(pages: Sequence[PageWords]) -> str:
    if not pages:
        return ""
    page = pages[0]
    tokens = [t for t in tokens_of(page) if t.box.y0 < _TOP]
    return fold("\n".join(join(row) for row in rows_of(tokens)))


def language_of(pages: Sequence[PageWords]) -> str:
    """`ja` where more than a twentieth of the letters are kana or kanji, else `en`."""
    text = "".join(word.text for page in pages for word in page.words)
    return "ja" if japanese_share(text) > 0.05 else "en"
