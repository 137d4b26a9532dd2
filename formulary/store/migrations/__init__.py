"""The migrations, run by ``formulary.store.schema``."""
