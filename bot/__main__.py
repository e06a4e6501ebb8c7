"""The entry of the `referat` command."""

import os

from bot.cli import cli


def main() -> None:
    """Runs the command line; ends the process with its status.

    Numpy works in one thread unless the operator says otherwise: the matrices of an answer are small, and a second
    thread that waits for its share costs as much processor time as it saves clock.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    cli.main()


if __name__ == "__main__":
    main()
