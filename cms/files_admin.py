"""Pictures and documents in the admin: whoever writes describes them all, and deletes their own."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from snippets.models import Attachment, Photo


class FilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's, in which whoever may change a file may delete it. Here the files of others, which may
    stand in public pages, are deleted by those who keep the collection they lie in."""

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        """As in Wagtail; whether a user may delete a file is asked alone."""
        if set(actions) == {"delete"} and not self.may_lose(user, instance):
            return False
        return super().user_has_any_permission_for_instance(user, actions, instance)

    def may_lose(self, user: Any, file: Any) -> bool:
        """Whether a file is the user's, or lies in a collection that they keep."""
        if file.uploaded_by_user_id is not None and file.uploaded_by_user_id == user.pk:
            return True
        keeping = policy_registry.get_by_type(Collection)
        return keeping.user_has_permission_for_instance(user, "add", file.collection)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        """The files of which the user may do any of these things."""
        found = super().instances_user_has_any_permission_for(user, actions)
        if set(actions) != {"delete"}:
            return found
        keeping = policy_registry.get_by_type(Collection)
        kept = keeping.instances_user_has_permission_for(user, "add")
        return found.filter(Q(uploaded_by_user=user.pk) | Q(collection__in=kept))


def register_file_policies() -> None:
    """Put our policies before Wagtail's, whichever were registered first. Permissions are named after
    Wagtail's own models."""
    for model, named_after in ((Photo, Image), (Attachment, Document)):
        policy = FilePolicy(model, auth_model=named_after, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
