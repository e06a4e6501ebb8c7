"""What is said to a greeting, to thanks, and to who asks what may be asked. Pure."""

import re

from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.phrases import say
from retrieval.question.understand import Question

_GREETING = re.compile(
    r"(?:hej|hejsa|goddag|dav|davs|hallo|halløj|god(?:morgen|aften)|hi|hello|hey)\b[ !.,\w]{0,12}", re.I
)
_WHAT_FOR = re.compile(
    r"(?:(?:hej|hejsa|goddag|hi|hello)[ ,!.]+)?"
    r"(?:hvad kan du(?: hjælpe(?: mig)? med| gøre)?|hvad kan jeg (?:bruge dig til|spørge(?: dig)? om)|"
    r"what can (?:you (?:do|help(?: me)? with)|i ask(?: you)?)|hjælp|help)[ ?!.]*",
    re.I,
)
_THANKS = re.compile(r"(?:(?:mange |1000 )?tak|thanks|thank you)\b.{0,30}$", re.I)


def small_talk(question: Question) -> Draft | None:
    """The polite answer; None where something is asked about the minutes."""
    if _GREETING.fullmatch(question.text) or _WHAT_FOR.fullmatch(question.text):
        return Draft(refusal=say(question.language, "greeting"), is_small_talk=True)
    if _THANKS.match(question.text):
        return Draft(refusal=say(question.language, "thanks"), is_small_talk=True)
    return None
