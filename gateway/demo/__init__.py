"""`make demo`: a whole gateway on loopback, fed by an outside sender, and a table of what came out."""

from gateway.demo.run import run_demo

__all__ = ["run_demo"]
