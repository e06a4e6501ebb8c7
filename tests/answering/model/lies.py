"""A long run of lies: how many get through. `python -m tests.answering.model.lies [N [SEED]]`."""

import random
import sys
from collections import Counter
from dataclasses import dataclass, field

from retrieval.answering.model import ModelAnswerer, build_model
from retrieval.answering.sources import Sources
from retrieval.model.answers import Language
from tests.answering.model.corpus import evidence, items_of, meetings
from tests.answering.model.purse import Purse
from tests.doubles.openai_replies import LIES
from tests.doubles.openai_server import KEY, OpenAIServer, openai_server


@dataclass
class Outcome:
    """What came of a run, by way of lying: asked, lies told by the server, lies that got through."""

    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)


def run(server: OpenAIServer, count: int, seed: int = 1, modes: tuple[str, ...] = (*LIES, "right")) -> Outcome:
    """`count` questions over the corpus, every mode in turn; the retry lies as the first reply did."""
    model = build_model(model="stand-in", api_key=KEY, base_url=server.base_url, time_limit=60, ledger=Purse(1e9))
    assert model is not None
    outcome, rng = Outcome(), random.Random(seed)
    for number in range(count):
        server.state.mode, server.state.seed = modes[number % len(modes)], seed
        _ask(model, server, rng, number, outcome)
    model.close()
    return outcome


def _ask(model: ModelAnswerer, server: OpenAIServer, rng: random.Random, number: int, outcome: Outcome) -> None:
    mode = server.state.mode
    stored = rng.choice(meetings())
    shown: list[str] = []
    server.state.lies.clear()
    answer = model.answer(
        f"Spørgsmål {number}: hvad blev besluttet?",
        Language.ENGLISH if mode != "right" and rng.random() < 0.2 else Language.DANISH,
        (),
        evidence(stored, rng),
        items_of(stored),
        Sources.of([stored]),
        on_text=shown.append,
    )
    outcome.asked[mode] += 1
    outcome.answered[mode] += answer is not None
    claims = answer.claims if answer else ()
    for lie in server.state.lies:
        for claim in claims:
            if claim.text == " ".join(lie.split()):
                outcome.wrong.append((mode, lie, tuple(citation.quote for citation in claim.citations)))
        if any(" ".join(lie.split()) in text for text in shown) and not claims:
            outcome.wrong.append((mode, lie, ("streamed",)))


def main() -> int:
    """Prints the figures; exit status 1 where a lie got through."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with openai_server() as server:
        outcome = run(server, count, seed)
    for mode, asked in outcome.asked.items():
        print(f"{mode:20} asked {asked:4}  answered {outcome.answered[mode]:4}")
    for mode, lie, quotes in outcome.wrong:
        print(f"WRONG {mode}: {lie!r} over {quotes!r}")
    print(f"answers {sum(outcome.asked.values())}, wrong claims sent {len(outcome.wrong)}")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
