"""Pictures, tables and the report: data in, Figure out. Nothing here computes a result."""
