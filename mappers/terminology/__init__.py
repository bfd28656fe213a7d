"""Japanese names of results and units to LOINC, JLAC10, MDC, MEDIS and UCUM, where certain (sources: LICENSES.md)."""

from mappers.terminology.enrich import Meaning, SiteMaster, enrich, meaning
from mappers.terminology.lookup import code_of, ucum_of
from mappers.terminology.microbes import drug_of, organism_of, susceptibility_of
from mappers.terminology.place import Place
from mappers.terminology.tables import Scale, SpecimenKind, Term, Unit, terms, units

__all__ = [
    "Meaning",
    "Place",
    "Scale",
    "SiteMaster",
    "SpecimenKind",
    "Term",
    "Unit",
    "code_of",
    "drug_of",
    "enrich",
    "meaning",
    "organism_of",
    "susceptibility_of",
    "terms",
    "ucum_of",
    "units",
]
