"""The language model path: optional, never trusted, and silent where it cannot do better than the rules."""

from retrieval.answering.model.answerer import ModelAnswer, ModelAnswerer, build_model
from retrieval.answering.model.limits import Price

__all__ = ["ModelAnswer", "ModelAnswerer", "Price", "build_model"]
