"""Which tables of Exact's mirror and of people are watched, so that what is built from them may be kept."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from exact.models import Administration, Vendor, VendorBankAccount
from matching.mirror.stamping import watch

watch(Vendor, ignoring=("seen_at",), everywhere=True)
watch(VendorBankAccount, ignoring=("seen_at",))
watch(Administration, ignoring=("synced_at", "sync_error", "sync_progress", "raw"))
watch(get_user_model(), ignoring=("last_login", "password"))
