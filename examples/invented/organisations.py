"""The true organisations of the example: buyer, companies, agencies, sub-agents, carriers."""
# ruff: noqa: E501  (one record a line reads better than a broken one)

from __future__ import annotations

from typing import NamedTuple


class Licence(NamedTuple):
    """A licence as a register prints it; dates are ISO days, "" when the register leaves a gap."""

    number: str
    jurisdiction: str
    valid_from: str
    valid_to: str


class Organisation(NamedTuple):
    """Somebody who is no site. `spellings` are the ways the lists write the name."""

    code: str
    name: str
    native: str
    role: str
    town: str
    licences: tuple[Licence, ...] = ()
    spellings: tuple[str, ...] = ()


def _licence(text: str) -> Licence:
    number, jurisdiction, valid_from, valid_to = (part.strip() for part in text.split(";"))
    return Licence(number, jurisdiction, valid_from, valid_to)


def _table(text: str) -> list[Organisation]:
    """Read lines of `code | name | native | role | town | licence ; … / licence | spelling / …`."""
    rows = []
    for line in text.strip().splitlines():
        code, name, native, role, town, licences, spellings = (
            part.strip() for part in line.split("|")
        )
        rows.append(
            Organisation(
                code, name, native, role, town,
                tuple(_licence(item) for item in licences.split(" / ") if item),
                tuple(item.strip() for item in spellings.split(" / ") if item),
            )
        )  # fmt: skip
    return rows


COMPANIES = _table(
    """
    B-NORDVIK | Nordvik Hem & Mat AB | | buyer | stockholm | | Nordvik Hem och Mat Aktiebolag / NORDVIK HEM & MAT / Nordvik Hem & Mat AB (publ)
    C-THANWA | Thanwa Textile Group Co., Ltd. | กลุ่มธันวาเท็กซ์ไทล์ | company | krathum | | Thanwa Textile Group / THANWA TEXTILE GROUP CO LTD
    C-LOTUS | Lotus Line Holding JSC | Công ty CP Tuyến Sen | company | hcmc | | Lotus Line Holding / LOTUS LINE HOLDING JOINT STOCK COMPANY
    C-TALAY | Talay Chan Group Public Company Limited | บริษัท ทะเลจันทร์กรุ๊ป จำกัด (มหาชน) | company | samut | | Talay Chan Group PCL / Talay Chan Group
    C-PLATHONG | Pla Thong Marine Holdings PCL | บริษัท ปลาทองมารีนโฮลดิ้งส์ จำกัด (มหาชน) | company | bangkok | | Pla Thong Marine Holdings / PLA THONG MARINE HOLDINGS PUBLIC CO., LTD.
    C-RUNGAROON | Rung Aroon Furniture Co., Ltd. | บริษัท รุ่งอรุณเฟอร์นิเจอร์ จำกัด | company | chonburi | | Rung Aroon Furniture / Rungaroon Furniture Co Ltd
    C-NORRBAR | Norrbär Invest AB | | company | umea | | Norrbär Invest / NORRBAR INVEST AB
    """
)

