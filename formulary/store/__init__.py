"""The database: tables, units of work, the audit chain. Only this room imports SQLAlchemy and Alembic."""
