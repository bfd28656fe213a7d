"""Settings: one frozen tree, every mistake named by its key, secrets never shown."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway import settings_text
from gateway.cli import app
from gateway.errors import SiteError
from gateway.settings import Settings, load

ROOT = Path(__file__).parents[3]


def write(folder: Path, text: str) -> Path:
    path = folder / "gateway.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_is_a_whole_configuration(tmp_path: Path) -> None:
    assert load(write(tmp_path, "")) == load(None)


@pytest.mark.parametrize("stale", [path.name for path in settings_text.FILES])
def test_the_committed_files_say_what_the_classes_say(stale: str) -> None:
    path, text = next((p, t) for p, t in settings_text.FILES.items() if p.name == stale)
    assert path.read_text(encoding="utf-8") == text(), "run `make docs`"


def test_every_key_of_gateway_toml_taken_out_of_its_comment_is_its_default(tmp_path: Path) -> None:
    lines = (ROOT / "conf" / "gateway.toml").read_text(encoding="utf-8").splitlines()
    whole = [line[1:] if line.startswith("#") and not line.startswith("# ") else line for line in lines]
    text = "\n".join(line for line in whole if not line.endswith('_file = ""') and line != 'file = ""')
    text = text.split("# [[destinations]]")[0]
    for key in ("tls_certificate", "tls_key", "profiles", "catalogue", "folder"):
        text = text.replace(f'{key} = ""\n', "")
    assert len(tomllib.loads(text)["dicom"]) >= 8
    assert load(write(tmp_path, text)) == load(None)


def test_no_key_is_without_unit_and_reason() -> None:
    assert settings_text.undescribed() == []


def test_all_mistakes_are_named_at_once_by_their_keys(tmp_path: Path) -> None:
    text = '[dicom]\nport = 99999\nprot = 1\nae_title = "back\\\\slash"\n'
    text += '[site]\ntime_zone = "Mars/Base"\n[mlp]\nx = 1\n'
    with pytest.raises(SiteError) as caught:
        load(write(tmp_path, text))
    lines = str(caught.value).splitlines()
    keys = {line.split(":")[0] for line in lines}
    assert keys == {
        "dicom.port",
        "dicom.prot",
        "dicom.ae_title",
        "site.time_zone",
        "mlp",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[web]\nhost = "0.0.0.0"\n', "tls_certificate"),
        ('[web]\ntls_key = "k.pem"\n', "go together"),
        ('[blobs]\nkind = "s3"\n', "blobs.bucket"),
        ('[blobs]\nserver_side_encryption = "AES256"\n', "blobs.server_side_encryption"),
        (
            '[blobs]\nkind = "s3"\nbucket = "b"\nserver_side_encryption = "AES256"\nkms_key_id = "k"\n',
            "blobs.kms_key_id",
        ),
        ('[[destinations]]\nname = "a"\nurl = "ftp://x"\n', "destinations.0.url"),
        ('[[destinations]]\nurl = "http://x"\n', "destinations.0.name"),
        (2 * '[[destinations]]\nname = "a"\nurl = "http://x"\n', "used twice"),
        ('[[destinations]]\nname = "a"\nkind = "fax"\n', "destinations.0: kind must be one of fhir, hl7"),
        ('[[destinations]]\nname = "a"\nkind = "hl7"\nhost = "h"\n', r"destinations\.0\.port"),
        (
            '[[destinations]]\nname = "a"\nkind = "hl7"\nhost = "h"\nport = 1\nurl = "x"\n',
            r"destinations\.0\.url: no such",
        ),
        ('[[destinations]]\nname = "a"\nkind = "hl7"\nhost = "h"\nport = 1\nca_file = "x"\n', "tls = true"),
        ('[fhir]\nprofile = "jp-clins"\n', "fhir.profile = 'jp-clins' needs site.institution_code"),
        (
            '[[destinations]]\nname = "a"\nurl = "http://x"\nprofile = "jp-clins"\n',
            "destinations.a.profile = 'jp-clins' needs",
        ),
        ('[[destinations]]\nname = "a"\nurl = "http://x"\nprofile = "us-core"\n', "destinations.0.profile"),
        ("[pipeline]\nworkers = 0\n", "pipeline.workers"),
        ("not toml", "not valid TOML"),
    ],
)
def test_impossible_combinations_stop_the_start(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SiteError, match=says):
        load(write(tmp_path, text))


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARTEBRIDGE_DICOM__PORT", "4242")
    assert load(write(tmp_path, "[dicom]\nport = 104\n")).dicom.port == 4242


def test_secrets_print_as_asterisks_and_come_from_files(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql+psycopg://u:pw-in-file@db/k\n", encoding="utf-8")
    settings = load(
        write(tmp_path, f'[store]\nurl = "sqlite:///secret-path"\nurl_file = "{tmp_path / "url"}"\n')
    )
    assert settings.store_url == "postgresql+psycopg://u:pw-in-file@db/k"
    shown = repr(settings) + str(settings.model_dump()) + settings.model_dump_json()
    assert "secret-path" not in shown
    assert "pw-in-file" not in shown


def test_a_missing_secret_file_names_the_key(tmp_path: Path) -> None:
    settings = load(write(tmp_path, '[store]\nurl_file = "/nowhere/url"\n'))
    with pytest.raises(SiteError, match=r"store\.url_file: cannot read /nowhere/url"):
        _ = settings.store_url


@pytest.mark.parametrize(("written", "bound"), [("", 4 * 1024**3), ("0", 0), ("2_000_000_000", 2 * 10**9)])
def test_the_memory_bound_of_workers_may_be_lifted(tmp_path: Path, written: str, bound: int) -> None:
    text = f"[pipeline]\nworker_memory_bytes = {written}\n" if written else ""
    assert load(write(tmp_path, text)).pipeline.worker_memory_bytes == bound


def test_a_negative_memory_bound_is_refused_by_its_key(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"pipeline\.worker_memory_bytes: .*greater than or equal to 0"):
        load(write(tmp_path, "[pipeline]\nworker_memory_bytes = -1\n"))


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(Exception, match="frozen"):
        load(None).dicom.port = 1  # type: ignore[misc]


def test_the_hospital_example_is_valid() -> None:
    settings = load(ROOT / "conf" / "hospital.example.toml")
    assert [d.name for d in settings.destinations] == ["records-network", "research"]


def test_check_names_mistakes_and_exits_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--config", str(write(tmp_path, "[dicom]\nprot = 1\n"))])
    assert result.exit_code == 2
    assert "dicom.prot: no such setting" in result.output


def test_check_reads_the_rules_too(tmp_path: Path) -> None:
    (tmp_path / "routes.toml").write_text('[default]\naction = "proces"\n', encoding="utf-8")
    path = write(tmp_path, f'[routing]\nfile = "{tmp_path / "routes.toml"}"\n')
    result = CliRunner().invoke(app, ["check", "--config", str(path)])
    assert result.exit_code == 2
    assert "routes.default.action" in result.output


def test_the_schema_knows_every_section() -> None:
    result = CliRunner().invoke(app, ["schema"])
    assert set(json.loads(result.output)["properties"]) == set(Settings.model_fields)
