"""The keys that seal stored secrets: what they seal, and how they are changed."""
