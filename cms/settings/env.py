"""Every environment variable the product reads: its type, default and meaning, once."""

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from pathlib import Path
from typing import Any

from cms.settings.storage import check_storage
from cms.settings.typed import REQUIRED, UNUSED, check_items, check_scheme, convert, variable

BASE_DIR = Path(__file__).resolve().parents[2]


PREVIEW_URL = r"[a-z]{2}=https?://[^{}]*(?:\{(?:token|path|id)\}[^{}]*)*"
SENTRY_DSN = r"https?://\w+(:\w+)?@[^@/]+(/[^@]*)?/\d+"


@dataclass(frozen=True)
class Variables:
    """The environment as typed values. A field `data_dir` is read from `DATA_DIR`."""

    debug: bool = variable(
        False, "Show tracebacks in the browser and reload code.", production="refused"
    )
    secret_key: str = variable(
        "",
        "Signs sessions and preview links: 50 random characters or more. In development made once and "
        "kept in `DATA_DIR/installation.env`.",
        production=REQUIRED,
    )
    allowed_hosts: tuple[str, ...] = variable(
        (),
        "Host names the product answers to, comma-separated. In development this machine's own names.",
        production=REQUIRED,
    )
    csrf_trusted_origins: tuple[str, ...] = variable(
        (), "Origins (`https://host`) allowed to send admin forms through a proxy, comma-separated."
    )
    data_dir: Path = variable(
        Path("var"), "Folder of the SQLite database, the uploads and the installation's secrets."
    )
    database_url: str = variable(
        "",
        "`postgres://user:password@host/name`, or `sqlite:///path`. In development SQLite in `DATA_DIR`.",
        schemes=("postgres", "postgresql", "sqlite"),
        production=REQUIRED,
    )
    database_pool_size: int = variable(
        12, "Most PostgreSQL connections one process keeps open. Not used with SQLite."
    )
    database_statement_seconds: int = variable(
        30,
        "Longest time PostgreSQL works at one statement, in seconds; 0 sets no limit. Migrations have none.",
    )
    demo: bool = variable(
        False,
        "Let `make run` load the demo content into a database that is not SQLite.",
        production=UNUSED,
    )
    host: str = variable(
        "127.0.0.1",
        "Address `make run` and `make dev` listen on. To be reached under another name or "
        "address, set `ALLOWED_HOSTS` too.",
        production=UNUSED,
    )
    port: int = variable(8000, "Port `make run` and `make dev` listen on.", production=UNUSED)
    server_threads: int = variable(
        4, "Requests `make run` answers at the same time.", production=UNUSED
    )
    granian_workers: int = variable(
        1,
        "Processes of a server. granian reads it itself; the product warns when several have no `CACHE_URL`.",
    )
    one_processor: bool = variable(
        True,
        "Keep the threads that answer on one processor: Python runs one at a time, and they hinder each other on "
        "several. A process moves where others leave it too little.",
    )
    image_avif: bool = variable(
        False,
        "Make AVIF files of pictures too: smaller, but 0.2 to 0.9 seconds each. After a change, run "
        "`manage.py renditions`.",
    )
    site_name: str = variable("Technopole CMS", "Name shown in the admin.")
    wagtailadmin_base_url: str = variable(
        "",
        "Address of the admin as editors type it, used in e-mails. In development made of `HOST` and `PORT`.",
        production=REQUIRED,
    )
    email_url: str = variable(
        "",
        "`smtp+tls://user:password@host:587`. Without it no mail is sent and passwords "
        "cannot be reset by e-mail.",
        schemes=("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail"),
    )
    default_from_email: str = variable(
        "technopole-cms@localhost", "Sender of the e-mails the admin sends."
    )
    secure_ssl_redirect: bool = variable(
        True, "Production only: redirect HTTP to HTTPS. Off when the proxy already does."
    )
    secure_hsts_seconds: int = variable(
        31_536_000,
        "Production only: how long browsers remember to use HTTPS, for all hosts below this one too. 0 turns it off.",
    )
    trust_proxy: bool = variable(
        False,
        "Production only: believe `X-Forwarded-Proto` and the last address in `X-Forwarded-For`. Turn it on "
        "only behind one proxy that overwrites the first and writes or extends the second.",
    )
    second_factor: str = variable(
        "optional",
        "Whether users of the admin sign in with a code of their phone besides the password: `optional`, each "
        "decides, or `required`, who has none sets one up before anything else.",
        items="optional|required",
    )
    oidc_issuer: str = variable(
        "",
        "Issuer of OpenID Connect (`https://…`), by which everybody signs in then: there are no passwords any more "
        "([how](operations.md#sign-in-by-a-provider)).",
        schemes=("https", "http"),
    )
    oidc_client_id: str = variable("", "Name under which the provider knows this installation.")
    oidc_client_secret: str = variable("", "What this installation proves it with.")
    oidc_name: str = variable("OpenID Connect", "Name of the provider, on the button.")
    oidc_scopes: tuple[str, ...] = variable(
        ("openid", "email"), "What is asked of the provider, comma-separated. `openid` is needed."
    )
    oidc_trust_emails: bool = variable(
        False,
        "Take addresses of the provider for verified where it does not say so (`email_verified`). Only for one "
        "that nobody tells any address they like.",
    )
    graphql_body_bytes: int = variable(
        262_144, "Largest body, or query string, of a GraphQL request, in bytes."
    )
    graphql_tokens: int = variable(
        2000, "Most tokens (words and signs) in a GraphQL document, comments included."
    )
    graphql_operations: int = variable(10, "Most operations in a GraphQL document.")
    graphql_depth: int = variable(
        15, "How deep fields may be nested. Standard introspection takes 15."
    )
    graphql_root_fields: int = variable(50, "Most fields an operation asks the root for.")
    graphql_aliases: int = variable(100, "Most aliases in a GraphQL document.")
    graphql_directives: int = variable(50, "Most directives in a GraphQL document.")
    graphql_fragments: int = variable(100, "Most fragments in a GraphQL document.")
    graphql_fields: int = variable(
        3000, "Most fields in an operation, each fragment counted wherever it is spread."
    )
    graphql_introspection_values: int = variable(
        160_000,
        "Most values an operation asks about the schema, estimated. Standard introspection takes "
        "140,000.",
    )
    graphql_repeats: int = variable(
        50, "How many times one field may be selected in one place of an operation."
    )
    graphql_search_length: int = variable(255, "Most characters of a search text.")
    graphql_cost: int = variable(50_000, "Most objects an operation may request.")
    graphql_seconds: int = variable(5, "Longest time an operation may take, in seconds.")
    graphql_at_once: int = variable(
        3,
        "Operations a process executes at once; the next waits a second, then gets 503. Below "
        "`SERVER_THREADS`, a thread is left for the admin.",
    )
    graphql_introspection: bool = variable(
        True, "Answer introspection: the schema is public. Off, GraphiQL has no documentation."
    )
    graphql_allow_list: bool = variable(
        False, "Run only operations that `manage.py operations import` made known."
    )
    graphiql: bool = variable(True, "Serve GraphiQL, the editor of operations, at `/graphiql/`.")
    rest_api: bool = variable(
        False,
        "Serve Wagtail's REST API v3 at `/api/v3/` to tools that write, each with a token of a user. It is a "
        "preview of Wagtail's, which may change with any version.",
    )
    preview_hours: int = variable(
        8, "How many hours a token for previews is valid. 0 turns previews off."
    )
    preview_urls: tuple[str, ...] = variable(
        (),
        "Where the frontend shows previews, for each language: `fr=https://www.example.org/preview?token={token}`, "
        "comma-separated; `{path}` and `{id}` can stand in it too. Without it the plain site shows them.",
        items=PREVIEW_URL,
    )
    share_days: int = variable(
        14,
        "How many days a link shows a draft to people without an account. 0 lets nobody share any.",
    )
    answer_cache_bytes: int = variable(
        16_777_216,
        "Memory in which a process keeps answers of the API, in bytes, half of it for whole "
        "responses; 0 keeps none. Kept answers are never old: each request asks the database whether anything changed since.",
    )
    cache_url: str = variable(
        "",
        "`redis://user:password@host:6379/0` or `rediss://…`: Redis or Valkey, where processes share "
        "the answers they keep. Without it each keeps its own; losing it costs time only.",
        schemes=("redis", "rediss"),
    )
    storage_url: str = variable(
        "",
        "`s3://ACCESS_KEY:SECRET_KEY@host/bucket?region=fr-par&public=https://media.example.org`: a bucket of an "
        "S3-compatible storage, where uploads lie ([all parts](operations.md#object-storage)). Without it they "
        "lie in `DATA_DIR/media`.",
        check=check_storage,
    )
    cdn_seconds: int = variable(
        0,
        "How long a CDN may give an answer of the API without asking (`s-maxage`). Only for one that "
        "is told to drop what changes by its tags, or where answers may be that old. 0: it always asks.",
    )
    cdn_stale_seconds: int = variable(
        0,
        "For how long after `CDN_SECONDS` a CDN may give the old answer while it fetches the new one "
        "(`stale-while-revalidate`).",
    )
    cache_tag_header: str = variable(
        "Cache-Tag",
        "Header that tells a CDN what an answer holds: `Cache-Tag` (Cloudflare), `Edge-Cache-Tag` "
        "(Akamai), `Surrogate-Key` (Fastly); `none` sends none.",
    )
    cors_origins: tuple[str, ...] = variable(
        (),
        "Origins (`https://host`) whose pages may call the API in a browser, comma-separated; "
        "`*` for all. Cookies are never sent.",
    )
    journal_days: int = variable(
        396,
        "Days the journal of changes remembers what was withdrawn. A reader of `changes` that was "
        "away for longer has to read everything anew.",
    )
    webhook_seconds: int = variable(
        10, "How long the receiver of a webhook may take to answer, in seconds."
    )
    webhook_days: int = variable(
        30, "Days after which a message to a webhook is forgotten, sent or not."
    )
    webhook_private_hosts: tuple[str, ...] = variable(
        (),
        "Host names and addresses inside your own network that webhooks may be sent to, over HTTP too, "
        "comma-separated. In development this machine's own names.",
    )
    log_level: str = variable("INFO", "Least severe message written to the console.")
    log_format: str = variable(
        "",
        "`line`, text, or `json`, an object on each line ([what they hold](operations.md#logs)). In development `line`.",
        items="line|json",
        production="`json`",
    )
    access_log: bool = variable(
        True, "Write a line about each request, which takes some six millionths of a second."
    )
    metrics_token: str = variable(
        "",
        "Serve `/metrics` to Prometheus, which sends this as its Bearer token: 32 random characters or more. Without it "
        "there is no such address ([what it tells](monitoring.md)).",
    )
    sentry_dsn: str = variable(
        "",
        "`https://key@host/project`: send errors to Sentry, without what people sent "
        "([what goes there](monitoring.md#sentry)). Needs what `requirements/install production` installs.",
        items=SENTRY_DSN,
    )


def variable_name(declared: Field[Any]) -> str:
    return declared.name.upper()


def parse(environment: Mapping[str, str]) -> tuple[Variables, list[str]]:
    """The typed values, and one sentence for each value of the wrong type (its default is kept)."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for declared in fields(Variables):
        text = environment.get(variable_name(declared), "").strip()
        if not text:
            continue
        try:
            check_scheme(text, declared.metadata["schemes"])
            check_items(text, declared.metadata["items"], declared.default)
            declared.metadata["check"](text)
            values[declared.name] = convert(text, declared.default)
        except ValueError as error:
            problems.append(f"{variable_name(declared)} {error}")
    return Variables(**values), problems


def local_address(host: str, port: int) -> str:
    """Where a browser on this machine finds what listens there."""
    if host in ("0.0.0.0", "::"):  # noqa: S104
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


variables, type_problems = parse(os.environ)
