"""Where a value stands and how sure its reading is, as one line for standards without a place for it."""

from __future__ import annotations

from mappers.model import Item


def evidence_text(item: Item, observation_id: str) -> str:
    """`page=1; box=x0,y0,x1,y1; confidence=0.98; verified=Y; observation=<id>`: box in fractions of the page from its
    top left, the id that of the FHIR Observation."""
    parts = [f"page={item.page}"]
    if item.box is not None:
        box = item.box
        parts.append("box=" + ",".join(f"{edge:.4f}" for edge in (box.x0, box.y0, box.x1, box.y1)))
    parts.append(f"confidence={item.confidence:.2f}")
    parts.append(f"verified={'Y' if item.verified else 'N'}")
    if item.certainty:
        parts.append(f"certainty={item.certainty.value}")
    parts.append(f"observation={observation_id}")
    return "; ".join(parts)
