"""Use case: files and feed bodies -> parsed, stored, indexed; and the index kept as the store is."""

from retrieval.ingest.derived import reread
from retrieval.ingest.files import SUFFIXES, find_files
from retrieval.ingest.ingester import Ingester
from retrieval.ingest.results import IngestReport, IngestResult, Outcome

__all__ = ["SUFFIXES", "IngestReport", "IngestResult", "Ingester", "Outcome", "find_files", "reread"]
