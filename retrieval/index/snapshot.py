"""One commit of the lexical index as it is read: what is found in it stays, whoever writes meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from retrieval.index.codec import decode_passage
from retrieval.index.profiles import ItemKey, ItemProfile, decode_profile
from retrieval.index.terms import IndexedTerms
from retrieval.language import QueryTerm
from retrieval.model.answers import Passage

REMEMBERED_TERMS = 20_000  # of one commit
LOOKED_UP_SINGLY = 100  # values of a field
LONGEST_TERM = 200  # characters; longer "terms" are noise and tantivy refuses very long ones


@dataclass(frozen=True, slots=True)
class Filter:
    """What a hit must belong to; None means anything."""

    meeting_keys: frozenset[str] | None = None
    item: int | None = None
    case_number: str = ""


class Snapshot:
    """Passages and items of all meetings as of one commit, found by their words. Safe to share between threads."""

    def __init__(self, tantivy: Any, schema: Any, searcher: Any) -> None:
        self._tantivy = tantivy
        self._schema = schema
        self._searcher = searcher
        self._counts: dict[str, int] = {}
        self._wanted = lru_cache(maxsize=REMEMBERED_TERMS)(self._term_query)

    def try_out(self) -> None:
        """Reads something, so that files that are damaged say so."""
        list(self._searcher.search(self._tantivy.Query.all_query(), 1).hits)

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

    def search(
        self, terms: Sequence[QueryTerm], fields: Mapping[str, float], limit: int, where: Filter
    ) -> list[tuple[float, tuple[int, int], Any]]:
        """(score, address, handle) of the best documents, best first; `fields` maps a field to its weight."""
        should, boosted = self._tantivy.Occur.Should, self._tantivy.Query.boost_query
        parts = [
            (should, boosted(wanted, boost * term.weight))
            for name, boost in fields.items()
            for term in terms
            if (wanted := self._wanted(name, term.term)) is not None
        ]
        if not parts:
            return []
        query = self._filtered(self._tantivy.Query.boolean_query(parts), where)
        found = self._searcher.search(query, limit, count=False)
        return [(float(score), (address.segment_ord, address.doc), address) for score, address in found.hits]

    def _term_query(self, name: str, term: str) -> Any:
        """What asks for a term in a field; None where no document has it there."""
        if len(term) > LONGEST_TERM or not self._searcher.doc_freq(name, term):
            return None
        return self._tantivy.Query.term_query(self._schema, name, term, "freq")

    def _filtered(self, query: Any, where: Filter) -> Any:
        queries, must = self._tantivy.Query, self._tantivy.Occur.Must
        limits = []
        if where.meeting_keys is not None:
            limits.append(self._any_of("meeting", sorted(where.meeting_keys)))
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

    def profiles_of(self, keys: Sequence[ItemKey]) -> list[ItemProfile]:
        """The profiles of those items that are held, in no fixed order."""
        names = self._any_of("item_key", [str(key) for key in keys])
        must = self._tantivy.Occur.Must
        kind = self._tantivy.Query.term_query(self._schema, "type", "item", "basic")
        held = self._documents(self._tantivy.Query.boolean_query([(must, names), (must, kind)]), len(keys))
        return [decode_profile(_item_key(item["item_key"][0]), item["payload"][0]) for item in held]

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
        held = self._documents(query, count)
        held.sort(key=lambda document: document["order"][0])
        return tuple(decode_passage(document["payload"][0]) for document in held)

    def passages_by_key(self, keys: Sequence[str]) -> list[Passage]:
        """Those of the passages that are held, in no fixed order."""
        held = self._documents(self._any_of("key", keys), len(keys))
        return [decode_passage(document["payload"][0]) for document in held]

    def _any_of(self, name: str, values: Sequence[str]) -> Any:
        """What has one of these values in a field. Few are looked up singly, many in one walk through all terms."""
        queries, should = self._tantivy.Query, self._tantivy.Occur.Should
        if len(values) > LOOKED_UP_SINGLY:
            return queries.term_set_query(self._schema, name, list(values))
        return queries.boolean_query([(should, queries.term_query(self._schema, name, one, "basic")) for one in values])

    def _documents(self, query: Any, limit: int) -> list[Any]:
        if not limit:
            return []
        return [self._searcher.doc(address) for _, address in self._searcher.search(query, limit, count=False).hits]

    def meeting_keys(self) -> frozenset[str]:
        """The keys of all meetings of which anything is held."""
        held = self._tantivy.Query.all_query()  # without it, words of what was removed come too
        return frozenset(key for key, count in self._searcher.terms_with_prefix("meeting", "", held) if count)

    def vocabulary(self) -> IndexedTerms:
        """Every term of the items' texts and titles with the number of items that hold it."""
        searcher = self._searcher

        @lru_cache(maxsize=REMEMBERED_TERMS)
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


def _item_key(written: str) -> ItemKey:
    meeting_key, _, number = written.rpartition("/")
    return ItemKey(meeting_key, int(number))
