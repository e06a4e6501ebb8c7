"""Learns what words of questions and of the sentences that answer them mean the same; see docs/matching.md."""
