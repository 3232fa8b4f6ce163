"""How long documents are kept: terms, what is past them, what stays whatever the term, and removal by a person."""