AGENCIES = _table(
    """
    A-ISAN | Isan Berry Manpower Co., Ltd. | บริษัท อีสานเบอร์รี่แมนพาวเวอร์ จำกัด | recruiter | chaiyaphum | ต.9071/2559; TH; 2016-05-02; 2021-05-01 / ต.9071/2564; TH; 2021-05-02; 2026-05-01 | Isan Berry Manpower Company Limited / ISAN BERRY MANPOWER CO.,LTD / Isan Berry Manpower / Isaan Berry Manpower Co Ltd / I-San Berry Manpower / Esan Berry Manpower Co., Ltd. / Isan Berry Man Power Co.Ltd. / Isan-Berry Manpower / Isan Berry M.P. Co., Ltd. / บจก. อีสานเบอร์รี่แมนพาวเวอร์ / อีสานเบอร์รี่แมนพาวเวอร์ / Isan Berry Manpower (Thailand) / ISAN BERRY MANPOWER CO LTD (Chaiyaphum branch) / Isan Berries Manpower Ltd / Isarn Berry Manpower Co., Ltd / Isan Bery Manpower Co., Ltd. / Manpower Isan Berry Co., Ltd. / Isan Berry Manpower Co. / Isan Berry Mpwr.
    A-LUKMAI | Lukmai Overseas Placement Co., Ltd. | บริษัท ลูกไม้จัดหางานต่างประเทศ จำกัด | recruiter | udon | ต.9118/2561; TH; 2018-02-14; 2023-02-13 | Lukmai Overseas Placement / LUKMAI OVERSEAS PLACEMENT CO.,LTD. / Luk Mai Overseas Placement Ltd
    A-PHUKAO | Phu Kao Job Link Co., Ltd. | บริษัท ภูเขาจ๊อบลิงค์ จำกัด | recruiter | chaiyaphum | ต.9140/2563; TH; 2020-11-09; 2025-11-08 | Phukao Job Link / Phu Kao Joblink Co Ltd
    A-SAKHON | Sakhon Labour Bridge Co., Ltd. | บริษัท สาครเลเบอร์บริดจ์ จำกัด | recruiter | samut | นจ.9042/2562; TH; 2019-06-17; 2024-06-16 / นจ.9042/2567; TH; 2024-06-17; 2029-06-16 | Sakhon Labor Bridge / SAKHON LABOUR BRIDGE CO LTD / สาครเลเบอร์บริดจ์ / Sakorn Labour Bridge Co.,Ltd
    A-TAICHON | Tai Chon Import of Labour Co., Ltd. | บริษัท ใต้ชลนำคนต่างด้าวมาทำงาน จำกัด | recruiter | songkhla | นจ.9077/2563; TH; 2020-03-02; 2025-03-01 | Tai Chon Labour Import / Taichon Import of Labour Co Ltd
    A-MOEI | Moei River Employment Co., Ltd. | บริษัท แม่น้ำเมยจัดหางาน จำกัด | recruiter | maesot | นจ.9103/2564; TH; 2021-08-23; 2026-08-22 | Moei River Employment / MOEI RIVER EMPLOYMENT
    A-BURAPHA | Burapha Staff Outsource Co., Ltd. | บริษัท บูรพาสตาฟเอาท์ซอร์ส จำกัด | recruiter | chonburi | | Burapha Staff Outsourcing / Burapa Staff Outsource Co Ltd
    A-PADAUK | Padauk Shwe Overseas Employment Co., Ltd. | ပိတောက်ရွှေ ပြည်ပအလုပ်အကိုင် ကုမ္ပဏီလီမိတက် | recruiter | yangon | MM-OEA 9214/2018; MM; 2018-01-15; 2023-01-14 / MM-OEA 9214/2023; MM; 2023-01-15; 2028-01-14 | Padauk Shwe Overseas / PADAUK SHWE OVERSEAS EMPLOYMENT / Padaukshwe Overseas Employment Agency / ပိတောက်ရွှေ
    A-NGWEMYIT | Ngwe Myit Manpower Co., Ltd. | ငွေမြစ် လူ့စွမ်းအား ကုမ္ပဏီလီမိတက် | recruiter | yangon | MM-OEA 9240/2019; MM; 2019-04-01; 2024-03-31 | Ngwe Myit Manpower / Ngwemyit Man Power Co Ltd
    A-THANLWIN | Thanlwin Star Employment Services | သံလွင်ကြယ် အလုပ်အကိုင်ဝန်ဆောင်မှု | recruiter | hpaan | MM-OEA 9266/2020; MM; 2020-02-10; 2025-02-09 | Thanlwin Star / THANLWIN STAR EMPLOYMENT SERVICES CO., LTD
    A-ROMDUOL | Romduol Koh Human Resource Co., Ltd. | រំដួលកោះ ធនធានមនុស្ស ឯ.ក | recruiter | phnom | KH-MLVT 9045/2019; KH; 2019-07-01; 2025-06-30 | Romduol Koh HR / ROMDUOL KOH HUMAN RESOURCE CO LTD / Rumduol Koh Human Resources
    A-SANGKE | Sangke Sky Recruitment Co., Ltd. | សង្កែមេឃ ជ្រើសរើសពលករ ឯ.ក | recruiter | battambang | KH-MLVT 9088/2021; KH; 2021-10-04; 2027-10-03 | Sangke Sky Recruitment / Sang Ke Sky Recruitment Agency
    A-CHAMPA | Champa Khong Employment Enterprise | ວິສາຫະກິດຈັດຫາງານຈຳປາຂອງ | recruiter | vientiane | LA-LSW 9011/2020; LA; 2020-09-01; 2024-08-31 | Champa Khong Employment / CHAMPA KHONG EMPLOYMENT ENT.
    A-SENGDAO | Seng Dao Labour Services Sole Co., Ltd. | ບໍລິສັດ ແສງດາວ ບໍລິການແຮງງານ ຈຳກັດຜູ້ດຽວ | recruiter | savannakhet | LA-LSW 9019/2022; LA; 2022-03-15; 2026-03-14 | Sengdao Labour Services / SENG DAO LABOUR SERVICES
    A-CHIMXANH | Chim Xanh International Manpower JSC | Công ty CP Nhân lực quốc tế Chim Xanh | recruiter | hcmc | VN-DOLAB 9301/2022; VN; 2022-04-20; | Chim Xanh Manpower / CHIM XANH INTERNATIONAL MANPOWER JOINT STOCK COMPANY
    A-YUNFAN | Huizhou Yunfan Labour Dispatch Co., Ltd. | 惠州云帆劳务派遣有限公司 | recruiter | huizhou | 粤劳派9001号; CN; 2021-01-01; 2023-12-31 | Yunfan Labor Dispatch / Huizhou Yunfan Labour Dispatch
    A-KENARI | Agensi Pekerjaan Kenari Utara Sdn. Bhd. | | recruiter | penang | MY-JTK 9917C; MY; 2022-05-01; 2027-04-30 | AP Kenari Utara Sdn Bhd / Agensi Pekerjaan Kenari Utara
    """
)

