"""The words of the business, pure: no Django, no I/O, no clock."""
