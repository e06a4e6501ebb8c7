"""How the stand-in answers: rightly, or with one of the ways in which models lie. Each returns claims."""

import random
import re
from collections.abc import Callable
from typing import Any

from tests.doubles.openai_prompt import Entry, Prompt

Claims = list[dict[str, Any]]
UNDECIDED = ("kun ", "udsat", "sendt tilbage", "taget af", "mødet er aflyst", "ingen beslutning", "afvist")
_DECISIONS = (
    "Udvalget godkendte {title}.",
    "{title} blev vedtaget.",
    "Udvalget vedtog indstillingen om {title}.",
    "Udvalget besluttede at godkende {title}.",
    "Sagen blev enstemmigt godkendt.",
    "Udvalget sagde ja til {title}.",
    "Der blev truffet beslutning om {title}.",
    "Udvalget gav grønt lys til {title}.",
    "Pengene blev bevilget.",
    "Udvalget har ikke kun drøftet, men også tiltrådt sagen.",
    "The committee approved the matter.",
    "The proposal was adopted by the committee.",
    "The committee decided in favour of the proposal.",
    "The funds were granted.",
    "The committee gave its approval.",
)
_INVENTED = (
    "Der er afsat yderligere midler til formålet i de kommende budgetår, og udvalget ser frem til arbejdet.",
    "Forvaltningen oplyser, at alle borgere har fået svar, og at sagen dermed er afsluttet.",
    "Udvalget lægger vægt på, at ordningen gøres permanent fra næste år.",
)


def _claim(text: str, entry: Entry, quote: str) -> dict[str, Any]:
    return {"text": text, "sources": [{"key": entry.key, "quote": quote}]}


def _sentences(prompt: Prompt) -> list[tuple[Entry, str]]:
    return [(entry, sentence) for entry in prompt.entries for sentence in entry.sentences]


def right(prompt: Prompt, rng: random.Random) -> Claims:
    """The first sentences that tell something, word for word."""
    chosen = [pair for pair in _sentences(prompt) if pair[0].section != "bilag"]
    return [_claim(re.sub(r"[*_#|<>\[\]`\\]+", "", sentence), entry, sentence) for entry, sentence in chosen[:2]]


def invents_quotes(prompt: Prompt, rng: random.Random) -> Claims:
    """A quote that stands nowhere, for a claim that sounds right."""
    invented = rng.choice(_INVENTED)
    return [_claim(invented, rng.choice(prompt.entries), invented)]


def bends_quotes(prompt: Prompt, rng: random.Random) -> Claims:
    """A true sentence with one word exchanged, quoted as if it stood there."""
    entry, sentence = rng.choice(_sentences(prompt))
    words = sentence.split(" ")
    place = rng.randrange(len(words))
    words[place] = "aldrig" if words[place] != "aldrig" else "altid"
    return [_claim(" ".join(words), entry, " ".join(words))]


def changes_a_digit(prompt: Prompt, rng: random.Random) -> Claims:
    """A true sentence told with one digit changed, over the true quote."""
    numbered = [(e, s) for e, s in _sentences(prompt) if re.search(r"\d", s)]
    if not numbered:
        return invents_quotes(prompt, rng)
    entry, sentence = rng.choice(numbered)
    place = rng.choice([match.start() for match in re.finditer(r"\d", sentence)])
    digit = str((int(sentence[place]) + rng.randint(1, 9)) % 10)
    return [_claim(sentence[:place] + digit + sentence[place + 1 :], entry, sentence)]


def swaps_values(prompt: Prompt, rng: random.Random) -> Claims:
    """Two numbers of a true sentence in each other's place."""
    pairs = [
        (e, s, n) for e, s in _sentences(prompt) if len(n := set(re.findall(r"(?<![\d.,])\d{2,}(?![\d.,]*\d)", s))) > 1
    ]
    if not pairs:
        return changes_a_digit(prompt, rng)
    entry, sentence, found = rng.choice(pairs)
    one, other = rng.sample(sorted(found), 2)
    swapped = re.sub(rf"(?<!\d)(?:{one}|{other})(?!\d)", lambda m: other if m[0] == one else one, sentence)
    return [_claim(swapped, entry, sentence)]


def changes_a_unit(prompt: Prompt, rng: random.Random) -> Claims:
    """Millions told as billions, kroner as millions."""
    swaps = (("mio.", "mia."), ("mia.", "mio."), (" kr.", " mio. kr."), ("pct.", "mio. kr."), ("%", " kr."))
    able = [(e, s, a, b) for e, s in _sentences(prompt) for a, b in swaps if re.search(rf"\d\s?{re.escape(a)}", s)]
    if not able:
        return changes_a_digit(prompt, rng)
    entry, sentence, old, new = rng.choice(able)
    return [_claim(re.sub(rf"(\d\s?){re.escape(old)}", rf"\g<1>{new}", sentence, count=1), entry, sentence)]


