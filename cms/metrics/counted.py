"""What is counted while a process runs: names, units and meanings, once.

Counters only, no gauges: they add up over several processes (cms.metrics.processes), and what is true at one
moment is read when it is asked (cms.monitoring.state). Labels have few values: what clients choose is none.
"""

from prometheus_client import Counter, Histogram

from cms.metrics.registry import registry

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
STATEMENTS = (0, 1, 2, 4, 8, 16, 32, 64, 128)
OBJECTS = (0, 10, 100, 1000, 5000, 10_000, 25_000, 50_000)

requests = Histogram(
    "technopole_http_request_duration_seconds",
    "Seconds until an answer was there, by the door that was asked and the HTTP status.",
    ["door", "status"],
    buckets=SECONDS,
    registry=registry,
)
operations = Counter(
    "technopole_graphql_requests_total",
    "Requests to the API, by operation, extensions.code of the first error (OK without any), HTTP status, and "
    "where the answer came from.",
    ["operation", "code", "status", "source"],
    registry=registry,
)
feeds = Counter(
    "technopole_feed_requests_total",
    "Requests for feeds, by HTTP status and where the answer came from.",
    ["status", "source"],
    registry=registry,
)
durations = Histogram(
    "technopole_graphql_execution_duration_seconds",
    "Seconds it took to make an answer of the API that was not kept, by operation.",
    ["operation"],
    buckets=SECONDS,
    registry=registry,
)
statements = Histogram(
    "technopole_graphql_sql_statements",
    "SQL statements that an answer of the API took to make, by operation.",
    ["operation"],
    buckets=STATEMENTS,
    registry=registry,
)
costs = Histogram(
    "technopole_graphql_cost_objects",
    "Objects that an operation requests (extensions.cost), of those that were executed or refused for it.",
    buckets=OBJECTS,
    registry=registry,
)
refusals = Counter(
    "technopole_graphql_refused_total",
    "Operations that were refused or cut off, by the limit they were over.",
    ["limit"],
    registry=registry,
)
sign_ins = Counter(
    "technopole_sign_ins_total",
    "Attempts to sign in, by outcome: succeeded or failed.",
    ["outcome"],
    registry=registry,
)
