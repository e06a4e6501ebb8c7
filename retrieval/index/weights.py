"""The weights of ranking: few, set on questions, and the same for every corpus. See docs/retrieval.md for how."""

from collections.abc import Mapping

ITEM_WEIGHTS: Mapping[str, float] = {
    "passage": 1.0,
    "passages": 1.0,
    "whole": 0.5,
    "near": 0.5,
    "near_mean": 0.5,
    "title": 0.5,
    "sentence": 0.5,
    "item": 0.5,
    "prefer": 0.1,
    "is_meeting": -0.5,
}
PASSAGE_WEIGHTS: Mapping[str, float] = {"words": 1.0, "near": 0.5, "cover": 0.7, "prefer": 0.25}
