"""programmes: which project and which partner stand behind a record. The only door of the room."""

from crest.programmes.records import (
    NOUNS,
    ActivityLine,
    PartnerLine,
    ProjectCard,
    ProjectSheet,
    StaffLine,
    StandingCard,
)
from crest.programmes.selectors import project_sheet, projects_of, standing_of
from crest.programmes.services.keeping import (
    add_partner,
    add_staff,
    create_project,
    edit_project,
    keep_activity,
    remove_part,
)
from crest.programmes.services.standing import stand_behind, stand_no_more

__all__ = [
    "NOUNS", "ActivityLine", "PartnerLine", "ProjectCard", "ProjectSheet", "StaffLine",
    "StandingCard", "add_partner", "add_staff", "create_project", "edit_project", "keep_activity",
    "project_sheet", "projects_of", "remove_part", "stand_behind", "stand_no_more", "standing_of",
]  # fmt: skip
