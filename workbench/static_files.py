"""Static files with a hash in their name, once they are collected."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedWhenCollected(CompressedManifestStaticFilesStorage):
    """Hashed names from the manifest; the plain name for a file that was never collected (tests, first start)."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """Name to serve ``name`` under."""
        try:
            return super().stored_name(name)
        except ValueError:
            return name
