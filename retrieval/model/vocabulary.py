"""The fixed words of the domain: what kind of section, outcome, stage, category an item carries.

Values are the names used in JSON (design.md section 4); the municipalities' own spellings are data of the parser.
"""

from enum import StrEnum


class MeetingStatus(StrEnum):
    """Whether the meeting took place."""

    HELD = "held"
    CANCELLED = "cancelled"
    PLANNED = "planned"  # an agenda: nothing is decided yet


class DocumentKind(StrEnum):
    """What kind of document was published."""

    MINUTES = "minutes"
    AGENDA = "agenda"
    SUPPLEMENTARY_AGENDA = "supplementary_agenda"


class ItemClass(StrEnum):
    """The municipality's category letter of an item."""

    FOR_COUNCIL = "A"
    FOR_COMMITTEE = "B"
    FOR_DISCUSSION = "C"
    FOR_INFORMATION = "D"
    UNSTATED = ""

    @property
    def in_words(self) -> str:
        """As minutes write it, "A-sag"; empty where it is not stated."""
        return f"{self}-sag" if self else ""


class SectionKind(StrEnum):
    """The role of a section, decided by its heading's words. The value is its name in JSON and citations."""

    SUMMARY = "resume"
    EFFECT = "effekt"
    RECOMMENDATION = "indstilling"
    DECISION = "beslutning"
    CASE_PRESENTATION = "sagsfremstilling"
    FINANCES = "økonomi"
    ATTACHMENTS = "bilag"
    HISTORY = "sagens forløb"  # earlier decisions of this or other bodies
    COMPETENCE = "kompetence"  # who decides
    LEGAL_BASIS = "lovgrundlag"
    SCHEDULE = "tidsplan"
    CONSULTATION = "høring"
    ABSENCE = "fravær"
    OTHER = "andet"
    HEAD = "hoved"  # text before the first item, or of an item before its first heading


class Outcome(StrEnum):
    """What a body did with the matter."""

    APPROVED = "approved"
    APPROVED_WITH_AMENDMENT = "approved_with_amendment"
    REJECTED = "rejected"
    RECOMMENDED = "recommended"  # sent onward to a higher body: not final
    DISCUSSED = "discussed"
    NOTED = "noted"
    POSTPONED = "postponed"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    NONE = "none"  # nothing decided, or words no rule recognises (the words are kept)


class Stage(StrEnum):
    """How far up the ladder the matter is with this decision."""

    DEPARTMENT = "department"  # the administration recommends
    COMMITTEE = "committee"
    FINANCE_COMMITTEE = "finance_committee"
    COUNCIL = "council"
    UNSTATED = "unstated"


class AmountStatus(StrEnum):
    """What the money is: an amount without its status is half a lie."""

    APPLIED_FOR = "applied_for"
    RECOMMENDED = "recommended"
    GRANTED = "granted"
    BUDGETED = "budgeted"
    SPENT = "spent"
    EXPECTED = "expected"
    SAVED = "saved"
    UNSTATED = "unstated"


class VoteChoice(StrEnum):
    """How somebody voted. Silence is not a vote."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"
