"""Benchmarks of what `design.md` promises; numpy works in one thread, as it does in the `referat` command."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
