"""Pictures: recognition with tesseract, orientation, deskew, payment codes. Runs in reading children only."""
