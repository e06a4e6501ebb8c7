"""Every fixed sentence about alerts, Danish and English side by side."""

from bot.texts import Sentence
from retrieval.model.vocabulary import AmountStatus, Outcome

# Following

COMMAND_FOLLOW = Sentence(
    "Få besked om nye møder: skriv et emne, et udvalg eller en sag",
    "Be told of new meetings: give a subject, a committee or a case",
)
COMMAND_FOLLOWED = Sentence("Se og ret det, du følger", "See and change what you follow")
COMMAND_UNFOLLOW = Sentence("Stop med at følge noget", "Stop following something")

FOLLOWING = Sentence(
    "Du følger nu {what}. Jeg skriver her, når der er nyt i et referat eller en dagsorden.",
    "You now follow {what}. I write here when there is news in minutes or an agenda.",
)
FOLLOWING_ALREADY = Sentence("Du følger allerede {what}.", "You follow {what} already.")
FOLLOW_ADMINS_ONLY = Sentence(
    "I en gruppe er det gruppens administratorer, der bestemmer, hvad den får besked om. "
    "Skriv til mig privat, hvis du selv vil følge noget.",
    "In a group its administrators decide what it is told of. Write to me in private to follow something yourself.",
)
FOLLOW_FULL = Sentence(
    "Der er allerede {limit} ting på listen, og der er ikke plads til flere. Afmeld først noget med /afmeld.",
    "{limit} things are followed here already, which is the most. Stop one with /unfollow first.",
)
FOLLOW_HINT = Sentence(
    "Du kan også følge noget bestemt. Skriv for eksempel:\n"
    "/foelg cykelsti\n/foelg Byrådet\n/foelg 27.00.00-G01-1234-24\n/foelg parti A\n/foelg over 1 mio. kr.",
    "You can also follow something in particular. Write for example:\n"
    "/follow cykelsti\n/follow Byrådet\n/follow 27.00.00-G01-1234-24\n/follow party A\n/follow over 1 mio. kr.",
)
FOLLOW_NO_WORD = Sentence(
    "Jeg fandt ikke noget ord at lede efter. Skriv for eksempel: /foelg cykelsti",
    "I found no word to look for. Write for example: /follow cykelsti",
)
NO_CASE_TO_FOLLOW = Sentence("Punktet har ikke noget sagsnummer.", "The item has no case number.")
NOTHING_FOLLOWED = Sentence(
    "Der bliver ikke fulgt noget her. Begynd med /foelg.", "Nothing is followed here. Begin with /follow."
)
FOLLOWED_TITLE = Sentence("Det følger du", "What you follow")
FOLLOWED_LINE = Sentence("{number}. {what}", "{number}. {what}")
RHYTHM = Sentence("Du får besked: {rhythm}.", "You are told: {rhythm}.")
RHYTHMS = {
    "at_once": Sentence("med det samme", "at once"),
    "daily": Sentence("samlet, en gang om dagen kl. {hour}", "all together, once a day at {hour}:00"),
    "weekly": Sentence("samlet, mandag kl. {hour}", "all together, Mondays at {hour}:00"),
}
RHYTHM_BUTTONS = {
    "at_once": Sentence("Besked med det samme", "Tell me at once"),
    "daily": Sentence("Besked en gang om dagen", "Tell me once a day"),
    "weekly": Sentence("Besked en gang om ugen", "Tell me once a week"),
}
HOUR_BUTTON = Sentence("Kl. {hour}", "{hour}:00")
UNFOLLOW_ONE = Sentence("Afmeld: {what}", "Stop: {what}")
UNFOLLOW_ALL = Sentence("Afmeld alt", "Stop everything")
SEE_FOLLOWED = Sentence("Ret det, du følger", "Change what you follow")
UNFOLLOWED = Sentence("Du følger ikke længere {what}.", "You no longer follow {what}.")
UNFOLLOWED_ALL = Sentence("Du følger ikke længere noget her.", "You no longer follow anything here.")
UNFOLLOW_UNKNOWN = Sentence(
    "Det bliver ikke fulgt her. Se det, du følger, med /abonnementer.",
    "That is not followed here. See what you follow with /subscriptions.",
)

