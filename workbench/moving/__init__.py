"""From SQLite to PostgreSQL: every row, looked at again on the other side."""
