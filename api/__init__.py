"""What programs and people see over HTTP."""
