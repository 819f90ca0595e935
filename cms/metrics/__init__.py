"""What a process counts of what it does, for Prometheus. Nothing here knows what is counted: doors tell."""
