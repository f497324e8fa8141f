extension CountryCode {
    /// Names of the countries that invoices usually come from: alpha-3, then English, German, French, Dutch, Spanish,
    /// Italian, Portuguese, Polish and the country's own, where they differ (Unicode CLDR 45).
    static let countryNames = """
        AD AND,Andorra,Andorre,Andora
        AE ARE,UAE,U.A.E.,United Arab Emirates,Vereinigte Arabische Emirate,Émirats arabes unis,Verenigde Arabische Emiraten,Emiratos Árabes Unidos,Emirati Arabi Uniti,Emirados Árabes Unidos,Zjednoczone Emiraty Arabskie
        AL ALB,Albania,Albanien,Albanie,Albanië,Albânia,Shqipëri
        AR ARG,Argentina,Argentinien,Argentine,Argentinië,Argentyna
        AT AUT,Austria,Österreich,Oesterreich,Autriche,Oostenrijk,Áustria,Republik Österreich
        AU AUS,Australia,Australien,Australie,Australië,Austrália
        BA BIH,Bosnia and Herzegovina,Bosnien und Herzegowina,Bosnie-Herzégovine,Bosnië en Herzegovina,Bosnia y Herzegovina,Bosnia ed Erzegovina,Bósnia e Herzegovina,Bośnia i Hercegowina,Bosna i Hercegovina
        BD BGD,Bangladesh,Bangladesch,Bangladesz
        BE BEL,Belgium,Belgien,Belgique,België,Bélgica,Belgio,Belgia
        BG BGR,Bulgaria,Bulgarien,Bulgarie,Bulgarije,Bulgária,Bułgaria,България
        BR BRA,Brazil,Brasilien,Brésil,Brazilië,Brasil,Brasile,Brazylia
        BY BLR,Belarus,Weißrussland,Biélorussie,Wit-Rusland,Bielorrusia,Bielorussia,Bielorrússia,Białoruś
        CA CAN,Canada,Kanada,Canadá
        CH CHE,Switzerland,Schweiz,Suisse,Zwitserland,Suiza,Svizzera,Suíça,Szwajcaria,Svizra
        CL CHL,Chile,Chili,Cile
        CN CHN,China,Chine,Cina,Chiny,PR China,P.R. China,People's Republic of China,VR China,中国
        CO COL,Colombia,Kolumbien,Colombie,Colômbia,Kolumbia
        CR CRI,Costa Rica,Kostaryka
        CY CYP,Cyprus,Zypern,Chypre,Chipre,Cipro,Cypr,Κύπρος
        CZ CZE,Czechia,Czech Republic,Tschechien,Tschechische Republik,Tchéquie,République tchèque,Tsjechië,Chequia,República Checa,Cechia,Repubblica Ceca,Tchéquia,Czechy,Česko,Česká republika
        DE DEU,Germany,Deutschland,Allemagne,Duitsland,Alemania,Germania,Alemanha,Niemcy,Federal Republic of Germany,Bundesrepublik Deutschland,BRD
        DK DNK,Denmark,Dänemark,Danemark,Denemarken,Dinamarca,Danimarca,Dania,Danmark
        DZ DZA,Algeria,Algerien,Algérie,Algerije,Argelia,Argélia,Algieria
        EC ECU,Ecuador,Équateur,Equador,Ekwador
        EE EST,Estonia,Estland,Estonie,Estônia,Estónia,Eesti
        EG EGY,Egypt,Ägypten,Égypte,Egypte,Egipto,Egitto,Egito,Egipt
        ES ESP,Spain,Spanien,Espagne,Spanje,España,Spagna,Espanha,Hiszpania
        FI FIN,Finland,Finnland,Finlande,Finlandia,Finlândia,Suomi
        FR FRA,France,Frankreich,Frankrijk,Francia,França,Francja
        GB GBR,United Kingdom,Great Britain,Britain,England,Scotland,Wales,Northern Ireland,U.K.,Vereinigtes Königreich,Großbritannien,Grossbritannien,Royaume-Uni,Grande-Bretagne,Angleterre,Verenigd Koninkrijk,Groot-Brittannië,Reino Unido,Gran Bretaña,Inglaterra,Regno Unito,Gran Bretagna,Inghilterra,Grã-Bretanha,Wielka Brytania,Zjednoczone Królestwo
        GE GEO,Georgia,Georgien,Géorgie,Georgië,Geórgia,Gruzja
        GI GIB,Gibraltar
        GR GRC,Greece,Griechenland,Grèce,Griekenland,Grecia,Grécia,Grecja,Ελλάδα,Hellas
        HK HKG,Hong Kong,Hongkong,Hong Kong SAR
        HR HRV,Croatia,Kroatien,Croatie,Kroatië,Croacia,Croazia,Croácia,Chorwacja,Hrvatska
        HU HUN,Hungary,Ungarn,Hongrie,Hongarije,Hungría,Ungheria,Hungria,Węgry,Magyarország
        ID IDN,Indonesia,Indonesien,Indonésie,Indonesië,Indonésia,Indonezja
        IE IRL,Ireland,Irland,Irlande,Ierland,Irlanda,Irlandia,Republic of Ireland,Éire
        IL ISR,Israel,Israël,Israele,Izrael
        IN IND,India,Indien,Inde,Índia,Indie,Bharat
        IS ISL,Iceland,Island,Islande,IJsland,Islandia,Islanda,Islândia,Ísland
        IT ITA,Italy,Italien,Italie,Italië,Italia,Itália,Włochy
        JP JPN,Japan,Japon,Japón,Giappone,Japão,Japonia,日本
        KE KEN,Kenya,Kenia,Quênia
        KR KOR,South Korea,Korea,Republic of Korea,Südkorea,Corée du Sud,Zuid-Korea,Corea del Sur,Corea del Sud,Coreia do Sul,Korea Południowa
        KZ KAZ,Kazakhstan,Kasachstan,Kazachstan,Kazajistán,Kazakistan,Cazaquistão
        LB LBN,Lebanon,Libanon,Liban,Líbano,Libano
        LI LIE,Liechtenstein,Liechtensteinu
        LK LKA,Sri Lanka
        LT LTU,Lithuania,Litauen,Lituanie,Litouwen,Lituania,Lituânia,Litwa,Lietuva
        LU LUX,Luxembourg,Luxemburg,Luxemburgo,Lussemburgo,Luksemburg,Lëtzebuerg
        LV LVA,Latvia,Lettland,Lettonie,Letland,Letonia,Lettonia,Letônia,Letónia,Łotwa,Latvija
        MA MAR,Morocco,Marokko,Maroc,Marruecos,Marocco,Marrocos,Maroko
        MC MCO,Monaco,Mónaco,Mônaco,Monako
        MD MDA,Moldova,Moldawien,Moldavie,Moldavië,Moldavia,Moldávia,Mołdawia
        ME MNE,Montenegro,Monténégro,Czarnogóra,Crna Gora
        MK MKD,North Macedonia,Nordmazedonien,Macédoine du Nord,Noord-Macedonië,Macedonia del Norte,Macedonia del Nord,Macedônia do Norte,Macedonia Północna
        MT MLT,Malta,Malte
        MX MEX,Mexico,Mexiko,Mexique,México,Messico,Meksyk
        MY MYS,Malaysia,Malaisie,Maleisië,Malasia,Malesia,Malásia,Malezja
        NG NGA,Nigeria,Nigéria
        NL NLD,Netherlands,The Netherlands,Holland,Niederlande,Die Niederlande,Pays-Bas,Nederland,Países Bajos,Holanda,Paesi Bassi,Olanda,Países Baixos,Holandia,Niderlandy
        NO NOR,Norway,Norwegen,Norvège,Noorwegen,Noruega,Norvegia,Norwegia,Norge,Noreg
        NZ NZL,New Zealand,Neuseeland,Nouvelle-Zélande,Nieuw-Zeeland,Nueva Zelanda,Nuova Zelanda,Nova Zelândia,Nowa Zelandia
        PA PAN,Panama,Panamá
        PE PER,Peru,Pérou,Perú,Perù
        PH PHL,Philippines,Philippinen,Filipijnen,Filipinas,Filippine,Filipiny
        PK PAK,Pakistan,Pakistán,Paquistão
        PL POL,Poland,Polen,Pologne,Polonia,Polônia,Polónia,Polska
        PT PRT,Portugal,Portogallo,Portugalia
        QA QAT,Qatar,Katar,Catar
        RO ROU,Romania,Rumänien,Roumanie,Roemenië,Rumania,Rumanía,Romênia,Roménia,Rumunia,România
        RS SRB,Serbia,Serbien,Serbie,Servië,Sérvia,Srbija
        RU RUS,Russia,Russian Federation,Russland,Russie,Rusland,Rusia,Rússia,Rosja,Россия
        SA SAU,Saudi Arabia,Saudi-Arabien,Arabie saoudite,Saoedi-Arabië,Arabia Saudí,Arabia Saudita,Arábia Saudita,Arabia Saudyjska
        SE SWE,Sweden,Schweden,Suède,Zweden,Suecia,Svezia,Suécia,Szwecja,Sverige
        SG SGP,Singapore,Singapur,Singapour,Singapura
        SI SVN,Slovenia,Slowenien,Slovénie,Slovenië,Eslovenia,Eslovênia,Eslovénia,Słowenia,Slovenija
        SK SVK,Slovakia,Slowakei,Slovaquie,Slowakije,Eslovaquia,Slovacchia,Eslováquia,Słowacja,Slovensko,Slovak Republic,Slowakische Republik
        SM SMR,San Marino,Saint-Marin
        TH THA,Thailand,Thaïlande,Tailandia,Thailandia,Tailândia,Tajlandia
        TN TUN,Tunisia,Tunesien,Tunisie,Tunesië,Túnez,Tunísia,Tunezja
        TR TUR,Turkey,Türkiye,Türkei,Turquie,Turkije,Turquía,Turchia,Turquia,Turcja
        TW TWN,Taiwan,Taïwan,Taiwán,Tajwan
        UA UKR,Ukraine,Oekraïne,Ucrania,Ucraina,Ucrânia,Ukraina,Україна
        US USA,U.S.A.,U.S.,United States,United States of America,Vereinigte Staaten,Vereinigte Staaten von Amerika,États-Unis,États-Unis d'Amérique,Verenigde Staten,Estados Unidos,EE. UU.,EE.UU.,Stati Uniti,Stati Uniti d'America,Stany Zjednoczone
        UY URY,Uruguay,Uruguai,Urugwaj
        VE VEN,Venezuela,Wenezuela
        VN VNM,Vietnam,Viet Nam,Viêt Nam,Wietnam
        XK XKX,Kosovo,Kosowo
        ZA ZAF,South Africa,Südafrika,Afrique du Sud,Zuid-Afrika,Sudáfrica,Sudafrica,África do Sul,Afryka Południowa
        """
}
