"""PostgreSQL as serving processes need it: what hangs ends, and what comes back is used at once."""
