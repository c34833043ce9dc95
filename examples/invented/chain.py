"""Who supplies, runs and recruits for whom: the true links and labour channels of the example."""
# ruff: noqa: E501  (one record a line reads better than a broken one)

from __future__ import annotations

from typing import NamedTuple


class Link(NamedTuple):
    """A link the way goods or people move; ends are codes of sites or organisations."""

    relation: str
    start: str
    end: str
    product: str
    share: str  # a number 0..1, a percentage, or "" when nobody knows
    people: str
    valid_from: str
    valid_to: str
    verification: str
    evidence: str


class Channel(NamedTuple):
    """One labour channel: whose hands the workers of a site went through."""

    site: str
    employer: str
    recruiter: str
    sub_agent: str
    origin: str
    origin_region: str
    workers: str
    valid_from: str
    valid_to: str
    verification: str
    evidence: str


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


LINKS = [
    Link(*cells)
    for cells in _rows(
        """
        supplies | TG01 | B-NORDVIK | T-shirts | 0.35 | | 2022-01-01 | | verified | purchase orders
        supplies | TG02 | B-NORDVIK | Knitwear | 0.2 | | 2021-06-01 | | declared | supplier questionnaire
        supplies | TG03 | TG02 | Knitwear | 0.5 | | 2021-06-01 | | declared | supplier questionnaire
        supplies | TG04 | B-NORDVIK | Workwear | 40% | | 2020-03-01 | | verified | audit 2024
        supplies | TG05 | B-NORDVIK | Home textiles | 0.6 | | 2022-09-01 | | declared | supplier questionnaire
        subcontracts | TG06 | TG04 | Workwear | 0.15 | | 2023-01-01 | | unverified | worker interview
        supplies | TG07 | B-NORDVIK | Towels | 0.7 | | 2021-01-01 | | verified | purchase orders
        supplies | TG08 | TG01 | Trims | 0.1 | | 2022-01-01 | | declared | bill of materials
        supplies | TG09 | B-NORDVIK | Bedding | 0.55 | | 2019-01-01 | | verified | audit 2023
        supplies | TG10 | TG09 | Bedding | | | 2023-02-01 | | unverified | shipping label
        supplies | TG11 | TG07 | Dyed fabric | 0.3 | | 2021-01-01 | | declared | mill declaration
        supplies | TG12 | B-NORDVIK | Table linen | 0.25 | | 2024-01-01 | | declared | supplier questionnaire
        supplies | VG01 | B-NORDVIK | Shirts | 0.45 | | 2020-01-01 | | verified | purchase orders
        supplies | VG02 | B-NORDVIK | Trousers | 0.3 | | 2021-04-01 | | verified | audit 2024
        supplies | VG03 | B-NORDVIK | Knitwear | 0.4 | | 2022-01-01 | | declared | supplier questionnaire
        supplies | VG04 | B-NORDVIK | Outerwear | 0.5 | | 2018-01-01 | | verified | purchase orders
        subcontracts | VG05 | VG04 | Outerwear | 0.35 | | 2019-05-01 | | declared | supplier questionnaire
        supplies | VG06 | B-NORDVIK | Cushions | 0.65 | | 2021-01-01 | | declared | supplier questionnaire
        subcontracts | VG07 | VG06 | Embroidery | 0.1 | | 2022-01-01 | | unverified | site visit note
        supplies | VG08 | B-NORDVIK | Towels | 0.3 | | 2023-01-01 | | declared | supplier questionnaire
        supplies | VG09 | VG08 | Yarn | 0.8 | | 2023-01-01 | | declared | mill declaration
        subcontracts | VG10 | VG02 | Washing | 0.9 | | 2021-04-01 | | declared | bill of materials
        supplies | VG11 | VG01 | Buttons | 0.2 | | 2020-01-01 | | declared | bill of materials
        supplies | KG01 | B-NORDVIK | Sweatshirts | 0.4 | | 2023-01-01 | | declared | supplier questionnaire
        supplies | KG02 | B-NORDVIK | Socks | 0.2 | | 2023-01-01 | 2025-09-30 | declared | supplier questionnaire
        supplies | CG01 | VG04 | Fabric | 0.6 | | 2020-01-01 | | declared | mill declaration
        supplies | CG02 | VG04 | Zips | 0.9 | | 2020-01-01 | | declared | bill of materials
        supplies | SF01 | B-NORDVIK | Frozen shrimp | 0.3 | | 2019-01-01 | | verified | purchase orders
        supplies | SF02 | B-NORDVIK | Frozen shrimp | 0.25 | | 2019-01-01 | | verified | purchase orders
        supplies | SF03 | B-NORDVIK | Canned tuna | 0.15 | | 2020-01-01 | | verified | audit 2024
        supplies | SF04 | B-NORDVIK | Squid | 0.4 | | 2022-01-01 | | declared | supplier questionnaire
        supplies | SF05 | SF06 | Surimi | 0.7 | | 2021-01-01 | | declared | bill of materials
        supplies | SF06 | B-NORDVIK | Fish balls | 0.8 | | 2021-01-01 | | declared | supplier questionnaire
        subcontracts | SF07 | SF01 | Peeled shrimp | 0.12 | | 2021-01-01 | 2023-12-31 | unverified | worker interview
        subcontracts | SF08 | SF02 | Peeled shrimp | | | 2022-01-01 | | unverified | worker interview
        supplies | SF09 | SF04 | Cold storage | 1 | | 2022-01-01 | | declared | invoice
        supplies | SF10 | B-NORDVIK | Canned tuna | 0.2 | | 2021-01-01 | | declared | supplier questionnaire
        supplies | SF11 | B-NORDVIK | Fish fillets | 0.5 | | 2022-06-01 | | verified | audit 2025
        supplies | SF12 | SF22 | Fishmeal | 0.4 | | 2020-01-01 | | unverified | feed label
        supplies | SF13 | B-NORDVIK | Pet food | 0.35 | | 2021-01-01 | | declared | supplier questionnaire
        supplies | SF14 | SF11 | Landed fish | 0.6 | | 2022-06-01 | | declared | landing slips
        supplies | SF14 | SF12 | Landed fish | 0.3 | | 2020-01-01 | | unverified | landing slips
        supplies | SF15 | B-NORDVIK | Ready meals | 0.45 | | 2023-01-01 | | verified | purchase orders
        supplies | SF16 | SF15 | Sauces | 0.9 | | 2023-01-01 | | declared | bill of materials
        supplies | SF17 | SF16 | Coconut milk | 0.5 | | 2023-01-01 | | declared | bill of materials
        supplies | SF18 | B-NORDVIK | Canned pineapple | 0.3 | | 2018-01-01 | | verified | audit 2022
        supplies | SF19 | SF15 | Crab meat | 0.2 | | 2024-01-01 | | declared | bill of materials
        supplies | SF20 | B-NORDVIK | Breaded shrimp | 0.5 | | 2022-01-01 | | declared | supplier questionnaire
        supplies | SF21 | B-NORDVIK | Pangasius fillets | 0.35 | | 2021-01-01 | | declared | supplier questionnaire
        supplies | SF22 | SF01 | Shrimp | 0.2 | | 2020-01-01 | | declared | farm list
        supplies | SF22 | SF20 | Shrimp | 0.3 | | 2022-01-01 | | declared | farm list
        supplies | FU01 | B-NORDVIK | Chairs | 0.5 | | 2018-01-01 | 2023-06-30 | verified | purchase orders
        supplies | FU02 | B-NORDVIK | Chairs | 0.5 | | 2023-07-01 | | verified | purchase orders
        supplies | FU03 | FU02 | Rubberwood boards | 0.6 | | 2023-07-01 | | declared | timber statement
        supplies | FU04 | B-NORDVIK | Tables | 0.3 | | 2020-01-01 | | declared | supplier questionnaire
        supplies | FU05 | B-NORDVIK | Sofas | 0.4 | | 2019-01-01 | | verified | audit 2024
        supplies | FU06 | B-NORDVIK | Shelving | 0.6 | | 2020-01-01 | | declared | supplier questionnaire
        supplies | FU07 | B-NORDVIK | Baskets | 0.8 | | 2021-01-01 | | declared | supplier questionnaire
        supplies | FU08 | FU05 | Foam | 0.7 | | 2019-01-01 | | declared | bill of materials
        supplies | FU09 | B-NORDVIK | Wardrobes | 0.5 | | 2016-01-01 | | verified | purchase orders
        supplies | FU10 | B-NORDVIK | Sofas | 0.2 | | 2020-01-01 | | declared | supplier questionnaire
        supplies | FU11 | B-NORDVIK | Beds | 0.55 | | 2017-01-01 | | verified | purchase orders
        supplies | FU12 | FU09 | Hinges | 0.4 | | 2019-01-01 | | declared | bill of materials
        supplies | FU12 | FU06 | Hinges | 0.3 | | 2020-01-01 | | declared | bill of materials
        supplies | FU13 | B-NORDVIK | Shelving | 0.25 | | 2021-01-01 | | declared | supplier questionnaire
        supplies | FU14 | B-NORDVIK | Glassware | 0.6 | | 2019-01-01 | | verified | audit 2023
        supplies | FU15 | B-NORDVIK | Tableware | 0.45 | | 2020-01-01 | | declared | supplier questionnaire
        supplies | EL01 | B-NORDVIK | LED lamps | 0.5 | | 2019-01-01 | | verified | purchase orders
        supplies | EL02 | EL01 | Power adapters | 0.8 | | 2019-01-01 | | declared | bill of materials
        supplies | EL03 | B-NORDVIK | Table lamps | 0.4 | | 2020-01-01 | | declared | supplier questionnaire
        supplies | EL04 | B-NORDVIK | Kettles | 0.3 | | 2021-01-01 | | declared | supplier questionnaire
        supplies | EL05 | EL01 | Circuit boards | 0.5 | | 2020-01-01 | | declared | bill of materials
        subcontracts | EL06 | EL05 | Circuit boards | 0.25 | | 2021-01-01 | | unverified | site visit note
        supplies | EL07 | EL02 | Cables | 0.6 | | 2019-01-01 | | declared | bill of materials
        supplies | EL08 | EL01 | LED drivers | 0.3 | | 2021-01-01 | | declared | bill of materials
        supplies | EL09 | EL08 | Plastic housings | 0.5 | | 2021-01-01 | | declared | bill of materials
        supplies | EL10 | B-NORDVIK | Speakers | 0.35 | | 2022-01-01 | | verified | audit 2025
        supplies | EL11 | EL10 | Transformers | 0.4 | | 2022-01-01 | | declared | bill of materials
        supplies | EL12 | B-NORDVIK | LED lamps | 0.3 | | 2023-01-01 | | declared | supplier questionnaire
        supplies | BE01 | BE03 | Bilberries | 0.6 | | 2019-07-01 | | verified | delivery notes
        supplies | BE02 | BE03 | Cloudberries | 0.3 | | 2020-07-01 | | declared | delivery notes
        supplies | BE03 | B-NORDVIK | Frozen berries | 0.7 | | 2019-01-01 | | verified | purchase orders
        supplies | BE04 | BE06 | Lingonberries | 0.5 | | 2020-07-01 | | declared | delivery notes
        supplies | BE05 | BE06 | Lingonberries | 0.3 | | 2021-07-01 | | declared | delivery notes
        supplies | BE06 | B-NORDVIK | Jam | 0.8 | | 2018-01-01 | | verified | purchase orders
        supplies | BE07 | BE10 | Bilberries | 0.7 | | 2019-07-01 | | declared | delivery notes
        supplies | BE08 | BE10 | Lingonberries | 0.3 | | 2021-07-01 | | declared | delivery notes
        supplies | BE10 | B-NORDVIK | Frozen berries | 0.4 | | 2020-01-01 | | declared | supplier questionnaire
        supplies | BE09 | BE06 | Cloudberries | 0.1 | | 2021-07-01 | | unverified | delivery notes
        supplies | BE06 | BE03 | Berry pulp | 0.05 | | 2022-01-01 | | declared | invoice
        supplies | BE03 | BE04 | Packing | 0.1 | | 2022-01-01 | | declared | invoice
        supplies | TG09 | TG09 | Bedding | 0.1 | | 2023-01-01 | | declared | typing error in the list
        operates | C-THANWA | TG02 | | | | 2012-01-01 | | declared | company profile
        operates | C-THANWA | TG03 | | | | 2016-01-01 | | declared | company profile
        operates | C-TALAY | SF01 | | | | 2005-01-01 | | declared | annual report
        operates | C-TALAY | SF02 | | | | 2011-01-01 | | declared | annual report
        owns | C-PLATHONG | SF03 | | 1 | | 2001-01-01 | | declared | annual report
        owns | C-PLATHONG | SF13 | | 60% | | 2015-01-01 | | declared | annual report
        operates | C-RUNGAROON | FU01 | | | | 2009-01-01 | 2023-06-30 | declared | company letter
        operates | C-RUNGAROON | FU02 | | | | 2023-07-01 | | declared | company letter
        owns | C-NORRBAR | BE01 | | 1 | | 2014-01-01 | | declared | annual report
        owns | C-NORRBAR | BE03 | | 1 | | 2014-01-01 | | declared | annual report
        owns | C-LOTUS | VG01 | | 1 | | 2024-03-01 | | declared | company letter
        sub_agent_of | S-NONGSAENG | A-ISAN | | | 150 | 2019-01-01 | | unverified | returned pickers
        sub_agent_of | S-KOKDAENG | A-ISAN | | | 60 | 2021-01-01 | | unverified | returned pickers
        sub_agent_of | S-KOKDAENG | A-PHUKAO | | | 40 | 2022-01-01 | | unverified | returned pickers
        sub_agent_of | S-PHONMUANG | A-LUKMAI | | | 90 | 2020-01-01 | | unverified | village meeting
        sub_agent_of | S-MYAWADDY | A-THANLWIN | | | 260 | 2021-01-01 | | unverified | worker interviews
        sub_agent_of | S-HPAAN | A-PADAUK | | | 310 | 2019-01-01 | | declared | agency statement
        sub_agent_of | S-BAGO | A-NGWEMYIT | | | 180 | 2020-01-01 | | declared | agency statement
        sub_agent_of | S-POIPET | A-SANGKE | | | 120 | 2022-01-01 | | unverified | worker interviews
        sub_agent_of | S-SAVAN | A-SENGDAO | | | 70 | 2022-05-01 | | declared | agency statement
        provides_labour_to | A-BURAPHA | EL10 | | | 210 | 2022-01-01 | | declared | labour contract
        provides_labour_to | A-YUNFAN | EL04 | | | 190 | 2021-01-01 | 2023-12-31 | declared | labour contract
        recruits_for | A-SAKHON | SF01 | | | 420 | 2019-06-17 | | verified | demand letter
        recruits_for | A-ISAN | BE01 | | | 165 | 2016-06-01 | 2024-09-30 | declared | permit list
        recruits_for | A-ISAN | BE04 | | | 90 | 2020-06-01 | 2023-05-31 | declared | permit list
        recruits_for | A-ISAN | BE07 | | | 200 | 2019-06-01 | | declared | visa list
        recruits_for | A-PADAUK | A-SAKHON | | | 600 | 2019-06-17 | | declared | agency agreement
        brokers | K-KHAEKDOI | SF04 | | | 90 | 2022-01-01 | | unverified | worker interviews
        transports | T-KHAOMAT | TG04 | | | 340 | 2021-01-01 | | unverified | worker interviews
        transports | T-BARRESOR | BE01 | | | 180 | 2021-07-01 | | declared | charter invoices
        """
    )
]

