"""Generated cases are what their seed says, wherever they are made, and their boxes stay on the ink."""

from __future__ import annotations

import ast
import io
import json
from itertools import permutations
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from PIL import Image

from mappers.model import DocumentType, Extraction
from samples import generate
from samples.generating import drawers, fonts
from samples.generating.case import fonts_in
from samples.generating.family import Family
from samples.generating.noise import NOISES
from samples.generating.noise.legible import smallest_em
from samples.generating.noise.placing import around, by_matrix, turn
from samples.generating.real_messages import STORAGE, reports
from samples.generating.run import case
from samples.making.ink import FONT_FILES, PORTRAIT, Ink
from samples.making.people import invented
from samples.making.truth import Sheet, TrueItem, Truth

pytestmark = pytest.mark.skipif(
    not all(path.is_file() for path in FONT_FILES.values()), reason="needs Debian's fonts-ipafont"
)
DARK = 0.55


def draw(rng: Random) -> Sheet:
    """A page with values far from each other and from everything else."""
    ink, person = Ink(PORTRAIT, "toy"), invented(rng)
    face = fonts.fonts(rng)
    ink.text(60, 60, f"{person.printed_name()} {person.id}", face.text, 11)
    items = []
    for n in range(8):
        value = "".join(rng.choice("08") for _ in range(4))  # ink spread evenly
        box = ink.text(90 + n % 2 * 330, 160 + n * 80, value, "gothic", 12)
        items.append(TrueItem(f"X{n}", value, "", "", "", "", 1, box))
    return Sheet(ink.bytes(), Truth(person, person.printed_name(), tuple(items), ""))


TOY = Family("lab-report-toy", DocumentType.LAB_REPORT, draw)


def first_page(file: str, data: bytes) -> npt.NDArray[np.uint8]:
    if file.endswith(".pdf"):
        document = pypdfium2.PdfDocument(data)
        image = document[0].render(scale=150 / 72).to_pil()
        document.close()
    else:
        image = Image.open(io.BytesIO(data))
    return np.asarray(image.convert("L"))


@pytest.mark.parametrize("noise", NOISES)
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(noise: str) -> None:
    once, again, other = (case(TOY, "build", noise, seed) for seed in ("5-0", "5-0", "5-1"))
    assert once.files() == again.files()
    assert once.data != other.data
    assert once.truth.items != other.truth.items


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("seed", ["1-0", "1-1", "1-2"])
def test_boxes_are_where_the_ink_went(noise: str, seed: str) -> None:
    """The dark pixels about a value, found without its box's help, lie in the middle of the box."""
    made = case(TOY, "build", noise, seed)
    page = first_page(made.file, made.data).astype(float)
    height, width = page.shape
    assert len(made.truth.items) == 8
    for item in made.truth.items:
        assert item.box is not None
        x0, y0, x1, y1 = item.box[0] * width, item.box[1] * height, item.box[2] * width, item.box[3] * height
        assert 6 < x1 - x0 < 200
        assert 6 < y1 - y0 < 200
        margin = 0.45 * min(x1 - x0, y1 - y0)
        left, top = int(x0 - margin), int(y0 - margin)
        around_it = page[max(top, 0) : int(y1 + margin) + 1, max(left, 0) : int(x1 + margin) + 1]
        rows, columns = np.nonzero(around_it < DARK * np.percentile(around_it, 90))
        assert len(rows) > 20, item
        centre_x, centre_y = columns.mean() + max(left, 0), rows.mean() + max(top, 0)
        # a fax has specks, and a digit is not quite as high as its box: an eighth of it to each side
        assert abs(centre_x - (x0 + x1) / 2) < max(2.5, (x1 - x0) / 8), (noise, seed, item)
        assert abs(centre_y - (y0 + y1) / 2) < max(2.5, (y1 - y0) / 8), (noise, seed, item)


def test_a_quarter_turn_takes_the_top_right_corner_to_the_top_left() -> None:
    """Counter-clockwise, as np.rot90 turns pixels."""
    pixels = np.zeros((40, 20), dtype=np.uint8)
    pixels[2:6, 15:19] = 1
    before, after = (20, 40), (40, 20)
    box = around((15 / 20, 2 / 40, 19 / 20, 6 / 40), by_matrix(turn(90, before, after), before, after))
    rows, columns = np.nonzero(np.rot90(pixels))
    assert box == pytest.approx(
        (columns.min() / 40, rows.min() / 20, (columns.max() + 1) / 40, (rows.max() + 1) / 20)
    )


def test_most_documents_are_filed_under_the_printed_person_and_some_under_another() -> None:
    made = [case(TOY, "build", "clean-pdf", f"9-{n}") for n in range(300)]
    planted = [c for c in made if c.truth.mismatch]
    assert 15 <= len(planted) <= 50
    for each in made:
        person, filed = each.truth.person, each.about["filed_under"]
        same_id = filed["id"].replace("-", "").lstrip("0") == person.id.replace("-", "").lstrip("0")
        assert same_id != each.truth.mismatch
        if each.truth.mismatch:
            assert "^".join(person.kanji) not in filed["name"]
            assert filed["birth_date"] != person.birth.isoformat()
        else:
            assert filed["birth_date"] in ("", person.birth.isoformat())
    forms = {
        ("=" in c.about["filed_under"]["name"], c.about["filed_under"]["birth_date"] != "") for c in made
    }
    assert len(forms) == 4
    assert any(c.about["filed_under"]["id"].startswith("000") for c in made)


