"""Pictures of cameras held upright: the file lies on its side and says how it is to be turned."""

from PIL import ExifTags, Image, UnidentifiedImageError
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

ON_ITS_SIDE = (5, 6, 7, 8)


class UprightFile(WagtailImageFieldFile):
    """A picture that measures what readers see, as its renditions do. Wagtail's measures the file."""

    def get_image_dimensions(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        width, height = super().get_image_dimensions()
        return (height, width) if self.is_on_its_side() else (width, height)

    def is_on_its_side(self) -> bool:
        """Whether the picture has to be turned by a quarter, told by the head of the file."""
        was_closed = self.closed
        try:
            self.open()
            orientation = Image.open(self).getexif().get(ExifTags.Base.Orientation)
        except UnidentifiedImageError:
            return False
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)
        return orientation in ON_ITS_SIDE


class UprightImageField(WagtailImageField):
    """The file of an original."""

    attr_class = UprightFile
