"""The local reader: from words with boxes to a proven reading, without a model, a key or the network."""
