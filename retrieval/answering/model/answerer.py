"""The use case: question and evidence in, a model's verified claims out, or None so that the rules answer."""

import hashlib
import json
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.answering.model.client import ChatClient, Message, ModelServer, Usage
from retrieval.answering.model.evidence import Evidence, Items, as_material, gather, render_evidence, render_history
from retrieval.answering.model.limits import Cache, Ledger, Price, Spending, estimate_tokens
from retrieval.answering.model.partial import ClaimReader
from retrieval.answering.model.prompts import load_prompts
from retrieval.answering.model.rewriting import is_faithful
from retrieval.answering.model.schema import AnswerReply, ClaimReply, RewriteReply, read_reply, schema_text
from retrieval.answering.strict import without_yes_or_no
from retrieval.answering.verify import Allowed, Sources, mask_personal, verify
from retrieval.errors import MalformedReply, ModelError, StateError
from retrieval.model.answers import Claim, Language, Passage, Turn

_log = logging.getLogger(__name__)
_ATTEMPTS = 2  # the first, and one with the verifier's complaint
_MOST_CLAIMS = 8
_LONGEST_ANSWER = 900  # characters; the contract's limit for a chat answer

OnText = Callable[[str], None]
OnDropped = Callable[[Sequence[str]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswer:
    """What a model said and verification let stand; `dropped` are the reasons of what it did not."""

    claims: tuple[Claim, ...]
    engine: str
    prompt_hash: str
    dropped: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The claims as one text."""
        return " ".join(claim.text for claim in self.claims)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question with everything that is checked and said about it."""

    question: str
    language: Language
    history: Sequence[Turn]
    evidence: Evidence
    sources: Sources
    on_text: OnText | None
    on_dropped: OnDropped
    cancelled: Callable[[], bool]

    @property
    def allowed(self) -> Allowed:
        said = [self.question, *(turn.content for turn in self.history if turn.role == "user")]
        return Allowed(" ".join(said), strict=True)


class _Cancelled(Exception):
    pass


class ModelAnswerer:
    """Phrases answers with a language model. Safe to use from several threads.

    `time_limit` is in seconds for an answer with its retry; `clock` is monotonic, in seconds.
    """

    def __init__(
        self,
        client: ChatClient,
        ledger: Ledger,
        *,
        time_limit: float = 20.0,
        clock: Callable[[], float] = time.monotonic,
        price: Price | None = None,
        cache_size: int = 512,
        draw_mark: Callable[[], str] = lambda: secrets.token_hex(4),
    ) -> None:
        self._client = client
        self._ledger = ledger
        self._time_limit = time_limit
        self._clock = clock
        self._price = price or Price()
        self._cache: Cache[ModelAnswer] = Cache(cache_size)
        self._draw_mark = draw_mark
        self._spending = Spending()

    def prepare(self) -> None:
        """Does now what the first question would have to wait for: imports the client library."""
        self._client.prepare()

    def close(self) -> None:
        """Gives the server's connections back."""
        self._client.close()

    @property
    def engine(self) -> str:
        """The model's name."""
        return self._client.server.model

    @property
    def spending(self) -> Spending:
        """The calls of this process and what they have cost."""
        return self._spending

    @property
    def prompt_hash(self) -> str:
        """Twelve hex digits of what every prompt and schema says."""
        return _digest(load_prompts().content_hash, schema_text())[:12]

    def answer(
        self,
        question_text: str,
        language: Language,
        history: Sequence[Turn],
        evidence: Sequence[Passage],
        items: Items,
        sources: Sources,
        *,
        user: str = "",
        on_text: OnText | None = None,
        on_dropped: OnDropped = lambda reasons: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> ModelAnswer | None:
        """A verified answer; None where there is no evidence, budget, time or server, or nothing of it stands.

        `evidence` is best first. `on_text` gets the verified text so far, whole, each time a claim has passed;
        `on_dropped` the reasons of what did not stand, where nothing else tells them.
        """
        gathered = gather(evidence)
        if not gathered.by_key or not question_text.strip():
            return None
        asked = _Asked(question_text, language, history, gathered, sources, on_text, on_dropped, cancelled)
        key = self._cache_key(asked)
        known = self._cache.get(key)
        if known is not None:
            _tell(on_text, known.text)
            return known
        if not self._ledger.may_spend(user):
            _log.warning("model_budget_spent")
            return None
        found = self._ask(asked, items, user)
        if found is not None:
            self._cache.put(key, found)
        return found

    def rewrite(self, question_text: str, language: Language, history: Sequence[Turn], *, user: str = "") -> str | None:
        """The question as one that stands alone, in Danish; None where the model cannot or its words stray."""
        if not question_text.strip() or not self._ledger.may_spend(user):
            return None
        prompts, mark = load_prompts(), self._draw_mark()
        told = render_history(history, prompts)
        messages = [
            ("system", prompts["rewrite.system"].render()),
            ("user", prompts["rewrite.user"].render(mark=mark, history=told, question=as_material(question_text))),
        ]
        usage = Usage()
        self._client.prepare()
        try:
            pieces = self._client.stream(messages, RewriteReply, self._clock() + self._time_limit / 3, usage)
            rewritten = read_reply(RewriteReply, "".join(pieces)).question.strip()
        except ModelError as error:
            _log.warning("model_rewrite_failed: %s", error)
            return None
        finally:
            self._spend(user, messages, usage, 100)
        said = " ".join([question_text, *(turn.content for turn in history)])
        return mask_personal(rewritten) if is_faithful(rewritten, said, language) else None

    def _ask(self, asked: _Asked, items: Items, user: str) -> ModelAnswer | None:
        self._client.prepare()
        deadline = self._clock() + self._time_limit
        messages = self.messages(asked.question, asked.language, asked.history, asked.evidence, items)
        dropped: list[str] = []
        for _ in range(_ATTEMPTS):
            reader = ClaimReader()
            try:
                kept, refused = self._attempt(messages, asked, reader, deadline, user)
            except _Cancelled:
                return None
            except MalformedReply as error:
                kept, refused = [], [str(error)]
            except ModelError as error:
                _log.warning("model_unavailable: %s", error)
                asked.on_dropped(dropped)
                return None
            dropped += refused
            if kept and not refused:
                return self._result(kept, dropped)
            if not kept and not refused:
                break
            said = reader.text or load_prompts().words["nothing"]  # many servers want the roles to take turns
            messages = [*messages, ("assistant", said), ("user", self._complaint(dropped))]
        _log.info("model_answer_refused dropped=%d", len(dropped))
        asked.on_dropped(dropped)
        return None

    def _attempt(
        self, messages: list[Message], asked: _Asked, reader: ClaimReader, deadline: float, user: str
    ) -> tuple[list[Claim], list[str]]:
        """One reply read while it comes: the claims that stand, and why the others do not."""
        usage = Usage()
        kept: list[Claim] = []
        refused: list[str] = []
        pieces = self._client.stream(messages, AnswerReply, deadline, usage)
        try:
            for piece in pieces:
                if asked.cancelled():
                    raise _Cancelled
                for said in reader.feed(piece):
                    self._judge(said, asked, kept, refused)
            reply = read_reply(AnswerReply, reader.text)
        finally:
            pieces.close()
            self._spend(user, messages, usage, estimate_tokens(reader.text))
        if not reply.found:
            return [], []
        if not reply.claims:
            refused.append("found is true but there is no claim")
        return kept, refused

    def _judge(self, reply: ClaimReply, asked: _Asked, kept: list[Claim], refused: list[str]) -> None:
        reason, claim = self._verified(reply, asked)
        room = _LONGEST_ANSWER - sum(len(one.text) + 1 for one in kept)
        if claim is None:
            refused.append(reason)
        elif len(kept) < _MOST_CLAIMS and len(claim.text) <= room:
            kept.append(claim)
            if not refused:
                _tell(asked.on_text, " ".join(one.text for one in kept))

    def _verified(self, reply: ClaimReply, asked: _Asked) -> tuple[str, Claim | None]:
        cited = [(source.key, asked.evidence.cite(source.key, source.quote)) for source in reply.sources]
        strange = [key for key, citation in cited if citation is None]
        if strange:
            return f"the key {strange[0][:12]!r} was not issued", None
        text = without_yes_or_no(" ".join(mask_personal(reply.text).split()))
        claim = Claim(text=text, citations=tuple(citation for _, citation in cited if citation is not None))
        verdict = verify(claim, asked.sources, allowed=asked.allowed, language=asked.language)
        return verdict.reason, verdict.claim

    def messages(
        self, question: str, language: Language, history: Sequence[Turn], evidence: Evidence, items: Items
    ) -> list[Message]:
        """What is sent: the stable part first, then evidence, conversation and question between fences."""
        prompts, mark = load_prompts(), self._draw_mark()
        name = prompts.words["danish" if language is Language.DANISH else "english"]
        user = prompts["answer.user"].render(
            mark=mark,
            evidence=render_evidence(evidence, items, prompts, mark),
            history=render_history(history, prompts),
            question=as_material(question),
            language=name,
        )
        system = prompts["answer.system"].render(language=name, missing=prompts.words["missing"])
        return [("system", system), ("user", user)]

    def _complaint(self, dropped: Sequence[str]) -> str:
        lines = "\n".join(f"- {reason}" for reason in dict.fromkeys(dropped))
        return load_prompts()["answer.retry"].render(complaints=lines)

    def _result(self, kept: Sequence[Claim], dropped: Sequence[str]) -> ModelAnswer:
        return ModelAnswer(claims=tuple(kept), engine=self.engine, prompt_hash=self.prompt_hash, dropped=tuple(dropped))

    def _spend(self, user: str, messages: Sequence[Message], usage: Usage, completion: int) -> None:
        prompt = usage.prompt_tokens or estimate_tokens(" ".join(text for _, text in messages))
        dollars = self._price.of(prompt, usage.completion_tokens or completion)
        self._spending.add(dollars)
        try:
            self._ledger.spend(user, dollars)
        except StateError as error:  # the answer is there: the person is not to lose it
            _log.warning("model_spending_not_written: %s", error)

    def _cache_key(self, asked: _Asked) -> str:
        passages = [[passage.key, passage.text] for passage in asked.evidence.by_key.values()]
        turns = [[turn.role, turn.content] for turn in asked.history]
        said = json.dumps([asked.question, asked.language.value, turns, passages], ensure_ascii=False)
        return _digest(self.prompt_hash, self.engine, said)


def build_model(
    *,
    model: str,
    ledger: Ledger,
    api_key: str = "",
    base_url: str = "",
    time_limit: float = 20.0,
    price: Price | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> ModelAnswerer | None:
    """The model path for these settings; None where neither key nor server is named.

    `time_limit` is in seconds. Nothing is imported or asked before the first question.
    """
    if not api_key and not base_url:
        return None
    server = ModelServer(model=model, api_key=api_key, base_url=base_url)
    return ModelAnswerer(ChatClient(server, clock), ledger, time_limit=time_limit, clock=clock, price=price)


def _tell(on_text: OnText | None, text: str) -> None:
    if on_text is not None:
        on_text(text)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
