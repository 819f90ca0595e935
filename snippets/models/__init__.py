"""The records: technopoles, organisations, people, sectors, event series, pictures, documents."""

from .files import Attachment, Photo, Rendition
from .former import FormerSlug
from .organisation import Organisation, OrganisationLink
from .person import Affiliation, Person, PersonLink
from .sector import Sector
from .series import EventSeries
from .technopole import KeyFigure, Technopole
from .to_delete import FileToDelete

__all__ = [
    "Affiliation",
    "Attachment",
    "EventSeries",
    "FileToDelete",
    "FormerSlug",
    "KeyFigure",
    "Organisation",
    "OrganisationLink",
    "Person",
    "PersonLink",
    "Photo",
    "Rendition",
    "Sector",
    "Technopole",
]
