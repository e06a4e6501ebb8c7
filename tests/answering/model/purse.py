"""A budget for one test: so much for everybody, whoever spends it."""

from dataclasses import dataclass


@dataclass
class Purse:
    """US dollars that are left."""

    left: float

    def may_spend(self, user: str) -> bool:
        """Whether anything is left."""
        return self.left > 0

    def spend(self, user: str, dollars: float) -> None:
        """Takes it out."""
        self.left -= dollars
