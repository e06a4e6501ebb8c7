from tests.parsing.fuzz import check, mutants


def test_mutated_documents_parse_soundly_or_are_refused() -> None:
    for name, data in mutants(120, seed=7):
        check(name, data)
