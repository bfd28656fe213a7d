"""Report text on its grid; CDA and RTF; what is refused."""

from __future__ import annotations

import base64

import pytest

from inference.pages import Kind, open_document, sniff, summarise, summarise_pages
from inference.pages.text import LINES, decode
from inference.types import DocumentRefused, OpenedDocument, PageLimits, PageRefused, Pixels
from tests.unit.inference.pages import made

LIMITS = PageLimits()
REPORT = "検査報告書\r\n\r\nAST (GOT)    32 U/L    13-30\r\n総蛋白\t7.1 g/dL\n"


def opened(data: bytes, declared: str = "text/plain", limits: PageLimits = LIMITS) -> OpenedDocument:
    return open_document(data, declared, limits)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp932", "iso2022_jp", "euc_jp"])
def test_text_in_the_encodings_of_japanese_hospitals(codec: str) -> None:
    declared = "text/plain; charset=euc-jp" if codec == "euc_jp" else "text/plain"
    page = opened(REPORT.encode(codec), declared).pages[0]
    assert page.text is not None
    assert page.text.splitlines()[0] == "検査報告書"
    assert [w.text for w in page.words] == [
        *("検査報告書", "AST", "(GOT)", "32", "U/L", "13-30"),
        *("総蛋白", "7.1", "g/dL"),
    ]


def test_words_stand_where_the_grid_has_them() -> None:
    words = {w.text: w.box for w in opened(REPORT.encode()).pages[0].words}
    assert (words["検査報告書"].x0, words["検査報告書"].x1) == (0, 10 / 96)  # five wide characters
    assert words["32"].x0 == words["AST"].x0 + 13 / 96
    assert words["32"].y0 == words["13-30"].y0 == 2 / LINES
    assert words["7.1"].x0 == 8 / 96  # after the tab


def test_long_lines_are_broken_and_long_texts_paged() -> None:
    document = opened(("word " * 1000).encode())
    assert all(0 <= w.box.x0 < w.box.x1 <= 1 for p in document.pages for w in p.words)
    assert sum(len(p.words) for p in document.pages) == 1000
    assert len(opened("\f".join(["一頁", "二頁", "三頁"]).encode()).pages) == 3
    assert len(opened(b"line\n" * (LINES + 1)).pages) == 2
    assert sum(len(w.text) for w in opened("漢".encode() * 500).pages[0].words) == 500
    with pytest.raises(DocumentRefused) as refused:
        opened(b"line\n" * (LINES * 3), limits=PageLimits(max_pages=2))
    assert refused.value.code == "too-many-pages"


def test_a_text_page_can_be_drawn() -> None:
    page = opened(REPORT.encode()).pages[0]
    pixels = page.pixels()
    assert pixels.shape == (page.height_px, page.width_px, 3)
    for word in page.words:
        box = pixels[
            int(word.box.y0 * page.height_px) : int(word.box.y1 * page.height_px),
            int(word.box.x0 * page.width_px) : int(word.box.x1 * page.width_px),
        ]
        assert box.min() < 200


def test_what_cannot_be_decoded_is_not_guessed() -> None:
    with pytest.raises(DocumentRefused) as refused:
        decode(b"Na 140 \xff\xfd\xfc mmol/L")
    assert refused.value.code == "undecodable"


CDA = """<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><component>{}</component></ClinicalDocument>"""
BODY = """<structuredBody><component><section><title>検体検査</title><text><paragraph>採取 2026-01-05</paragraph>
<table><thead><tr><th>項目</th><th>結果</th></tr></thead><tbody><tr><td>Na</td><td>140 mmol/L</td></tr>
</tbody></table></text></section></component></structuredBody>"""


def test_cda_narrative_and_cda_around_a_pdf() -> None:
    page = opened(CDA.format(BODY).encode(), "application/xml").pages[0]
    assert page.text is not None
    assert page.text.splitlines()[0] == "検体検査"
    assert "Na  140 mmol/L" in page.text.splitlines()
    assert "採取 2026-01-05" in page.text.splitlines()
    b64 = base64.encodebytes(made.pdf(made.lab_sheet)).decode()
    body = f'<nonXMLBody><text mediaType="application/pdf" representation="B64">{b64}</text></nonXMLBody>'
    assert opened(CDA.format(body).encode()).media_type == "application/pdf"


