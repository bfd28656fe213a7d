"""Worker processes: what opens and reads documents, apart from the listeners.

A crash, a hang or a memory bomb in a parser ends one child process and one job, nothing else. See
docs/decisions/0003-worker-processes.md for why this is our own and not a library.
"""

from gateway.workers.channel import FileBytes, Job
from gateway.workers.pool import PoolCounts, WorkerPool

__all__ = ["FileBytes", "Job", "PoolCounts", "WorkerPool"]
