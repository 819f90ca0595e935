"""The same content, served the way grapple's own documentation shows it."""
