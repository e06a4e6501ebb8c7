"""Every fixed sentence a person reads, Danish and English side by side.

Written for a reader of 75 on a phone: short, plain, neutral. `{name}` marks what is filled in.
"""

from bot.texts.keeping import *  # noqa: F403 - sentences and nothing else
from bot.texts.naming import *  # noqa: F403 - sentences and nothing else
from bot.texts.sentence import Sentence as Sentence
from bot.texts.showing import *  # noqa: F403 - sentences and nothing else
from bot.texts.talking import *  # noqa: F403 - sentences and nothing else
