"""What the kinds of destination cost a daemon that does not use them."""

from __future__ import annotations

import subprocess
import sys


def test_libraries_of_other_kinds_are_loaded_when_they_are_used() -> None:
    """The start-up of a daemon, and its memory, must not grow by what only one kind needs."""
    code = (
        "import sys\n"
        "import gateway.deliver.kinds, gateway.deliver.deliverer, gateway.stages\n"
        "print(*sorted({'hl7apy', 'highdicom', 'pynetdicom', 'pydicom'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
