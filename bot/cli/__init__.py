"""The `referat` command. A command is one line here; its module is imported when it is called."""

from bot.cli.lazy import LazyGroup

COMMANDS = {
    # name: (where it is, what `referat --help` says of it)
    "ingest": ("bot.cli.minutes:ingest", "Read, store and index files or folders of minutes."),
    "parse": ("bot.cli.minutes:parse", "Print the structured meeting in a file; writes nothing."),
    "search": ("bot.cli.questions:search", "Rank agenda items for a question."),
    "ask": ("bot.cli.questions:ask", "Answer one question, with its sources."),
    "answer": ("bot.cli.questions:answer", "Answer a file of questions."),
    "summary": ("bot.cli.questions:summary", "Sum up a meeting named by date, or date and committee."),
    "eval": ("bot.cli.figures:evaluate", "Run gold questions and print the figures."),
    "amounts": ("bot.cli.ledgers:amounts", "List the sums of money in the minutes."),
    "votes": ("bot.cli.ledgers:votes", "List the votes written down in the minutes."),
    "cases": ("bot.cli.ledgers:cases", "List the cases and what was decided in them, step by step."),
    "reindex": ("bot.cli.minutes:reindex", "Read the stored texts anew and rebuild the indexes."),
    "takedown": ("bot.cli.minutes:takedown", "Take a meeting or an item down for good."),
    "doctor": ("bot.cli.state:doctor", "Say what is configured, reachable and stale, and how to mend it."),
    "export": ("bot.cli.state:export", "Write all meetings as JSON lines."),
    "backup": ("bot.cli.state:backup", "Save the whole state in one file, also while the bot runs."),
    "restore": ("bot.cli.state:restore", "Bring a backup back."),
    "watch": ("bot.cli.sources:watch", "Bring in new minutes from folders and feeds, without the bot."),
    "sources": ("bot.cli.sources:sources", "List the watched folders and feeds and how they are."),
    "outbox": ("bot.cli.sources:outbox", "Tell what alerts wait, were sent, or failed and why."),
    "feedback": ("bot.cli.feedback:feedback", "List or export the answers that people called wrong."),
    "person": ("bot.cli.state:person", "Print or erase what the bot holds of a person."),
    "bot": ("bot.cli.run:bot", "Serve on Telegram."),
    "demo": ("bot.cli.run:demo", "Serve on a local Telegram with a chat page."),
}

cli = LazyGroup(
    "referat",
    commands_at=COMMANDS,
    help="Answers from municipal minutes, every claim with its source.",
    epilog="Settings come from the environment or .env; `referat doctor --settings` explains each.",
)
