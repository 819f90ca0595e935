"""What pages tell machines, in the words of schema.org: JSON-LD."""
