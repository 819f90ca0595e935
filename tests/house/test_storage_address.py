"""What STORAGE_URL says, and that nothing of it is told where it is wrong."""

import pytest

from cms.settings import storage
from cms.settings.env import parse
from cms.settings.storage import bucket

KEYS = "s3://schluessel:geheim@"


def test_all_that_can_be_told() -> None:
    told = bucket(
        "s3://a%2Fb:c%2Fd+e@S3.fr-par.scw.cloud:8443/uploads/cms/here?region=fr-par"
        "&public=https://media.example.org/files/&addressing=virtual"
    )
    assert (told.access_key, told.secret_key) == ("a/b", "c/d+e")
    assert told.endpoint == "https://s3.fr-par.scw.cloud:8443"
    assert (told.name, told.folder, told.root) == ("uploads", "cms/here", "cms/here/")
    assert (told.region, told.addressing) == ("fr-par", "virtual")
    assert told.public_root == "https://media.example.org/files/cms/here/"
    assert told.origins == [
        "https://media.example.org",
        "https://uploads.s3.fr-par.scw.cloud:8443",
    ]
    assert "a/b" not in repr(told)
    assert "c/d+e" not in repr(told)


def test_what_is_taken_where_nothing_is_told() -> None:
    told = bucket(f"{KEYS}127.0.0.1:9000/uploads?tls=0")
    assert told.endpoint == "http://127.0.0.1:9000"
    assert told.public_root == "http://127.0.0.1:9000/uploads/"
    assert (told.region, told.addressing, told.folder) == ("us-east-1", "path", "")
    assert told.origins == ["http://127.0.0.1:9000"]
    assert bucket(f"{KEYS}h.example/uploads?addressing=virtual").public_root == (
        "https://uploads.h.example/"
    )


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("https://schluessel:geheim@host/uploads", "must begin with s3://."),
        ("s3:///uploads", "must name the host of the storage"),
        ("s3://schluessel:ge/heim@host/uploads", "must name the host of the storage"),
        (f"{KEYS}host:port/uploads", "must name the host of the storage"),
        (f"{KEYS}host/uploads#x", "must name the host of the storage"),
        ("s3://host/uploads", "must hold access key and secret key"),
        ("s3://geheim@host/uploads", "must hold access key and secret key"),
        (f"{KEYS}host", "must name a bucket behind the host"),
        (f"{KEYS}host/Geheim_", "must name a bucket behind the host"),
        (f"{KEYS}host/uploads/../geheim", "must name the folder"),
        (f"{KEYS}host/uploads?geheim", "may tell addressing, public, region, tls"),
        (f"{KEYS}host/uploads?tls=0&tls=1", "may tell addressing, public, region, tls"),
        (f"{KEYS}host/uploads?geheim=1", "may tell addressing, public, region, tls"),
        (f"{KEYS}host/uploads?tls=geheim", "says tls=, which must be 1, or 0"),
        (f"{KEYS}host/uploads?region=", "says region=, which must be the name"),
        (f"{KEYS}host/uploads?addressing=geheim", "says addressing=, which must be path or"),
        (f"{KEYS}host/uploads?public=geheim", "says public=, which must be an address"),
        (f"{KEYS}host/uploads?public=https://a:geheim@h", "says public=, which must be an"),
    ],
)
def test_mistakes_are_told_without_the_keys(address: str, sentence: str) -> None:
    variables, [problem] = parse({"STORAGE_URL": address})
    assert problem.startswith(f"STORAGE_URL {sentence}")
    assert "geheim" not in problem.lower()
    assert variables.storage_url == ""


def test_missing_libraries_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "LIBRARIES", ("storages_that_is_not_there",))
    _, problems = parse({"STORAGE_URL": f"{KEYS}host/uploads"})
    assert problems == [
        (
            "STORAGE_URL needs storages_that_is_not_there, which are not installed: "
            "run requirements/install production."
        )
    ]
