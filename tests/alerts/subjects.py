"""Invented items in the administration's words and subjects in people's words, with which of them belong together.

`python -m tests.alerts.meaning` prints how well `retrieval.watch` tells them apart. Subjects of even rows set the
threshold of meaning, those of odd rows test it.
"""

# A topic: its items, each a title and a summary.
ITEMS: dict[str, tuple[tuple[str, str], ...]] = {
    "tænder": (
        (
            "Serviceniveau for enkeltydelser til tandbehandling",
            "Borgere med lav indkomst kan søge om hjælp til udgifter til tandbehandling, proteser og fyldninger.",
        ),
        (
            "Status på den kommunale tandpleje",
            "Børn og unge indkaldes til undersøgelse i tandklinikken. Ventetiden er faldet.",
        ),
    ),
    "cykel": (
        (
            "Anlæg af dobbeltrettet cykelsti langs Kanalvejen",
            "Stien giver skolebørn en tryg rute fra Nørreby til skolen.",
        ),
        (
            "Supercykelsti mellem Prøvekøbing og Havneby",
            "Forslag til linjeføring for en rute til cykelpendlere sendes i høring.",
        ),
    ),
    "fordrevne": (
        (
            "Modtagelse af fordrevne fra Ukraine",
            "Kommunen får en kvote for 2031 og indretter midlertidige boliger til de fordrevne.",
        ),
        (
            "Integrationsprogram for nyankomne udlændinge",
            "Programmet samler danskundervisning, praktik og hjælp til at finde arbejde.",
        ),
    ),
    "klima": (
        (
            "Sikring mod ekstremregn i Mølleådalen",
            "Der etableres regnvandsbassiner, så kældre ikke oversvømmes ved kraftig nedbør.",
        ),
        (
            "Klimatilpasningsplan 2031",
            "Planen peger på områder, hvor stigende havvand og store regnmængder truer bygninger.",
        ),
    ),
    "ældre": (
        (
            "Kvalitetsstandard for personlig pleje og praktisk hjælp",
            "Standarden fastlægger, hvor ofte hjemmeplejen kommer hos borgere over 80 år.",
        ),
        (
            "Udvidelse af plejecentret Lindely",
            "Der bygges 24 nye plejeboliger, fordi ventelisten til plejehjemsplads er blevet længere.",
        ),
    ),
    "børn": (
        (
            "Kapacitet i dagtilbud 2031-2035",
            "Der mangler pladser i vuggestuer og børnehaver i den nordlige bydel.",
        ),
        (
            "Minimumsnormeringer i daginstitutionerne",
            "Antallet af børn pr. pædagog falder, når normeringerne er indført.",
        ),
    ),
    "skole": (
        (
            "Ny skolestruktur",
            "Elevtallet falder, og forvaltningen foreslår, at to folkeskoler lægges sammen.",
        ),
        (
            "Kvalitetsrapport for folkeskolen",
            "Rapporten viser elevernes karakterer, fravær og trivsel i 9. klasse.",
        ),
    ),
    "mistrivsel": (
        (
            "Indsats mod mental mistrivsel blandt unge",
            "Unge med angst, stress og depression får et gratis samtaletilbud uden henvisning.",
        ),
        (
            "Behandlingsgaranti i psykiatrien for børn",
            "Ventetiden på udredning af børn med psykiske lidelser skal ned.",
        ),
    ),
    "bolig": (
        (
            "Skema A for almene familieboliger på Teglværksgrunden",
            "Boligselskabet opfører 60 lejligheder med en husleje, som alle kan betale.",
        ),
        (
            "Lokalplan for boligområdet Engparken",
            "Planen giver mulighed for rækkehuse og etageejendomme i op til fire etager.",
        ),
    ),
    "affald": (
        (
            "Indsamling af madaffald og plast ved enfamiliehuse",
            "Husstandene får to nye beholdere, og sorteringen begynder i april.",
        ),
        (
            "Åbningstider på genbrugspladsen",
            "Pladsen holder åbent om søndagen, så borgerne kan aflevere storskrald.",
        ),
    ),
    "energi": (
        (
            "Opstilling af tre møller ved Vestermark",
            "Projektet omfatter vindmøller på 150 meter og bliver sendt i offentlig høring.",
        ),
        (
            "Solcelleanlæg på marker ved Sønderholm",
            "Anlægget dækker 40 hektar og leverer grøn strøm til 8.000 husstande.",
        ),
    ),
    "varme": (
        (
            "Projektforslag for fjernvarme i Vestbyen",
            "Husejere med gasfyr kan blive koblet på fjernvarmenettet i 2032.",
        ),
        (
            "Varmeplan og udfasning af naturgas",
            "Planen beskriver, hvilke områder der får varmepumper i stedet for gas.",
        ),
    ),
    "bus": (
        (
            "Trafikbestilling for bybusserne",
            "Linje 3 nedlægges, og afgangene om aftenen på linje 5 bliver halveret.",
        ),
        (
            "Flextrafik i landområderne",
            "Ordningen erstatter de regionale buslinjer, som har få passagerer.",
        ),
    ),
    "vej": (
        (
            "Hastighedsdæmpning på Skolegade",
            "Der etableres bump og en zone med 40 km/t, fordi der er sket flere uheld med biler.",
        ),
        (
            "Renovering af vejnettet: prioritering af asfaltarbejder",
            "Huller og revner i kørebanen udbedres på de mest slidte veje.",
        ),
    ),
    "støj": (
        (
            "Støjhandlingsplan",
            "Planen udpeger boliger, som er plaget af støj fra motorvejen, og foreslår støjskærme.",
        ),
        (
            "Regulering af musik på udeserveringer",
            "Naboer klager over larm om natten fra værtshusene i midtbyen.",
        ),
    ),
    "utryghed": (
        (
            "Tryghedsindsats i Havnekvarteret",
            "Rocker- og bandegrupperinger har skabt utryghed, og gademedarbejderne går flere aftenrunder med politiet.",
        ),
        (
            "Lokalrådets plan for kriminalitetsforebyggelse",
            "SSP samarbejder med skoler og politi om unge, der begår hærværk og tyveri.",
        ),
    ),
    "hjemløse": (
        (
            "Housing First som tilgang på herbergerne",
            "Borgere uden fast bopæl tilbydes egen bolig og støtte i stedet for plads på herberg.",
        ),
        (
            "Varmestue og natcafé i vinterhalvåret",
            "Udsatte, der sover på gaden, kan få varm mad og et sted at overnatte.",
        ),
    ),
    "misbrug": (
        (
            "Behandlingstilbud til borgere med stof- og alkoholafhængighed",
            "Antallet af borgere i substitutionsbehandling stiger, og rusmiddelcentret får to nye stillinger.",
        ),
        (
            "Rygestop og røgfri skoletid",
            "Unges brug af nikotinposer og cigaretter skal ned med nye tilbud om rygestop.",
        ),
    ),
    "kultur": (
        (
            "Driftstilskud til Egnsteatret 2031-2034",
            "Aftalen sikrer fire forestillinger om året og gæstespil for børn.",
        ),
        (
            "Bibliotekets betjening i lokalområderne",
            "Filialen i Sønderholm bliver et åbent bibliotek med selvbetjent udlån.",
        ),
    ),
    "idræt": (
        (
            "Kunstgræsbane ved Prøvekøbing Stadion",
            "Fodboldklubben har søgt om et anlægstilskud til en bane, som kan bruges hele året.",
        ),
        (
            "Svømmesalen i Nørreby: renovering af bassinet",
            "Svømmeklubberne får nye træningstider, mens bassinet er lukket.",
        ),
    ),
    "natur": (
        (
            "Skovrejsning ved Stavnsø",
            "Der plantes 30 hektar løvskov, som beskytter grundvandet og giver plads til dyr og planter.",
        ),
        (
            "Pleje af fredede overdrev",
            "Græssende kvæg skal holde bevoksningen nede og sikre sjældne orkideer.",
        ),
    ),
    "drikkevand": (
        (
            "Indsatsplan for beskyttelse af grundvand",
            "Sprøjtegifte er fundet i to boringer, og vandværket skal finde nye kildepladser.",
        ),
    ),
    "job": (
        (
            "Beskæftigelsesplan 2031",
            "Jobcentret skal hjælpe ledige og borgere på kontanthjælp hurtigere i arbejde.",
        ),
        (
            "Refusion og udgifter til sygedagpenge",
            "Antallet af sygemeldte vokser, og sagerne varer længere end i sammenlignelige kommuner.",
        ),
    ),
    "handicap": (
        (
            "Takster for botilbud efter servicelovens § 108",
            "Udgifterne til voksne med udviklingshæmning og autisme stiger.",
        ),
        (
            "Tilgængelighed i offentlige bygninger",
            "Ramper og elevatorer skal gøre rådhuset lettere at bruge for kørestolsbrugere.",
        ),
    ),
    "økonomi": (
        (
            "Anden budgetopfølgning 2031",
            "Der forventes et merforbrug på driften, og kassebeholdningen falder.",
        ),
        (
            "Takster og gebyrer 2032",
            "Kommunens priser reguleres med pris- og lønudviklingen.",
        ),
    ),
    "skat": (
        (
            "Fastsættelse af skatteprocent og grundskyldspromille 2032",
            "Udskrivningsprocenten er uændret, og dækningsafgiften sættes ned.",
        ),
    ),
    "erhverv": (
        (
            "Handleplan for detailhandlen i midtbyen",
            "Butikker står tomme, og forretningsdrivende ønsker gratis parkering om lørdagen.",
        ),
        (
            "Erhvervsvenlig sagsbehandling",
            "Virksomheder skal have svar på byggetilladelser inden for 40 dage.",
        ),
    ),
    "mad": (
        (
            "Udbud af måltider til hjemmeboende pensionister",
            "Leverandøren bringer kølede retter ud tre gange om ugen.",
        ),
        (
            "Frokostordning i børnehaverne",
            "Forældrene stemmer om, hvorvidt institutionen skal have et sundt måltid midt på dagen.",
        ),
    ),
    "sommerhus": (
        (
            "Helårsbeboelse i sommerhusområdet ved Strandby",
            "Pensionister kan få tilladelse til at bo i fritidshuset hele året.",
        ),
    ),
    "havn": (
        (
            "Uddybning af sejlrenden til Havneby Lystbådehavn",
            "Lystbådene støder på grund ved lavvande, og havnebestyrelsen søger om lån.",
        ),
    ),
    "formelt": (
        ("Orientering fra formanden", "Formanden orienterer om møder siden sidst."),
        ("Mødeplan for udvalget 2032", "Udvalget fastlægger datoer for næste års ordinære møder."),
        ("Udpegning af medlem til beboerklagenævnet", "Byrådet skal vælge en ny stedfortræder."),
    ),
}

