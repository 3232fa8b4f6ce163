"""Learning a vendor's layouts: a confirmed document is a lesson, three alike are a layout the reader goes by."""
