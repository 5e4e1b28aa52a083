"""The words by which a sentence speaks of a point of a checklist. Our own data, never a user's."""

# A sentence speaks of a point where all patterns of one of its rows match; a row is a tuple of patterns.
_RISK = r"risk|vulnerab\w+"
_TRAINING = r"train\w*|e-?learning|workshops?|briefings?|course|awareness session"
_SUPPLIER = r"suppliers?|supply chains?|vendors?|contractors?|sub-?contractors?"
_REVIEW = r"review\w*|monitor\w*|assess\w*|track\w*|measur\w*|report\w*"
_UNION = r"trade unions?|unions?|ngos?|non-governmental|charit(?:y|ies)|civil society|workers?['’]? organisations?"
_NUMBER = r"\d[\d,.]*\s*(?:%|per cent)|\b\d[\d,]*\b"
POINT_WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "str1_structure_size_countries_entities": (
        (r"subsidiar\w+|parent company|group of companies|trading (?:entities|names?)|legal entit\w+",),
        (r"employ\w*|staff|colleagues|people work", _NUMBER),
        (r"(?:we|company|group|business) (?:operates?|works?|trades?|has|have) ", r"countr\w+|sites?|offices?|stores?"),
        (r"head(?:quarter\w*| office)|registered (?:in|office)",),
    ),
    "str1_supply_chain_overview": (
        (r"supply chains?|sourc(?:e|es|ed|ing)|suppliers?", r"countr\w+|global\w*|tier|direct suppliers|based in|from"),
        (r"we (?:buy|source|purchase) ",),
    ),
    "str1_unknowns": (
        (
            (
                r"(?:not|n['’]t) (?:yet |fully )*(?:know|mapped|map|have (?:full )?visibility)|no visibility|unmapped"
                r"|limited visibility|remains? unknown"
            ),
        ),
    ),
    "str1_products_services_sectors": (
        (r"(?:we|company|group|business) (?:\w+ )?(?:sells?|makes?|provides?|supply|supplies|offers?)\b",),
        (r"products?|services?", r"sector|retail\w*|industr\w+|main|principal|provider|leading"),
    ),
    "str1_external_orgs_mapping": ((r"map(?:ped|ping|s)?\b", rf"{_UNION}|consultan\w+|sedex|external|partner\w*"),),
    "str1_governance": (
        (r"responsib\w+|accountab\w+|oversee\w*|oversight|owner", r"board|director|committee|chief|executive|head of"),
    ),
    "str1_workforce": (
        (
            r"workforce|workers|employees|staff|colleagues",
            r"agenc\w+|temporary|seasonal|migrant|permanent|contract\w*|part-time",
        ),
    ),
    "str1_changes": (
        (
            r"since (?:the |our )?last (?:statement|year)|during the year|this year|in the (?:past|last) year",
            r"acqui\w+|opened|closed|sold|merg\w+|new (?:site|supplier|subsidiary|countr)|changed?|restructur\w+",
        ),
        (r"no (?:material |significant )?changes? ", r"structure|supply chains?|business"),
    ),
    "str2_mapping_plan": ((r"map(?:ping|ped|s)?\b", r"tier|plan|process|beyond|supply chain"),),
    "str2_map": ((r"publish\w*", r"supplier list|list of (?:\w+ )?suppliers|map\b|factory list"),),
    "str2_worker_orgs": ((r"trade unions?|unions?|works council|workers?['’]? organisations?|collective",),),
    "str2_supplier_relations": (
        (_SUPPLIER, r"long[- ]term|relationships?|partnerships?|for (?:over|more than) |years"),
    ),
    "pol1_list": ((r"(?:polic(?:y|ies)|codes? of conduct|supplier code)\b",),),
    "pol1_standards": (
        (
            (
                r"guiding principles|ungps?|oecd|\bilo\b|international labour|eti base code|base code|"
                r"universal declaration|global compact"
            ),
        ),
    ),
    "pol1_communicated": (
        (
            r"polic\w+|codes? ",
            (
                r"communicat\w+|intranet|induction|handbook|available to|shared with|issued to|sign(?:s|ed)? |"
                r"enforc\w+|gets? the code"
            ),
        ),
    ),
    "pol1_stakeholders": ((r"polic\w+|codes? ", rf"consult\w+|stakeholders?|input|feedback|developed with|{_UNION}"),),
    "pol1_owner": (
        (r"polic\w+|codes? ", r"own(?:s|ed|er)\b|approved by|reviewed (?:annually|every|each|by|in)|signed off"),
    ),
    "pol2_specific": ((r"(?:modern slavery|anti-?slavery|human trafficking|human rights) (?:\w+ )?polic\w+",),),
    "pol2_contracts": (
        (r"contracts?|terms and conditions|contractual\w*|clauses?", _SUPPLIER),
        (r"clauses?|contract\w*", r"slavery|code"),
    ),
    "pol2_fees": ((r"recruitment fees?|employer pays|fees? ", r"worker|job|repa\w+|recruit\w*|charge\w*|employer"),),
    "pol2_mainstreamed": (
        (r"slavery|human rights", r"human resources|\bhr\b|purchasing|procurement|recruitment", r"polic\w+|process\w*"),
    ),
    "rsk1_method": (
        (rf"(?:{_RISK})", r"assess\w*|methodolog\w+|mapping|mapped|tool|index|score\w*|rated|analys\w+|review\w*"),
    ),
    "rsk1_priority": (
        (
            rf"(?:{_RISK})",
            r"high(?:er|est)?|priorit\w+|greatest|salient|country|countries|sector|seasonal|migrant|agency",
        ),
    ),
    "rsk1_own_operations": (
        (
            rf"(?:{_RISK})",
            (
                r"own (?:operations|business|sites?|workforce|staff)|our (?:operations|warehouses?|sites)|"
                r"agency (?:labour|workers?|staff)|direct(?:ly)? employ\w+|cleaning|security|catering"
            ),
        ),
    ),
    "rsk1_steps": ((rf"(?:{_RISK})", r"mitigat\w+|reduc\w+|address\w*|manag\w+|tackl\w+|controls?|actions?|steps?"),),
    "rsk1_stakeholders": (
        (rf"(?:{_RISK})|assess\w*", rf"(?:{_UNION})|stakeholders?|workers (?:told|were asked|said)|with workers"),
    ),
    "rsk2_register": ((r"risk register|corporate risk|principal risks?",),),
    "rsk2_leverage": ((r"leverage|cause(?:s|d)?, contribut\w+|contribute to|linked to",),),
    "rsk2_beyond_tier_1": (
        (
            (
                r"beyond (?:our )?(?:tier|first|direct)|tier (?:2|two|3|three)|second[- ]tier|lower tiers?|"
                r"raw materials?|sub-?contractors?"
            ),
        ),
    ),
    "rsk2_progress": (
        (
            rf"(?:{_RISK})",
            r"since last year|compared with|compared to|increased|decreased|fell|rose|changed|new risks?|last year",
        ),
    ),
    "dd1_process": (
        (
            r"due diligence|pre-?qualif\w+|onboard\w*|questionnaires?|audits?|checks?|screen\w*|visit\w*",
            rf"{_SUPPLIER}|new|existing|factor\w+|sites?",
        ),
        (r"due diligence",),
    ),
    "dd1_results": (
        (
            r"audits?|visits?|inspections?|investigat\w+|checks?|questionnaires?",
            r"found|findings?|identified|non-?conform\w+|non-?complian\w+|results?|issues?",
        ),
        (r"(?:instances?|cases?|indicators?|incidents?) of (?:modern )?slavery|no (?:instances?|cases?|incidents?)",),
    ),
    "dd1_grievance": (
        (r"whistle-?blow\w*|grievances?|hotline|speak(?:ing)? up|helpline|raise (?:a )?concerns?|confidential\w*",),
    ),
    "dd1_remediation": ((r"remed\w+|repa(?:id|y\w*)|compensat\w+|victims?|survivors?|response plan|safeguard\w+",),),
    "dd1_peer_learning": (
        (
            (
                r"member(?:s|ship)? of|stronger together|ethical trading initiative|\beti\b|sedex|slave-free alliance|"
                r"working groups?|peer|industry (?:group|forum|initiative)|unseen|collaborat\w+"
            ),
        ),
    ),
    "dd2_purchasing": (
        (
            (
                r"purchasing practices|lead times?|late changes|buying practices|responsible purchasing|prompt pay\w*|"
                r"fair prices?"
            ),
        ),
    ),
    "dd2_worker_engagement": (
        (r"(?:spoke|speak|talk\w*|interview\w*|engag\w+|survey\w*) (?:\w+ ){0,4}workers?|worker interviews?",),
    ),
    "dd2_outcomes": ((r"workers?|people|victims?", r"outcome|satisf\w+|reinstat\w+|paid back|repaid|rehoused"),),
    "dd2_kpis": (
        (
            r"remed\w+|corrective actions?|action plans?|risk",
            rf"kpis?|percent\w*|{_NUMBER}",
            r"clos\w+|complet\w+|progress|kpi",
        ),
    ),
    "trn1_who": (
        (
            rf"(?:{_TRAINING})",
            r"staff|employees|colleagues|buyers|managers|directors|board|teams?|suppliers|workers|executives|everyone",
        ),
    ),
    "trn1_content": (
        (
            rf"(?:{_TRAINING})",
            (
                r"covers?|covered|how to|spot\w*|signs|recogni\w+|mandatory|annual\w*|every year|induction|modules?|"
                r"delivered by|given by|include[sd]?|each year"
            ),
        ),
    ),
    "trn1_numbers": (
        (
            rf"(?:{_TRAINING})",
            r"\d[\d,.]*\s*(?:%|per cent)|\b(?!(?:19|20)\d\d\b)\d[\d,]*\b(?! (?:hours?|minutes?|years?))",
        ),
    ),
    "trn1_plan": (
        (
            rf"(?:{_TRAINING})",
            r"needs|plan\w*|will|next year|roll(?:ing)? out|by (?:the end of |\w+ )?20\d\d|refresh\w*",
        ),
    ),
    "trn2_outcomes": (
        (
            rf"(?:{_TRAINING})",
            r"effect\w*|knowledge|quiz|test\w*|score\w*|feedback|before and after|survey\w*|evaluat\w+",
        ),
    ),
    "trn2_suppliers": ((rf"(?:{_TRAINING})", _SUPPLIER),),
    "trn2_codesign": (
        (rf"(?:{_TRAINING})", rf"lived experience|survivors?|{_UNION}|developed with|co-?design\w*|external|experts?"),
    ),
    "mon1_kpis": (
        (r"kpis?|(?:key )?performance indicators?|indicators?|metrics?|measures?", _NUMBER),
        (r"kpis?|performance indicators?",),
    ),
    "mon1_review": (
        (
            r"review\w*|evaluat\w+|assess\w*",
            r"effective\w*|progress|performance|statement|programme",
            r"board|committee|group|team|annual\w*|quarter\w*|every|each|regular\w*|director\w*",
        ),
        (r"board|committee|steering group", r"quarter\w*|annual\w*|monthly|every|each year", _REVIEW),
    ),
    "mon1_progress": (
        (
            r"last year|previous(?:ly| year| statement)|(?:20\d\d) (?:goals?|targets?|commitments?)|since our last",
            r"goals?|target\w*|commit\w+|said|promised|progress|achieved|plan\w*",
        ),
    ),
    "mon1_business_kpis": ((r"business (?:kpis?|targets?|objectives)|commercial (?:targets?|pressure)|bonus\w*",),),
    "mon2_goals": (
        (
            r"goals?|targets?|objectives?|plans?|we (?:will|aim)|priorit\w+",
            r"next (?:year|\w+ (?:months|years))|by 20\d\d|short|medium|long[- ]term|coming year|over the next|will",
        ),
    ),
    "mon2_outcome_kpis": ((r"outcomes?", r"workers?|people|kpis?|indicators?"),),
    "mon2_changed_practice": (
        (
            r"as a result|in response|following (?:this|the)|led (?:us )?to|lessons?|learn(?:t|ed)",
            r"chang\w+|introduc\w+|revis\w+|stopp\w+|improv\w+|strengthen\w+|now|new",
        ),
    ),
    "mon2_external": (
        (
            r"kpis?|indicators?|benchmark\w*|effective\w*",
            r"external\w*|independent\w*|third[- ]party|stakeholders?|benchmark\w*|verified|assur\w+",
        ),
    ),
}
