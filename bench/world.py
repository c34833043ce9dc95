# ruff: noqa: E501 - a table of words reads best one entry a line
"""Countries of the generated world, with their cities and name elements.

All companies and streets built from them are invented. City coordinates are public geography,
rounded to two decimals. Elements are written as `bench.spellings` reads them.
"""

from __future__ import annotations

from typing import Final

from bench.spellings import Country, cities, words

COUNTRIES: Final = [
    Country(
        "TH",
        13,
        ("Thailand", "Kingdom of Thailand", "ประเทศไทย"),
        words(
            "siam/sayam/สยาม thai/tai/ไทย charoen/jaroen/เจริญ phanit/panich/พาณิชย์ rungrueang/"
            "rungruang/รุ่งเรือง sap/sub/ทรัพย์ sombun/somboon/สมบูรณ์ phon/porn/พร si/sri/ศรี suk/"
            "sook/สุข chai/jai/ชัย mongkhon/mongkol/มงคล thong/tong/ทอง watthana/wattana/วัฒนา kit/"
            "kij/กิจ udom/oudom/อุดม nakhon/nakorn/นคร rattana/ratana/รัตนา bun/boon/บุญ phong/pong/"
            "พงษ์ phet/petch/เพชร kaeo/kaew/แก้ว mani/manee/มณี thana/tana/ธนา wong/vong/วงศ์ kasem/"
            "gasem/เกษม arun/aroon/อรุณ thawi/tawee/ทวี phaisan/paisarn/ไพศาล siri/siree/สิริ"
        ),
        cities(
            "Bangkok/Krung_Thep/กรุงเทพมหานคร@13.75,100.50 Samut_Sakhon/Samutsakorn/สมุทรสาคร@13.55,"
            "100.27 Samut_Prakan/Samutprakarn/สมุทรปราการ@13.60,100.60 Songkhla/Songkla/สงขลา@7.20,"
            "100.59 Chonburi/Chon_Buri/ชลบุรี@13.36,100.98 Nakhon_Pathom/Nakornpathom/นครปฐม@13.82,"
            "100.06 Ayutthaya/Ayudhya/พระนครศรีอยุธยา@14.35,100.57 Rayong/Rayoung/ระยอง@12.68,101.28 "
            "Tak/Tark/ตาก@16.88,99.13 Udon_Thani/Udornthani/อุดรธานี@17.41,102.79"
        ),
        (
            "Co., Ltd.",
            "Company Limited",
            "Co.,Ltd",
            "Public Company Limited",
            "Ltd., Part.",
            "บริษัท {} จำกัด",
        ),
        ("{} Road", "Soi {}", "Moo 4 {} Road", "ถนน{}"),
        ("Industrial Estate", "Industrial Park", "นิคมอุตสาหกรรม"),
        ("Tambon {}", "Amphoe {}", "{} District", "ตำบล{}"),
        "#####",
        "th",
        spaced=False,
    ),
    Country(
        "VN",
        12,
        ("Vietnam", "Viet Nam", "Socialist Republic of Vietnam", "Việt Nam"),
        words(
            "thanh//thành hoa//hòa binh//bình minh phuc/fuc/phúc loc//lộc tan//tân viet//việt nam "
            "long an phu/fu/phú quang//quảng hung//hưng dai//đại thang//thắng huong//hương giang "
            "son/shon/sơn ha//hà tri/chi/trí duc//đức kim thinh//thịnh phat/fat/phát thuan//thuận "
            "tien//tiến loi//lợi"
        ),
        cities(
            "Ho_Chi_Minh_City/Saigon/Thành_phố_Hồ_Chí_Minh@10.78,106.70 Binh_Duong//Bình_Dương@11.17,"
            "106.67 Dong_Nai//Đồng_Nai@10.95,106.83 Hanoi/Ha_Noi/Hà_Nội@21.03,105.85 Hai_Phong/"
            "Haiphong/Hải_Phòng@20.86,106.68 Da_Nang/Danang/Đà_Nẵng@16.05,108.20 Long_An//Long_An@"
            "10.54,106.41 Nam_Dinh//Nam_Định@20.43,106.16 Bac_Ninh//Bắc_Ninh@21.19,106.07 Can_Tho/"
            "Cantho/Cần_Thơ@10.04,105.79"
        ),
        (
            "Co., Ltd",
            "Company Limited",
            "JSC",
            "Joint Stock Company",
            "Corporation",
            "Công ty TNHH {}",
        ),
        ("{} Street", "{} Road", "National Highway {}", "Đường {}"),
        ("Industrial Zone", "Industrial Park", "Khu công nghiệp"),
        ("{} Ward", "{} Commune", "{} District", "Phường {}"),
        "######",
        "vi",
    ),
    Country(
        "CN",
        18,
        ("China", "P.R. China", "PRC", "中国"),
        words(
            "zhong/chung/中 hua/hwa/华 xin/hsin/新 tai/tay/泰 feng/fung/丰 da/ta/达 guang/kwong/光 "
            "yuan/yuen/远 hong/hung/宏 jin/kam/金 sheng/shing/盛 long/lung/龙 yi/yick/亿 cheng/sing/成 "
            "fu/fook/福 hai/hoi/海 tian/tin/天 xiang/cheung/祥 rui/sui/瑞 bao/po/宝 mei/mee/美 kang/hong/"
            "康 yong/wing/永 he/wo/和 hui/wai/惠 jia/ka/嘉 li/lee/利 ming/meng/明 de/tak/德 xing/hing/兴"
        ),
        cities(
            "Dongguan/Tung_Kuan/东莞@23.02,113.75 Shenzhen/Shumchun/深圳@22.54,114.06 Guangzhou/Canton/"
            "广州@23.13,113.26 Ningbo/Ningpo/宁波@29.87,121.55 Suzhou/Soochow/苏州@31.30,120.62 Hangzhou/"
            "Hangchow/杭州@30.27,120.15 Qingdao/Tsingtao/青岛@36.07,120.38 Foshan/Fatshan/佛山@23.02,"
            "113.12 Xiamen/Amoy/厦门@24.48,118.09 Quanzhou/Chuanchow/泉州@24.87,118.68 Wenzhou/Wenchow/"
            "温州@28.00,120.67 Nantong/Nantung/南通@31.98,120.89"
        ),
        ("Co., Ltd.", "Company Limited", "Limited", "Co. Ltd", "Group Co., Ltd.", "{}有限公司"),
        ("{} Road", "{} Street", "{} Avenue", "{}路"),
        ("Industrial Park", "Industrial Zone", "Development Zone", "工业区"),
        ("{} Town", "{} District", "{} Village", "{}镇"),
        "######",
        "zh",
        spaced=False,
    ),
    Country(
        "MM",
        6,
        ("Myanmar", "Burma", "Union of Myanmar", "မြန်မာ"),
        words(
            "myanmar/myanma/မြန်မာ shwe/shway/ရွှေ aung/oung/အောင် min/minn/မင်း kyaw/kyo/ကျော် than/"
            "thann/သန်း zaw/zo/ဇော် lin/linn/လင်း sandar/sanda/စန္ဒာ pan/pann/ပန်း thiri/thiree/သီရိ "
            "naing/nine/နိုင် myat/myatt/မြတ် htun/tun/ထွန်း win/winn/ဝင်း khaing/khine/ခိုင် soe/so/စိုး "
            "moe/mo/မိုး yadanar/yadana/ရတနာ hla/hlah/လှ"
        ),
        cities(
            "Yangon/Rangoon/ရန်ကုန်@16.84,96.17 Bago/Pegu/ပဲခူး@17.34,96.48 Mandalay/Mandaley/မန္တလေး@"
            "21.96,96.09 Pathein/Bassein/ပုသိမ်@16.78,94.73 Hpa-An/Pa-an/ဘားအံ@16.89,97.63 Myawaddy/"
            "Myawadi/မြဝတီ@16.69,98.51"
        ),
        ("Co., Ltd.", "Company Limited", "Limited", "Co.,Ltd", "{}ကုမ္ပဏီလီမိတက်"),
        ("{} Road", "{} Street", "{}လမ်း"),
        ("Industrial Zone", "Industrial Complex", "စက်မှုဇုန်"),
        ("{} Township", "{} Quarter", "{}မြို့နယ်"),
        "#####",
        "my",
        spaced=False,
    ),
    Country(
        "KH",
        6,
        ("Cambodia", "Kingdom of Cambodia", "Kampuchea", "កម្ពុជា"),
        words(
            "phnom/pnom/ភ្នំ angkor/ankor/អង្គរ sok/sokh/សុខ dara/tara/ដារា vichet/vichit/វិចិត្រ ratana/"
            "rattana/រតនា samnang/somnang/សំណាង meas/meah/មាស borey/bory/បូរី heng/hing/ហេង ly/li/លី "
            "sovann/sovan/សុវណ្ណ chan/chann/ច័ន្ទ raksmey/reaksmey/រស្មី pich/pech/ពេជ្រ mekong/mekung/"
            "មេគង្គ srey/srei/ស្រី vuthy/vuthi/វុទ្ធី"
        ),
        cities(
            "Phnom_Penh/Pnom_Penh/ភ្នំពេញ@11.56,104.92 Kandal/Kandaal/កណ្តាល@11.48,104.95 Takeo/Takaev/"
            "តាកែវ@10.99,104.78 Kampong_Speu/Kompong_Speu/កំពង់ស្ពឺ@11.45,104.52 Svay_Rieng/Svayrieng/"
            "ស្វាយរៀង@11.09,105.80 Poipet/Poy_Pet/ប៉ោយប៉ែត@13.66,102.56"
        ),
        ("Co., Ltd.", "Company Limited", "(Cambodia) Co., Ltd.", "Ltd", "ក្រុមហ៊ុន {} ឯ.ក"),
        ("{} Street", "National Road {}", "{} Boulevard", "ផ្លូវ{}"),
        ("Special Economic Zone", "SEZ", "តំបន់សេដ្ឋកិច្ចពិសេស"),
        ("Sangkat {}", "Khan {}", "Phum {}", "សង្កាត់{}"),
        "#####",
        "km",
        spaced=False,
    ),
    Country(
        "LA",
        4,
        ("Lao PDR", "Laos", "Lao People's Democratic Republic", "ລາວ"),
        words(
            "lao/laos/ລາວ viang/vieng/ວຽງ chan/jan/ຈັນ savan/sawan/ສະຫວັນ phou/phu/ພູ thong/tong/ທອງ "
            "boun/bun/ບຸນ si/sy/ສີ xai/say/ໄຊ kham/kam/ຄຳ keo/kaew/ແກ້ວ phone/phon/ພອນ souk/suk/ສຸກ "
            "vong/wong/ວົງ mani/many/ມະນີ chaleun/jalern/ຈະເລີນ dao/dow/ດາວ nakhone/nakhon/ນະຄອນ"
        ),
        cities(
            "Vientiane/Viangchan/ວຽງຈັນ@17.97,102.60 Savannakhet/Savanakhet/ສະຫວັນນະເຂດ@16.56,104.75 "
            "Pakse/Pakxe/ປາກເຊ@15.12,105.80 Thakhek/Thakek/ທ່າແຂກ@17.40,104.80 Luang_Prabang/"
            "Louangphabang/ຫຼວງພະບາງ@19.89,102.14"
        ),
        ("Co., Ltd", "Company Limited", "Sole Co., Ltd.", "ບໍລິສັດ {} ຈຳກັດ"),
        ("{} Road", "Route {}", "ຖະໜົນ{}"),
        ("Industrial Park", "Special Economic Zone", "ເຂດອຸດສາຫະກຳ"),
        ("Ban {}", "{} District", "ບ້ານ{}"),
        "#####",
        "lo",
        spaced=False,
    ),
    Country(
        "SE",
        5,
        ("Sweden", "Kingdom of Sweden", "Sverige"),
        words(
            "berg skog/skogs alv/aelv/älv norr/nor vast/vaest/väst bar/baer/bär lund strand sjo/sjoe/"
            "sjö dal holm fors strom/stroem/ström gard/gaard/gård hed ljung bjork/bjoerk/björk gran "
            "ek horn torp hult as/aas/ås mo vik sund rud"
        ),
        cities(
            "Umea/Umeaa/Umeå@63.83,20.26 Lulea/Luleaa/Luleå@65.58,22.15 Goteborg/Gothenburg/Göteborg@"
            "57.71,11.97 Stockholm//Stockholm@59.33,18.07 Malmo/Malmoe/Malmö@55.61,13.00 Lycksele//"
            "Lycksele@64.60,18.67 Mala/Malaa/Malå@65.18,18.75 Asele/Aasele/Åsele@64.16,17.35"
        ),
        ("AB", "Aktiebolag", "HB", "Ek. för.", "AB (publ)"),
        ("{}vägen", "{}gatan", "{}stigen"),
        ("Industriområde", "Företagspark"),
        ("{}s kommun", "{} socken"),
        "### ##",
        "sv",
        own_first=True,
    ),
    Country(
        "FI",
        5,
        ("Finland", "Republic of Finland", "Suomi"),
        words(
            "metsa/metsae/metsä marja poro lappi/lapi pohja jarvi/jaervi/järvi koski saari/sari ranta "
            "kivi kuusi manty/maenty/mänty hilla puu sato talvi ilta tuli niemi vaara joki lahti kuru "
            "hirvi suo kangas"
        ),
        cities(
            "Rovaniemi//Rovaniemi@66.50,25.73 Oulu/Uleaborg/Oulu@65.01,25.47 Helsinki/Helsingfors/"
            "Helsinki@60.17,24.94 Kuopio//Kuopio@62.89,27.68 Kajaani/Kajana/Kajaani@64.23,27.73 "
            "Suomussalmi//Suomussalmi@64.88,28.91 Tornio/Tornea/Tornio@65.85,24.15"
        ),
        ("Oy", "Osakeyhtiö", "Oy Ab", "Ky", "Tmi"),
        ("{}tie", "{}katu", "{}kuja"),
        ("Teollisuusalue", "Yrityspuisto"),
        ("{}n kunta", "{}n kylä"),
        "#####",
        "fi",
        own_first=True,
    ),
    Country(
        "BD",
        8,
        ("Bangladesh", "People's Republic of Bangladesh", "বাংলাদেশ"),
        words(
            "rahman/rohman/রহমান karim/korim/করিম ali/aly/আলী sonali/shonali/সোনালী padma/podda/পদ্মা "
            "meghna/megna/মেঘনা jamuna/yamuna/যমুনা shah/sha/শাহ nur/noor/নূর jalal/jolal/জালাল bangla/"
            "bangala/বাংলা anwar/anowar/আনোয়ার haque/hoque/হক mahmud/mahmood/মাহমুদ sultan/sultaan/সুলতান "
            "farid/fareed/ফরিদ gazi/ghazi/গাজী talukder/talukdar/তালুকদার begum/begam/বেগম mia/miah/মিয়া"
        ),
        cities(
            "Dhaka/Dacca/ঢাকা@23.81,90.41 Gazipur/Gajipur/গাজীপুর@24.00,90.42 Chittagong/Chattogram/"
            "চট্টগ্রাম@22.36,91.78 Narayanganj/Narayangonj/নারায়ণগঞ্জ@23.62,90.50 Savar/Sabhar/সাভার@23.85,"
            "90.26 Comilla/Cumilla/কুমিল্লা@23.46,91.18"
        ),
        ("Ltd.", "Limited", "(Pvt.) Ltd.", "Private Limited", "{} লিমিটেড"),
        ("{} Road", "{} Lane", "{} সড়ক"),
        ("EPZ", "Industrial Area", "শিল্প এলাকা"),
        ("{} Union", "{} Thana", "{} Bazar", "{} থানা"),
        "####",
        "bn",
    ),
    Country(
        "IN",
        10,
        ("India", "Republic of India", "Bharat", "भारत"),
        words(
            "sri/shree/श्री ram/raam/राम lakshmi/laxmi/लक्ष्मी venkat/wenkat/वेंकट ganesh/ganesha/गणेश "
            "prasad/prashad/प्रसाद vijay/vijaya/विजय raj/raaj/राज kumar/kumaar/कुमार anand/aanand/आनंद "
            "krishna/krisna/कृष्णा mohan/mohun/मोहन balaji/balajee/बालाजी gopal/gopaal/गोपाल surya/soorya/सूर्य "
            "devi/devee/देवी shakti/sakthi/शक्ति murugan/murgan/मुरुगन jyoti/jothi/ज्योति nanda/nandha/नंदा"
        ),
        cities(
            "Tiruppur/Tirupur/तिरुपुर@11.11,77.34 Bengaluru/Bangalore/बेंगलुरु@12.97,77.59 Mumbai/Bombay/"
            "मुंबई@19.08,72.88 Chennai/Madras/चेन्नई@13.08,80.27 Ludhiana/Ludhyana/लुधियाना@30.90,75.86 "
            "Noida/Gautam_Budh_Nagar/नोएडा@28.54,77.39 Surat/Surath/सूरत@21.17,72.83 Kolkata/Calcutta/"
            "कोलकाता@22.57,88.36"
        ),
        ("Pvt. Ltd.", "Private Limited", "Ltd", "LLP", "{} प्राइवेट लिमिटेड"),
        ("{} Road", "{} Nagar", "{} Marg", "{} मार्ग"),
        ("Industrial Area", "Industrial Estate"),
        ("{} Village", "{} Taluk", "{} Post", "{} तालुका"),
        "######",
        "hi",
    ),
    Country(
        "TR",
        6,
        ("Turkey", "Türkiye"),
        words(
            "yilmaz//yılmaz kaya demir/demyr oz/oez/öz turk/tuerk/türk gul/guel/gül sahin/shahin/şahin "
            "celik/chelik/çelik koc/koch/koç altin//altın gunes/guenes/güneş yildiz//yıldız dogan/"
            "doghan/doğan aydin//aydın arslan/aslan bulut deniz/denis ates/atesh/ateş ege anadolu"
        ),
        cities(
            "Istanbul/Constantinople/İstanbul@41.01,28.98 Bursa/Brusa/Bursa@40.19,29.06 Izmir/Smyrna/"
            "İzmir@38.42,27.14 Denizli//Denizli@37.78,29.09 Gaziantep/Antep/Gaziantep@37.07,37.38 Adana"
            "//Adana@37.00,35.32"
        ),
        ("A.S.", "Anonim Sirketi", "Ltd. Sti.", "San. ve Tic. A.S.", "Limited Şirketi"),
        ("{} Caddesi", "{} Sokak", "{} Bulvari"),
        ("Organize Sanayi Bolgesi", "OSB"),
        ("{} Mahallesi", "{} Ilcesi"),
        "#####",
        "tr",
        own_first=True,
    ),
    Country(
        "ID",
        6,
        ("Indonesia", "Republic of Indonesia", "Republik Indonesia"),
        words(
            "sumber/soember jaya/djaja maju/madju sentosa harapan indah perkasa cipta/tjipta karya "
            "abadi makmur budi/boedi putra/poetra surya/soerja mulia/moelia bangun/bangoen tirta dharma"
            "/darma wijaya/widjaja agung/agoeng lestari"
        ),
        cities(
            "Jakarta/Djakarta@-6.21,106.85 Bandung/Bandoeng@-6.91,107.61 Bogor/Buitenzorg@-6.60,106.80 "
            "Semarang/Samarang@-6.97,110.42 Surabaya/Soerabaja@-7.26,112.75 Bekasi@-6.24,106.99"
        ),
        ("PT", "PT.", "P.T.", "Tbk PT", "CV"),
        ("Jalan {}", "Jl. {}", "Jalan Raya {}"),
        ("Kawasan Industri", "Kawasan Berikat"),
        ("Desa {}", "Kecamatan {}", "Kelurahan {}"),
        "#####",
        "id",
    ),
    Country(
        "MY",
        5,
        ("Malaysia", "Federation of Malaysia"),
        words(
            "setia jaya/djaya perdana mega suria/surya bangi wawasan utama bintang/bintan mewah "
            "gemilang selatan utara cahaya/chahaya permata tanjung/tanjong bukit murni teguh mutiara"
        ),
        cities(
            "Penang/Pulau_Pinang@5.41,100.33 Johor_Bahru/JB@1.49,103.74 Shah_Alam@3.07,101.52 Klang/"
            "Kelang@3.04,101.45 Ipoh@4.60,101.08 Melaka/Malacca@2.19,102.25"
        ),
        ("Sdn Bhd", "Sdn. Bhd.", "Sendirian Berhad", "Berhad", "Bhd"),
        ("Jalan {}", "Lorong {}", "Persiaran {}"),
        ("Kawasan Perindustrian", "Free Industrial Zone"),
        ("Taman {}", "Mukim {}"),
        "#####",
        "id",
    ),
    Country(
        "MX",
        4,
        ("Mexico", "United Mexican States", "México"),
        words(
            "garcia//garcía martinez//martínez lopez//lópez hernandez//hernández azteca/asteca sol "
            "luna rio//río sierra montana//montaña perla/perlas norte/nte maya/maia valle union//unión "
            "leon//león cruz/crus paz rey plata"
        ),
        cities(
            "Puebla@19.04,-98.21 Tehuacan//Tehuacán@18.46,-97.39 Leon//León@21.12,-101.68 Guadalajara@"
            "20.67,-103.35 Tijuana@32.51,-117.04 Monterrey/Monterey@25.69,-100.32"
        ),
        ("S.A. de C.V.", "SA de CV", "S. de R.L. de C.V.", "Sociedad Anónima de Capital Variable"),
        ("Calle {}", "Avenida {}", "Av. {}"),
        ("Parque Industrial", "Zona Industrial"),
        ("Colonia {}", "Fraccionamiento {}"),
        "#####",
        "es",
        own_first=True,
    ),
    Country(
        "PL",
        3,
        ("Poland", "Republic of Poland", "Polska"),
        words(
            "zloto/zlotto/złoto las/lass polna/polny wola rzeka/zheka krol/krool/król sokol//sokół "
            "dab/domb/dąb lipa brzoza/bzhoza wisla//wisła zorza//żórza jablko//jabłko gora//góra slon/"
            "slonce/słoń kwiat"
        ),
        cities(
            "Lodz/Litzmannstadt/Łódź@51.76,19.46 Krakow/Cracow/Kraków@50.06,19.94 Poznan/Posen/Poznań@"
            "52.41,16.93 Gdansk/Danzig/Gdańsk@54.35,18.65 Wroclaw/Breslau/Wrocław@51.11,17.04"
        ),
        ("Sp. z o.o.", "Spółka z o.o.", "S.A.", "Sp. j.", "Spółka Akcyjna"),
        ("ul. {}", "ulica {}", "al. {}"),
        ("Strefa Przemysłowa", "Park Przemysłowy"),
        ("gmina {}", "powiat {}"),
        "##-###",
        "pl",
        own_first=True,
    ),
]

# Trade words: English, then language:word. They are what translators translate.
