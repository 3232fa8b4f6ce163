"""Our own sample documents: facts of invented invoices, drawn in many layouts, with the truth beside them."""
