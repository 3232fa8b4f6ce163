"""Writing into the ledger: the rules an administration applies to what is posted, per kind of document."""
