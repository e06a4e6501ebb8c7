"""The entry of the `referat` command."""

from bot.cli import cli


def main() -> None:
    """Runs the command line; ends the process with its status."""
    cli.main()


if __name__ == "__main__":
    main()
