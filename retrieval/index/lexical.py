"""The lexical index: BM25 over analysed terms in tantivy, on disk, incremental. The only file that imports tantivy."""

import shutil
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from retrieval.errors import IndexingError, StateLocked
from retrieval.index.codec import encode_passage
from retrieval.index.ports import TextAnalyser
from retrieval.index.profiles import ItemKey, encode_profile, profile_of
from retrieval.index.snapshot import LONGEST_TERM, Snapshot
from retrieval.model.answers import Passage

WRITER_MEMORY = 48_000_000  # bytes
ALL_FIELDS = ("body", "context", "item_body", "item_title")


class LexicalIndex:
    """Passages and items of all meetings, kept on disk; `now` is the last commit as it is read.

    Reading needs no lock; a second process may read while one writes. Damaged files raise IndexingError at opening;
    `reset` then begins anew.
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
            self.now.try_out()
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
        self.now = Snapshot(self._tantivy, self._schema, self._index.searcher())

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
        title = self._terms(f"{first.title} {first.case_number} {first.category.in_words}")
        day = first.date.isoformat() if first.date else ""
        document.add_text("item_title", " ".join(title))
        document.add_text("item_body", " ".join(term for _, terms in members for term in terms))
        document.add_bytes("payload", encode_profile(profile_of(key, day, title, members)))
        return document

    def _add_place(self, document: Any, key: ItemKey, case_number: str) -> None:
        document.add_text("meeting", key.meeting_key)
        document.add_text("item_key", str(key))
        document.add_text("item", str(key.item))
        if case_number:
            document.add_text("case", case_number.casefold())

    def _terms(self, text: str) -> list[str]:
        return [term for term in self._analyser.index_terms(text) if " " not in term and len(term) <= LONGEST_TERM]


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
