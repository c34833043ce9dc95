"""The true sites of the example, one line each: what the lists below describe more or less well."""
# ruff: noqa: E501  (one record a line reads better than a broken one)

from __future__ import annotations

from typing import NamedTuple


class Site(NamedTuple):
    """A workplace as it truly is. `company` is the code of the organisation that runs it."""

    code: str
    stem: str  # the name without its legal form
    form: str  # key of spelling.FORMS
    native: str  # the name in the local script, "" when the lists never show one
    town: str  # key of places.TOWNS
    street: int
    number: str
    sector: str
    product: str
    workers: int
    company: str = ""


def _table(sector: str, text: str) -> list[Site]:
    """Read lines of `code | stem | form | native | town/street | number | product | workers | co`."""
    sites = []
    for line in text.strip().splitlines():
        code, stem, form, native, place, number, product, workers, company = (
            part.strip() for part in line.split("|")
        )
        town, street = place.split("/")
        sites.append(
            Site(code, stem, form, native, town, int(street), number, sector, product,
                 int(workers), company)
        )  # fmt: skip
    return sites


GARMENTS = _table(
    "Apparel",
    """
    TG01 | Khlong Saeng Garment | th | คลองแสงการ์เม้นท์ | pakan/0 | 88/12 | T-shirts | 640 |
    TG02 | Thanwa Knitting Unit 1 | th | ธันวานิตติ้ง หน่วย 1 | krathum/1 | 21 | Knitwear | 410 | C-THANWA
    TG03 | Thanwa Knitting Unit 2 | th | ธันวานิตติ้ง หน่วย 2 | krathum/1 | 21 | Knitwear | 380 | C-THANWA
    TG04 | Mek Nam Apparel | th | เมฆน้ำแอพพาเรล | maesot/0 | 199 | Workwear | 920 |
    TG05 | Doi Mai Sewing | th | ดอยไหมซีวิ่ง | maesot/1 | 45/3 | Home textiles | 300 |
    TG06 | Rim Moei Uniform | th | ริมเมยยูนิฟอร์ม | maesot/0 | 210/1 | Uniforms | 260 |
    TG07 | Fai Thong Textile | th | ฝ้ายทองเท็กซ์ไทล์ | krathum/0 | 9/7 | Towels | 510 |
    TG08 | Phra Athit Thread and Trim | th | พระอาทิตย์เทรดแอนด์ทริม | pakan/1 | 52 | Trims | 95 |
    TG09 | Suan Buri Bedding | th | สวนบุรีเบดดิ้ง | korat/0 | 301 | Bedding | 450 |
    TG10 | Lan Khwan Garment | th | ลานขวัญการ์เม้นท์ | korat/0 | 305 | Children's wear | 220 |
    TG11 | Nam Khing Dyeing and Finishing | th | น้ำขิงฟอกย้อม | krathum/0 | 17 | Dyed fabric | 180 |
    TG12 | Saeng Dao Home Linen | th | แสงดาวโฮมลินิน | pathum/0 | 64/9 | Table linen | 150 |
    VG01 | Hoa Mai Xanh Garment | vn | May Hoa Mai Xanh | thuan/0 | 18 | Shirts | 1150 | C-LOTUS
    VG02 | Dong Que Apparel | vnjsc | May Đồng Quê | namdinh/0 | 4 | Trousers | 860 |
    VG03 | Sao Bien Knit | vn | Dệt kim Sao Biển | haiphong/0 | 11 | Knitwear | 540 |
    VG04 | Truong Lam Garment | vnjsc | May Trường Lâm | bienhoa/0 | 27 | Outerwear | 1320 |
    VG05 | Truong Lam Garment No. 2 | vnjsc | May Trường Lâm số 2 | bienhoa/0 | 29 | Outerwear | 700 |
    VG06 | Canh Buom Home Textile | vn | Dệt gia dụng Cánh Buồm | thuan/1 | 33 | Cushions | 390 |
    VG07 | Phuong Thao Embroidery | vn | Thêu Phương Thảo | hcmc/0 | 6 | Embroidery | 70 |
    VG08 | Nang Som Towel | vnjsc | Khăn Nắng Sớm | namdinh/0 | 9 | Towels | 310 |
    VG09 | Bach Duong Spinning | vnjsc | Sợi Bạch Dương Xanh | namdinh/0 | 15 | Yarn | 480 |
    VG10 | Lua Vang Washing | vn | Giặt Lụa Vàng | thuan/1 | 35 | Washing | 120 |
    VG11 | Tre Viet Accessories | vn | Phụ liệu Tre Nhỏ | hcmc/0 | 22 | Buttons | 60 |
    KG01 | Phka Chhouk Garment | kh | ផ្កាឈូក កាត់ដេរ | phnom/0 | 71 | Sweatshirts | 780 |
    KG02 | Tonle Sar Apparel | kh | ទន្លេស កាត់ដេរ | phnom/0 | 73 | Socks | 430 |
    CG01 | Foshan Qingluan Textile | cn | 佛山青鸾纺织 | foshan/0 | 3 | Fabric | 350 |
    CG02 | Xiamen Baihe Zipper | cn | 厦门白荷拉链 | xiamen/0 | 66 | Zips | 210 |
    """,
)

