"""Characters where they stand on pages (版面) → lines, paragraphs, tables, and what stands around them: for PDF and OFD."""
