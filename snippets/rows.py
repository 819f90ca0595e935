"""Objects made of the rows of whole models.

The constructors of Django, modelcluster and Wagtail look for what a row never brings: keywords,
defaults, children, receivers. For a page that takes ten times as long as filling in its columns, which
is all that they do in the end with something that was saved; a test compares both for every model.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init
from modelcluster.models import ClusterableModel
from wagtail.models import Page
from wagtail.models.pages import AbstractPage, ShowInMenusMixin

CONSTRUCTORS = {Model, ClusterableModel, AbstractPage, Page, ShowInMenusMixin, object}
"""The classes whose constructor only fills in the columns of what was saved."""

Maker = Callable[[Sequence[Any]], Model]


def maker(model: type[Model], names: list[str]) -> Maker:
    """What makes an object of a row: the values of the columns `names`, in that order."""
    alias = connection.alias
    if not is_filled_in(model, names):
        return lambda values: model.from_db(alias, names, values)
    described = [name for name in names if not is_plain(model, name)]

    def make(values: Sequence[Any]) -> Model:
        made = model.__new__(model)
        made._state = state = ModelState()
        state.adding, state.db = False, alias
        columns = made.__dict__
        columns.update(zip(names, values, strict=True))
        for name in described:
            setattr(made, name, columns.pop(name))
        return made

    return make


def is_filled_in(model: type[Model], names: list[str]) -> bool:
    """Whether an object of a model is its columns, with nothing that a constructor would add."""
    constructors = {each for each in model.__mro__ if "__init__" in vars(each)}
    return (
        constructors <= CONSTRUCTORS
        and model.from_db.__func__ is Model.from_db.__func__
        and set(names) == {field.attname for field in model._meta.concrete_fields}
        and not any(signal.has_listeners(model) for signal in (pre_init, post_init))
    )


def is_plain(model: type[Model], name: str) -> bool:
    """Whether a column is kept as it comes: nothing is made of it when it is set."""
    attribute = next(vars(each)[name] for each in model.__mro__ if name in vars(each))
    return isinstance(attribute, DeferredAttribute)
