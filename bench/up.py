"""What gunicorn asks of a configuration: here each worker leaves its number in a folder once it can answer."""

import os
from pathlib import Path
from typing import Any


def post_worker_init(worker: Any) -> None:
    Path(os.environ["BENCH_UP"], str(worker.pid)).touch()
