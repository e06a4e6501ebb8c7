"""What composing hands to verification: claims in the order they are told, or the reason for telling nothing."""

from dataclasses import dataclass

from retrieval.model.answers import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer before verification. `claims` are told in order; `refusal` is told where they are empty."""

    claims: tuple[Claim, ...] = ()
    refusal: str = ""
    is_list: bool = False  # then it may be as long as a list
    is_small_talk: bool = False  # then nothing is said of what the minutes hold

    @property
    def found(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.claims)
