"""One sentence in both languages."""

from dataclasses import dataclass

from retrieval.model.answers import Language


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages with the same placeholders."""

    da: str
    en: str

    def in_(self, language: Language, **values: object) -> str:
        """The sentence in that language with its placeholders filled."""
        text = self.da if language is Language.DANISH else self.en
        return text.format(**values) if values else text