# What a person writes after /foelg, and the topics it is about; "mad.0" means the first item of a topic alone.
SUBJECTS: tuple[tuple[str, str], ...] = (
    ("tandlæge", "tænder"),
    ("huller i tænderne", "tænder"),
    ("cyklister", "cykel"),
    ("stier til cykler", "cykel"),
    ("flygtninge", "fordrevne"),
    ("ukrainere", "fordrevne.0"),
    ("skybrud", "klima"),
    ("vand i kælderen", "klima.0"),
    ("oversvømmelse", "klima"),
    ("hjemmehjælp", "ældre.0"),
    ("plejehjem", "ældre.1"),
    ("gamle mennesker", "ældre mad.0"),
    ("børnepasning", "børn"),
    ("institutionspladser til små børn", "børn"),
    ("lukning af skoler", "skole.0"),
    ("børnenes karakterer", "skole.1"),
    ("unge der har det skidt", "mistrivsel"),
    ("psykisk sårbare unge", "mistrivsel"),
    ("psykisk sygdom", "mistrivsel"),
    ("billige boliger", "bolig.0"),
    ("nybyggeri", "bolig"),
    ("skrald", "affald"),
    ("affaldssortering", "affald"),
    ("vindenergi", "energi.0"),
    ("solceller", "energi.1"),
    ("grøn energi", "energi"),
    ("opvarmning af huse", "varme"),
    ("gasfyr", "varme"),
    ("offentlig transport", "bus"),
    ("kollektiv trafik", "bus"),
    ("fartbegrænsning", "vej.0"),
    ("trafiksikkerhed", "vej.0 cykel.0"),
    ("huller i vejen", "vej.1"),
    ("larm", "støj"),
    ("støj fra biler", "støj.0"),
    ("bander", "utryghed.0"),
    ("kriminelle unge", "utryghed"),
    ("hjemløshed", "hjemløse"),
    ("folk der bor på gaden", "hjemløse"),
    ("narkomaner", "misbrug.0"),
    ("alkoholikere", "misbrug.0"),
    ("rygning", "misbrug.1"),
    ("teater", "kultur.0"),
    ("biblioteker", "kultur.1"),
    ("fodbold", "idræt.0"),
    ("svømmehal", "idræt.1"),
    ("idrætsanlæg", "idræt"),
    ("naturbeskyttelse", "natur"),
    ("plantning af træer", "natur.0"),
    ("forurenet drikkevand", "drikkevand"),
    ("pesticider", "drikkevand"),
    ("arbejdsløse", "job.0"),
    ("sygemeldinger", "job.1"),
    ("handicappede", "handicap"),
    ("autister", "handicap.0"),
    ("kommunens økonomi", "økonomi"),
    ("skatten", "skat"),
    ("grundskyld", "skat"),
    ("butikker", "erhverv.0"),
    ("virksomheders vilkår", "erhverv"),
    ("mad til ældre", "mad.0"),
    ("madordning", "mad"),
    ("bo i sommerhus hele året", "sommerhus"),
    ("lystsejlere", "havn"),
    ("hundeskov", ""),
    ("lufthavn", ""),
    ("folkekirken", ""),
    ("skaterbane", ""),
    ("ulve", ""),
    ("vielser", ""),
    ("legepladser", ""),
    ("kunstmuseum", ""),
    ("rotter", ""),
    ("gadebelysning", ""),
    ("brandvæsen", ""),
    ("kirkegård", ""),
    ("julemarked", ""),
    ("mobildækning", ""),
    ("kolonihaver", ""),
    ("domstole", ""),
)