CHANNELS = [
    Channel(*cells)
    for cells in _rows(
        """
        BE01 | BE01 | A-ISAN | S-NONGSAENG | TH | Chaiyaphum | 140 | 2021-07-10 | 2021-10-05 | declared | permit list
        BE01 | BE01 | A-ISAN | S-NONGSAENG | TH | Chaiyaphum | 165 | 2022-07-08 | 2022-10-03 | declared | permit list
        BE01 | BE01 | A-ISAN | S-KOKDAENG | TH | Chaiyaphum | 60 | 2023-07-10 | 2023-10-01 | unverified | returned pickers
        BE01 | BE01 | A-ISAN | | TH | Khon Kaen | 95 | 2024-07-12 | 2024-09-30 | declared | permit list
        BE01 | BE01 | | | TH | Chaiyaphum | 35 | 2025-07-10 | 2025-09-30 | verified | seasonal permits, employed directly
        BE02 | BE02 | A-LUKMAI | S-PHONMUANG | TH | Udon Thani | 120 | 2021-07-11 | 2021-10-01 | declared | permit list
        BE02 | BE02 | A-LUKMAI | S-PHONMUANG | TH | Udon Thani | 110 | 2022-07-11 | 2022-10-01 | declared | permit list
        BE02 | BE02 | A-LUKMAI | S-PHONMUANG | TH | Udon Thani | 45 | 2024-07-15 | 2024-09-28 | unverified | returned pickers
        BE04 | BE04 | A-ISAN | S-NONGSAENG | TH | Chaiyaphum | 90 | 2022-07-20 | 2022-10-05 | declared | permit list
        BE04 | BE04 | A-PHUKAO | S-KOKDAENG | TH | Chaiyaphum | 70 | 2023-07-20 | 2023-10-05 | declared | permit list
        BE05 | BE05 | A-PHUKAO | S-KOKDAENG | TH | Chaiyaphum | 55 | 2022-07-18 | 2022-09-30 | declared | permit list
        BE05 | BE05 | A-PHUKAO | | TH | Loei | 40 | 2023-07-18 | 2023-09-30 | declared | permit list
        BE07 | BE07 | A-ISAN | S-KOKDAENG | TH | Chaiyaphum | 180 | 2022-07-14 | 2022-09-29 | unverified | returned pickers
        BE07 | BE07 | A-ISAN | S-NONGSAENG | TH | Chaiyaphum | 200 | 2023-07-14 | 2023-09-29 | declared | visa list
        BE07 | BE07 | A-ISAN | | TH | Chaiyaphum | 110 | 2025-07-14 | 2025-09-29 | declared | seasonal work permits
        BE08 | BE08 | A-LUKMAI | | TH | Udon Thani | 85 | 2022-07-16 | 2022-09-27 | declared | visa list
        BE08 | BE08 | A-PHUKAO | | TH | Nong Bua Lam Phu | 60 | 2025-07-16 | 2025-09-27 | declared | seasonal work permits
        BE09 | BE09 | A-ISAN | S-PHONMUANG | TH | Udon Thani | 50 | 2023-07-16 | 2023-09-20 | unverified | returned pickers
        SF01 | SF01 | A-SAKHON | A-PADAUK | MM | Kayin | 420 | 2022-02-01 | 2024-01-31 | verified | demand letter
        SF01 | SF01 | A-SAKHON | A-PADAUK | MM | Bago | 380 | 2024-02-01 | 2026-01-31 | declared | demand letter
        SF01 | A-SAKHON | A-ROMDUOL | S-POIPET | KH | Battambang | 120 | 2023-01-01 | 2025-07-24 | declared | payroll
        SF02 | SF02 | A-SAKHON | A-NGWEMYIT | MM | Bago | 300 | 2022-05-01 | 2024-04-30 | declared | demand letter
        SF02 | SF02 | A-SAKHON | S-BAGO | MM | Bago | 140 | 2024-05-01 | | unverified | worker interviews
        SF03 | SF03 | A-SAKHON | A-PADAUK | MM | Kayin | 760 | 2023-01-01 | 2026-12-31 | verified | audit 2024
        SF03 | SF03 | A-SAKHON | A-CHAMPA | LA | Champasak | 130 | 2023-01-01 | 2024-12-31 | declared | demand letter
        SF04 | SF04 | K-KHAEKDOI | | MM | Mon | 90 | 2022-01-01 | | unverified | worker interviews
        SF05 | SF05 | A-SAKHON | | MM | Kayin | 150 | 2023-03-01 | | declared | supplier questionnaire
        SF06 | SF06 | | | MM | | 70 | 2023-01-01 | | declared | in-country registration
        SF07 | SF07 | | S-MYAWADDY | MM | Kayin | 48 | 2021-01-01 | 2023-12-31 | unverified | worker interviews
        SF08 | SF08 | | S-MYAWADDY | MM | Kayin | 35 | 2022-01-01 | | unverified | worker interviews
        SF10 | SF10 | A-TAICHON | A-NGWEMYIT | MM | Tanintharyi | 310 | 2022-01-01 | 2023-12-31 | declared | demand letter
        SF10 | SF10 | A-TAICHON | A-NGWEMYIT | MM | Tanintharyi | 280 | 2024-01-01 | 2026-06-30 | declared | demand letter
        SF11 | SF11 | A-TAICHON | A-ROMDUOL | KH | Prey Veng | 160 | 2023-01-01 | 2025-07-24 | declared | demand letter
        SF11 | SF11 | A-TAICHON | S-SAVAN | LA | Savannakhet | 40 | 2024-01-01 | | unverified | worker interviews
        SF13 | SF13 | A-TAICHON | A-PADAUK | MM | Mon | 190 | 2023-05-01 | | declared | supplier questionnaire
        SF15 | SF15 | A-SAKHON | A-SENGDAO | LA | Savannakhet | 110 | 2023-06-01 | | declared | demand letter
        SF15 | A-BURAPHA | A-BURAPHA | | KH | Battambang | 95 | 2024-01-01 | | declared | labour contract
        SF18 | SF18 | A-BURAPHA | A-SANGKE | KH | Battambang | 240 | 2022-11-01 | 2025-10-31 | declared | labour contract
        SF20 | SF20 | A-SAKHON | S-HPAAN | MM | Kayin | 260 | 2023-01-01 | | declared | supplier questionnaire
        TG04 | TG04 | A-MOEI | S-MYAWADDY | MM | Kayin | 340 | 2022-01-01 | 2023-12-31 | unverified | worker interviews
        TG04 | TG04 | A-MOEI | A-THANLWIN | MM | Kayin | 360 | 2024-01-01 | 2025-12-31 | declared | demand letter
        TG05 | TG05 | A-MOEI | A-THANLWIN | MM | Kayin | 170 | 2023-01-01 | | declared | supplier questionnaire
        TG06 | TG06 | | S-HPAAN | MM | Mon | 120 | 2023-01-01 | | unverified | worker interviews
        TG01 | TG01 | A-BURAPHA | A-ROMDUOL | KH | Prey Veng | 110 | 2023-01-01 | 2025-07-24 | declared | labour contract
        TG07 | TG07 | A-SAKHON | A-CHAMPA | LA | Champasak | 90 | 2022-01-01 | 2025-12-31 | declared | demand letter
        TG02 | C-THANWA | A-SAKHON | A-PADAUK | MM | Bago | 130 | 2023-01-01 | | declared | supplier questionnaire
        TG03 | C-THANWA | A-SAKHON | A-PADAUK | MM | Bago | 110 | 2023-01-01 | | declared | supplier questionnaire
        FU02 | FU02 | A-BURAPHA | A-SANGKE | KH | Battambang | 80 | 2023-07-01 | | declared | labour contract
        FU03 | FU03 | A-TAICHON | | MM | Kayin | 140 | 2022-01-01 | | declared | supplier questionnaire
        EL10 | A-BURAPHA | A-BURAPHA | A-SENGDAO | LA | Savannakhet | 90 | 2022-05-01 | | declared | labour contract
        EL08 | EL08 | A-KENARI | A-CHIMXANH | VN | Nghe An | 160 | 2023-03-01 | 2026-02-28 | declared | labour contract
        EL08 | EL08 | A-KENARI | | NP | Jhapa | 240 | 2022-09-01 | | declared | supplier questionnaire
        EL09 | A-KENARI | A-KENARI | | BD | Dhaka | 75 | 2023-01-01 | | unverified | worker interviews
        EL04 | A-YUNFAN | A-YUNFAN | | CN | Guangxi | 190 | 2021-01-01 | 2023-12-31 | declared | labour contract
        """
    )
]
