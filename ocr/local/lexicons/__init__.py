"""What things are called on business documents, by subject and by group of languages. Data only."""