SUB_AGENTS = _table(
    """
    S-NONGSAENG | Village broker, Ban Nong Saeng Thong | นายหน้าหมู่บ้านหนองแสงทอง | sub_agent | chaiyaphum | | Ban Nong Saeng Thong broker / village broker Nong Saeng Thong
    S-KOKDAENG | Village broker, Ban Kok Daeng Noi | นายหน้าหมู่บ้านกอกแดงน้อย | sub_agent | chaiyaphum | | Ban Kok Daeng Noi broker
    S-PHONMUANG | Village broker group, Ban Phon Muang Tai | กลุ่มนายหน้าบ้านโพนม่วงใต้ | sub_agent | udon | | Phon Muang Tai broker group
    S-MYAWADDY | Border Gate Friends Service | နယ်စပ်မိတ်ဆွေ ဝန်ဆောင်မှု | sub_agent | hpaan | | Border Gate Friends / BORDER GATE FRIENDS SERVICES
    S-HPAAN | Zwegabin Road Labour Group | ဇွဲကပင်လမ်း အလုပ်သမားအုပ်စု | sub_agent | hpaan | | Zwegabin Rd Labour Group
    S-BAGO | Bago Field Agent Office | ပဲခူး ကိုယ်စားလှယ်ရုံး | sub_agent | yangon | | Bago field agents
    S-POIPET | Sampov Border Transfer | សំពៅ ឆ្លងដែន | sub_agent | battambang | | Sampov Border Transfers
    S-SAVAN | Pak Nam Village Labour Contact | ຜູ້ປະສານງານແຮງງານບ້ານປາກນ້ຳ | sub_agent | savannakhet | | Pak Nam Labour Contact
    T-KHAOMAT | Khao Mat Worker Transport | ข้าวมัดขนส่งแรงงาน | transporter | maesot | | Khao Mat Transport
    T-BARRESOR | Bärresor i Norr AB | | transporter | umea | | Barresor i Norr
    K-KHAEKDOI | Khaek Doi Document Service | แขกดอยบริการเอกสาร | broker | samut | | Khaekdoi Documents / KHAEK DOI DOCUMENT SERVICE
    """
)

ORGANISATIONS: dict[str, Organisation] = {
    item.code: item for item in [*COMPANIES, *AGENCIES, *SUB_AGENTS]
}
