"""Learns the words' vectors and how they are held against each other.

Needs torch, which is not among the project's dependencies; hence what is ignored at its import.

A question, the units of its item and some of other items: the log chance of a unit that answers, by a softmax over all.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found,unused-ignore]
from torch.nn import functional  # type: ignore[import-not-found,unused-ignore]

from retrieval.answering.rules.matching import STEEPNESS, Matching
from retrieval.answering.training.vocabulary import NumberedExample, NumberedUnit, Vocabulary, padded
from retrieval.index.subwords import Floats

Tensor = Any
_NOWHERE = -1e4  # score of a unit that only fills a row up


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to learn: each example is seen `rounds` times; `forgotten`: share of a question's words that a step skips."""

    rounds: int = 1
    batch: int = 48
    units: int = 40  # of an item that a step sees
    strangers: int = 3  # units of other items beside them
    pace_of_table: float = 0.004
    pace: float = 0.003
    forgotten: float = 0.1
    seed: int = 0


class Matcher(torch.nn.Module):  # type: ignore[misc,unused-ignore]
    """`Matching` and its table, as something that learns."""

    def __init__(self, table: Floats, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.table = torch.nn.EmbeddingBag.from_pretrained(torch.tensor(table), freeze=False, mode="sum")
        self._vocabulary = vocabulary
        self.importance = torch.nn.Parameter(torch.zeros(table.shape[1]))
        self.length, self.bias = _number(0.5), _number(0.0)
        self.nearness, self.step, self.threshold = _number(1.0), _number(1.0), _number(0.55)
        self.lead, self.title, self.beside = _number(-1.0), _number(-1.0), _number(-1.5)  # before the sigmoid
        self.covered, self.together = _number(8.0), _number(3.0)

    def forward(self, batch: "Batch", forgotten: float) -> Tensor:
        """The scores of each question's units, (n_questions, n_units)."""
        n_questions, n_units = len(batch.asked), batch.texts.shape[1]
        sums, units = self._words([batch.asked, batch.texts, batch.leads, batch.titles])
        asked, text, lead, title = units

        def nearest(words: Tensor) -> Tensor:
            near = torch.einsum("bqd,bxd->bqx", asked, words.reshape(n_questions, -1, asked.shape[-1]))
            return near.reshape(n_questions, asked.shape[1], *words.shape[1:-1]).amax(-1).clamp_min(0)

        here, above, titled = nearest(text), nearest(lead), nearest(title)
        nothing = torch.zeros_like(here[:, :, :1])
        beside = torch.maximum(torch.cat([nothing, here[:, :, :-1]], 2), torch.cat([here[:, :, 1:], nothing], 2))
        near = here + self.lead.sigmoid() * functional.relu(above - here)
        near = near + self.beside.sigmoid() * functional.relu(beside - near)
        near = near + self.title.sigmoid() * functional.relu(titled[:, :, None] - near)
        weights = functional.softplus(
            self.length * sums[0].norm(dim=-1) + sums[0] @ self.importance + self.bias
        ) * torch.tensor(batch.asked != 0)
        weights = weights * (torch.rand_like(weights) > forgotten)
        weights = weights / (weights.sum(1, keepdim=True) + 1e-6)
        told = self.nearness * near + self.step * torch.sigmoid(STEEPNESS * (near - self.threshold))
        whole = functional.normalize(sums[0].sum(1), dim=-1)
        wholes = functional.normalize((sums[1] * torch.tensor(batch.shares)[..., None]).sum(2), dim=-1)
        scores = self.covered * torch.einsum("bq,bqu->bu", weights, told)
        scores = scores + self.together * torch.einsum("bd,bud->bu", whole, wholes)
        return scores.reshape(n_questions, n_units).masked_fill(~torch.tensor(batch.real), _NOWHERE)

    def _words(self, parts: Sequence[Floats]) -> tuple[list[Tensor], list[Tensor]]:
        """The vectors of the words of each part, as long as they count and of length 1; none for no word."""
        known, places = np.unique(np.concatenate([part.ravel() for part in parts]), return_inverse=True)
        rows, starts, weights = (torch.tensor(array) for array in self._vocabulary.rows(known))
        sums = self.table(rows, starts, per_sample_weights=weights)
        units = functional.normalize(sums, dim=-1)
        cuts = np.cumsum([part.size for part in parts])[:-1]
        split = [torch.tensor(at.reshape(part.shape)) for at, part in zip(np.split(places, cuts), parts, strict=True)]
        return [sums[at] for at in split], [units[at] for at in split]

    def learned(self) -> tuple[Floats, Matching]:
        """The table and what was learned beside it."""
        with torch.no_grad():
            return self.table.weight.numpy().copy(), Matching(
                importance=self.importance.numpy().copy(),
                length=float(self.length),
                bias=float(self.bias),
                nearness=float(self.nearness),
                step=float(self.step),
                threshold=float(self.threshold),
                lead=float(self.lead.sigmoid()),
                beside=float(self.beside.sigmoid()),
                title=float(self.title.sigmoid()),
                covered=float(self.covered),
                together=float(self.together),
            )


@dataclass(frozen=True, slots=True)
class Batch:
    """Word numbers, 0 for none: of questions (n, words), of units and leads (n, units, words), of titles (n, words)."""

    asked: Floats
    texts: Floats
    shares: Floats
    leads: Floats
    titles: Floats
    real: Floats  # (n, units): whether there is a unit
    right: Floats  # (n, units): whether it answers


def learn(
    table: Floats, vocabulary: Vocabulary, examples: Sequence[NumberedExample], plan: Plan, tell: Callable[[str], None]
) -> tuple[Floats, Matching]:
    """The table and the rest, learned from the examples."""
    torch.manual_seed(plan.seed)
    dice = random.Random(plan.seed)
    matcher = Matcher(table, vocabulary)
    rest = [held for name, held in matcher.named_parameters() if not name.startswith("table")]
    adam = torch.optim.Adam([{"params": rest}, {"params": [matcher.table.weight]}])
    steps = plan.rounds * (len(examples) // plan.batch)
    mean = 0.0
    for step, batch in enumerate(_batches(examples, plan, dice), 1):
        share = min(1.0, step / 50) * max(0.05, 1 - step / steps)
        adam.param_groups[0]["lr"], adam.param_groups[1]["lr"] = plan.pace * share, plan.pace_of_table * share
        chances = functional.log_softmax(matcher(batch, plan.forgotten), 1)
        right = torch.tensor(batch.right)
        loss = -torch.logsumexp(chances.masked_fill(~right, _NOWHERE), 1).mean()
        adam.zero_grad()
        loss.backward()
        adam.step()
        now = float(loss.detach())
        mean = now if step == 1 else 0.98 * mean + 0.02 * now
        if step % 50 == 0:
            tell(f"step {step} of {steps}: loss {mean:.3f}")
    return matcher.learned()


def _batches(examples: Sequence[NumberedExample], plan: Plan, dice: random.Random) -> Iterator[Batch]:
    for _ in range(plan.rounds):
        order = dice.sample(range(len(examples)), len(examples))
        for start in range(0, len(order) - plan.batch + 1, plan.batch):
            yield _batch([examples[place] for place in order[start : start + plan.batch]], plan, dice)


def _batch(examples: Sequence[NumberedExample], plan: Plan, dice: random.Random) -> Batch:
    """The examples, each with a run of its item's units about one that answers, and with answers to other questions."""
    rows: list[list[NumberedUnit]] = []
    right: list[list[bool]] = []
    for example in examples:
        shown = _shown(example, plan.units, dice)
        strangers = [
            replace(other.units[min(other.answering)], lead=())
            for other in dice.sample(list(examples), min(plan.strangers, len(examples)))
            if other.title != example.title
        ]
        rows.append([example.units[place] for place in shown] + strangers)
        right.append([place in example.answering for place in shown] + [False] * len(strangers))
    most = max(map(len, rows))
    empty = NumberedUnit((), (), ())
    filled = [unit for row in rows for unit in row + [empty] * (most - len(row))]
    shape = len(rows), most, -1
    return Batch(
        padded([example.asked for example in examples]),
        padded([unit.words for unit in filled]).reshape(shape),
        padded([unit.shares for unit in filled], np.float32).reshape(shape),
        padded([unit.lead for unit in filled]).reshape(shape),
        padded([example.title for example in examples]),
        padded([[True] * len(row) for row in rows], bool),
        padded(right, bool),
    )


def _shown(example: NumberedExample, most: int, dice: random.Random) -> range:
    n_units = len(example.units)
    first = max(0, min(n_units - most, min(example.answering) - dice.randrange(most)))
    return range(first, min(n_units, first + most))


def _number(value: float) -> Any:
    return torch.nn.Parameter(torch.tensor(value))
