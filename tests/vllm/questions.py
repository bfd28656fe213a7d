"""Questions to the tiny model, in the form of OpenAI's chat completions."""

from __future__ import annotations

import base64
import io
from typing import Any

from PIL import Image, ImageDraw

WORD = "Kartoffelsalat"
"""Stands for a patient's name: it may not come into any log."""

SCHEMA = {
    "type": "object",
    "properties": {
        "document_type": {"enum": ["lab-report", "other"]},
        "flag": {"enum": ["H", "L"]},
        "count": {"enum": [1, 2, 3]},
    },
    "required": ["document_type", "flag", "count"],
    "additionalProperties": False,
}
"""Only choices: also a model of random weights must end."""


def picture(width_px: int = 280, height_px: int = 196) -> str:
    """A page as a data URL."""
    page = Image.new("RGB", (width_px, height_px), "white")
    ImageDraw.Draw(page).text((10, 10), "CRP 0.12 mg/dL", fill="black")
    data = io.BytesIO()
    page.save(data, "JPEG")
    return "data:image/jpeg;base64," + base64.b64encode(data.getvalue()).decode()


def question(model: str = "tiny", text: str = f"Read the page of {WORD}.", **more: Any) -> dict[str, Any]:
    """A page and a text; greedy and seeded."""
    content = [{"type": "image_url", "image_url": {"url": picture()}}, {"type": "text", "text": text}]
    return {
        "model": model,
        "messages": [{"role": "user", "content": content}],
        "max_tokens": 64,
        "temperature": 0.0,
        "seed": 1,
        **more,
    }


def under_schema(**more: Any) -> dict[str, Any]:
    """The question with SCHEMA to follow, and logprobs."""
    shape = {"name": "answer", "schema": SCHEMA, "strict": True}
    return question(
        response_format={"type": "json_schema", "json_schema": shape}, logprobs=True, max_tokens=200, **more
    )
