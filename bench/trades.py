# ruff: noqa: E501 - a table of words reads best one entry a line
"""Trades of the generated world, and the words that stand beside or in place of them."""

from __future__ import annotations

from typing import Final

_TRADES: Final = """
Garment th:การ์เมนท์ zh:制衣 vi:May_mặc my:အထည်ချုပ် km:កាត់ដេរ lo:ຕັດຫຍິບ sv:Konfektion fi:Vaatetus tr:Konfeksiyon id:Garmen es:Confecciones pl:Odzież bn:গার্মেন্টস hi:गारमेंट
Textile th:สิ่งทอ zh:纺织 vi:Dệt my:အထည်အလိပ် km:វាយនភណ្ឌ lo:ແຜ່ນແພ sv:Textil fi:Tekstiili tr:Tekstil id:Tekstil es:Textiles pl:Tekstylia bn:টেক্সটাইল hi:टेक्सटाइल
Seafood th:อาหารทะเล zh:海鲜 vi:Hải_sản my:ပင်လယ်စာ km:អាហារសមុទ្រ lo:ອາຫານທະເລ sv:Sjömat fi:Kala tr:Deniz_Ürünleri id:Makanan_Laut es:Mariscos pl:Ryby bn:সীফুড hi:समुद्री_खाद्य
Frozen_Foods th:ห้องเย็น zh:冷冻食品 vi:Đông_lạnh my:အေးခဲအစားအစာ km:អាហារកក lo:ອາຫານແຊ່ແຂງ sv:Frysta_Livsmedel fi:Pakasteet tr:Donmuş_Gıda id:Makanan_Beku es:Congelados pl:Mrożonki bn:হিমায়িত_খাদ্য hi:हिमीकृत_खाद्य
Furniture th:เฟอร์นิเจอร์ zh:家具 vi:Nội_thất my:ပရိဘောဂ km:គ្រឿងសង្ហារិម lo:ເຟີນິເຈີ sv:Möbler fi:Kaluste tr:Mobilya id:Mebel es:Muebles pl:Meble bn:ফার্নিচার hi:फर्नीचर
Electronics th:อิเล็กทรอนิกส์ zh:电子 vi:Điện_tử my:အီလက်ထရောနစ် km:អេឡិចត្រូនិច lo:ເອເລັກໂຕຣນິກ sv:Elektronik fi:Elektroniikka tr:Elektronik id:Elektronik es:Electrónica pl:Elektronika bn:ইলেকট্রনিক্স hi:इलेक्ट्रॉनिक्स
Footwear th:รองเท้า zh:鞋业 vi:Giày my:ဖိနပ် km:ស្បែកជើង lo:ເກີບ sv:Skor fi:Jalkine tr:Ayakkabı id:Sepatu es:Calzado pl:Obuwie bn:ফুটওয়্যার hi:फुटवियर
Plastics th:พลาสติก zh:塑料 vi:Nhựa my:ပလတ်စတစ် km:ប្លាស្ទិក lo:ພລາສຕິກ sv:Plast fi:Muovi tr:Plastik id:Plastik es:Plásticos pl:Tworzywa bn:প্লাস্টিক hi:प्लास्टिक
Packaging th:บรรจุภัณฑ์ zh:包装 vi:Bao_bì my:ထုပ်ပိုးရေး km:វេចខ្ចប់ lo:ບັນຈຸພັນ sv:Förpackning fi:Pakkaus tr:Ambalaj id:Kemasan es:Empaques pl:Opakowania bn:প্যাকেজিং hi:पैकेजिंग
Rubber th:ยางพารา zh:橡胶 vi:Cao_su my:ရာဘာ km:កៅស៊ូ lo:ຢາງພາລາ sv:Gummi fi:Kumi tr:Kauçuk id:Karet es:Hule pl:Guma bn:রাবার hi:रबर
Berries th:เบอร์รี่ zh:浆果 vi:Quả_mọng my:ဘယ်ရီ km:បឺរី lo:ເບີຣີ sv:Bär fi:Marjat tr:Meyve id:Beri es:Bayas pl:Jagody bn:বেরি hi:बेरी
Trading th:เทรดดิ้ง zh:贸易 vi:Thương_mại my:ကုန်သွယ်ရေး km:ពាណិជ្ជកម្ម lo:ການຄ້າ sv:Handel fi:Kauppa tr:Ticaret id:Dagang es:Comercial pl:Handel bn:ট্রেডিং hi:ट्रेडिंग
Transport th:ขนส่ง zh:运输 vi:Vận_tải my:သယ်ယူပို့ဆောင်ရေး km:ដឹកជញ្ជូន lo:ຂົນສົ່ງ sv:Transport fi:Kuljetus tr:Nakliyat id:Angkutan es:Transportes pl:Transport bn:পরিবহন hi:परिवहन
Knitting th:ถักนิตติ้ง zh:针织 vi:Dệt_kim my:ဇာထိုး km:ប៉ាក់ lo:ຖັກ sv:Trikå fi:Neule tr:Örme id:Rajut es:Tejidos pl:Dzianina bn:নিটিং hi:बुनाई
Dyeing th:ฟอกย้อม zh:印染 vi:Nhuộm my:ဆေးဆိုး km:ជ្រលក់ពណ៌ lo:ຍ້ອມສີ sv:Färgeri fi:Värjäys tr:Boya id:Pencelupan es:Tintorería pl:Farbiarnia bn:ডাইং hi:रंगाई
Metal th:โลหะ zh:金属 vi:Kim_loại my:သတ္တု km:ដែក lo:ໂລຫະ sv:Metall fi:Metalli tr:Metal id:Logam es:Metales pl:Metal bn:মেটাল hi:धातु
Printing th:การพิมพ์ zh:印刷 vi:In_ấn my:ပုံနှိပ် km:បោះពុម្ព lo:ການພິມ sv:Tryckeri fi:Paino tr:Matbaa id:Percetakan es:Imprenta pl:Drukarnia bn:প্রিন্টিং hi:मुद्रण
Leather th:เครื่องหนัง zh:皮革 vi:Da_thuộc my:သားရေ km:ស្បែក lo:ໜັງ sv:Läder fi:Nahka tr:Deri id:Kulit es:Pieles pl:Skóra bn:লেদার hi:चमड़ा
Recruitment th:จัดหางาน zh:劳务 vi:Cung_ứng_lao_động my:အလုပ်အကိုင်ရှာဖွေရေး km:ជ្រើសរើសបុគ្គលិក lo:ຈັດຫາງານ sv:Bemanning fi:Rekrytointi tr:İnsan_Kaynakları id:Penyalur_Kerja es:Reclutamiento pl:Rekrutacja bn:রিক্রুটিং hi:भर्ती
Toys th:ของเล่น zh:玩具 vi:Đồ_chơi my:ကစားစရာ km:ប្រដាប់ក្មេងលេង lo:ຂອງຫຼິ້ນ sv:Leksaker fi:Lelut tr:Oyuncak id:Mainan es:Juguetes pl:Zabawki bn:খেলনা hi:खिलौना
"""


