"""Jobs that behave badly, run in real child processes by test_pool.py."""

import ctypes
import os
import resource
import signal
import threading
import time
from collections.abc import Generator
from pathlib import Path

from gateway.errors import ServerAway
from inference.types import DocumentRefused, PageRefused


def add(a: int, b: int = 0) -> int:
    return a + b


def pid() -> int:
    return os.getpid()


def echo(data: bytes) -> bytes:
    return data


def mark(folder: str, name: str) -> str:
    (Path(folder) / name).write_text(str(os.getpid()))
    return name


def loop_forever() -> None:
    while True:
        pass


def hang_in_c(folder: str = "") -> None:
    if folder:
        mark(folder, "hanging")
    threading.Event().wait()


def segfault() -> None:
    ctypes.string_at(0)


def abort() -> None:
    os.abort()


def leave(code: int) -> None:
    os._exit(code)


def allocate_forever() -> int:
    hoard = []
    while True:
        hoard.append(bytearray(64 * 1024 * 1024))


def refuse(code: str) -> None:
    raise DocumentRefused(code, "The PDF needs a password.")


def refuse_page() -> None:
    raise PageRefused("damaged", "The page is damaged.")


def server_away() -> None:
    raise ServerAway("the model server does not answer")


def raise_with_content() -> None:
    raise ValueError("secret: 検査 太郎 1950-01-01")


def unpicklable() -> object:
    return lambda: None


def noisy() -> str:
    print("検査 太郎")
    os.write(2, b"secret on stderr\n")
    return "quiet"


def environment() -> dict[str, str]:
    return dict(os.environ)


def standing() -> dict[str, object]:
    return {
        "nice": os.nice(0),
        "core": resource.getrlimit(resource.RLIMIT_CORE),
        "address_space": resource.getrlimit(resource.RLIMIT_AS)[0],
        "sigterm": signal.getsignal(signal.SIGTERM) == signal.SIG_IGN,
        "sigint": signal.getsignal(signal.SIGINT) == signal.SIG_IGN,
        "session": os.getsid(0) == os.getpid(),
    }


def count_up(n: int, pause_s: float = 0.0) -> Generator[int, None, str]:
    for i in range(n):
        time.sleep(pause_s)
        yield i
    return f"counted {n}"


def count_then_refuse(n: int) -> Generator[int, None, None]:
    yield from range(n)
    raise DocumentRefused("damaged", "The rest is damaged.")


def native_out_of_memory() -> None:
    """As onnxruntime says it at the bound: an exception of its own, not MemoryError."""
    raise RuntimeError(
        "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Exception during initialization: std::bad_alloc"
    )
