"""The weights of ranking: few, set on questions, and the same for every corpus. See docs/retrieval.md for how."""

from collections.abc import Mapping

ITEM_WEIGHTS: Mapping[str, float] = {
    "passage": 1.3,
    "passages": 1.35,
    "whole": 1.75,
    "near": 0.85,
    "near_mean": 0.75,
    "title": 0.15,
    "sentence": 0.9,
    "with_title": 1.1,
    "item": 1.5,
    "shape": 1.2,
    "prefer": 0.2,
    "time": 0.55,
    "anchor": 1.0,
    "is_meeting": -0.45,
}
PASSAGE_WEIGHTS: Mapping[str, float] = {
    "words": 1.0,
    "near": 0.5,
    "cover": 0.7,
    "prefer": 0.5,
    "is_head": -0.5,
}

# Logistic regression: is the item about what is asked? Learned on questions put to their own minutes and to others'.
RELEVANCE_BIAS = -3.9
RELEVANCE_WEIGHTS: Mapping[str, float] = {
    "item": 0.8,
    "with_title": 2.7,
    "sentence": 0.3,
    "near": 4.4,
    "title": 3.75,
    "shape": 2.0,
}
