"""Japanese names of results and units to LOINC, JLAC10, MDC, MEDIS and UCUM, where certain (sources: LICENSES.md)."""

from mappers.terminology.enrich import enrich
from mappers.terminology.lookup import code_of, ucum_of
from mappers.terminology.tables import Scale, SpecimenKind, Term, Unit, terms, units

__all__ = ["Scale", "SpecimenKind", "Term", "Unit", "code_of", "enrich", "terms", "ucum_of", "units"]
