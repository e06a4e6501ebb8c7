"""The lexical index: BM25 over analysed terms in tantivy, on disk, incremental. The only file that imports tantivy."""

import json
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from retrieval.errors import IndexingError, StateLocked
from retrieval.index.codec import decode_passage, encode_passage
from retrieval.index.ports import TextAnalyser
from retrieval.index.terms import IndexedTerms
from retrieval.language import QueryTerm
from retrieval.model.answers import Passage

WRITER_MEMORY = 48_000_000  # bytes
LONGEST_TERM = 200  # characters; longer "terms" are noise and tantivy refuses very long ones
ALL_FIELDS = ("body", "context", "item_body", "item_title")


class ItemKey(NamedTuple):
    """One agenda item of one meeting."""

    meeting_key: str
    item: int

    def __str__(self) -> str:
        return f"{self.meeting_key}/{self.item}"


@dataclass(frozen=True, slots=True)
class ItemTerms:
    """An item's analysed terms: its title's, and each passage's by key, in order."""

    key: ItemKey
    date: str  # ISO; empty where the meeting has none
    title: tuple[str, ...]
    passages: tuple[tuple[str, str, str, tuple[str, ...]], ...]  # key, section, kind, terms


@dataclass(frozen=True, slots=True)
class Filter:
    """What a hit must belong to; None means anything."""

    meeting_keys: frozenset[str] | None = None
    item: int | None = None
    case_number: str = ""


