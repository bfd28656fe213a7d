"""Models, engine and chain in the settings: what is impossible stops the start by its key."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from gateway import settings_text
from gateway.engine_options import engine_options
from gateway.errors import SiteError
from gateway.settings import Settings, load
from inference.engines.options import ChainOptions, Dialect, PageText

ROOT = Path(__file__).parents[3]

REMOTE = '[[models]]\nname = "qwen"\nengine = "vllm"\nurls = ["http://10.0.0.5:8000"]\n'
MANAGED = (
    '[[models]]\nname = "own"\nengine = "vllm"\ndirectory = "/models/q"\n'
    '[models.managed]\ncommand = ["/opt/vllm/bin/vllm", "serve"]\n'
)
IN_PROCESS = '[[models]]\nname = "tiny"\nengine = "transformers"\ndirectory = "/models/t"\n'


def settings(folder: Path, text: str) -> Settings:
    path = folder / "gateway.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_a_remote_and_a_managed_model_and_one_in_process(tmp_path: Path) -> None:
    found = settings(tmp_path, REMOTE + MANAGED + IN_PROCESS)
    remote, managed, in_process = found.models
    assert remote.urls == ("http://10.0.0.5:8000",)
    assert managed.managed is not None
    assert managed.managed.command == ("/opt/vllm/bin/vllm", "serve")
    assert in_process.directory == Path("/models/t")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '[engine]\nname = "qwen"\n',
            r"engine\.name: 'qwen' is no engine and no model; there are ocr, chain",
        ),
        ('[engine]\nname = "chain"\n', r"engine\.chain\.readers: .*needs at least one"),
        ('[engine.chain]\nreaders = ["qwen"]\n', r"engine\.chain\.readers: 'qwen' is no model and not ocr"),
        ('[engine.chain]\nreaders = ["ocr", "ocr"]\n', r"engine\.chain\.readers: .*twice"),
        (
            '[engine.chain]\nreaders = ["ocr"]\ncheck = "ocr"\n',
            r"engine\.chain\.check: .*cannot check itself",
        ),
        ('[engine.chain]\nreaders = ["ocr"]\nescalate_to = "big"\n', r"engine\.chain\.escalate_to: 'big'"),
        (
            '[engine.chain]\nreaders = ["ocr"]\nescalate_to = "ocr"\n',
            r"engine\.chain\.escalate_to: .*already",
        ),
        ("[engine.chain]\nescalate_share = 1.5\n", r"engine\.chain\.escalate_share"),
        (REMOTE + REMOTE, "'qwen' is used twice"),
        (REMOTE.replace('"qwen"', '"ocr"'), "'ocr' is an engine's own name"),
        (REMOTE.replace('"vllm"', '"vlm"'), r"models\.0\.engine"),
        (REMOTE.replace("http://", "ftp://"), r"models\.0\.urls\.0"),
        (REMOTE + 'dialect = "ollama"\n', r"models\.0: dialect: .*openai-http"),
        (REMOTE + 'adapters = { ward = "/a" }\n', r"models\.0: adapters: .*served_name"),
        (REMOTE.split("urls")[0], r"models\.0: urls: .*\[models\.managed\]"),
        (
            REMOTE + "[models.managed]\n",
            r"models\.0: urls: .*take urls or managed out; directory: managed needs",
        ),
        (REMOTE.replace('"vllm"', '"openai-http"') + "[models.managed]\n", r"models\.0: managed: only"),
        (IN_PROCESS.split("directory")[0], r"models\.0: directory: .*needs the folder"),
        (IN_PROCESS + 'urls = ["http://10.0.0.5"]\n', r"models\.0: urls: .*runs in the gateway"),
        (IN_PROCESS + 'served_name = "ward"\n', r"models\.0: served_name: 'ward' is none of adapters"),
        (MANAGED.replace("[models.managed]", 'adapters = { own = "/a" }\n[models.managed]'), "own name"),
        (MANAGED + 'arguments = ["--enable-log-requests"]\n', r"models\.0\.managed: arguments: --enable-log"),
        (
            MANAGED + 'arguments = ["--served_model_name=x"]\n',
            r"models\.0\.managed: arguments: --served-model",
        ),
        (MANAGED + 'arguments = ["--enable-log-r"]\n', r"models\.0\.managed: arguments: --enable-log-r"),
        (MANAGED + 'environment = { HF_HUB_OFFLINE = "0" }\n', r"managed: environment: HF_HUB_OFFLINE"),
        (MANAGED + 'port = 65535\ngpus = ["0", "1"]\n', r"managed: port: .*below 65536"),
        (
            MANAGED + "port = 8001\n" + MANAGED.replace("own", "two") + "port = 8001\n",
            "port 8001 is given to two",
        ),
        (MANAGED + "command = []\n", r"models\.0\.managed\.command"),
    ],
)
def test_impossible_combinations_name_their_key(tmp_path: Path, text: str, says: str) -> None:
    if "command = []" in text:
        text = text.replace('command = ["/opt/vllm/bin/vllm", "serve"]\n', "")
    with pytest.raises(SiteError, match=says):
        settings(tmp_path, text)


def test_every_mistake_among_models_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as caught:
        settings(tmp_path, '[engine]\nname = "big"\n' + REMOTE + REMOTE)
    assert "used twice" in str(caught.value)
    assert "engine.name" in str(caught.value)


def test_the_text_of_the_settings_shows_tables_within_tables() -> None:
    toml = settings_text.toml()
    for header in ("[engine.chain]\n", "# [[models]]\n", "# [models.managed]\n", "[network]\n"):
        assert header in toml
    assert "## `[models.managed]`" in settings_text.markdown()
    uncommented = "\n".join(
        line.removeprefix("#") for line in toml.split("# [[models]]")[1].splitlines() if line.startswith("#")
    )
    assert 'command = ["vllm", "serve"]' in uncommented


def test_options_join_the_settings_with_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret-of-the-server\n", encoding="utf-8")
    text = (
        '[engine]\nname = "chain"\nthreads = 3\n'
        '[engine.chain]\nreaders = ["qwen", "ocr"]\ncheck = "ocr"\nescalate_to = "big"\n'
        + REMOTE
        + f'catalogue = "qwen2.5-vl-3b"\nserved_name = "ward"\npage_text = "never"\napi_key_file = "{tmp_path}/key"\n'
        + REMOTE.replace('"qwen"', '"big"').replace('"vllm"', '"openai-http"')
        + 'dialect = "ollama"\ncatalogue = "gemma-3-4b"\ncontext_tokens = 8192\nmax_pixels = 500_000\n'
    )
    options = engine_options(settings(tmp_path, text))
    assert options.threads == 3
    assert options.chain == ChainOptions(("qwen", "ocr"), "ocr", "big", 0.2)
    qwen, big = options.models
    assert (qwen.served_name, qwen.api_key, qwen.page_text) == (
        "ward",
        "secret-of-the-server",
        PageText.NEVER,
    )
    assert (qwen.looks.context_tokens, qwen.looks.answer_tokens, qwen.looks.grain_px) == (16_384, 4096, 28)
    assert qwen.looks.system_turn
    assert (big.dialect, big.looks.system_turn, big.looks.max_pixels) == (Dialect.OLLAMA, False, 500_000)
    assert (big.looks.context_tokens, big.looks.answer_tokens) == (8192, 2048)
    assert "secret-of-the-server" not in repr(options)


def test_a_managed_model_gets_its_addresses_and_an_adapter_its_folder(tmp_path: Path) -> None:
    digest = "sha256:" + "ab" * 32
    (tmp_path / "models.sha256").write_text(f"# weights {digest}\n", encoding="utf-8")
    in_process = IN_PROCESS + 'adapters = { ward = "/adapters/ward" }\nserved_name = "ward"\n'
    found = settings(tmp_path, MANAGED.replace("/models/q", str(tmp_path)) + in_process)
    own, tiny = engine_options(found, {"own": ("http://127.0.0.1:8001",)}).models
    assert (own.urls, own.served_name, own.weights_digest) == (("http://127.0.0.1:8001",), "own", digest)
    assert (tiny.directory, tiny.adapter_directory, tiny.weights_digest) == (
        "/models/t",
        "/adapters/ward",
        "",
    )


def test_the_environment_names_the_engine_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARTEBRIDGE_ENGINE__NAME", "qwen")
    assert settings(tmp_path, REMOTE).engine.name == "qwen"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (REMOTE + 'catalogue = "gpt-5"\n', r"models\.qwen\.catalogue: 'gpt-5' is not in the catalogue"),
        (REMOTE + "context_tokens = 1024\nanswer_tokens = 2048\n", r"models\.qwen\.answer_tokens: 2048"),
        (REMOTE + 'api_key_file = "/nowhere/key"\n', r"models\.qwen\.api_key_file: cannot read"),
        ('[engine]\ncatalogue = "/nowhere/models.toml"\n', r"engine\.catalogue: cannot read"),
    ],
)
def test_what_only_files_tell_is_named_by_its_key_too(tmp_path: Path, text: str, says: str) -> None:
    found = settings(tmp_path, text)
    with pytest.raises(SiteError, match=says):
        engine_options(found)


def test_the_commented_tables_are_toml(tmp_path: Path) -> None:
    lines = (ROOT / "conf" / "gateway.toml").read_text(encoding="utf-8").split("# [[models]]")[1].splitlines()
    text = "[[models]]\n" + "\n".join(
        line.removeprefix("# ") if line.startswith("# [") else line[1:]
        for line in lines
        if line.startswith("# [") or (line.startswith("#") and not line.startswith("# "))
    )
    table = tomllib.loads(text)["models"][0]
    assert table["managed"]["start_timeout_s"] == 900.0
    assert table["concurrency"] == 32
