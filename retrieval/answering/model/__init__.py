"""The language model path: optional, never trusted, and silent where it cannot do better than the rules."""

from retrieval.answering.model.answerer import ModelAnswer, ModelAnswerer, build_model

__all__ = ["ModelAnswer", "ModelAnswerer", "build_model"]
