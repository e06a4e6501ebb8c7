"""What is compared on the same questions: our search, plain BM25, and peers with their defaults where installed."""

import importlib.util
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from retrieval.index.embeddings import LocalEmbeddings
from retrieval.index.request import SearchRequest
from retrieval.index.search import SearchIndex
from retrieval.language import Analyser
from retrieval.model.answers import Query
from retrieval.model.minutes import Span
from retrieval.question.understand import understand
from tests.bench.corpus import HeldMeeting
from tests.bench.questions import Place, place_of

CHUNKS = 50  # chunks of a peer that are looked at
CHUNK_SIZE, CHUNK_OVERLAP = 1000, 200  # the quick starts' usual


Build = Callable[[list[str]], Callable[[str], list[int]]]  # texts -> question -> numbers of texts, best first


class System(Protocol):
    """One way to search the minutes."""

    def search(self, query: Query) -> list[Place]:
        """Items, best first; an item may come more than once."""
        ...


class Ours:
    """The search of this project, follow-ups and dates read by the question room."""

    def __init__(self, meetings: Sequence[HeldMeeting], folder: Path) -> None:
        self._meetings = meetings
        self._places = {held.key: held for held in meetings}
        self._index = SearchIndex(folder, LocalEmbeddings(), Analyser())
        self._index.add_all((held.key, 1, held.passages) for held in meetings)

    def search(self, query: Query) -> list[Place]:
        hits = self._index.search(request_of(query, self._meetings), 10)
        return [place_of(self._places[hit.meeting_key], hit.item) for hit in hits]


def request_of(query: Query, meetings: Sequence[HeldMeeting]) -> SearchRequest:
    """The request for a question."""
    question = understand(query, meetings)
    context = question.context
    years = " ".join(map(str, context.years))
    return SearchRequest(
        text=question.text,
        background=f"{years} {context.question} {context.answer}" if context.leans else "",
        language=question.language,
        meeting_keys=question.meetings,
        item=question.item_number if question.meetings else None,
        case_number=question.case_number,
        years=question.years,
        prefer_meetings=question.preferred,
        wants=question.kind.value,
        anchor=question.anchor,
    )


class Chunked:
    """A peer over chunks of the texts: `rank` gives the numbers of chunks for a question, best first."""

    def __init__(self, meetings: Sequence[HeldMeeting], build: Build) -> None:
        chunks = [(held, chunk) for held in meetings for chunk in _chunks(held.document.text)]
        self._places = [_place_of_chunk(held, chunk) for held, chunk in chunks]
        self._rank = build([chunk.of(held.document.text) for held, chunk in chunks])

    def search(self, query: Query) -> list[Place]:
        return [self._places[number] for number in self._rank(_standing_alone(query))[:CHUNKS]]


def _standing_alone(query: Query) -> str:
    """The question with the last turns of its conversation: what a peer's user would paste."""
    return " ".join([query.question, *(turn.content for turn in query.history[-2:])])


def _chunks(text: str) -> Iterator[Span]:
    """Windows of the usual size and overlap, cut at blanks."""
    start = 0
    while start < len(text):
        end = min(len(text), start + CHUNK_SIZE)
        if end < len(text):
            end = max(text.rfind("\n", start, end), text.rfind(" ", start, end), start + CHUNK_SIZE // 2)
        yield Span(start, end)
        if end == len(text):
            return
        start = max(end - CHUNK_OVERLAP, start + 1)


def _place_of_chunk(held: HeldMeeting, chunk: Span) -> Place:
    """The item that holds most of a chunk."""
    shared = {
        item.number: min(chunk.end, item.span.end) - max(chunk.start, item.span.start)
        for item in held.meeting.items
        if item.span.start < chunk.end and chunk.start < item.span.end
    }
    return place_of(held, max(shared, key=lambda number: shared[number]) if shared else 0)


def plain_bm25(texts: list[str]) -> Callable[[str], list[int]]:
    """BM25 over lower-case words (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75), as a yardstick."""
    documents = [Counter(_words(text)) for text in texts]
    frequency = Counter(word for document in documents for word in document)
    lengths = [sum(document.values()) for document in documents]
    mean = sum(lengths) / max(1, len(lengths))

    def score(question: set[str], number: int) -> float:
        document, total = documents[number], 0.0
        for word in question & document.keys():
            rarity = math.log(1 + (len(texts) - frequency[word] + 0.5) / (frequency[word] + 0.5))
            count = document[word]
            total += rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * lengths[number] / mean))
        return total

    def rank(question: str) -> list[int]:
        words = set(_words(question))
        return sorted(range(len(texts)), key=lambda number: -score(words, number))

    return rank


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def bm25s_danish(texts: list[str]) -> Callable[[str], list[int]]:
    """bm25s with PyStemmer's Danish stemmer and its Danish stop words."""
    import bm25s
    import Stemmer

    def tokens(given: Any) -> Any:
        return bm25s.tokenize(given, stopwords="da", stemmer=Stemmer.Stemmer("danish"), show_progress=False)

    retriever = bm25s.BM25()
    retriever.index(tokens(texts), show_progress=False)

    def rank(question: str) -> list[int]:
        found, _ = retriever.retrieve(tokens([question]), k=min(CHUNKS, len(texts)), show_progress=False)
        return [int(number) for number in found[0]]

    return rank


def langchain_bm25(texts: list[str]) -> Callable[[str], list[int]]:
    """LangChain's BM25Retriever with its default splitting at blanks."""
    from langchain_community.retrievers import BM25Retriever

    retriever = BM25Retriever.from_texts(texts, metadatas=[{"number": n} for n in range(len(texts))], k=CHUNKS)
    return lambda question: [found.metadata["number"] for found in retriever.invoke(question)]


def haystack_bm25(texts: list[str]) -> Callable[[str], list[int]]:
    """Haystack's InMemoryBM25Retriever."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore()
    store.write_documents([Document(content=text, meta={"number": n}) for n, text in enumerate(texts)])
    retriever = InMemoryBM25Retriever(document_store=store, top_k=CHUNKS)
    return lambda question: [found.meta["number"] for found in retriever.run(query=question)["documents"]]


PEERS: dict[str, tuple[str, Build]] = {
    "plain BM25": ("re", plain_bm25),
    "bm25s, Danish stems": ("bm25s", bm25s_danish),
    "LangChain BM25Retriever": ("langchain_community", langchain_bm25),
    "Haystack BM25": ("haystack", haystack_bm25),
}


def is_installed(module: str) -> bool:
    """Whether a peer's package is there."""
    return importlib.util.find_spec(module) is not None
