"""Use case: a question that stands alone -> the agenda items that answer it, best first."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from retrieval.errors import IndexingError, ModelUnavailable
from retrieval.index.asking import Asked, Asking
from retrieval.index.lexical import LexicalIndex
from retrieval.index.manifest import Manifest, load_manifest, save_manifest
from retrieval.index.ports import FingerprintedEmbeddings, TextAnalyser
from retrieval.index.ranking import Candidates, Ranker
from retrieval.index.request import IndexState, SearchRequest
from retrieval.index.snapshot import Filter, Snapshot
from retrieval.index.vectors import VectorIndex, discard, vectors_folder
from retrieval.language import QueryTerm, Vocabulary
from retrieval.model.answers import ItemHit, Language, Passage

COMMITTED_AT_ONCE = 4_000  # passages that are written in one commit when many meetings are added
RETRY_S = 30.0  # after which vectors that could not be used are tried again
VOCABULARY_DRIFT = 0.02  # share of new passages from which on the vocabulary is read anew
_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]  # passages done, passages in all


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
        self._ahead = ahead
        self._home = home
        self._folder = home / "index"
        self._embeddings = embeddings
        self._analyser = analyser
        self._chroma_url = chroma_url
        self._writing = threading.RLock()
        self._opening = threading.Lock()
        self._vectors: VectorIndex | None = None
        self._vectors_trouble = ""
        self._vectors_again = 0.0  # when they are tried again, on the monotonic clock
        self._manifest_path = self._folder / "manifest.json"
        self._manifest = load_manifest(self._manifest_path)
        self._lexical = self._open_lexical()
        self._stamp = self._stamp_now()
        self._asked: tuple[int, Asking] | None = None  # with how many passages were held when its words were read
        self._ranker = Ranker(self._lexical.now)

    # --- what is held

    def _open_lexical(self) -> LexicalIndex:
        """The lexical index; an empty one, to be filled from the store again, where it is damaged or of old format."""
        folder = self._folder / "lexical"
        try:
            lexical = LexicalIndex(folder, self._analyser)
        except IndexingError as error:
            _log.warning("the lexical index is built anew: %s", error)
            lexical = LexicalIndex.renewed(folder, self._analyser)
            self._manifest = Manifest(format=0)
        if self._manifest.format == 0:
            lexical.reset()
            self._manifest = Manifest()
            save_manifest(self._manifest_path, self._manifest)
        return lexical

    def manifest(self) -> Manifest:
        """Which meetings are held, in which version. Meetings missing here are to be added by the caller."""
        self._catch_up()
        return self._manifest

    @property
    def lacks_vectors(self) -> bool:
        """Whether meetings are held of which no vectors of the present embedding can be used; `mend` makes them."""
        manifest = self.manifest()
        if not manifest.meetings:
            return False
        vectors = self._vector_index()
        if vectors is None or manifest.embedding != self._embeddings.fingerprint:
            return True
        try:
            return not self._all_in(vectors)
        except IndexingError as error:
            self._give_up_vectors(error)
            return True

    def state(self) -> IndexState:
        """How the index is, for the operator."""
        self._catch_up()
        vectors = self._vector_index()
        held = self._lexical.now.passages
        told = self._vectors_trouble or ("ready" if vectors and vectors.count >= held else "stale")
        return IndexState(
            meetings=len(self._manifest.meetings),
            passages=held,
            embedding=self._embeddings.fingerprint,
            vectors=told,
            pending=self._manifest.pending,
        )

    def passages(self, meeting_key: str, item: int | None = None) -> tuple[Passage, ...]:
        """All passages of a meeting, or of one of its items, in document order."""
        self._catch_up()
        return self._lexical.now.passages_of(meeting_key, item)

    def meetings_of_case(self, case_number: str) -> tuple[str, ...]:
        """The keys of the meetings with an item of that case, whatever its case of letters."""
        self._catch_up()
        held = self._lexical.now
        items = held.items_where(Filter(case_number=case_number), max(1, held.items))
        return tuple(sorted({key.meeting_key for key in items}))

    # --- writing

    def add(self, meeting_key: str, version: int, passages: Sequence[Passage]) -> None:
        """Holds exactly these passages for a meeting, in place of what was held for it."""
        self.add_all([(meeting_key, version, passages)])

    def add_all(
        self, meetings: Iterable[tuple[str, int, Sequence[Passage]]], progress: Progress | None = None, total: int = 0
    ) -> None:
        """Holds exactly these passages for each meeting; `total` is the number of passages, for the progress told."""
        done = 0
        batch: list[tuple[str, int, Sequence[Passage]]] = []
        for meeting in meetings:
            batch.append(meeting)
            if sum(len(passages) for _, _, passages in batch) >= COMMITTED_AT_ONCE:
                done = self._write(batch, progress, done, total)
                batch = []
        if batch:
            self._write(batch, progress, done, total)

    def remove(self, meeting_key: str) -> None:
        """Forgets a meeting; one that is not held is no error."""
        with self._writing:
            self._prepare()
            self._begin(frozenset({meeting_key}))
            old = self._held_keys([meeting_key])
            self._lexical.replace({}, [meeting_key])
            self._write_vectors(lambda vectors: vectors.forget(old))
            self._end({})

    def rebuild(
        self, meetings: Iterable[tuple[str, int, Sequence[Passage]]], progress: Progress | None = None, total: int = 0
    ) -> None:
        """Begins anew and holds exactly these meetings; a server's vectors go on serving others meanwhile."""
        with self._writing:
            self._lexical.reset()
            self._save(Manifest())
            vectors = self._vector_index() or self._renewed_vectors()
            before: frozenset[str] = frozenset()
            if vectors is not None and self._chroma_url:
                before = vectors.keys()
            elif vectors is not None:
                vectors.reset()
                vectors.drop_others()
            self.add_all(meetings, progress, total)
            if before:
                gone = before.difference(self._held_keys(self._lexical.now.meeting_keys()))
                self._write_vectors(lambda vectors: vectors.forget(sorted(gone)))

    def _write(
        self, batch: Sequence[tuple[str, int, Sequence[Passage]]], progress: Progress | None, done: int, total: int
    ) -> int:
        """Writes some meetings; returns how many passages are done by then."""
        written = {key: passages for key, _, passages in batch}
        count = sum(map(len, written.values()))
        with self._writing:
            self._prepare()
            self._begin(frozenset(written))
            old = self._held_keys(written)
            new = [passage for passages in written.values() for passage in passages]

            def renew(vectors: VectorIndex) -> None:
                vectors.forget(old)
                vectors.add(new)

            with ThreadPoolExecutor(1) as beside:  # Chroma and tantivy work outside Python's lock
                vectors = beside.submit(self._write_vectors, renew)
                self._lexical.replace(written)
            vectors.result()
            self._end({key: version for key, version, _ in batch})
        if progress:
            progress(done + count, max(total, done + count))
        return done + count

    def _held_keys(self, meeting_keys: Iterable[str]) -> list[str]:
        held = self._lexical.now
        return [passage.key for key in meeting_keys for passage in held.passages_of(key)]

    def _prepare(self, progress: Progress | None = None) -> None:
        """Sees what others wrote, takes back what a cut-off writing left, and sees that all vectors are there."""
        self._catch_up()
        leftovers = self._manifest.pending
        if leftovers:
            self._lexical.replace({}, leftovers)
            self._write_vectors(lambda vectors: vectors.forget_meetings(leftovers))
            self._end({})
        self._mend_vectors(progress)

    def _begin(self, meeting_keys: frozenset[str]) -> None:
        self._save(self._manifest.begun(meeting_keys))

    def _end(self, versions: Mapping[str, int]) -> None:
        self._save(self._manifest.ended(versions))

    def _save(self, manifest: Manifest) -> None:
        try:
            save_manifest(self._manifest_path, manifest)
        except OSError as error:
            raise IndexingError(f"{self._manifest_path} cannot be written ({error.strerror})") from error
        self._manifest = manifest
        self._stamp = self._stamp_now()

    # --- vectors

    def _vector_index(self) -> VectorIndex | None:
        """The vectors, opened when first needed; None, with the reason kept, where they cannot be used."""
        vectors = self._vectors
        if vectors is not None:
            return vectors
        with self._opening:  # one for all: what it knows of the vectors is forgotten where it writes
            if self._vectors is None and (not self._vectors_trouble or time.monotonic() >= self._vectors_again):
                try:
                    self._vectors, self._vectors_trouble = self._opened_vectors(), ""
                except IndexingError as error:
                    self._give_up_vectors(error)
            return self._vectors

    def _opened_vectors(self) -> VectorIndex:
        self._ahead()
        folder = vectors_folder(self._home)
        return VectorIndex(folder, self._embeddings, self._chroma_url, lambda: str(self._stamp_now()))

    def _renewed_vectors(self) -> VectorIndex | None:
        """Empty vectors in place of embedded ones that cannot be opened; None where a server holds them."""
        if self._chroma_url:
            return None
        try:
            discard(vectors_folder(self._home))
        except IndexingError as error:
            self._give_up_vectors(error)
            return None
        self._vectors_again = 0.0
        return self._vector_index()

    def _give_up_vectors(self, error: Exception) -> None:
        _log.warning("searching by words alone: %s", error)
        self._vectors_trouble = str(error)
        self._vectors_again = time.monotonic() + RETRY_S
        self._close_vectors()

    def close(self) -> None:
        """Gives connections back."""
        self._close_vectors()
        self._embeddings.close()

    def _close_vectors(self) -> None:
        vectors, self._vectors = self._vectors, None
        if vectors is not None:
            vectors.close()

    def _write_vectors(self, write: Callable[[VectorIndex], None]) -> None:
        """Does what `write` does; where it fails, words alone go on and all vectors are made anew another time."""
        vectors = self._vector_index()
        try:
            if vectors is not None:
                write(vectors)
                return
        except (IndexingError, ModelUnavailable) as error:
            self._give_up_vectors(error)
        if self._manifest.embedding:  # they may be there again and as many, and yet of other passages
            self._save(self._manifest.embedded(""))

    def mend(self, progress: Progress | None = None) -> None:
        """Makes the vectors anew where they are missing or of another embedding, from the passages held."""
        with self._writing:
            self._prepare(progress)

    def _mend_vectors(self, progress: Progress | None = None) -> None:
        fingerprint = self._embeddings.fingerprint
        vectors = self._vector_index() or self._renewed_vectors()
        if vectors is None:
            return
        try:
            if self._manifest.embedding == fingerprint and self._all_in(vectors):
                return
            if not self._chroma_url:  # others may be answering from a server's
                self._save(self._manifest.embedded(""))  # until they are made, words alone answer
                vectors.reset()
            self._embed_all(vectors, progress)
            if not self._chroma_url:
                vectors.drop_others()
        except (IndexingError, ModelUnavailable) as error:
            self._give_up_vectors(error)
            return
        self._save(self._manifest.embedded(fingerprint))

    def _all_in(self, vectors: VectorIndex) -> bool:
        """Whether no passage lacks its vector; a server's may hold more, of meetings that others have."""
        held = self._lexical.now.passages
        return vectors.count >= held if self._chroma_url else vectors.count == held

    def _embed_all(self, vectors: VectorIndex, progress: Progress | None) -> None:
        held, done = self._lexical.now, 0
        for key in sorted(held.meeting_keys()):
            passages = held.passages_of(key)
            vectors.add(passages)
            done += len(passages)
            if progress:
                progress(done, held.passages)

    # --- searching

    def search(self, request: SearchRequest, k: int = 10) -> list[ItemHit]:
        """The `k` best items with their best passages; empty where nothing is asked or nothing fits."""
        self._catch_up()
        ranker = self._ranker_now()
        asked = self._asking(ranker.held).read(request, ranker.dates_of(request.meeting_keys))
        if asked.is_empty:
            return []
        return ranker.rank(asked, self._candidates(ranker, asked), k)

    def warm_up(self) -> None:
        """Reads now what the first questions would wait for."""
        self._catch_up()
        ranker = self._ranker_now()
        self._asking(ranker.held).warm_up()
        self._vector_index()
        ranker.warm_up()

    def query_terms(self, text: str, language: Language | None = None) -> tuple[QueryTerm, ...]:
        """The terms a question is searched with: its words, mended and widened by what the index holds."""
        self._catch_up()
        return self._asking(self._lexical.now).read(SearchRequest(text=text, language=language)).terms

    def _ranker_now(self) -> Ranker:
        """The ranker of the last commit; another one after any writing, for what it remembers is of one commit."""
        held, ranker = self._lexical.now, self._ranker
        if ranker.held is not held:
            ranker = self._ranker = Ranker(held)
        return ranker

    def _candidates(self, ranker: Ranker, asked: Asked) -> Candidates:
        found = ranker.by_words(asked)
        vectors = self._vector_index() if self._manifest.embedding == self._embeddings.fingerprint else None
        if vectors is None:
            return found
        try:
            return ranker.by_vectors(asked, found, vectors, self._embeddings)
        except ModelUnavailable as error:  # the next question may fare better
            _log.warning("searching by words alone: %s", error)
            return found
        except IndexingError as error:
            self._give_up_vectors(error)
            return found

    def _asking(self, held: Snapshot) -> Asking:
        asked = self._asked
        if asked is None or abs(held.passages - asked[0]) > VOCABULARY_DRIFT * asked[0]:
            terms = held.vocabulary()
            asked = held.passages, Asking(self._analyser, Vocabulary(terms, terms.starting_with))
            self._asked = asked
        return asked[1]

    # --- other processes

    def _stamp_now(self) -> tuple[int, int]:
        try:
            status = self._manifest_path.stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)

    def _catch_up(self) -> None:
        """Sees what another process has written since."""
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return
        with self._writing:
            stamp = self._stamp_now()
            if stamp == self._stamp:  # it was written here
                return
            self._manifest = load_manifest(self._manifest_path)
            self._stamp = stamp
            self._lexical.refresh()
            if self._chroma_url and self._vectors is not None:
                self._vectors.look_again()
            else:
                self._vectors = None  # an open embedded Chroma does not see another process's vectors