WHAT = {
    "everything": Sentence("alle møder", "all meetings"),
    "committee": Sentence("{words}", "{words}"),
    "case": Sentence("sag {words}", "case {words}"),
    "person": Sentence("{words}", "{words}"),
    "party": Sentence("parti {words}", "party {words}"),
    "amount": Sentence("beløb på mindst {words} kroner", "amounts of at least DKK {words}"),
    "subject": Sentence("»{words}«", "»{words}«"),
}

# The message

NEW_MINUTES = Sentence("Nyt referat: {committee}, {date}", "New minutes: {committee}, {date}")
NEW_AGENDA = Sentence("Ny dagsorden: {committee}, {date}", "New agenda: {committee}, {date}")
NEW_SUPPLEMENT = Sentence("Ny tillægsdagsorden: {committee}, {date}", "New supplementary agenda: {committee}, {date}")
CHANGED_SUPPLEMENT = Sentence(
    "Ændret tillægsdagsorden: {committee}, {date}", "Changed supplementary agenda: {committee}, {date}"
)
CHANGED_MINUTES = Sentence("Rettet referat: {committee}, {date}", "Corrected minutes: {committee}, {date}")
CHANGED_AGENDA = Sentence("Ændret dagsorden: {committee}, {date}", "Changed agenda: {committee}, {date}")
MEETING_CANCELLED = Sentence(
    "Mødet blev aflyst. Der blev ikke truffet nogen beslutning.",
    "The meeting was cancelled. Nothing was decided.",
)
NOTHING_DECIDED_YET = Sentence(
    "Mødet begynder kl. {time}. Intet er besluttet endnu.", "The meeting begins at {time}. Nothing is decided yet."
)
NOTHING_DECIDED = Sentence("Intet er besluttet endnu.", "Nothing is decided yet.")
MINUTES_TO_COME = Sentence(
    "Mødet skulle være holdt. Referatet er ikke kommet endnu.",
    "The meeting should have been held. There are no minutes yet.",
)
ITEM_TITLE = Sentence("Punkt {number}: {title}", "Item {number}: {title}")
CLOSED = Sentence("Lukket punkt. Indholdet er ikke offentligt.", "Closed item. Its content is not public.")
ON_DATE = Sentence(" den {date}", " on {date}")
BODY = Sentence("Udvalget", "The committee")
RECOMMENDED_WAS = Sentence("Indstillingen lød: »{quote}«", "The recommendation was: »{quote}«")
PROPOSED = Sentence("Indstillingen lyder: »{quote}«", "The recommendation is: »{quote}«")
DECISION_SAYS = Sentence("Beslutningen: »{quote}«", "The decision: »{quote}«")
AMOUNTS = Sentence("Om pengene: {amounts}", "The money: {amounts}")
VOTE_FOR = Sentence("for {who}", "for {who}")
VOTE_AGAINST = Sentence("imod {who}", "against {who}")
VOTE_ABSTAINED = Sentence("undlod {who}", "abstained {who}")
VOTE = Sentence("Afstemning: {sides}.", "Vote: {sides}.")
VOTE_ON = Sentence("Afstemning om »{proposal}«: {sides}.", "Vote on »{proposal}«: {sides}.")
NEXT_BODY = Sentence("Næste skridt: sagen går videre til {body}.", "Next step: the matter goes on to {body}.")
NEXT_DEADLINE = Sentence("Næste dato: {date}. »{quote}«", "Next date: {date}. »{quote}«")
REST = Sentence("Resten af mødet ({count} punkter)", "The rest of the meeting ({count} items)")
REST_ONE = Sentence("Resten af mødet (1 punkt)", "The rest of the meeting (1 item)")
REST_LINE = Sentence("{number}. {title}: {outcome}", "{number}. {title}: {outcome}")
REST_LINE_BARE = Sentence("{number}. {title}", "{number}. {title}")
MORE_ITEMS = Sentence("Og {count} punkter mere.", "And {count} more items.")
WHY_EVERYTHING = Sentence(
    "Du får beskeden, fordi du følger alle møder.", "You get this because you follow all meetings."
)
WHY_COMMITTEE = Sentence("Du får beskeden, fordi du følger {words}.", "You get this because you follow {words}.")
WHY = {
    "case": Sentence("Du følger sag {words}.", "You follow case {words}."),
    "vote": Sentence("Du følger {what}, som er nævnt i afstemningen.", "You follow {what}, named in the vote."),
    "named": Sentence("Du følger {what}, som er nævnt under punktet.", "You follow {what}, named in the item."),
    "amount": Sentence("Du følger {what}. Her er nævnt {word}.", "You follow {what}. Here it says {word}."),
    "title": Sentence("Du følger {what}. Overskriften nævner »{word}«.", "You follow {what}. The title says »{word}«."),
    "attachment": Sentence(
        "Du følger {what}. Det nævnes flere gange i bilaget »{word}«.",
        "You follow {what}. It is mentioned several times in the attachment »{word}«.",
    ),
    "meaning": Sentence(
        "Du følger {what}. Punktet ligger tæt på emnet. Teksten nævner blandt andet »{word}«.",
        "You follow {what}. The item is close to it. The text says »{word}«, among other things.",
    ),
    "text": Sentence("Du følger {what}. Teksten nævner »{word}«.", "You follow {what}. The text says »{word}«."),
}
CARRIED = Sentence("Forslaget blev vedtaget.", "The proposal was carried.")
FELL = Sentence("Forslaget faldt.", "The proposal fell.")
UNOFFICIAL = Sentence(
    "Jeg er et hjælpemiddel. Tjek kilden, før du bruger oplysningerne.",
    "I am an aid. Check the source before you use this.",
)
CHANGES_TITLE = Sentence("Det er ændret siden sidst", "What has changed")
ATTACHMENT_BUTTON = Sentence("Bilag: {title}", "Attachment: {title}")
PROOF_BUTTON = Sentence("Kilde, punkt {number}", "Source, item {number}")
DIGEST_TITLE = Sentence("Nyt fra {count} møder", "News from {count} meetings")

