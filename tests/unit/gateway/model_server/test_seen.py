"""What is known of the hospital's model servers and of ours."""

from __future__ import annotations

from gateway.model_server.managed import ServerState
from gateway.model_server.seen import Seen, SeenServer, seen_servers
from gateway.model_server.watch import State
from gateway.settings_models import Model


def test_each_server_is_seen_once_in_the_order_of_the_settings_and_without_its_login() -> None:
    urls = ["http://who:secret@10.0.0.5:8000/v1", "http://10.0.0.6:8000", "http://10.0.0.7:8000"]
    models = [
        Model(name="far", engine="openai-http", dialect="llama.cpp", urls=urls),
        Model(name="own", engine="vllm", directory="models/own", managed={}),
    ]
    ours = [ServerState("own", 0, "http://127.0.0.1:41000", State.WAITING, 2, "it ended with signal 9")]
    reachable = {("far", "10.0.0.5:8000"): True, ("far", "10.0.0.6:8000"): False}
    assert tuple(seen_servers(models, ours, reachable)) == (
        SeenServer("far", "10.0.0.5:8000", Seen.READY),
        SeenServer("far", "10.0.0.6:8000", Seen.AWAY),
        SeenServer("far", "10.0.0.7:8000", Seen.UNKNOWN),
        SeenServer("own", "127.0.0.1:41000", Seen.RESTARTING, 2, "it ended with signal 9"),
    )
