from django.apps import AppConfig


class StockConfig(AppConfig):
    """Declares the content to grapple before grapple looks for it."""

    name = "bench.stock"
    label = "stock"

    def ready(self) -> None:
        """Put stock declarations in the place of the product's promises."""
        from bench.stock.declarations import declare

        declare()
