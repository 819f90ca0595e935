"""Where this process keeps what it counts."""

from prometheus_client import CollectorRegistry, disable_created_metrics

# When each counter began would double what is read, and tells nothing that is asked.
disable_created_metrics()
registry = CollectorRegistry()