def test_hostile_xml_is_refused() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">]><ClinicalDocument>&x;</ClinicalDocument>'
    )
    for data in (bomb, CDA.format(BODY)[:-30], "<?xml version='1.0'?>" + "<a>" * 100_000, CDA.format("")):
        with pytest.raises(DocumentRefused) as refused:
            opened(data.encode(), "application/xml")
        assert refused.value.code in ("damaged", "no-pages")
    with pytest.raises(DocumentRefused, match="not a CDA"):
        opened(b"<?xml version='1.0'?><other/>")


def test_rtf_in_a_japanese_code_page() -> None:
    body = "".join(f"\\'{b:02x}" for b in "総蛋白".encode("cp932"))
    page = opened(b"{\\rtf1\\ansi\\ansicpg932 " + body.encode() + b" 7.1 g/dL\\par Na 140}").pages[0]
    assert [w.text for w in page.words] == ["総蛋白", "7.1", "g/dL", "Na", "140"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", Kind.EMPTY),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", Kind.OOXML),
        (b"PK\x03\x04" + b"\0" * 60, Kind.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, Kind.OLE),
        (b"<!DOCTYPE html><html></html>", Kind.HTML),
        (b"%!PS-Adobe-3.0", Kind.POSTSCRIPT),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 20, Kind.VIDEO),
        (bytes(range(256)), Kind.UNKNOWN),
    ],
)
def test_other_formats_are_refused_with_a_way_out(data: bytes, kind: Kind) -> None:
    assert sniff(data) is kind
    with pytest.raises(DocumentRefused) as refused:
        opened(data)
    assert refused.value.code in ("unsupported", "empty")
    assert len(refused.value.reason) > 40


def test_the_declared_type_is_only_compared() -> None:
    pdf = made.pdf(made.lab_sheet)
    document = opened(pdf, "text/plain")
    assert document.media_type == "application/pdf"
    assert document.warnings == ("declared as text/plain but is application/pdf",)
    assert opened(pdf, "Application/PDF; name=x").warnings == ()
    assert opened(pdf, "").warnings == ()


def test_a_document_beyond_max_bytes_is_refused() -> None:
    with pytest.raises(DocumentRefused, match="max_bytes") as refused:
        opened(b"x" * 1001, limits=PageLimits(max_bytes=1000))
    assert refused.value.code == "too-large"


def test_summaries_carry_a_small_picture_of_each_page() -> None:
    from io import BytesIO

    from PIL import Image

    summary = summarise(made.pdf(made.lab_sheet), "application/pdf", LIMITS)
    (page,) = summary.pages
    assert (page.width_px, page.height_px, page.has_text_layer, page.text) == (1654, 2339, True, None)
    assert Image.open(BytesIO(page.preview_jpeg)).size == (1131, 1600)
    assert len(page.preview_jpeg) < 200_000
    text = summarise(REPORT.encode(), "text/plain", LIMITS)
    assert text.pages[0].text is not None


def test_a_summary_names_the_pages_that_could_not_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    import inference.pages.preview as preview

    drawn = preview.preview_jpeg

    def second_fails(pixels: Pixels) -> bytes:
        calls.append(1)
        if len(calls) == 2:
            raise PageRefused("damaged", "The page cannot be drawn.")
        return drawn(pixels)

    calls: list[int] = []
    monkeypatch.setattr(preview, "preview_jpeg", second_fails)
    summary = summarise(made.many_pages(3), "application/pdf", LIMITS)
    assert [p.number for p in summary.pages] == [1, 3]
    assert [(u.page, u.reason) for u in summary.unread] == [(2, "The page cannot be drawn.")]
    with pytest.raises(DocumentRefused):
        list(summarise_pages(made.encoded(made.picture(), "JPEG")[:900], "image/jpeg", LIMITS))
