"""The state directory: made when it is missing, and held by one writer at a time."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import StateError, StateLocked


def prepare_home(home: Path) -> Path:
    """The state directory, made for its owner alone where it is missing.

    Raises:
        StateError: it cannot be made or written.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise explain_os(error, home) from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise StateError(f"the state directory {home} cannot be written: check its rights, or set REFERAT_HOME")
    return home


def explain_os(error: OSError, home: Path) -> StateError:
    """Our error for the operating system's."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StateError(f"the disk is full: nothing was written to {home}; free some space and run it again")
    reason = error.strerror or type(error).__name__
    return StateError(f"the state directory {home} cannot be used ({reason}): check its rights, or set REFERAT_HOME")


@contextmanager
def state_lock(home: Path, who: str) -> Iterator[None]:
    """Holds the state directory for one writer named `who`; the system frees it however the process ends.

    Raises:
        StateLocked: another process holds it, named where it left its name.
        StateError: the directory cannot be used.
    """
    path = prepare_home(home) / "lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise explain_os(error, home) from error
    try:
        _take(handle, home)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{who} (process {os.getpid()})".encode(), 0)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def holder(home: Path) -> str:
    """Who writes to the state directory now, or empty."""
    path = home / "lock"
    if not path.exists():
        return ""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read(200).decode(errors="replace") or "another process"
    return ""


def _take(handle: int, home: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        other = os.pread(handle, 200, 0).decode(errors="replace") or "another process"
        raise StateLocked(f"the state directory {home} is in use by {other}: stop it first, or try again") from error
