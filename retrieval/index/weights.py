"""The weights of ranking: few, set on questions, and the same for every corpus. See docs/retrieval.md for how."""

from collections.abc import Mapping

ITEM_WEIGHTS: Mapping[str, float] = {
    "passage": 1.9,
    "passages": 1.8,
    "whole": 1.8,
    "near": 0.7,
    "near_mean": 0.7,
    "title": 0.4,
    "sentence": 0.8,
    "with_title": 0.7,
    "item": 0.9,
    "prefer": 0.2,
    "time": 1.0,
    "anchor": 0.3,
    "is_meeting": -0.3,
}
PASSAGE_WEIGHTS: Mapping[str, float] = {
    "words": 1.0,
    "near": 0.5,
    "cover": 0.7,
    "prefer": 0.5,
    "is_head": -0.5,
}
