"""How well documents are read: loading labelled sets, cross-validation, training of the confidence model, pictures."""
