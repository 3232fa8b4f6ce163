"""Is this installation fit for work? Looks that change nothing, and one document through a scratch instance."""
