"""Uploads in object storage. Where they lie in a folder of this machine, `cms/media.py` gives them."""
