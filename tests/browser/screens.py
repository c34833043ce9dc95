"""Every screen that is looked at in Chromium. A room adds its pages here, one line each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: `who` opens it (an account of seeding.py, or nobody), and its status."""

    name: str
    path: str
    who: str = ""
    status: int = 200


SCREENS = (
    Screen("landing", "/"),
    Screen("methods", "/methods/"),
    Screen("method_set", "/methods/ilo-11/"),
    Screen("method_rule", "/methods/IND-01/"),
    Screen("styleguide", "/styleguide/"),
    Screen("not_found", "/no-such-page/", status=404),
    Screen("sign_in", "/account/login/"),
    Screen("my_work_analyst", "/my-work/", "analyst"),
    Screen("my_work_supplier", "/my-work/", "supplier"),
    Screen("my_work_recruiter", "/my-work/", "recruiter"),
    Screen("methods_inside", "/methods/", "analyst"),
)
