"""A person or party that a question names, found again among those the minutes name. Pure."""

import re
from dataclasses import dataclass

from retrieval.answering.names import party_letter
from retrieval.model.minutes import Person


@dataclass(frozen=True, slots=True)
class Named:
    """Who is asked about: words as written, and the party's letter where they name a party."""

    words: str
    letter: str

    @classmethod
    def of(cls, words: str) -> "Named":
        """Who those words name."""
        return cls(words, party_letter(words))

    def is_one(self, person: Person) -> bool:
        """Whether a person, or a party entered as one, is who is asked about, or a member of that party."""
        if self.letter:
            return person.party == self.letter
        asked, name = self.words.casefold().split(), person.name.casefold().split()
        return bool(name) and (asked[-1] == name[-1] and set(asked) <= set(name))

    def is_named_in(self, words: str) -> bool:
        """Whether words of the minutes name who is asked about."""
        name = self.words.casefold().removeprefix("de ").split()[-1]
        letter = rf"|\({re.escape(self.letter)}\)" if self.letter else ""
        return re.search(rf"\b{re.escape(name)}s?\b{letter}", words, re.I) is not None
