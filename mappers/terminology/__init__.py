"""Japanese laboratory names and units to LOINC, JLAC10 and UCUM, where certain (sources: LICENSES.md)."""

from mappers.terminology.lookup import code_of, enrich, ucum_of
from mappers.terminology.tables import Scale, SpecimenKind, Term, Unit, terms, units

__all__ = ["Scale", "SpecimenKind", "Term", "Unit", "code_of", "enrich", "terms", "ucum_of", "units"]
