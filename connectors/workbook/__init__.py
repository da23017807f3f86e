"""Excel, ODS and CSV: from the bytes of a file to what it claims and proposes."""
