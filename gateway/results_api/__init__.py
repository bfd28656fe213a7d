"""The gateway's own FHIR R4 server: read-only, over the results in the store.

Resources are served as the text they were stored as; only `meta.versionId` and `meta.lastUpdated` are added, so a
value keeps the decimals it was printed with.
"""
