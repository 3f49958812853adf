"""How gunicorn serves the house; it reads its settings from this module (`-c python:grants.cli.server`).

GUNICORN_CMD_ARGS overrides what stands here: GUNICORN_CMD_ARGS="--workers 4".
"""

import multiprocessing
from pathlib import Path
from typing import Any

from grants.cli.memory import settle
from grants.config import Settings

MEMORY = Path("/dev/shm")  # noqa: S108 - where workers show that they live, never a file

wsgi_app = "grants.app:wsgi()"
bind = f"0.0.0.0:{Settings.from_env().port}"
preload_app = True
workers = max(2, multiprocessing.cpu_count())
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 4094
limit_request_fields = 60
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None
control_socket_disable = True
accesslog = None
loglevel = "warning"


def when_ready(_server: Any) -> None:
    """All is loaded, and the workers are about to share it."""
    settle()
