"""Bodies with one block of each type."""

from typing import Any

from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed

from pages.blocks import StoryBlock
from tests import factories

VIDEO = "https://vimeo.com/76979871"


def unfilled() -> list[dict[str, Any]]:
    """One block of each type, as the editor adds it and leaves it."""
    return [
        factories.block(name, child.get_prep_value(child.get_default()))
        for name, child in StoryBlock().child_blocks.items()
    ]


def filled() -> list[dict[str, Any]]:
    """One block of each type, filled in."""
    person = factories.make_person(("gérante", factories.make_organisation(name="Solétoile")))
    photo = factories.make_photo(credit="© Atelier")
    Embed.objects.update_or_create(
        hash=get_embed_hash(VIDEO),
        defaults={
            "url": VIDEO,
            "type": "video",
            "html": '<iframe src="https://player.vimeo.com/video/1"></iframe>',
            "title": "Visite",
            "provider_name": "Vimeo",
        },
    )
    values = {
        "heading": {"text": "Un lieu ouvert", "level": "2"},
        "paragraph": "<p>Un <b>mot</b>.</p>",
        "quote": {"text": "Nous avançons.", "person": person.pk, "role": "gérante"},
        "highlight": {"title": "Le midi", "content": "<p>Deux heures.</p>"},
        "question_answer": {"question": "Pourquoi ici ?", "answer": "<p>Pour l’air.</p>"},
        "image": {"image": photo.pk, "caption": "La salle"},
        "gallery": {"figures": [{"image": photo.pk}, {"image": photo.pk, "is_decorative": True}]},
        "embed": {"media": VIDEO},
        "downloads": {"title": "À lire", "documents": [factories.make_document().pk]},
        "key_figures": {"figures": [{"value": "8", "unit": "m²", "label": "de jardin"}]},
        "people": {"title": "Ils étaient là", "people": [person.pk]},
        "organisations": {"organisations": [factories.make_organisation(name="Ondelia").pk]},
        "testimonial": {"testimonial": factories.make_testimonial(title="Mon chemin").pk},
        "call_to_action": {"link": {"label": "Venir", "address": "https://example.com/"}},
    }
    assert values.keys() == StoryBlock().child_blocks.keys()
    return [factories.block(name, value) for name, value in values.items()]
