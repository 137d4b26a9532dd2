"""Formulas as FHIR resources, releases R4B and R5: medication, knowledge, record and provenance."""
