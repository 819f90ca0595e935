"""Where uploads lie: a folder of this machine, or the bucket that STORAGE_URL names."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

LIBRARIES = ("storages", "boto3")
PARAMETERS = ("addressing", "public", "region", "tls")
BUCKET = r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
FOLDER = r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*"
REGION = r"[A-Za-z0-9-]{1,40}"


@dataclass(frozen=True)
class Bucket:
    """A bucket of an S3-compatible storage, and a folder in it that is ours."""

    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    endpoint: str
    """The address of the storage."""
    name: str
    folder: str
    """Without slashes around it; empty for the whole bucket."""
    region: str
    addressing: str
    """`path` or `virtual`: whether the name of the bucket stands behind the host or before it."""
    public: str
    """The address at which the bucket is read without a signature, without a slash at its end."""

    @property
    def root(self) -> str:
        """What the names of our objects begin with."""
        return f"{self.folder}/" if self.folder else ""

    @property
    def public_root(self) -> str:
        """What the addresses of public files begin with."""
        return f"{self.public}/{self.root}"

    @property
    def origins(self) -> list[str]:
        """From where browsers load files: public ones, and signed ones."""
        return list(dict.fromkeys(map(origin, (self.public, self.own_address))))

    @property
    def own_address(self) -> str:
        """The bucket at the storage itself."""
        return address_of(self.endpoint, self.name, self.addressing)


def check_storage(text: str) -> None:
    """Refuse what names no bucket, and one without the libraries for it. No message holds what was given:
    the secret key stands in it."""
    bucket(text)
    if missing := [name for name in LIBRARIES if find_spec(name) is None]:
        raise ValueError(
            f"needs {' and '.join(missing)}, which are not installed: run requirements/install production."
        )


def bucket(text: str) -> Bucket:
    """The bucket that an address names. Raises ValueError with the end of a sentence."""
    parts = split(text)
    given = parameters(parts.query)
    name, _, folder = unquote(parts.path).strip("/").partition("/")
    refuse_unless(
        re.fullmatch(BUCKET, name), "must name a bucket behind the host: s3://…@host/bucket."
    )
    refuse_unless(
        not folder or (re.fullmatch(FOLDER, folder) and not re.search(r"(^|/)\.\.?(/|$)", folder)),
        "must name the folder in the bucket in letters, figures, - and _.",
    )
    endpoint = (
        f"{'http' if given['tls'] == '0' else 'https'}://{parts.netloc.rpartition('@')[2].lower()}"
    )
    return Bucket(
        access_key=unquote(parts.username or ""),
        secret_key=unquote(parts.password or ""),
        endpoint=endpoint,
        name=name,
        folder=folder,
        region=given["region"],
        addressing=given["addressing"],
        public=given["public"].rstrip("/") or address_of(endpoint, name, given["addressing"]),
    )


def split(text: str) -> SplitResult:
    """The parts of an address that has all of them."""
    try:
        parts = urlsplit(text)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    refuse_unless(
        is_whole and not parts.fragment,
        "must name the host of the storage, with / @ ? # of the keys written as %2F %40 %3F %23: "
        "s3://ACCESS_KEY:SECRET_KEY@host:9000/bucket.",
    )
    refuse_unless(parts.scheme == "s3", "must begin with s3://.")
    refuse_unless(
        parts.username and parts.password,
        "must hold access key and secret key: s3://ACCESS_KEY:SECRET_KEY@host/bucket.",
    )
    return parts


def parameters(query: str) -> dict[str, str]:
    """What stands behind the question mark, each that is missing with its default."""
    try:
        told = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        told = [("", "")]
    given = dict(told)
    known = set(given) <= set(PARAMETERS) and len(given) == len(told)
    refuse_unless(
        known, f"may tell {', '.join(PARAMETERS)} behind the ?, each once, and nothing else."
    )
    given = {"addressing": "path", "public": "", "region": "us-east-1", "tls": "1", **given}
    for name, is_good, sentence in CHECKS:
        refuse_unless(is_good(given[name]), f"says {name}=, which {sentence}")
    return given


def is_public_address(text: str) -> bool:
    """Whether a text is the address of a host, and perhaps a folder of it."""
    try:
        parts = urlsplit(text)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_bare = not (
        parts.query or parts.fragment or parts.username or re.search(r"[\s\"'<>;,]", text)
    )
    return is_whole and is_bare and parts.scheme in ("https", "http")


CHECKS: tuple[tuple[str, Callable[[str], object], str], ...] = (
    ("addressing", ("path", "virtual").__contains__, "must be path or virtual."),
    ("tls", ("0", "1").__contains__, "must be 1, or 0 for a storage inside your own network."),
    ("region", lambda text: re.fullmatch(REGION, text), "must be the name of a region."),
    (
        "public",
        lambda text: not text or is_public_address(text),
        "must be an address, https://media.example.org for instance, without ? and #.",
    ),
)


def address_of(endpoint: str, name: str, addressing: str) -> str:
    """Where a bucket is."""
    if addressing == "path":
        return f"{endpoint}/{name}"
    scheme, _, host = endpoint.partition("://")
    return f"{scheme}://{name}.{host}"


def origin(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def refuse_unless(is_good: object, sentence: str) -> None:
    if not is_good:
        raise ValueError(sentence)
