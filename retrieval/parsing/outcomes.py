"""What the words of a decision do: approved, recommended, discussed, noted, postponed and so on."""

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.model.vocabulary import Outcome
from retrieval.parsing.hints import has_any

_NEGATION = r"(?<!ikke )(?<!ej )"
_RULES: tuple[tuple[Outcome, re.Pattern[str]], ...] = tuple(
    (outcome, re.compile(pattern, re.IGNORECASE))
    for outcome, pattern in (
        (
            Outcome.POSTPONED,
            r"\b(?:blev |er |bliver )?(?:udsat|udsættes|udsatte|udskydes|udskudt|udskød|udsætte sagen"
            r"|udsætter)\b(?! borger| bolig| ung| områd| famil)",
        ),
        (
            Outcome.SENT_BACK,
            r"\btilbage(?:sendt|sendes|sendte|vises|vist)|\bsend(?:es|te|t|er)\b(?: \w+){0,4} (?:tilbage|retur)\b"
            r"|\bsend(?:es|te|t|er)\b(?: \w+){0,4} til (?:realitets|fornyet )?behandling|\bhjemvist|\bhjemvises",
        ),
        (
            Outcome.WITHDRAWN,
            r"\btr(?:ækker|ak) (?:sagen|punktet|dagsordenspunktet|indstillingen) tilbage"
            r"|\b(?:udgik|udgår|udgået|taget af(?: dagsorden(?:en)?)?(?=[ .]|$)|tages af dagsordenen"
            r"|trukket(?: tilbage)?|trækkes)\b",
        ),
        (Outcome.CANCELLED, r"\baflyst\b|\baflyses\b"),
        (
            Outcome.REJECTED,
            r"\b(?:ikke (?:følge indstillingen|godkendt|imødekommet|tiltrådt|vedtaget|anbefalet)"
            r"|(?:anbefales|godkendes|tiltrædes|imødekommes|vedtages|bevilges|følges) ikke"
            r"|anbefaler(?: over ?for \w+)? ikke godkendt|(?:kan"
            r"|kunne)(?:, [^,.]{3,40},)? ikke (?:anbefal|godkend|imødekomm|tiltræd|følg)\w*"
            r"|(?:godkend(?:te|er)|anbefal(?:er|ede)|imødekom(?:mer)?|tiltr(?:ådte|æder)|vedt(?:og|ager)|bevilg(?:er|ede)"
            r"|f(?:ulgte|ølger)|støtte(?:r|de)) ikke"
            r"|forkastet|forkaster|forkastede|forkastes|bortfaldt|bortfaldet|afvist|afviser|afviste|afvises|nedstemt|afslå(?:r|s|et)?|afslog"
            r"|meddeler afslag"
            r"|meddelte afslag|gives afslag|giver afslag|gav afslag|afslag\b(?=[.;]|$))",
        ),
        (
            Outcome.RECOMMENDED,
            r"\b(?:anbefal(?:er|es|ede|edes|et|e)|indstill(?:er|ede|es|edes|et)|fremsend(?:es|te|er)|oversend(?:es"
            r"|te|er|t)|send(?:es|te|er) videre til (?:byråd|økonomiudvalg|kommunalbest|behandling)|sendes videre"
            r"|videresend(?:es|te|er)|henvist til|henvises til|henviste til)\b",
        ),
        (
            Outcome.APPROVED,
            _NEGATION
            + r"\b(?:godkend(?:er|t|te|es|tes)|tiltrådt|tiltræd(?:er|es|te)|tiltrådte|vedtag(?:et|er|es)|vedtog"
            r"|beslutt(?:er|ede)|besluttet|imødekommet|imødekom(?:mer|mes)?|bevilg(?:er|ede|et|es)|bevilliget"
            r"|følger indstillingen|fulgte indstillingen"
            r"|(?:indstilling|anbefaling)(?:en|erne)? (?:følges|(?:blev |er )?fulgt)(?! ikke)"
            r"|valgte?s?|vælger|frigiv(?:er|es|et)|frigav|udpeg(?:er|ede|et|es)|meddel(?:er|te|es)"
            r"|bemyndig(?:er|ede|es)|enig(?:e)? i indstillingen|iværksæt(?:ter|tes)"
            r"|send(?:er|te|es|t)(?: (?!ikke\b)\w+){0,4} i (?:\w+ )?høring|fastholder)\b",
        ),
        (
            Outcome.NOTED,
            r"\b(?:til|tag(?:et|es|er)) efterretning(?:en)?\b"
            r"|\borientering(?:en)?\s*(?:er |blev )?(?:givet|modtaget)\b|\b(?:blev "
            r"|er )?orienteret\b|\btil orientering\b|\borienterede\b|\borienteringen blev givet\b"
            r"|\btager orienteringen|\btog orienteringen",
        ),
        (Outcome.DISCUSSED, r"\bdrøft(?:et|ede|er|edes|es)\b"),
    )
)
# Word parts of which one stands in every match of a rule: a sentence without any is passed over without a search.
_HINTS: dict[Outcome, tuple[str, ...]] = {
    Outcome.POSTPONED: ("uds",),
    Outcome.SENT_BACK: ("tilbage", "retur", "behandling", "hjemvis"),
    Outcome.WITHDRAWN: ("udg", "tage", "truk", "træk"),
    Outcome.CANCELLED: ("aflys",),
    Outcome.REJECTED: ("ikke", "forkast", "bortfald", "afvis", "nedstem", "afsl"),
    Outcome.RECOMMENDED: ("anbefal", "indstil", "send", "henvis"),
    Outcome.APPROVED: (
        "godken", "tiltr", "vedt", "beslut", "imødek", "bevil", "indstilling", "anbefaling", "valg", "vælg",
        "frigiv", "frigav", "udpeg", "meddel", "bemyndig", "iværksæt", "høring", "fastholder",
    ),
    Outcome.NOTED: ("efterretning", "orienter"),
    Outcome.DISCUSSED: ("drøft",),
}  # fmt: skip
_AMENDED = re.compile(
    r"\bmed (?:den |de |følgende |en |et )?(?:tilføjelse|tilføjelser|bemærkning|bemærkninger|ændring"
    r"|ændringer|rettelse|rettelser|præcisering|præciseringer|justering|justeringer|tilretning"
    r"|tilretninger|undtagelse|forbehold|supplement)\b"
    r"|\bmed følgende\b|\bidet dog\b|\bdog (?:således|med|skal|at|kun|ikke)\b"
    r"|(?:godkendt|vedtaget|tiltrådt), dog\b|\bidet [^,.]{3,60} dog\b|\bændret (?:således|til)\b"
    r"|\bsom ændret\b|\bmed den tilføjelse\b",
    re.IGNORECASE,
)
_INFINITIVES = (
    (r"udsætte|udskyde", Outcome.POSTPONED),
    (r"(?:sende|tilbagesende|hjemvise)", Outcome.SENT_BACK),
    (r"afvise|forkaste|afslå|ikke at|meddele afslag|give afslag", Outcome.REJECTED),
    (r"anbefale|indstille|oversende|fremsende|videresende", Outcome.RECOMMENDED),
    (r"drøfte", Outcome.DISCUSSED),
    (r"tage", Outcome.NOTED),
)
# "besluttede at sende sagen tilbage": what was resolved stands in the infinitive.
_RESOLVED = re.compile(
    r"\bbeslutte\w*(?: \w+)?,? a[tf] (?P<what>udsætte|udskyde|tilbagesende|hjemvise|afvise|forkaste|afslå|anbefale"
    r"|indstille|oversende|fremsende|videresende|drøfte|meddele afslag|give afslag"
    r"|sende (?:\w+ ){1,4}(?:tilbage|retur|til (?:realitets|fornyet )?behandling)|tage (?:\w+ ){1,4}til efterretning)",
    re.IGNORECASE,
)
# "beslutter, at sagen sendes tilbage": what was resolved stands in the passive.
_RESOLVED_OF_MATTER = re.compile(
    r"\bbeslutte\w*(?: \w+)?,? at (?:sagen|punktet|dagsordenspunktet|forslaget|ansøgningen|indstillingen)\s",
    re.IGNORECASE,
)
_OF_MATTER = frozenset({Outcome.POSTPONED, Outcome.SENT_BACK, Outcome.WITHDRAWN, Outcome.REJECTED})
_WEAK = re.compile(r"beslutte\w*|besluttet", re.IGNORECASE)
# A body that says in words that it decides nothing, one way or the other.
_NO_STAND = re.compile(
    r"\bundl(?:od|ader|ade) (?:herefter |dog )?at tage stilling\b|\bikke at tage stilling\b"
    r"|\b(?:tog|tager|tages) (?:\w+ )?ikke (?:\w+ )?stilling\b|\bikke (?:\w+ )?(?:taget|tages) (?:\w+ )?stilling\b",
    re.IGNORECASE,
)
# Questions that were answered: a word that counts only where the sentence does nothing else.
_ANSWERED = re.compile(r"(?<!ikke )(?<!ikke blevet )(?<!ej )\bbesvare(?:t|de|des)\b", re.IGNORECASE)
_ASKS = re.compile(r"\bhv(?:em|ad|orfor|ornår|ilke[nt]?)\b", re.IGNORECASE)  # "hvem har besluttet det?"
_NEAR = 60  # characters: what becomes of the matter stands right behind it
_AMENDED_NOT = re.compile(r"\bmed bemærkning om, at svar\b", re.IGNORECASE)
_LETTER_OF = {"ae": "æ", "oe": "ø", "aa": "å"}
_LETTERS_APART = re.compile("ae|oe|aa")
_FIRM = (
    Outcome.RECOMMENDED,
    Outcome.POSTPONED,
    Outcome.SENT_BACK,
    Outcome.WITHDRAWN,
    Outcome.CANCELLED,
    Outcome.APPROVED_WITH_AMENDMENT,
    Outcome.REJECTED,
    Outcome.APPROVED,
    Outcome.DISCUSSED,
    Outcome.NOTED,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence's outcome and where in the sentence its verb stands."""

    outcome: Outcome
    place: int
    is_weak: bool = False  # "besluttede": says that something was decided, not what becomes of the matter


@lru_cache(maxsize=2_048)  # a decision's sentences are asked about for its outcome, its parts, its votes
def outcome_of(sentence: str) -> Verdict | None:
    """What one sentence does, by its first deciding verb; None when no rule knows its words.

    Words written without the letters æ, ø, å ("droeftede") are read as if they had them.
    """
    verdict = _outcome_of(sentence)
    if verdict is None and _LETTERS_APART.search(sentence):
        return _outcome_of(_LETTERS_APART.sub(lambda pair: _LETTER_OF[pair[0]], sentence))
    return verdict


def _outcome_of(sentence: str) -> Verdict | None:
    lower = sentence.lower()
    resolved = _RESOLVED.search(sentence) if "beslut" in lower else None
    if resolved is not None:
        outcome = next(found for stem, found in _INFINITIVES if re.match(stem, resolved["what"], re.IGNORECASE))
        return Verdict(outcome, resolved.start())
    matter = _RESOLVED_OF_MATTER.search(sentence) if "beslut" in lower else None
    said = outcome_of(sentence[matter.end() : matter.end() + _NEAR]) if matter else None
    if matter is not None and said is not None and said.outcome in _OF_MATTER:
        return Verdict(said.outcome, matter.start())
    best: Verdict | None = None
    for outcome, pattern in _RULES:
        match = pattern.search(sentence) if has_any(lower, _HINTS[outcome]) else None
        if match and (best is None or match.start() < best.place):
            best = Verdict(outcome, match.start())
    if best is None:
        answered = _ANSWERED.search(sentence)
        return Verdict(Outcome.NOTED, answered.start()) if answered else None
    if best.outcome is Outcome.RECOMMENDED and _as_recommended(sentence, best.place):
        later = next(
            (m for o, p in _RULES if o is Outcome.APPROVED and (m := p.search(sentence, best.place + 8))), None
        )
        best = Verdict(Outcome.APPROVED, best.place) if later else best
    if best.outcome is Outcome.APPROVED and _WEAK.match(sentence, best.place):
        if _ASKS.search(sentence, 0, best.place):
            return None
        stand = no_stand(sentence)
        return Verdict(best.outcome, best.place, is_weak=True) if stand < 0 else outcome_of(sentence[stand:])
    if best.outcome is Outcome.APPROVED and _AMENDED.search(sentence, best.place) and not _AMENDED_NOT.search(sentence):
        return Verdict(Outcome.APPROVED_WITH_AMENDMENT, best.place)
    return best


def no_stand(sentence: str) -> int:
    """Where the words end that say that nothing is decided ("undlod at tage stilling"), or -1 where none do."""
    match = _NO_STAND.search(sentence) if "stilling" in sentence else None
    return match.end() if match else -1


def weightiest(outcomes: list[Outcome]) -> Outcome:
    """The outcome that stands for several sentences: being sent onward or put off outweighs what else was said."""
    return next((outcome for outcome in _FIRM if outcome in outcomes), Outcome.NONE)


def _as_recommended(sentence: str, place: int) -> bool:
    """Whether the word is "som anbefalet"/"det indstillede": the body follows another's recommendation."""
    before = sentence[max(0, place - 6) : place].casefold()
    return before.endswith("som ") or before.endswith("det ")
