"""The pages of the site and the quotes told in them."""

from .mentions import Mention
from .newsletters import NewsletterIssue
from .quotes import Quote
from .report_parts import EventReportTag, GalleryPicture, RelatedReport, Speaker
from .reports import EventReport, EventReportIndex
from .sections import Home, StandardPage
from .testimonials import Testimonial, TestimonialIndex

__all__ = [
    "EventReport",
    "EventReportIndex",
    "EventReportTag",
    "GalleryPicture",
    "Home",
    "Mention",
    "NewsletterIssue",
    "Quote",
    "RelatedReport",
    "Speaker",
    "StandardPage",
    "Testimonial",
    "TestimonialIndex",
]
