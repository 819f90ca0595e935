"""Pictures of cameras held upright: the file lies on its side and says how it is to be turned."""

from PIL import ExifTags
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from snippets.uploads.decoding import head

ON_ITS_SIDE = (5, 6, 7, 8)


class UprightFile(WagtailImageFieldFile):
    """A picture that measures what readers see, as its renditions do. Wagtail's measures the file."""

    def get_image_dimensions(self) -> tuple[int, int]:
        """Width and height of the upright picture, told by the head of the file."""
        was_closed = self.closed
        try:
            self.open()
            picture = head(self)
            width, height = picture.size
            orientation = picture.getexif().get(ExifTags.Base.Orientation)
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)
        return (height, width) if orientation in ON_ITS_SIDE else (width, height)


class UprightImageField(WagtailImageField):
    """The file of an original."""

    attr_class = UprightFile
