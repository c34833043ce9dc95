"""Every screen that is looked at in Chromium. A room adds its pages here, one line each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: `who` opens it (an account of seeding.py, or nobody), and its status.

    `path` may name a record of seeding.py in braces.
    """

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
    Screen("second_factor", "/account/2fa/", "analyst"),
    Screen("password", "/account/password/change/", "analyst"),
    Screen("search", "/search/?q=garment", "analyst"),
    Screen("atlas", "/atlas/", "analyst"),
    Screen("organisations", "/organisations/", "analyst"),
    Screen("organisation", "/organisations/{site}/", "analyst"),
    Screen("correct", "/organisations/{site}/correct/", "analyst"),
    Screen("chains", "/chains/", "analyst"),
    Screen("chain", "/chains/{site}/", "analyst"),
    Screen("batches", "/evidence/", "analyst"),
    Screen("upload", "/evidence/upload/", "analyst"),
    Screen("batch", "/evidence/{batch}/", "analyst"),
    Screen("review", "/review/", "analyst"),
    Screen("review_judged", "/review/judged/", "analyst"),
    Screen("requests", "/requests/", "analyst"),
    Screen("request_new", "/requests/new/{site}/", "analyst"),
    Screen("requests_supplier", "/requests/", "supplier"),
    Screen("letter_code", "/r/"),
    Screen("findings", "/findings/", "analyst"),
    Screen("finding", "/findings/{finding}/", "analyst"),
    Screen("priorities", "/findings/priorities/", "analyst"),
    Screen("runs", "/findings/runs/", "analyst"),
    Screen("run", "/findings/runs/{run}/", "analyst"),
    Screen("handed_on", "/findings/handed-on/", "analyst"),
    Screen("corridors", "/corridors/", "analyst"),
    Screen("corridor", "/corridors/MM-TH/", "analyst"),
    Screen("people", "/settings/people/", "administrator"),
    Screen("sharing", "/settings/sharing/", "administrator"),
    Screen("tokens", "/settings/tokens/", "administrator"),
    Screen("audit", "/settings/audit/", "administrator"),
    Screen("jobs", "/settings/jobs/", "administrator"),
)
