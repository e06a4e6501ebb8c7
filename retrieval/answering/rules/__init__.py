"""The keyless engine: evidence ranked, facts and quotes composed into a short answer. Pure."""
