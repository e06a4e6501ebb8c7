"""Claims read out of a JSON reply that is still being written: each as soon as it is complete. Pure."""

import json
import re

from pydantic import ValidationError

from retrieval.answering.model.schema import ClaimReply

_CLAIMS = re.compile(r'"claims"\s*:\s*\[')


class ClaimReader:
    """Collects the pieces of a reply and gives back each claim once its closing brace has come."""

    def __init__(self) -> None:
        self.text = ""
        self._place = -1

    def feed(self, piece: str) -> list[ClaimReply]:
        """The claims that became complete with this piece; what is no claim stops the reading, without an error."""
        self.text += piece
        if self._place < 0:
            start = _CLAIMS.search(self.text)
            if start is None:
                return []
            self._place = start.end()
        return self._read_complete()

    def _read_complete(self) -> list[ClaimReply]:
        found = []
        while (start := self._next_object()) >= 0:
            try:
                value, self._place = json.JSONDecoder().raw_decode(self.text, start)
                found.append(ClaimReply.model_validate(value))
            except (ValueError, ValidationError):
                break
        return found

    def _next_object(self) -> int:
        rest = self.text[self._place :]
        skipped = len(rest) - len(rest.lstrip(" \n\r\t,"))
        place = self._place + skipped
        return place if self.text[place : place + 1] == "{" else -1
