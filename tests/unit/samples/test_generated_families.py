"""Every layout draws what its truth says, where its truth says."""

from __future__ import annotations

import unicodedata

import pypdfium2
import pytest

from samples.generating.drawers import families
from samples.generating.family import Family
from samples.generating.run import case
from samples.making.ink import FONT_FILES

pytestmark = pytest.mark.skipif(
    not all(path.is_file() for path in FONT_FILES.values()), reason="needs Debian's fonts-ipafont"
)
FOUND = {
    split: families(split)
    for split in (
        "build",
        "practice",
        "practice2",
        "practice3",
        "practice4",
        "practice5",
        "practice6",
        "practice7",
        "practice8",
        "score",
    )
}
ALL = [
    pytest.param(
        split,
        family,
        id=f"{split}-{family.name}",
        marks=[pytest.mark.slow] if split.startswith("practice") else [],  # they change no more
    )
    for split, (there, _) in FOUND.items()
    for family in there
]


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").split())


@pytest.mark.parametrize("split", FOUND)
def test_every_module_of_layouts_can_be_imported(split: str) -> None:
    there, problems = FOUND[split]
    assert not problems
    assert there


@pytest.mark.parametrize(("split", "family"), ALL)
def test_the_words_in_a_box_hold_its_value(split: str, family: Family) -> None:
    made = case(family, split, "clean-pdf", "31-0")
    assert made.data == case(family, split, "clean-pdf", "31-0").data, "not a function of its seed"
    assert made.truth.document_type is family.document_type
    document = pypdfium2.PdfDocument(made.data)
    pages = [document[n] for n in range(len(document))]
    assert len(pages) == made.truth.pages
    for item in made.truth.items:
        assert item.name.strip() == item.name != ""
        assert item.value.strip() == item.value != ""
        assert item.box is not None
        x0, y0, x1, y1 = item.box
        assert 0 <= x0 < x1 <= 1, item
        assert 0 <= y0 < y1 <= 1, item
        page = pages[item.page - 1]
        width, height = page.get_size()
        words = page.get_textpage().get_text_bounded(
            x0 * width - 1, height - y1 * height - 1, x1 * width + 1, height - y0 * height + 1
        )
        assert bare(item.value) in bare(words), item
    document.close()
