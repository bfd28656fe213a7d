"""Model servers that the gateway starts, watches and stops: vLLM in an environment of its own.

`managed.ManagedModels` is what the daemon uses. `watch` decides, `command` says how a server is started, `process`
starts and ends one, `guard` is the small process between us and it, `output` decides what of its output may be logged.
Imports nothing here, so that `guard` starts fast.
"""
