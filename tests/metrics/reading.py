"""Metrics as Prometheus reads them."""

from collections.abc import Iterator

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

TOKEN = "m3tr1cs-T0ken-qUi-est-assez-long-pour-tous"


class Readings:
    """What stood on the page."""

    def __init__(self, samples: Iterator[Sample]) -> None:
        self.samples = list(samples)

    def value(self, name: str, **labels: str) -> float:
        """The sum of those with these labels, whatever others they have."""
        return sum(
            sample.value
            for sample in self.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def labels(self, name: str, label: str) -> set[str]:
        """The values of a label."""
        return {sample.labels[label] for sample in self.samples if sample.name == name}

    def names(self) -> set[str]:
        """Of all samples."""
        return {sample.name for sample in self.samples}


def read(page: str) -> Readings:
    """What stands on a page."""
    return Readings(
        sample for family in text_string_to_metric_families(page) for sample in family.samples
    )
