"""Use case: a question that stands alone -> the agenda items that answer it, best first."""

import logging
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from retrieval.errors import IndexingError, ModelUnavailable
from retrieval.index.asking import Asked, Asking
from retrieval.index.keeper import Progress, VectorKeeper
from retrieval.index.lexical import LexicalIndex
from retrieval.index.manifest import Manifest, ManifestFile
from retrieval.index.ports import FingerprintedEmbeddings, TextAnalyser
from retrieval.index.ranking import Candidates, Ranker
from retrieval.index.request import IndexState, SearchRequest
from retrieval.index.snapshot import Filter, Snapshot
from retrieval.index.writing import IndexWriter, Versioned
from retrieval.language import QueryTerm, Vocabulary
from retrieval.model.answers import ItemHit, Language, Passage

# Relevance below and above which the best item of the meetings named is hardly, and one of another meeting surely, what
# is asked for: the date or the committee named was then that of something else.
HARDLY, SURELY = 0.15, 0.7
VOCABULARY_DRIFT = 0.02  # share of new passages from which on the vocabulary is read anew
_log = logging.getLogger(__name__)


class SearchIndex:
    """The derived index over all meetings: words in tantivy, vectors in Chroma, and what is held in a manifest.

    Safe to search from several threads while one writes: a search sees one commit of the words throughout. All of it
    can be built again from the store.
    Where the vectors cannot be used, the words alone answer, and `state` says why.
    """

    def __init__(
        self,
        home: Path,
        embeddings: FingerprintedEmbeddings,
        analyser: TextAnalyser,
        *,
        chroma_url: str = "",
        ahead: Callable[[], None] = lambda: None,
    ) -> None:
        """Opens the index under `home`; `ahead` waits for vectors that are being read already."""
        self._embeddings = embeddings
        self._analyser = analyser
        self._manifest = ManifestFile(home / "index" / "manifest.json")
        self._lexical = _opened_lexical(home / "index" / "lexical", analyser, self._manifest)
        self._keeper = VectorKeeper(home, embeddings, self._manifest, chroma_url, ahead)
        self._writer = IndexWriter(self._lexical, self._keeper, self._manifest)
        self._asked: tuple[int, Asking] | None = None  # with how many passages were held when its words were read
        self._ranker = Ranker(self._lexical.now)

    def close(self) -> None:
        """Gives connections back."""
        self._keeper.close()
        self._embeddings.close()

    # --- what is held

    def manifest(self) -> Manifest:
        """Which meetings are held, in which version. Meetings missing here are to be added by the caller."""
        self._writer.catch_up()
        return self._manifest.now

    @property
    def lacks_vectors(self) -> bool:
        """Whether meetings are held of which no vectors of the present embedding can be used; `mend` makes them."""
        return bool(self.manifest().meetings) and self._keeper.are_lacking(self._lexical.now)

    def state(self) -> IndexState:
        """How the index is, for the operator."""
        manifest, held = self.manifest(), self._lexical.now
        return IndexState(
            meetings=len(manifest.meetings),
            passages=held.passages,
            embedding=self._embeddings.fingerprint,
            vectors=self._keeper.state(held),
            pending=manifest.pending,
        )

    def passages(self, meeting_key: str, item: int | None = None) -> tuple[Passage, ...]:
        """All passages of a meeting, or of one of its items, in document order."""
        self._writer.catch_up()
        return self._lexical.now.passages_of(meeting_key, item)

    def meetings_of_case(self, case_number: str) -> tuple[str, ...]:
        """The keys of the meetings with an item of that case, whatever its case of letters."""
        self._writer.catch_up()
        held = self._lexical.now
        items = held.items_where(Filter(case_number=case_number), max(1, held.items))
        return tuple(sorted({key.meeting_key for key in items}))

    # --- writing

    def add(self, meeting_key: str, version: int, passages: Sequence[Passage]) -> None:
        """Holds exactly these passages for a meeting, in place of what was held for it."""
        self.add_all([(meeting_key, version, passages)])

    def add_all(self, meetings: Iterable[Versioned], progress: Progress | None = None, total: int = 0) -> None:
        """Holds exactly these passages for each meeting; `total` is the number of passages, for the progress told."""
        self._writer.add_all(meetings, progress, total)

    def remove(self, meeting_key: str) -> None:
        """Forgets a meeting; one that is not held is no error."""
        self._writer.remove(meeting_key)

    def rebuild(self, meetings: Iterable[Versioned], progress: Progress | None = None, total: int = 0) -> None:
        """Begins anew and holds exactly these meetings; a server's vectors go on serving others meanwhile."""
        self._writer.rebuild(meetings, progress, total)

    def mend(self, progress: Progress | None = None) -> None:
        """Makes the vectors anew where they are missing or of another embedding, from the passages held."""
        self._writer.prepare(progress)

    # --- searching

    def search(self, request: SearchRequest, k: int = 10) -> list[ItemHit]:
        """The `k` best items with their best passages; empty where nothing is asked or nothing fits."""
        self._writer.catch_up()
        ranker = self._ranker_now()
        hits = self._ranked(ranker, request, k)
        if not request.may_look_elsewhere or _relevance(hits) >= HARDLY:
            return hits
        elsewhere = self._ranked(ranker, request.without_limit(), k)
        return elsewhere if _relevance(elsewhere) > SURELY else hits

    def _ranked(self, ranker: Ranker, request: SearchRequest, k: int) -> list[ItemHit]:
        asked = self._asking(ranker.held).read(request, ranker.dates_of(request.meeting_keys))
        return [] if asked.is_empty else ranker.rank(asked, self._candidates(ranker, asked), k)

    def query_terms(self, text: str, language: Language | None = None) -> tuple[QueryTerm, ...]:
        """The terms a question is searched with: its words, mended and widened by what the index holds."""
        self._writer.catch_up()
        return self._asking(self._lexical.now).read(SearchRequest(text=text, language=language)).terms

    def warm_up(self) -> None:
        """Reads now what the first questions would wait for."""
        self._writer.catch_up()
        ranker = self._ranker_now()
        self._asking(ranker.held).warm_up()
        self._keeper.opened()
        ranker.warm_up()

    def _ranker_now(self) -> Ranker:
        """The ranker of the last commit; another one after any writing, for what it remembers is of one commit."""
        held, ranker = self._lexical.now, self._ranker
        if ranker.held is not held:
            ranker = self._ranker = Ranker(held)
        return ranker

    def _candidates(self, ranker: Ranker, asked: Asked) -> Candidates:
        found = ranker.by_words(asked)
        vectors = self._keeper.usable()
        if vectors is None:
            return found
        try:
            return ranker.by_vectors(asked, found, vectors, self._embeddings)
        except ModelUnavailable as error:  # the next question may fare better
            _log.warning("searching by words alone: %s", error)
            return found
        except IndexingError as error:
            self._keeper.give_up(error)
            return found

    def _asking(self, held: Snapshot) -> Asking:
        asked = self._asked
        if asked is None or abs(held.passages - asked[0]) > VOCABULARY_DRIFT * asked[0]:
            terms = held.vocabulary()
            asked = held.passages, Asking(self._analyser, Vocabulary(terms, terms.starting_with))
            self._asked = asked
        return asked[1]


def _relevance(hits: Sequence[ItemHit]) -> float:
    """How sure it is, 0 to 1, that the first of the hits is about what is asked."""
    return hits[0].hits[0].parts["relevance"] if hits else 0.0


def _opened_lexical(folder: Path, analyser: TextAnalyser, manifest: ManifestFile) -> LexicalIndex:
    """The lexical index; an empty one, to be filled from the store again, where it is damaged or of old format."""
    try:
        lexical = LexicalIndex(folder, analyser)
        if manifest.now.format:
            return lexical
        lexical.reset()
    except IndexingError as error:
        _log.warning("the lexical index is built anew: %s", error)
        lexical = LexicalIndex.renewed(folder, analyser)
    manifest.save(Manifest())
    return lexical
