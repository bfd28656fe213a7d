"""What docs/fhir/ shows: written from sample documents by the mapping itself, so that it cannot rot.

python -m tests.fhir_pages --write      definitions/*.json and the example in each page (part of `make docs`)
python -m tests.fhir_pages --check      says which is stale (part of `make check`)
python -m tests.fhir_pages --read       reads the sample documents again with the built-in engine (a minute)
"""
