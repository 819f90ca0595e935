"""The sentence by which every invented story says that it is one."""

from cms.demo.blocks import Block, highlight

TITLE = "Contenu de démonstration"


def notice(what: str) -> Block:
    """A highlight at the head of a story: `what` names the things that do not exist."""
    return highlight(
        TITLE,
        f"<p>{what} de cette page sont <b>imaginaires</b>. Ce texte montre ce que l'outil sait faire ; "
        "il ne rapporte aucun fait réel.</p>",
    )
