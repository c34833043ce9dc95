"""The report of an assessment: answer first, nothing about few workers, complete in Thai."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from assessment_factories import ON, filled, finding, findings, invented_assessment

from crest.drawing.assessment import write_assessment
from crest.drawing.assessment_answer import chosen, headline
from crest.drawing.assessment_data import AssessmentReport, Owed, rows_of
from crest.drawing.assessment_tables import GROUPS
from crest.drawing.assessment_todo import tasks
from crest.drawing.assessment_words import (
    listed,
    money,
    said_day,
    sentence_html,
    share_text,
)  # fmt: skip
from crest.drawing.wording import LANGUAGES, Voices, WordError, load_words
from crest.engine.risk.tables import RISKS

pytestmark = pytest.mark.engine
BOTH = Voices.of(LANGUAGES)
ENGLISH = Voices.of(("en",))


class Outline(HTMLParser):
    """Headings, sections and figures in the order of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.sections: list[str] = []
        self.figures: list[dict[str, int]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "section":
            self.sections.append(dict(attrs).get("id") or "")
        if tag == "figure":
            charted = int("charted" in (dict(attrs).get("class") or ""))
            self.figures.append({"svg": 0, "table": 0, "title": 0, "charted": charted})
            self.open.append(tag)
        if self.open and tag in {"svg", "table", "title"}:
            self.figures[-1][tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "figure" and self.open:
            self.open.pop()


@pytest.fixture(scope="module")
def data() -> AssessmentReport:
    return invented_assessment()


@pytest.fixture(scope="module")
def page(data: AssessmentReport) -> str:
    return write_assessment(data)


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    return found


def text_of(page: str) -> str:
    body = page[page.index("<body>") : page.index("<script>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body)).replace("&#160;", " ")


def test_the_page_opens_with_the_answer_and_not_with_tables(outline: Outline) -> None:
    assert outline.sections[:5] == ["found", "first", "owed", "unknown", "costs"]
    assert outline.sections.index("all") < outline.sections.index("map")
    assert outline.sections[-2:] == ["basis", "method"]


def test_headings_go_down_one_step_at_a_time(outline: Outline) -> None:
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    for before, after in zip(outline.levels, outline.levels[1:], strict=False):
        assert after <= before + 1


def test_the_headline_names_who_overcharged_by_how_much_and_who_stands_behind(
    data: AssessmentReport,
) -> None:
    assert headline(data, ENGLISH) == (
        "Workers recruited by Padauk Shwe Overseas and Thanlwin Star Services paid on average "
        "USD 567 above the legal cap; one sub-agent, Ko Htun Hpa-an, stands behind them."
    )


def test_without_a_cap_the_headline_is_the_gravest_finding(data: AssessmentReport) -> None:
    report = invented_assessment(groups=GROUPS.empty_table())
    assert headline(report, ENGLISH) == data.findings[0].title.says.replace("'", "&#x27;")


def test_a_hand_behind_two_recruiters_is_the_headline_also_without_a_cap() -> None:
    rows = [
        {"kind": "recruiter", "id": name, "name": name, "workers": 50, "paid_minor": minor}
        for name, minor in (
            ("Padauk Shwe Overseas", 4_000_000), ("Thanlwin Star Services", 2_400_000)
        )
    ]  # fmt: skip
    assert headline(invented_assessment(groups=filled(rows, GROUPS)), ENGLISH) == (
        "Workers recruited by Padauk Shwe Overseas and Thanlwin Star Services paid USD 640 each "
        "on average, bribes, bonds or hidden charges among it; one sub-agent, Ko Htun Hpa-an, "
        "stands behind them."
    )


def test_what_else_was_found_about_a_subject_stands_on_its_card() -> None:
    more = finding("FND-DEBT", "site", "Talay Chan Plant 1", "debt bondage", "หนี้", workers=31)
    page = write_assessment(invented_assessment(findings=(*findings(), more)))
    card = page[page.index("Talay Chan Plant 1: somebody") :]
    card = card[: card.index("</article>")]
    assert "Also here" in card
    assert "debt bondage" in card
    assert len(chosen((*findings(), more))) == len(chosen(findings()))


def test_unknown_findings_and_small_groups_never_make_the_headline() -> None:
    quiet = tuple(one for one in findings() if one.answer == "unknown")
    report = invented_assessment(groups=GROUPS.empty_table(), findings=quiet)
    assert "No grave sign is indicated in what 697 workers said." in headline(report, ENGLISH)


def test_products_and_corridors_are_not_told_to_act() -> None:
    kinds = {one.subject_kind for one in chosen(findings())}
    assert kinds <= {"sub_agent", "recruiter", "site", "employer"}
    assert "LA&gt;TH" not in {name for task in tasks(findings()) for name in task.subjects}


def test_the_gravest_findings_come_as_cards_and_small_groups_do_not() -> None:
    picked = chosen(findings())
    assert [one.severity for one in picked] == sorted(
        (one.severity for one in picked), reverse=True
    )
    assert all(one.answer == "yes" and not one.suppressed for one in picked)
    assert len(picked) <= 6


def test_the_first_screen_shows_at_most_two_findings_of_one_kind() -> None:
    many = tuple(finding("FND-PAPERS", "site", f"Site {n}", "papers", "เอกสาร") for n in range(9))
    assert len(chosen(many)) == 2


def test_protection_stands_before_everything_that_is_due_earlier() -> None:
    codes = [task.action.code for task in tasks(findings())]
    assert codes[0] == "ACT-PROTECT-REFER"
    assert codes[1] == "ACT-DOC-RETURN"
    assert len(codes) == len(set(codes))


def test_every_action_says_who_by_when_and_how_workers_confirm_it(page: str) -> None:
    start, end = page.index('<ol class="tasks'), page.index('id="owed"')
    part = page[start:end]
    tasks_shown = part.count('<li id="do-')
    for words in ("Who acts", "How workers will confirm it", "Take care", 'datetime="2026-11-25"'):
        assert words in part
    assert part.count("How workers will confirm it") == tasks_shown


def test_what_is_owed_is_said_with_its_day_and_with_who_has_no_figure(page: str) -> None:
    text = text_of(page)
    assert "USD 312,400" in text
    assert "to 548 of 697 workers" in text
    assert "21 February 2027" in text
    assert "36 more cannot be given a figure and must be asked; unknown is not nothing." in text


def test_every_chart_has_its_table_and_its_title(outline: Outline) -> None:
    charted = [one for one in outline.figures if one["charted"]]
    assert len(charted) >= 10
    for one in charted:
        assert one["svg"] >= 2  # for wide and for narrow screens
        assert one["title"] >= 2
        assert one["table"] == 1


def test_every_drawing_is_named_or_hidden_from_those_who_do_not_see(page: str) -> None:
    for tag in re.findall(r"<svg[^>]*>", page):
        assert 'aria-hidden="true"' in tag or ("aria-labelledby" in tag and 'role="img"' in tag)


def test_numbers_about_few_workers_are_nowhere_on_the_page(page: str) -> None:
    for secret in ("7,777", "777,777", "777.8k", "USD&#160;999", "778k"):
        assert secret not in page
    assert "not shown: few workers" in page
    assert "2 groups are not shown here: they have fewer than 11 workers" in text_of(page)


def test_a_table_that_nobody_protected_is_protected_here(data: AssessmentReport) -> None:
    rows = {row["name"]: row for row in rows_of(data.groups, GROUPS)}
    assert rows["Myawaddy hand"]["workers"] is None
    assert rows["Myawaddy hand"]["severe_minor"] is None
    assert rows["Padauk Shwe Overseas"]["workers"] == 105


def test_the_page_asks_nothing_of_the_network(page: str) -> None:
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert not re.search(r"url\((?!data:|#)", page)
    assert "@import" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


def test_no_style_or_script_stands_in_the_markup(page: str) -> None:
    body = page[page.index("<body>") :]
    assert "style=" not in body
    assert body.count("<script>") == 1
    assert not re.search(r"\son[a-z]+=", body)


def test_every_id_is_there_once_and_every_link_leads_somewhere(page: str) -> None:
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]*)"', page):
        assert target in ids
    for target in re.findall(r"url\(#([^)]*)\)", page):
        assert target in ids


def test_all_words_are_there_in_both_languages(page: str) -> None:
    spans = re.findall(r'<span lang="(en|th)" class="v">', page)
    assert spans.count("en") == spans.count("th") > 400
    for visible in re.findall(r'<span lang="(?:en|th)" class="v">([^<]*)</span>', page):
        assert visible.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_in_the_chosen_language(data: AssessmentReport, language: str) -> None:
    page = write_assessment(data, language=language)
    assert f'<html lang="{language}"' in page
    assert re.search(rf'id="lang-{language}" value="{language}" checked', page)


def test_a_language_without_words_is_a_plain_error(data: AssessmentReport) -> None:
    with pytest.raises(WordError, match="no words"):
        write_assessment(data, language="xx")


def test_the_same_data_give_the_same_page(page: str) -> None:
    assert write_assessment(invented_assessment()) == page


def test_every_section_has_an_empty_state() -> None:
    page = write_assessment(AssessmentReport("Nothing yet", ON))
    text = text_of(page).replace("&#x27;", "'")
    for key in ("answer.no_workers", "found.empty", "first.empty", "owed.empty", "unknown.nobody",
                "costs.empty", "regimes.empty", "months.rci_empty", "signs.empty",
                "terms.debt_empty", "risk.empty", "all.empty", "quality.empty", "map.empty",
                "problems.empty"):  # fmt: skip
        assert load_words("en").say(key) in text, key


def test_nothing_owed_is_not_the_same_as_nothing_worked_out() -> None:
    none_yet = text_of(write_assessment(invented_assessment(owed=Owed())))
    assert "No repayment could be worked out" in none_yet
    nothing = text_of(write_assessment(invented_assessment(owed=Owed(total_minor=0, workers=0))))
    assert "USD 0" in nothing


def test_a_finding_says_rule_reason_gap_authority_and_digest(page: str) -> None:
    start = page.index(f'id="{findings()[1].id}"')
    part = text_of("<body>" + page[start : start + 9000] + "<script>")
    for words in ("Because", "58 of 60 workers said so.", "IND-07",
                  "Identity papers are kept by somebody else",
                  "Indicators of forced labour, ILO, 2012", "unverified", "5f5f5f5f5f5f",
                  "Give every worker the own papers back"):  # fmt: skip
        assert words in part, words


def test_a_kind_of_finding_is_said_in_words_beside_its_code(page: str) -> None:
    assert re.search(r"<code>FND-OVER-CAP</code> <span[^>]*>workers paid above the legal cap", page)


def test_sentences_begin_with_a_capital_and_end_with_one_full_stop() -> None:
    told = sentence_html(ENGLISH, ("all 60 stand for Talay Co., Ltd..", "ทั้งหมด 60 คน"))
    assert told == "All 60 stand for Talay Co., Ltd."
    assert sentence_html(ENGLISH, ("more to come...", "x")) == "More to come..."


def test_figures_that_are_not_verified_are_marked(page: str) -> None:
    assert page.count('class="mark-of general"') > 5
    assert "1 of 2 rules and figures used here are general knowledge" in text_of(page)


def test_seasonal_workers_stand_outside_the_sdg_indicator(page: str) -> None:
    assert page.index('id="months-rci"') < page.index('id="months-cost_months"')
    assert "Seasonal workers are outside the SDG indicator." in page


def test_evidence_about_a_hidden_group_is_not_told_by_the_reasons_of_its_risk() -> None:
    def risk(subject: str, place: int) -> dict[str, object]:
        line = {"rule": "evidence", "points": 4, "because": f"Seen {subject}."}
        return {"subject_kind": "sub_agent", "subject": subject, "name": subject, "inherent": 60.0,
                "residual": 64.0, "severity": 3, "likelihood": 4.0, "priority": place,
                "reasons": json.dumps([line]), "missing": "[]",
                "confidence": "general"}  # fmt: skip

    page = write_assessment(
        invented_assessment(risks=filled([risk("s1", 1), risk("s2", 2)], RISKS))
    )
    assert "Seen s1." in page
    assert "Seen s2." not in page


def test_severity_answer_and_verdict_are_never_told_by_colour_alone(page: str) -> None:
    for mark in re.findall(r'<span class="severity[^>]*>(.*?)</span></span>', page):
        assert "<svg" in mark
        assert re.search(r">[A-Z][a-z]+<", mark + "<")
    for mark in re.findall(r'<span class="verdict[^>]*>(.*?)</span>', page):
        assert mark


def test_hostile_names_are_shown_and_never_run() -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    bad = finding("FND-PAPERS", "site", hostile, hostile, hostile, also=(hostile,))
    page = write_assessment(
        invented_assessment(title=hostile, notice=hostile, findings=(bad,), statements=[hostile])
    )
    assert page.count("<script>") == 1
    assert "<img" not in page


def test_the_report_stays_small(page: str) -> None:
    assert len(page.encode()) < 3_000_000


def test_money_is_said_in_whole_units_and_small_sums_with_cents() -> None:
    assert money(31_240_000, "USD") == "USD 312,400"
    assert money(1_250, "USD") == "USD 13"
    assert money(940, "USD") == "USD 9.40"
    assert money(-31_250, "SEK") == "−SEK 313"
    assert money(0, "USD") == "USD 0"


def test_shares_below_ten_per_cent_keep_a_decimal() -> None:
    assert [share_text(share) for share in (0, 0.004, 0.05, 0.347, 1)] == [
        "0 %", "0.4 %", "5 %", "35 %", "100 %",
    ]  # fmt: skip


def test_names_are_listed_as_a_language_does() -> None:
    assert listed(["A", "B", "C"], BOTH) == {"en": "A, B and C", "th": "A B และ C"}
    assert listed(["A"], BOTH) == {"en": "A", "th": "A"}


def test_a_thai_day_has_the_buddhist_year() -> None:
    assert said_day(date(2026, 2, 3), BOTH) == {
        "en": "3 February 2026",
        "th": "3 กุมภาพันธ์ 2569",
    }
