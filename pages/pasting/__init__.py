"""From a text that was written elsewhere to the blocks of a body."""