def test_nobody_can_be_another_person_where_no_person_is_printed() -> None:
    def unnamed(rng: Random) -> Sheet:
        sheet = draw(rng)
        truth = Truth(sheet.truth.person, "", (), "", absent=frozenset(("id", "name", "birth_date", "sex")))
        return Sheet(sheet.pdf, truth)

    family = Family("other-toy", DocumentType.OTHER, unnamed)
    made = [case(family, "build", "clean-pdf", f"1-{n}") for n in range(60)]
    assert not any(c.truth.mismatch for c in made)
    assert made[0].truth.to_json()["patient"] == dict.fromkeys(("id", "name", "birth_date", "sex"))


def test_a_font_that_is_not_installed_is_replaced_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [fonts.fonts(Random(n)) for n in range(40)]
    monkeypatch.setitem(fonts.FILES, "vlgothic", ("fonts-nowhere", "nowhere/none.ttf", "gothic"))
    fonts._registered.cache_clear()
    try:
        without = [fonts.fonts(Random(n)) for n in range(40)]
        assert "fonts-nowhere" in fonts.missing()
        assert {s.text for s in without} == {s.text for s in whole} - {"vlgothic"} | {"gothic"}
        assert [s.latin for s in without] == [s.latin for s in whole]
    finally:
        fonts._registered.cache_clear()


def test_a_run_is_set_in_a_font_that_has_its_characters() -> None:
    ink = Ink(PORTRAIT, "runs")
    ink.text(50, 50, "16 min⁻¹ 髙﨑", fonts.font("maruberi"), 12)
    ink.text(50, 80, "体温 37.2", "Helvetica", 12)
    data = ink.bytes()
    document = pypdfium2.PdfDocument(data)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "37.2" in text
    assert "体温" in text
    assert "髙﨑" in text
    assert len(fonts_in(data)) >= 2


def test_the_smallest_value_decides_how_finely_a_page_is_scanned() -> None:
    def sized(size: float) -> Sheet:
        ink = Ink(PORTRAIT, "sizes")
        box = ink.text(50, 50, "1.2", "gothic", size)
        return Sheet(
            ink.bytes(), Truth(invented(Random(1)), "", (TrueItem("A", "1.2", "", "", "", "", 1, box),), "")
        )

    assert smallest_em(sized(7)) == pytest.approx(7, abs=0.05)
    assert smallest_em(sized(14)) == pytest.approx(14, abs=0.05)


def test_the_command_writes_cases_that_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(rng: Random) -> Sheet:
        raise ZeroDivisionError("no rows")

    families = [TOY, Family("lab-report-broken", DocumentType.LAB_REPORT, broken)]
    monkeypatch.setattr(generate, "families", lambda split, only: (families, []))
    arguments = ["--per-family", "2", "--noise", "clean-pdf,fax", "--out", str(tmp_path), "--seed", "3"]
    assert generate.main(arguments) == 1  # the other family's cases are all there
    folders = sorted(tmp_path.iterdir())
    assert [f.name for f in folders] == [
        f"lab-report-toy-3-{n}-{noise}" for n in (0, 1) for noise in ("clean-pdf", "fax")
    ]
    for folder in folders:
        truth = Extraction.from_json(json.loads((folder / "truth.json").read_text("utf-8")))
        assert len(truth.items) == 8
        about = json.loads((folder / "case.json").read_text("utf-8"))
        assert set(about["filed_under"]) == {"id", "name", "birth_date"}
        assert about["family"] == "lab-report-toy"
        assert len(list(folder.glob("document.*"))) == 1


def test_an_unknown_family_or_noise_is_said(tmp_path: Path) -> None:
    assert generate.main(["--only", "no-such-family", "--out", str(tmp_path)]) == 2
    with pytest.raises(SystemExit):
        generate.main(["--noise", "clean-pdf,dirt", "--out", str(tmp_path)])


@pytest.mark.parametrize(
    ("split", "other"), list(permutations([s for s in drawers.SPLITS if s != "ssmix2"], 2))
)
def test_layouts_to_build_with_and_layouts_to_score_with_share_no_drawing(split: str, other: str) -> None:
    modules = sorted((Path(generate.__file__).parent / "families" / split).glob("*.py"))
    assert len(modules) > 1
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                source = getattr(node, "module", None) or ""
                for name in node.names:
                    path = f"{source}.{name.name}".strip(".")
                    assert not f"{path}.".startswith(f"samples.families.{other}."), module


@pytest.mark.skipif(not STORAGE.is_dir(), reason="no SS-MIX2 storage (KARTEBRIDGE_SHARED)")
def test_real_messages_are_drawn_with_what_their_segments_say() -> None:
    laboratory = next(r for r in reports() if r.name.startswith("oul-r22"))
    assert [(r.name, r.value, r.unit, r.reference) for r in laboratory.results] == [
        ("A/G比", "1.7", "", "1.2-2.0"),
        ("総蛋白", "7.2", "g/dl", "6.70-8.3"),
        ("アルブミン", "4.9", "g/dl", "3.7-5.5"),
    ]
    assert laboratory.collected == "2011-12-19T15:00"
    families, problems = drawers.families("ssmix2")
    assert not problems
    assert {f.document_type for f in families} == {DocumentType.LAB_REPORT, DocumentType.ECG}
    for family in families:
        made = case(family, "ssmix2", "clean-pdf", "1-0")
        document = pypdfium2.PdfDocument(made.data)
        page = document[0].get_textpage().get_text_bounded()
        document.close()
        for item in made.truth.items:
            assert item.value in page
            assert item.name in page