def _trades() -> dict[str, dict[str, str]]:
    table = {}
    for line in _TRADES.strip().splitlines():
        english, *rest = line.split()
        table[english.replace("_", " ")] = {
            item.split(":")[0]: item.split(":")[1].replace("_", " ") for item in rest
        }
    return table


TRADES: Final = _trades()
TRADE_NAMES: Final = tuple(TRADES)
QUALIFIERS: Final = (
    "International",
    "Industries",
    "Industrial",
    "Manufacturing",
    "Enterprise",
    "Exports",
    "Global",
    "Golden",
    "Star",
    "Asia",
    "Pacific",
    "Eastern",
    "Royal",
    "United",
    "Prime",
    "Green",
    "Dragon",
    "Crystal",
    "Style",
    "Mills",
    "Group",
    "Factory",
    "Brothers",
    "Technology",
    "Supply",
    "Products",
    "Union",
    "Modern",
    "New",
    "Excel",
)
# Synonyms a translator or a clerk would use for the English trade word.
SYNONYMS: Final = {
    "Garment": ("Apparel", "Clothing", "Clothes"),
    "Textile": ("Fabrics", "Weaving"),
    "Seafood": ("Marine Products", "Fishery"),
    "Frozen Foods": ("Cold Storage", "Frozen Products"),
    "Furniture": ("Furnishing", "Home Furniture"),
    "Electronics": ("Electronic Components", "Electronic"),
    "Footwear": ("Shoes", "Shoe"),
    "Plastics": ("Plastic Products", "Polymer"),
    "Packaging": ("Package", "Carton"),
    "Rubber": ("Latex",),
    "Berries": ("Wild Berry", "Berry"),
    "Trading": ("Commerce", "Import Export"),
    "Transport": ("Logistics", "Transportation"),
    "Knitting": ("Knitwear", "Knit"),
    "Dyeing": ("Dye House", "Finishing"),
    "Metal": ("Metalwork", "Steel"),
    "Printing": ("Print", "Press"),
    "Leather": ("Tannery", "Leather Goods"),
    "Recruitment": ("Manpower", "Employment Agency"),
    "Toys": ("Toy", "Playthings"),
}