class LexicalIndex:
    """Passages and items of all meetings, found by their words.

    Reading needs no lock and sees the last commit; a second process may read while one writes.
    Damaged files raise IndexingError at opening; `reset` then begins anew.
    """

    def __init__(self, folder: Path, analyser: TextAnalyser) -> None:
        self._folder = folder
        self._analyser = analyser
        self._writing = threading.Lock()
        self._open()

    def _open(self) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        self._schema = _schema(tantivy)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._index: Any = tantivy.Index(self._schema, path=str(self._folder))
            self.refresh()
            list(self._searcher.search(tantivy.Query.all_query(), 1).hits)
        except (ValueError, OSError) as error:
            raise IndexingError(f"the lexical index in {self._folder} cannot be read ({error})") from error

    @classmethod
    def renewed(cls, folder: Path, analyser: TextAnalyser) -> "LexicalIndex":
        """An empty index in place of whatever stands in the folder."""
        shutil.rmtree(folder, ignore_errors=True)
        return cls(folder, analyser)

    def reset(self) -> None:
        """Begins with an empty index, whatever stood there."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._open()

    def refresh(self) -> None:
        """Sees what was committed since, by this process or another."""
        self._index.reload()
        self._searcher = self._index.searcher()
        self._counts: dict[str, int] = {}

    @property
    def passages(self) -> int:
        """How many passages are held."""
        return self._count("passage")

    @property
    def items(self) -> int:
        """How many items are held, the meetings' heads among them."""
        return self._count("item")

    def _count(self, kind: str) -> int:
        if kind not in self._counts:
            query = self._tantivy.Query.term_query(self._schema, "type", kind, "basic")
            self._counts[kind] = int(self._searcher.search(query, 1, count=True).count)
        return self._counts[kind]

    def replace(self, added: Mapping[str, Sequence[Passage]], removed: Iterable[str] = ()) -> None:
        """In one commit: each meeting of `added` becomes exactly these passages, each of `removed` goes."""
        with self._writing:
            try:
                writer = self._index.writer(WRITER_MEMORY, 1)
            except ValueError as error:
                raise StateLocked(f"another process is writing to the index in {self._folder}") from error
            try:
                for meeting_key in (*removed, *added):
                    writer.delete_documents_by_term("meeting", meeting_key)
                for passages in added.values():
                    for document in self._documents(passages):
                        writer.add_document(document)
                writer.commit()
                writer.wait_merging_threads()
            except (ValueError, OSError) as error:
                raise IndexingError(f"the lexical index in {self._folder} cannot be written ({error})") from error
            self.refresh()

    def _documents(self, passages: Sequence[Passage]) -> Iterator[Any]:
        items: dict[ItemKey, list[tuple[Passage, list[str]]]] = defaultdict(list)
        contexts: dict[str, str] = {}  # the same for all passages of a section
        for order, passage in enumerate(passages):
            terms = self._terms(passage.text)
            items[ItemKey(passage.meeting_key, passage.item)].append((passage, terms))
            if passage.context not in contexts:
                contexts[passage.context] = " ".join(self._terms(passage.context))
            yield self._passage_document(order, passage, terms, contexts[passage.context])
        for key, members in items.items():
            yield self._item_document(key, members)

    def _passage_document(self, order: int, passage: Passage, terms: Sequence[str], context: str) -> Any:
        document = self._tantivy.Document()
        document.add_text("type", "passage")
        document.add_text("key", passage.key)
        self._add_place(document, ItemKey(passage.meeting_key, passage.item), passage.case_number)
        document.add_text("body", " ".join(terms))
        document.add_text("context", context)
        document.add_unsigned("order", order)
        document.add_bytes("payload", encode_passage(passage))
        return document

    def _item_document(self, key: ItemKey, members: Sequence[tuple[Passage, list[str]]]) -> Any:
        document = self._tantivy.Document()
        document.add_text("type", "item")
        first = members[0][0]
        self._add_place(document, key, first.case_number)
        title = self._terms(f"{first.title} {first.case_number}")
        bodies = [[passage.key, passage.section.value, passage.kind.value, terms] for passage, terms in members]
        day = first.date.isoformat() if first.date else ""
        document.add_text("item_title", " ".join(title))
        document.add_text("item_body", " ".join(term for _, terms in members for term in terms))
        document.add_bytes("payload", json.dumps([day, title, bodies], ensure_ascii=False).encode())
        return document

    def _add_place(self, document: Any, key: ItemKey, case_number: str) -> None:
        document.add_text("meeting", key.meeting_key)
        document.add_text("item_key", str(key))
        document.add_text("item", str(key.item))
        if case_number:
            document.add_text("case", case_number.casefold())

    def _terms(self, text: str) -> list[str]:
        return [term for term in self._analyser.index_terms(text) if " " not in term and len(term) <= LONGEST_TERM]

    def search(
        self, terms: Sequence[QueryTerm], fields: Mapping[str, float], limit: int, where: Filter
    ) -> list[tuple[float, tuple[int, int], Any]]:
        """(score, address, handle) of the best documents, best first; `fields` maps a field to its weight."""
        queries = self._tantivy.Query
        should = self._tantivy.Occur.Should

        def wanted(name: str, term: str, weight: float) -> Any:
            return queries.boost_query(queries.term_query(self._schema, name, term, "freq"), weight)

        parts = [
            (should, wanted(name, term.term, boost * term.weight))
            for name, boost in fields.items()
            for term in terms
            if len(term.term) <= LONGEST_TERM
        ]
        if not parts:
            return []
        found = self._searcher.search(self._filtered(queries.boolean_query(parts), where), limit, count=False)
        return [(float(score), (address.segment_ord, address.doc), address) for score, address in found.hits]

    def _filtered(self, query: Any, where: Filter) -> Any:
        queries, must = self._tantivy.Query, self._tantivy.Occur.Must
        limits = []
        if where.meeting_keys is not None:
            limits.append(queries.term_set_query(self._schema, "meeting", sorted(where.meeting_keys)))
        if where.item is not None:
            limits.append(queries.term_query(self._schema, "item", str(where.item), "basic"))
        if where.case_number:
            limits.append(queries.term_query(self._schema, "case", where.case_number.casefold(), "basic"))
        if not limits:
            return query
        return queries.boolean_query([(must, query), *((must, queries.const_score_query(q, 0.0)) for q in limits)])

    def items_where(self, where: Filter, limit: int) -> list[ItemKey]:
        """Items that pass a filter, whatever they say."""
        query = self._tantivy.Query.term_query(self._schema, "type", "item", "basic")
        found = self._searcher.search(self._filtered(query, where), limit, count=False)
        return [self.place(address)[0] for _, address in found.hits]

    def place(self, handle: Any) -> tuple[ItemKey, str]:
        """The item of a document found by `search`, and its passage's key (empty for an item as a whole)."""
        document = self._searcher.doc(handle)
        return _item_key(document["item_key"][0]), document.get_first("key") or ""

    def item_terms(self, keys: Sequence[ItemKey]) -> list[ItemTerms]:
        """The analysed terms of those items that are held, in no fixed order."""
        if not keys:
            return []
        queries, must = self._tantivy.Query, self._tantivy.Occur.Must
        names = queries.term_set_query(self._schema, "item_key", [str(key) for key in keys])
        kind = queries.term_query(self._schema, "type", "item", "basic")
        found = self._searcher.search(queries.boolean_query([(must, names), (must, kind)]), len(keys), count=False)
        return [self._read_item_terms(address) for _, address in found.hits]

    def _read_item_terms(self, handle: Any) -> ItemTerms:
        document = self._searcher.doc(handle)
        day, title, bodies = json.loads(document["payload"][0])
        return ItemTerms(
            key=_item_key(document["item_key"][0]),
            date=day,
            title=tuple(title),
            passages=tuple((key, section, kind, tuple(terms)) for key, section, kind, terms in bodies),
        )

    def passages_of(self, meeting_key: str, item: int | None = None) -> tuple[Passage, ...]:
        """All passages of a meeting, or of one of its items, in document order."""
        queries, must = self._tantivy.Query, self._tantivy.Occur.Must
        place = str(ItemKey(meeting_key, item)) if item is not None else meeting_key
        query = queries.boolean_query(
            [
                (must, queries.term_query(self._schema, "item_key" if item is not None else "meeting", place, "basic")),
                (must, queries.term_query(self._schema, "type", "passage", "basic")),
            ]
        )
        count = int(self._searcher.search(query, 1, count=True).count)
        found = self._searcher.search(query, max(1, count), count=False)
        held = [self._searcher.doc(address) for _, address in found.hits]
        held.sort(key=lambda document: document["order"][0])
        return tuple(decode_passage(document["payload"][0]) for document in held)

    def passages_by_key(self, keys: Sequence[str]) -> list[Passage]:
        """Those of the passages that are held, in no fixed order."""
        if not keys:
            return []
        query = self._tantivy.Query.term_set_query(self._schema, "key", list(keys))
        found = self._searcher.search(query, len(keys), count=False)
        return [decode_passage(self._searcher.doc(address)["payload"][0]) for _, address in found.hits]

    def meeting_keys(self) -> frozenset[str]:
        """The keys of all meetings of which anything is held."""
        held = self._tantivy.Query.all_query()  # without it, words of what was removed come too
        return frozenset(key for key, count in self._searcher.terms_with_prefix("meeting", "", held) if count)

    def vocabulary(self) -> IndexedTerms:
        """Every term of the items' texts and titles with the number of items that hold it, as of now."""
        searcher = self._searcher

        def look_up(term: str) -> int:
            return int(searcher.doc_freq("item_body", term) or searcher.doc_freq("item_title", term))

        def read_all() -> dict[str, int]:
            counted = dict(searcher.terms_with_prefix("item_body", ""))
            for term, count in searcher.terms_with_prefix("item_title", ""):
                counted.setdefault(term, count)
            return counted

        def read_starting(character: str) -> dict[str, int]:
            counted = dict(searcher.terms_with_prefix("item_body", character))
            return counted | dict(searcher.terms_with_prefix("item_title", character))

        return IndexedTerms(look_up, read_all, read_starting)


def _schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("type", "meeting", "item", "case"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("key", "item_key"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ALL_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("order", stored=True)
    builder.add_bytes_field("payload", stored=True, indexed=False)
    return builder.build()


def _item_key(written: str) -> ItemKey:
    meeting_key, _, number = written.rpartition("/")
    return ItemKey(meeting_key, int(number))
