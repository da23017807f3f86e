"""What pages and JSON ask of the read models: one module per resource, always through `Visible`."""
