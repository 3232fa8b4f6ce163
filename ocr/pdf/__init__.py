"""PDF: words with boxes, rulings, attachments and pictures of pages. Runs in reading children only."""
