"""Foreign files in: tables of formulas that clinics keep, and FHIR bundles that this program wrote."""