SEAFOOD = _table(
    "Food & Beverage",
    """
    SF01 | Talay Chan Frozen Foods Plant 1 | th | ทะเลจันทร์โฟรเซ่นฟู้ดส์ โรงงาน 1 | samut/2 | 55/1 | Frozen shrimp | 1240 | C-TALAY
    SF02 | Talay Chan Frozen Foods Plant 2 | th | ทะเลจันทร์โฟรเซ่นฟู้ดส์ โรงงาน 2 | samut/2 | 55/2 | Frozen shrimp | 860 | C-TALAY
    SF03 | Pla Thong Marine Products | thpcl | ปลาทองมารีนโปรดักส์ | samut/0 | 101 | Canned tuna | 2100 | C-PLATHONG
    SF04 | Mahachai Khluen Seafood | th | มหาชัยคลื่นซีฟู้ด | samut/1 | 77/4 | Squid | 420 |
    SF05 | Nam Khem Surimi | th | น้ำเค็มซูริมิ | samut/0 | 33/8 | Surimi | 390 |
    SF06 | Ruea Ngoen Fish Balls | th | เรือเงินลูกชิ้นปลา | samut/1 | 12 | Fish balls | 180 |
    SF07 | Kung Kaeo Peeling Shed | thp | กุ้งแก้ว | samut/1 | 14/2 | Peeled shrimp | 65 |
    SF08 | Sai Lom Pre-processing | thp | สายลม | samut/1 | 19 | Peeled shrimp | 48 |
    SF09 | Tha Chin Ice and Cold Store | th | ท่าจีนน้ำแข็งและห้องเย็น | samut/1 | 3 | Cold storage | 40 |
    SF10 | Singha Nakhon Canning | th | สิงหานครแคนนิ่ง | songkhla/0 | 28 | Canned tuna | 980 |
    SF11 | Laem Son On Frozen | th | แหลมสนอ่อนโฟรเซ่น | songkhla/1 | 90/5 | Fish fillets | 540 |
    SF12 | Khao Tang Kuan Fishmeal | th | เขาตังกวนปลาป่น | songkhla/0 | 31/1 | Fishmeal | 85 |
    SF13 | Chana Wave Pet Food | th | จะนะเวฟอาหารสัตว์เลี้ยง | hatyai/0 | 140 | Pet food | 620 | C-PLATHONG
    SF14 | Boat Landing Cooperative Bo Yang | thp | แพปลาบ่อยาง | songkhla/0 | 2 | Landed fish | 30 |
    SF15 | Krua Rim Na Ready Meals | th | ครัวริมนาอาหารพร้อมทาน | krathum/0 | 25/5 | Ready meals | 560 |
    SF16 | Krua Rim Na Sauces | th | ครัวริมนาซอส | krathum/0 | 25/9 | Sauces | 140 |
    SF17 | Maphrao Khao Coconut | th | มะพร้าวขาว | samut/0 | 60 | Coconut milk | 330 |
    SF18 | Sapparot Siam Canning | thpcl | สัปปะรดสยามแคนนิ่ง | chonburi/0 | 8/8 | Canned pineapple | 870 |
    SF19 | Hat Kaeo Crab | th | หาดแก้วปู | songkhla/1 | 17 | Crab meat | 130 |
    SF20 | Nok Nang Nuan Seafood | th | นกนางนวลซีฟู้ด | samut/2 | 61 | Breaded shrimp | 710 |
    SF21 | Bien Lang Pangasius | vnjsc | Cá tra Biển Lặng | haiphong/0 | 40 | Pangasius fillets | 650 |
    SF22 | Thung Din Shrimp Farm Group | thp | กลุ่มเลี้ยงกุ้งทุ่งดิน | hatyai/0 | 5 | Shrimp | 26 |
    """,
)