OUTCOMES = {
    Outcome.APPROVED: Sentence("godkendt", "approved"),
    Outcome.APPROVED_WITH_AMENDMENT: Sentence("godkendt med en ændring", "approved with a change"),
    Outcome.REJECTED: Sentence("afvist", "rejected"),
    Outcome.RECOMMENDED: Sentence("anbefalet, ikke endeligt besluttet", "recommended, not final"),
    Outcome.DISCUSSED: Sentence("drøftet", "discussed"),
    Outcome.NOTED: Sentence("til orientering", "for information"),
    Outcome.POSTPONED: Sentence("udsat", "postponed"),
    Outcome.SENT_BACK: Sentence("sendt tilbage til forvaltningen", "sent back to the administration"),
    Outcome.WITHDRAWN: Sentence("taget af dagsordenen", "taken off the agenda"),
    Outcome.CANCELLED: Sentence("mødet blev aflyst", "the meeting was cancelled"),
    Outcome.NONE: Sentence("ingen beslutning noteret", "no decision recorded"),
}
STATUSES = {
    AmountStatus.APPLIED_FOR: Sentence("ansøgt", "applied for"),
    AmountStatus.RECOMMENDED: Sentence("indstillet", "recommended"),
    AmountStatus.GRANTED: Sentence("bevilget", "granted"),
    AmountStatus.BUDGETED: Sentence("budgetteret", "budgeted"),
    AmountStatus.SPENT: Sentence("forbrugt", "spent"),
    AmountStatus.EXPECTED: Sentence("forventet", "expected"),
    AmountStatus.SAVED: Sentence("sparet", "saved"),
}

# For administrators

STATUS = Sentence(
    "Chats, der følger noget: {chats} (abonnementer: {follows})\n"
    "Beskeder: {waiting} venter, {sent} sendt, {failed} fejlet",
    "Chats that follow something: {chats} (subscriptions: {follows})\n"
    "Alerts: {waiting} waiting, {sent} sent, {failed} failed",
)
STATUS_FAILED = Sentence("Seneste fejl ved udsendelse: {error}", "Latest failure to send: {error}")
STATUS_NEWEST = Sentence("Nyeste møde: {committee}, {date}", "Newest meeting: {committee}, {date}")
STATUS_SOURCE = Sentence("Kilde {name}: virkede senest {at}", "Source {name}: last worked {at}")
STATUS_SOURCE_NEVER = Sentence("Kilde {name}: har ikke virket endnu", "Source {name}: has not worked yet")
STATUS_SOURCE_BAD = Sentence("{line}. Fejl {at}: {error}", "{line}. Failed {at}: {error}")
STATUS_ASIDE = Sentence("Lagt til side: {reason}", "Set aside: {reason}")
