"""The product as `make run` serves it, with the constant answers of the bench."""

from cms.settings.development import *

place = MIDDLEWARE.index("cms.api.middleware.PublicApiMiddleware")
MIDDLEWARE.insert(place, "bench.constant.ConstantMiddleware")
