"""The whole life of one document, put together from what the database kept of it."""
