"""Danish analysis of minutes and questions: stems, compounds, spelling, the people's words, English."""

from retrieval.language.analyser import Analyser
from retrieval.language.detect import detect_language
from retrieval.language.expansion import QueryTerm
from retrieval.language.folding import fold
from retrieval.language.vocabulary import Vocabulary

__all__ = ["Analyser", "QueryTerm", "Vocabulary", "detect_language", "fold"]