FURNITURE = _table(
    "Furniture",
    """
    FU01 | Rung Aroon Woodcraft | th | รุ่งอรุณวู้ดคราฟท์ | pathum/0 | 70/1 | Chairs | 240 | C-RUNGAROON
    FU02 | Rung Aroon Woodcraft | th | รุ่งอรุณวู้ดคราฟท์ | chonburi/1 | 16 | Chairs | 260 | C-RUNGAROON
    FU03 | Yang Phara Rubberwood | th | ยางพาราไม้งาม | hatyai/0 | 88 | Rubberwood boards | 310 |
    FU04 | Mai Sak Dee Furniture | th | ไม้สักดีเฟอร์นิเจอร์ | korat/0 | 40/2 | Tables | 175 |
    FU05 | Go Rung Furniture | vn | Gỗ Rừng Thông | thuan/1 | 51 | Sofas | 900 |
    FU06 | Tung Bach Wood | vnjsc | Gỗ Tùng Bách Lâm | bienhoa/1 | 7 | Shelving | 760 |
    FU07 | May Tre La Rattan | vn | Mây tre Lá Non | namdinh/0 | 21 | Baskets | 140 |
    FU08 | Nem Em Foam and Mattress | vn | Nệm Êm Vui | bienhoa/1 | 8 | Mattresses | 420 |
    FU09 | Brzozowy Las Meble | pl | Brzozowy Las Meble | poznan/0 | 12 | Wardrobes | 330 |
    FU10 | Cichy Bor Tapicerka | pl | Cichy Bór Tapicerka | poznan/0 | 40A | Sofas | 210 |
    FU11 | Jurate Baldai | lt | Jūratės Baldai | klaipeda/0 | 5 | Beds | 280 |
    FU12 | Foshan Lanshan Metal Fittings | cn | 佛山岚山五金配件 | foshan/0 | 9 | Hinges | 190 |
    FU13 | Lek Daeng Metal Furniture | th | เหล็กแดงเฟอร์นิเจอร์โลหะ | chonburi/0 | 44 | Shelving | 160 |
    FU14 | Kaew Sai Glassware | th | แก้วใสกลาสแวร์ | pakan/0 | 5/5 | Glassware | 410 |
    FU15 | Plus Four Ceramics | vn | Gốm Cộng Bốn | bienhoa/0 | 60 | Tableware | 230 |
    """,
)

ELECTRONICS = _table(
    "Electronics",
    """
    EL01 | Huizhou Qinghe Lighting | cn | 惠州青禾照明 | huizhou/0 | 18 | LED lamps | 620 |
    EL02 | Huizhou Yunhe Power Adapter | cn | 惠州云河电源 | huizhou/0 | 20 | Power adapters | 280 |
    EL03 | Xiamen Beichen Lighting | cn | 厦门北辰灯饰 | xiamen/0 | 101 | Table lamps | 450 |
    EL04 | Foshan Muxing Small Appliances | cn | 佛山木星小家电 | foshan/0 | 12 | Kettles | 870 |
    EL05 | Huizhou Hengyu Circuit Board | cn | 惠州衡宇电路板 | huizhou/0 | 36 | Circuit boards | 510 |
    EL06 | Huizhou Hengyu Circuit Board Second Factory | cn | 惠州衡宇电路板二厂 | huizhou/0 | 38 | Circuit boards | 240 |
    EL07 | Xiamen Liuyun Wire | cn | 厦门流云线缆 | xiamen/0 | 9 | Cables | 160 |
    EL08 | Kenanga Microassembly | my | Kenanga Microassembly | penang/0 | 8 | LED drivers | 1400 |
    EL09 | Bayan Suria Plastics | my | Bayan Suria Plastik | penang/0 | 10 | Plastic housings | 360 |
    EL10 | Fai Fa Rung Electronics | th | ไฟฟ้ารุ่งอิเล็กทรอนิกส์ | chonburi/1 | 22 | Speakers | 1050 |
    EL11 | Dao Rueang Components | th | ดาวเรืองคอมโพเนนท์ | chonburi/1 | 24 | Transformers | 380 |
    EL12 | Dien Sang Lighting | vnjsc | Điện Sáng Mới | haiphong/0 | 14 | LED lamps | 540 |
    """,
)

BERRIES = _table(
    "Agriculture",
    """
    BE01 | Norrskogens Bär | se | | lycksele/0 | 4 | Bilberries | 210 | C-NORRBAR
    BE02 | Hjortron & Tall Bärinköp | se | | arvidsjaur/0 | 11 | Cloudberries | 160 |
    BE03 | Västerbottens Vildbärspackeri | se | | umea/0 | 27 | Frozen berries | 45 | C-NORRBAR
    BE04 | Ådals Skogsbär | se | | solleftea/0 | 8 | Lingonberries | 120 |
    BE05 | Lingonkungen i Lappland | se | | arvidsjaur/0 | 15 | Lingonberries | 90 |
    BE06 | Blå Mil Sylteri | se | | umea/0 | 31 | Jam | 60 |
    BE07 | Kainuun Metsämarja | fi | | suomussalmi/0 | 6 | Bilberries | 240 |
    BE08 | Korven Kulta Marjat | fi | | kuhmo/0 | 3 | Lingonberries | 110 |
    BE09 | Napapiirin Hilla | fi | | rovaniemi/0 | 19 | Cloudberries | 75 |
    BE10 | Suomussalmen Pakastamo | fi | | suomussalmi/0 | 10 | Frozen berries | 35 |
    """,
)

SITES: dict[str, Site] = {
    site.code: site for site in [*GARMENTS, *SEAFOOD, *FURNITURE, *ELECTRONICS, *BERRIES]
}

# One site under two names: the same doors, the same workers, a new owner since 1 March 2024.
RENAMED: dict[str, tuple[str, str, str, str]] = {
    "VG01": ("Lotus Line Apparel Vietnam", "vn", "May Tuyến Sen Việt Nam", "2024-03-01"),
}
