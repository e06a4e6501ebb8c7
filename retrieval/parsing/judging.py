"""What a decision amounts to: its own deciding sentences apart from votes, proposals and absences beside them."""

import re
from dataclasses import dataclass, field

from retrieval.model.minutes import Span
from retrieval.model.vocabulary import Outcome
from retrieval.parsing.bodies import find_body, is_same_body, leading_body
from retrieval.parsing.hints import has_any
from retrieval.parsing.lines import paragraphs
from retrieval.parsing.outcomes import Verdict, no_stand, outcome_of, weightiest
from retrieval.parsing.people import read_people
from retrieval.parsing.sentences import DECIDING, sentences

_ABSENT = re.compile(
    r"deltog ikke i|deltog ikke på|^(?:afbud|fraværende|ikke til stede|fravær|afbud fra)\b"
    r"|\bvar fraværende\b|forhindret i at deltage|\binhabil|udeblev",
    re.IGNORECASE,
)
_ABSENT_HINTS = ("deltog ikke", "afbud", "fravær", "ikke til stede", "forhindret", "inhabil", "udeblev")
_VOTE = re.compile(
    r"\b(?:stemmer|stemte|stemt|undlod|undlader)\b|^(?:for|imod|mod)\s*:|\b(?:forslaget|bemærkningen"
    r"|ændringsforslaget|tilføjelsen)\b.{0,120}\b(?:dermed|således|herefter|bortfaldt|faldt|forkastet"
    r"|er godkendt)",
    re.IGNORECASE,
)
_PROPOSES = re.compile(
    r"\b(?:foreslår|foreslog|stillede|stiller|fremsatte|fremsætter|ønsker|ønskede|bemærker|bemærkede"
    r"|begærede|begærer|bedt om|bad om|tilkendegiv|tager forbehold|tog forbehold)\b|protokol|mindretalsudtalelse"
    r"|kunne (?:ikke )?tiltræde",
    re.IGNORECASE,
)
_VOTE_HINTS = ("stem", "undl", ":", "forslaget", "bemærkningen", "tilføjelsen")
_PROPOSE_HINTS = (
    "foresl", "stille", "fremsat", "fremsætter", "ønske", "bemærke", "begær", "bedt om", "bad om",
    "tilkendegiv", "forbehold", "protokol", "mindretalsudtalelse", "tiltræde",
)  # fmt: skip
_WITH_VOTES = re.compile(r"med stemmerne|med \d+ stemmer", re.IGNORECASE)
_MAKES = re.compile(r"\b(?:foreslår|foreslog|stillede|stiller|fremsatte|fremsætter)\b|ændringsforslag", re.IGNORECASE)
_PROPOSAL = re.compile(r"\b(?:ændrings|under|mod|medlems|tillægs|del)?forslag(?:et|ene)?\b", re.IGNORECASE)
_MATTER = re.compile(r"\b(?:indstilling|sagen\b|ansøgning|dagsorden)", re.IGNORECASE)
_CHANGES = re.compile(r"\b(?:ændrings|under|mod)forslag", re.IGNORECASE)
_OWNED = re.compile(
    r"\b(?:ændrings|under|mod)forslag|forslag(?:et|ene)? (?:fra|af|stillet)\b|s['’]? (?:\w+)?forslag\b", re.IGNORECASE
)
_REASON = re.compile(r",? (?:idet|da|fordi|men|med den begrundelse)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\bstem(?:mer|te|merne)\b|^(?:for|imod|mod)\s*:", re.IGNORECASE)
_COUNTED_FOR = re.compile(r"(?<!\d )\bstem(?:mer|te) (?:for|imod|mod)\b", re.IGNORECASE)
_UNSETTLING = frozenset({Outcome.DISCUSSED, Outcome.NOTED})
_MAJORITY = re.compile(r"(?:et |udvalgets |rådets )?flertal(?:let)?\b", re.IGNORECASE)
_UNNAMED = re.compile(r"(?:der|undlod|undlader|ikke|beslutte\w*|det beslutte\w*)\b", re.IGNORECASE)  # no name leads
VERB = re.compile(
    r"^[\s,]*(?:(?:den|d\.)\s[^,]{5,25},?\s)?(?:har |havde )?(?:anbefal|godkend|drøft|tiltr|indstil|beslut"
    r"|tog |tager |vedt|udsæt|udsatte|forkast|afvis|send|oversend|undlod|bevilg|følger|fulgte|kan |kunne "
    r"|blev |er )",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_POINT = r"\d{1,2}\.?(?:\s?[a-h](?:\s?[-–]\s?[a-h])?(?![a-zæøå])\.?)?"  # "3.", "3a", "1.a-h."
_PART = re.compile(
    r"^(?:ad\s)?(?:indstillings?(?:punkt)?(?:erne|et|ens)?\s|punkt(?:erne)?\s|at-punkt\s"
    rf"|pkt\.?\s){{0,2}}(?P<mark>{_POINT}(?:\s?(?:[-–]|,|og|til)\s?{_POINT}){{0,4}}"
    r"|[a-h][.)])\s*(?:at-punkt(?:er)?\s*)?[:.)]?(?:\s+|(?<=[.):])(?=[a-zæøå]{3}))(?P<words>\S.*)$",
    re.IGNORECASE,
)
_PART_NEAR = 80  # characters in front of the deciding word
_NEXT_PART = re.compile(
    r"(?<!pkt\.)(?<!nr\.)(?<!stk\.)(?<=[.;])\s+(?=\d{1,2}\.(?:\s?(?:[-–,]"
    r"|og)\s?\d{1,2}\.)?\s+[A-Za-zæøåÆØÅ])"
    rf"|(?<=,)\s+(?=\d{{1,2}}\.(?:\s?(?:[-–]|og)\s?\d{{1,2}}\.)?\s+(?i:{DECIDING}))|(?<=[.;])\s+(?=Indstilling(?:ens|spunkt))"
    r"|(?<=[.;])\s+(?=(?:Pkt\.?|Punkt|At-punkt|Ad)\s\d)"
)
_NAMED_PART = re.compile(
    r"indstillingens\s(?:pkt\.?|punkt(?:er)?)\s(?P<mark>\d{1,2}\.?(?:\s?(?:[-–,]|og)\s?\d{1,2}\.?){0,4})\s*\.?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Said:
    """What a decision's sentences say, by how much their words weigh."""

    by_body: list[tuple[Outcome, str]] = field(default_factory=list)
    plain: list[tuple[Outcome, str]] = field(default_factory=list)
    weak: list[tuple[Outcome, str]] = field(default_factory=list)
    fallen: list[tuple[Outcome, str]] = field(default_factory=list)  # that a proposal fell
    has_proposer: bool = False
    has_vote: bool = False

    def decided(self) -> list[tuple[Outcome, str]]:
        """The sentences that decide.

        That a proposal fell decides only where nothing is said of the matter itself and nobody made the proposal
        against it: then the proposal is the matter.
        """
        firm = self.by_body or self.plain
        bare = [fall for fall in self.fallen if not (_OWNED if firm else _CHANGES).search(fall[1])]
        if bare and not self.has_proposer and {outcome for outcome, _ in firm} <= _UNSETTLING:
            return bare
        return firm or self.weak


def judge(text: str, span: Span, body: str, parts: tuple[tuple[str, Outcome], ...]) -> tuple[Outcome, str]:
    """What the body did, and the sentence that says so (empty where a numbered part does)."""
    said = _read(text, span, body)
    decided = said.decided()
    if parts:
        firm = [] if decided is said.weak else decided
        decided = [(outcome, "") for _, outcome in parts] + firm
        if said.has_vote or {outcome for outcome, _ in decided} != {Outcome.WITHDRAWN}:  # a part left, not the matter
            decided = [(outcome, words) for outcome, words in decided if words or outcome is not Outcome.WITHDRAWN]
    outcome = _in_part(parts, decided) or weightiest([outcome for outcome, _ in decided])
    return outcome, next((words for found, words in decided if found is outcome), "")


def _read(text: str, span: Span, body: str) -> _Said:
    said = _Said()
    for unit in sentences(text, span):
        words = unit.of(text).strip()
        said.has_vote = said.has_vote or bool(_COUNTED.search(words))
        verdict = outcome_of(words)
        if words[:1] not in '"”“»' and verdict is not None and _is_fall(words, verdict):
            said.fallen.append((verdict.outcome, words))
        elif words[:1] in '"”“»' or _is_aside(words) or (verdict is not None and _is_stand(words, verdict)):
            said.has_proposer = said.has_proposer or bool(_MAKES.search(words))
        elif verdict is None:
            said.has_proposer = said.has_proposer or bool(_CHANGES.search(words))
        elif not (verdict.outcome is Outcome.WITHDRAWN and _PART.match(words)):
            named = leading_body(words)
            is_subject = (bool(named) and is_same_body(named, body)) or _is_inverted(words, body)
            pool = said.weak if verdict.is_weak else said.by_body if is_subject else said.plain
            pool.append((verdict.outcome, words))
    return said


def _is_fall(words: str, verdict: Verdict) -> bool:
    """Whether a proposal, and not the matter or its recommendation, is what was voted down."""
    if verdict.outcome is not Outcome.REJECTED:
        return False
    before, clause = words[: verdict.place], _REASON.split(words)[0]
    if _PROPOSES.search(before) or _COUNTED_FOR.search(before):
        return False
    return bool(_PROPOSAL.search(clause)) and not _MATTER.search(clause)


def _is_stand(words: str, verdict: Verdict) -> bool:
    """Whether the sentence is what a party or a member stands for: "Enhedslisten kan ikke godkende …"."""
    people = read_people(words[: verdict.place]) if verdict.outcome is Outcome.REJECTED else ()
    return any(person.party for person in people)


def _in_part(parts: tuple[tuple[str, Outcome], ...], decided: list[tuple[Outcome, str]]) -> Outcome | None:
    """A recommendation followed but for some parts, rejected or left out, is approved, but not as it stood."""
    approved = {outcome for outcome, _ in decided} & {Outcome.APPROVED, Outcome.APPROVED_WITH_AMENDMENT}
    left_out = {outcome for _, outcome in parts} & {Outcome.REJECTED, Outcome.WITHDRAWN}
    return Outcome.APPROVED_WITH_AMENDMENT if approved and left_out else None


def _is_aside(words: str) -> bool:
    """A vote, a proposal or an absence: entered under the decision without being it."""
    lower = words.lower()
    if absence_in(words) is not None and not leading_body(words):
        return True
    if _WITH_VOTES.match(words):
        return False
    voted = _VOTE.search(words) if has_any(lower, _VOTE_HINTS) else None
    proposed = _PROPOSES.search(words) if has_any(lower, _PROPOSE_HINTS) else None
    if voted is None and proposed is None:
        return False
    named = leading_body(words)
    is_subject = bool(named) or _MAJORITY.match(words) is not None
    verdict = outcome_of(words)
    if voted and not (verdict and (is_subject or verdict.place < voted.start())):
        return True
    if proposed is None or (verdict is not None and verdict.place < proposed.start()):
        return False
    return not (named and VERB.match(words[len(named) :]))


def absence_in(words: str) -> re.Match[str] | None:
    """The words that say that somebody was away, or None."""
    return _ABSENT.search(words) if has_any(words.lower(), _ABSENT_HINTS) else None


def _is_inverted(words: str, body: str) -> bool:
    """Whether the body stands after the verb, as in "Herefter godkendte Udvalget …"."""
    verdict = outcome_of(words)
    if verdict is None or not body:
        return False
    named = find_body(words[verdict.place : verdict.place + 140])
    return bool(named) and is_same_body(named, body) and verdict.place < 60


def body_took_no_stand(text: str) -> bool:
    """Whether a body says in a decision that it decides nothing; a member who stands aside does not say so for it."""
    return any(
        no_stand(words) >= 0 and (leading_body(words) or _UNNAMED.match(words))
        for words in (unit.of(text).strip() for unit in sentences(text, Span(0, len(text))))
    )


def _pieces(words: str) -> list[str]:
    """A paragraph cut where the decision on the next part begins."""
    return _NEXT_PART.split(words) if _DIGIT.search(words) or "Indstilling" in words else [words]


def read_parts(text: str, span: Span, body: str) -> tuple[tuple[str, Outcome], ...]:
    """Decisions per part: "1.-2. Godkendt." and "3. Anbefales." each on a line of its own."""
    parts = []
    for words in (piece for unit in paragraphs(text, span) for piece in _pieces(unit.of(text))):
        match = _PART.match(words)
        if match is None and "ndstillingens" not in words:
            continue
        speaker = leading_body(match["words"] if match else words)
        if speaker and not is_same_body(speaker, body):
            continue
        verdict = outcome_of(match["words"]) if match else None
        named = _NAMED_PART.search(words.strip()) if match is None else None
        if named is not None and (said := outcome_of(words)) is not None:
            parts.append((named["mark"].strip().rstrip("."), said.outcome))
        if match and verdict and verdict.place < _PART_NEAR and not _PROPOSES.search(match["words"], 0, verdict.place):
            parts.append((match["mark"].strip(), verdict.outcome))
    return tuple(parts)
