"""What Prometheus is told of each destination."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest

from gateway.observe.metrics import DepthCollector


def test_what_keeps_deliveries_waiting_is_told_by_destination(tmp_path: Path) -> None:
    registry = CollectorRegistry()
    registry.register(
        DepthCollector(
            messages=dict,
            deliveries=lambda: {("ehr", "pending"): 7, ("ehr", "dead"): 1},
            breakers=lambda: {"ehr": "half-open", "research": "closed"},
            workers=lambda: 0,
            data=tmp_path,
            oldest_pending=lambda: {"ehr": 90.5},
            paused=lambda: ["gone", "research"],
        )
    )
    lines = set(generate_latest(registry).decode().splitlines())
    for line in (
        'kartebridge_deliveries{destination="ehr",state="pending"} 7.0',
        'kartebridge_deliveries{destination="ehr",state="dead"} 1.0',
        'kartebridge_delivery_oldest_pending_seconds{destination="ehr"} 90.5',
        'kartebridge_breaker_open{destination="ehr"} 1.0',
        'kartebridge_breaker_open{destination="research"} 0.0',
        'kartebridge_breaker_state{destination="ehr",state="half-open"} 1.0',
        'kartebridge_breaker_state{destination="ehr",state="closed"} 0.0',
        'kartebridge_destination_paused{destination="research"} 1.0',
        'kartebridge_destination_paused{destination="ehr"} 0.0',
        'kartebridge_destination_paused{destination="gone"} 1.0',  # no longer configured, and still paused
    ):
        assert line in lines