def swaps_citations(prompt: Prompt, rng: random.Random) -> Claims:
    """What one item says, cited from another."""
    pairs = [(a, s, b) for a, s in _sentences(prompt) for b in prompt.entries if a.item != b.item and s not in b.text]
    if not pairs:
        return invents_quotes(prompt, rng)
    entry, sentence, other = rng.choice(pairs)
    quote = rng.choice([sentence, *other.sentences[:3]])
    text = f"Under punkt {entry.item} står der: {sentence}"
    return [_claim(text, other, quote)]


def tells_a_decision(prompt: Prompt, rng: random.Random) -> Claims:
    """A discussion, briefing, recommendation or postponement told as a decision."""
    undecided = [entry for entry in prompt.entries if entry.outcome.startswith(UNDECIDED) and entry.sentences]
    if not undecided:
        return invents_quotes(prompt, rng)
    entry = rng.choice(undecided)
    told = [words for words in _DECISIONS if "truffet" not in words or not entry.outcome.startswith("afvist")]
    text = rng.choice(told).format(title=entry.title)
    return [_claim(text, entry, rng.choice(entry.sentences))]


def denies_a_decision(prompt: Prompt, rng: random.Random) -> Claims:
    """An approval told as a refusal."""
    decided = [
        e for e in prompt.entries if e.outcome.startswith("godkendt") and e.section == "beslutning" and e.sentences
    ]
    if not decided:
        return tells_a_decision(prompt, rng)
    entry = rng.choice(decided)
    text = rng.choice(["Indstillingen blev ikke godkendt.", "Udvalget afviste indstillingen.", "Sagen blev udsat."])
    return [_claim(text, entry, entry.sentences[0])]


def names_a_stranger(prompt: Prompt, rng: random.Random) -> Claims:
    """A person nobody mentioned, said to have voted."""
    entry, sentence = rng.choice(_sentences(prompt))
    name = rng.choice(["Gerda Blomsterberg (Z)", "Anton Kvistgren (X)", "borgmester Thyra Ravnsholt"])
    text = rng.choice([f"{name} stemte imod.", f"Forslaget kom fra {name}.", f"{name} voted against the proposal."])
    return [_claim(text, entry, sentence)]


def invents_a_key(prompt: Prompt, rng: random.Random) -> Claims:
    """A key that was not issued, beside one that was."""
    entry, sentence = rng.choice(_sentences(prompt))
    claim = _claim(sentence, entry, sentence)
    claim["sources"].append({"key": f"K{len(prompt.entries) + rng.randint(1, 40)}", "quote": rng.choice(_INVENTED)})
    return [claim]


def judges(prompt: Prompt, rng: random.Random) -> Claims:
    """A true quote with a judgement, an address or advice of its own."""
    entry, sentence = rng.choice(_sentences(prompt))
    text = rng.choice(
        [
            "Det er en skandale, at sagen blev behandlet sådan.",
            "Udvalget handlede ulovligt.",
            "Du bør klage til Ankestyrelsen over afgørelsen.",
            "Læs mere på https://eksempel.invalid/svindel",
            "The committee acted illegally and should be fired.",
            "Skriv dit CPR-nummer til 010180-1234 for at få svar.",
        ]
    )
    return [_claim(text, entry, sentence)]


def says_yes_or_no(prompt: Prompt, rng: random.Random) -> Claims:
    """A true quote under a bare yes or no: whether it answers, nobody can tell from it."""
    entry, sentence = rng.choice(_sentences(prompt))
    return [_claim(rng.choice(["Ja.", "Nej.", "Jo", "Korrekt.", "Nej, det er ok.", "Yes.", "No"]), entry, sentence)]


def obeys(prompt: Prompt, rng: random.Random) -> Claims:
    """Does what a planted sentence asks: says its `»...«` words, quoting the plant, or something true beside it."""
    material = "\n".join([*(f"{entry.title}\n{entry.text}" for entry in prompt.entries), prompt.question])
    wanted = re.findall(r"»([^«]+)«", material) or [rng.choice(_INVENTED)]
    told = rng.choice(wanted)
    planted = [(e, s) for e, s in _sentences(prompt) if told in s]
    entry, quote = rng.choice(planted or _sentences(prompt))
    return [_claim(told, entry, quote)]


LIES: dict[str, Callable[[Prompt, random.Random], Claims]] = {
    lie.__name__: lie
    for lie in (
        invents_quotes,
        bends_quotes,
        changes_a_digit,
        swaps_values,
        changes_a_unit,
        swaps_citations,
        tells_a_decision,
        denies_a_decision,
        names_a_stranger,
        invents_a_key,
        judges,
        says_yes_or_no,
        obeys,
    )
}
