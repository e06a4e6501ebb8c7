"""The prompts of `prompts/`: loaded once, filled, and hashed. A missing or unknown variable is refused."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from string import Template

_HEAD = re.compile(r"\A<!-- variables: ?([\w, ]*?) ?-->\n")
_WORD = re.compile(r"^- (\w+): (.+)$", re.MULTILINE)
_NAMES = (
    "answer.system",
    "answer.user",
    "answer.evidence",
    "answer.passage",
    "answer.retry",
    "rewrite.system",
    "rewrite.user",
    "words",
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file: its prose and the variables named at its head."""

    name: str
    text: str
    variables: frozenset[str]

    def render(self, **values: object) -> str:
        """The prose with every variable filled.

        Raises:
            ValueError: a variable is missing or unknown; the message lists all of them.
        """
        wrong = self.variables ^ values.keys()
        if wrong:
            raise ValueError(f"prompt {self.name!r}: missing or unknown variables {sorted(wrong)}")
        return Template(self.text).substitute({name: str(value) for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class Prompts:
    """All prompts with the hash of their contents, 12 hex digits."""

    by_name: dict[str, Prompt]
    words: dict[str, str]
    content_hash: str

    def __getitem__(self, name: str) -> Prompt:
        return self.by_name[name]


def read_prompt(name: str, source: str) -> Prompt:
    """A prompt from its file's text.

    Raises:
        ValueError: the head is missing, or it does not name exactly the variables of the prose.
    """
    head = _HEAD.match(source)
    if head is None:
        raise ValueError(f"prompt {name!r}: the first line must be '<!-- variables: ... -->'")
    named = frozenset(filter(None, re.split(r",\s*", head[1].strip())))
    text = source[head.end() :].strip()
    used = frozenset(Template(text).get_identifiers())
    if named != used:
        raise ValueError(f"prompt {name!r}: head and prose differ in {sorted(named ^ used)}")
    return Prompt(name, text, named)


@lru_cache
def load_prompts() -> Prompts:
    """The prompts shipped with the project, read once."""
    sources = {name: files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8") for name in _NAMES}
    digest = hashlib.sha256("\0".join(sources[name] for name in _NAMES).encode()).hexdigest()[:12]
    by_name = {name: read_prompt(name, source) for name, source in sources.items()}
    return Prompts(by_name, dict(_WORD.findall(by_name["words"].text)), digest)
