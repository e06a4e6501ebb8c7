"""Whose vote a question asks about: "Hvad stemte Venstre til cykelstien?", "Did Bo Lind vote for it?". Pure."""

import re

_WHO = r"(?P<who>[^\W\d][\w'’.-]*(?:\s+[^\W\d][\w'’.-]*){0,4}?)"
_AFTER = "til|for|imod|mod|om|i|på|ved|ja|nej|egentlig|da|den|dengang|så|nu"
_ASKED = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\bhar\s+{_WHO}\s+stemt\b",
        rf"\bstem(?:te|mer)\s+{_WHO}(?=\s+(?:{_AFTER})\b|\s*[?.!,]|\s*$)",
        rf"^(?:og |men |så )?(?:var|er)\s+{_WHO}\s+(?:for eller imod|imod eller for|for og imod|imod)\b",
        rf"\b(?:did|has|have)\s+{_WHO}\s+vot(?:e|ed)\b",
        rf"\bwas\s+{_WHO}\s+(?:for or against|against)\b",
    )
)
# Who is only pointed at, or stands for all of them.
_NOBODY = re.compile(
    r"(?:der|det|man|du|jeg|vi|i|han|hun|de|dem|alle|hele|ingen|nogen|nogle|resten|hvem|hvilke\w*|hvor|for|imod|mod|om|til|ja|"
    r"nej|blankt|et|en|enstemmigt|flertallet|mindretallet|they|he|she|it|we|you|who|any\w+|every\w+|some\w+|all)\b"
    r"(?! (?:konservative|radikale)\b)|"
    r"(?:.*\s)?(?:\w*(?:udvalg|byråd|råd|bestyrelse|kommune)(?:et|t|n)?|medlem(?:mer)?(?:ne)?|politiker(?:e|ne)?|"
    r"parti(?:er|erne|et)?|formand(?:en)?|borgmester(?:en)?|committee|council|city|majority|minority|members?|"
    r"politicians?|chair|mayor)$|(?:the |both )?part(?:y|ies)$",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the|partiet|udvalgsmedlem|byrådsmedlem|formand|borgmester|rådmand|mayor)\s+", re.I)


def read_voter(text: str) -> str:
    """The person or party whose vote is asked about, as written; empty where none is named."""
    for pattern in _ASKED:
        found = pattern.search(text)
        if found and not _NOBODY.match(found["who"]):
            return _ARTICLE.sub("", found["who"])
    return ""
