"""The words by which statements tell of training: on slavery or on something else, given or only planned."""

import re

SLAVERY = re.compile(
    r"\b(?:slavery|traffick\w+|exploit\w+|forced labou?r|servitude|human rights|labou?r rights|"
    r"ethical (?:trad\w+|sourc\w+|recruit\w+|audit\w*)|"
    r"child labou?r|bonded labou?r|labou?r abuse|vulnerable workers|recruitment fees|debt bondage|the Act|MSA|"
    r"stronger ?(?:together|2gether)|GLAA|CIPS(?: [\w&'’]+){0,6}? ethic\w+|"
    r"ethical (?:\w+ ){1,4}(?:with|from|by) (?:the )?CIPS)\b",
    re.IGNORECASE,
)
# What names it beyond doubt: "human rights" and "ethical" may be of a code of conduct.
BEYOND_DOUBT = re.compile(
    r"\b(?:slavery|traffick\w+|exploit\w+|forced labou?r|servitude|child labou?r|bonded labou?r)\b", re.IGNORECASE
)
# In a statement on slavery a policy is on slavery, unless the sentence names another.
POLICY = re.compile(r"\b(?:this|the|our) polic(?:y|ies)\b", re.IGNORECASE)
OTHER_TRAINING = re.compile(
    r"\b(?:first aid|fire|safety|manual handling|GDPR|privacy|data protection|cyber|customer service|apprentice\w*|"
    r"forklift|driving|CPC|CDM|HACCP|hygiene|information security|money[- ]laundering|bribery|corruption|fraud|"
    r"harassment|competition law|equality|diversity|inclusion|unconscious bias|fatigue|mental health|wellbeing|"
    r"(?:leadership|management|environmental|technical|vocational|sales|product|professional|trade) (?:skills|training|"
    r"courses?|programmes?|development|qualifications?)|NVQs?|licen[cs]es?|codes? of (?:business )?(?:conduct|ethics)|"
    r"(?:training|learning|careers?) and development|training (?:provider|company|centre|academy|facilit\w+)|"
    r"safeguarding|child protection|safer recruitment|recruitment and \w+ (?:techniques|skills)|"
    r"(?:business|basic) (?:philosophy|principles)|(?:ethical|business) (?:behaviou?r|conduct|standards)|"
    r"ethical (?:procurement|purchasing|buying)|(?:our|company|corporate)(?: \w+)? values|"
    r"vocational|young people|career\w*|trainee\w*)\b(?! (?:and \w+ )?(?:teams?|managers?|officers?|"
    r"departments?|leads?|directors?|"
    r"committees?|advis\w+|professionals?))",
    re.IGNORECASE,
)


# "Training in credit assessment": what follows names no time, place, manner or sign of slavery.
ANY_SUBJECT = (
    r"this|these|those|that|it|its|them|our|their|all|each|every|both|any|how|what|where|who|a|an|line|site|\d+|"
    r"spotting|recogni\w+|identif\w+|detect\w+|understand\w+|preventing|tackling|report\w+|(?:the )?(?:key |"
    r"main |early )?(?:signs?|warning|"
    r"indicators?|red flags|risks?|dangers?|subject|topic|issues?|matter|law|legislation|area|"
    r"following|above|requirements|provisions|importance|impact)|workers?|ETI|due diligence|social|"
    r"(?:responsible|sustainable) \w+|supply chains?|labour|whistleblowing|right to work"
)
OTHER_SUBJECT = re.compile(
    rf"\b(?:training|courses?|workshops?|briefings?|modules?|sessions?|seminars?|conferences?|trained|briefed|"
    rf"educated)(?: (?:is|are|was|were) \w+)?\s+(?:(?:about|regarding|covering)\s+(?!(?:{ANY_SUBJECT})\b)|"
    rf"in\s+(?!(?:{ANY_SUBJECT}|the|person|house|place|addition|order|respect|relation|small|groups?|(?-i:[A-Z])[a-z]+|"
    rf"Q\d|UK|EU|several|many|\w+ languages|late|early|mid)\b))\w"
    rf"|(?:train(?:s|ed|ing)|courses?|conferences?|webinars?|"
    rf"briefed)\s+(?:\w+\s+){{0,4}}?on\s+(?!(?:{ANY_SUBJECT}|joining|arrival|induction|"
    rf"appointment|starting|commenc\w+|\w+day|the (?:day|job|system|portal|"
    rf"intranet|platform)|line|request)\b)\w",
    re.IGNORECASE,
)
# The training of the sentence before.
COURSE_BEFORE = (
    r"(?:it|they|this(?= (?:also )?(?:include|cover|contain))|"
    r"(?:the|this|these) (?:[\w-]+ )?(?:training|e-?learning|courses?|modules?|sessions?|programmes?))"
)
SAME = re.compile(rf"{COURSE_BEFORE}\b", re.IGNORECASE)
SAME_COVERS = re.compile(
    rf"{COURSE_BEFORE} (?:also )?(?:covers?|covered|includes?|included|has|contains?|deals?|explains?)\b", re.IGNORECASE
)
# What is to be measured, without the measure.
INDICATOR = re.compile(
    r"(?<!\ba )(?<!large )(?<!significant )(?<!growing )\b(?:number|percentage|proportion|share) of\b|"
    r"\b(?:performance indicators|KPIs?)\b|"
    r"^\W*%",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"\[(?:to be|insert|tbc|details|add)\b", re.IGNORECASE)
NOUN = (
    r"(?:training(?! (?:attendance|records|budget|academy|needs|providers?|plans?|levels?|spend)\b)|e-?learning|"
    r"workshops?|seminars?|webinars?|toolbox talks?|briefings?|(?<!at )(?<!during )inductions?|courses?|modules?|"
    r"(?:awareness|refresher|information|learning|education(?:al)?|training) (?:sessions?|programmes?|programs?|"
    r"events?|days?|videos?|packages?|"
    r"campaigns?|materials?|films?)|masterclass\w*|ethics tests?|sessions?|(?<!supplier )onboarding|conferences?|"
    r"lunch and learns?|coaching|online learning|CIPS(?: [\w&'’]+){1,6}? (?:tests?|exams?|certificates?|assessments?))"
)
# Training only where they are on slavery, or how to see it.
SOFT = r"(?:(?<!awareness )films?|(?<!awareness )videos?|talks?|presentations?|lectures?|quiz\w*)"
TRAINING = re.compile(
    rf"\b(?:{NOUN}|{SOFT}|train(?:s|ed)?|retrained|briefed|coached|instructed|educat(?:e|es|ed|ing)|upskill\w*|"
    rf"taught)\b",
    re.IGNORECASE,
)
# Without one of these, a session, a workshop or a module is training only under a heading that says so.
PLAIN = re.compile(
    r"\b(?:training|e-?learning|online learning|toolbox talks?|seminars?|webinars?|(?<!golf )(?<!race )courses?|"
    r"awareness|briefings?|coaching|train(?:s|ed)?|retrained|briefed|coached|instructed|educat\w+|upskill\w*|taught|"
    r"masterclass\w*|"
    r"lunch and learns?|ethics tests?|CIPS)\b",
    re.IGNORECASE,
)
ABOUT_TRAINING = re.compile(r"\b(?:train|educat|aware|learn|skills|knowledge|capacity)\w*", re.IGNORECASE)
DOING = (
    r"(?:provid(?:es?|ed)|deliver(?:s|ed)?|r[ua]ns?|h[eo]lds?|conducts?|conducted|carr(?:y|ies|ied) out|roll(?:s|"
    r"ed)?[ -]out|launche[sd]|"
    r"introduce[sd]?(?! to\b)|implement(?:s|ed)?|g[ai]ves?|given|gave|organi[sz]e[sd]?|arrange[sd]?|"
    r"undert(?:ook|akes?|aken)|undergo(?:es|ne)?|underwent|"
    r"completed?|completes|attend(?:s|ed)?|receive[sd]?|took|takes?|taken|participate[sd]?|extend(?:s|ed)?|"
    r"cascade[sd]?|deploy(?:s|ed)?|"
    r"hosts?|hosted|facilitate[sd]?|offer(?:s|ed)?|includes?|included|incorporate[sd]?|embed(?:s|ded)?|invest(?:s|"
    r"ed)?|issue[sd]|made|make|pass(?:es|ed)?|done|refreshed|updated|learn(?:s|ed|t)?|watch(?:es|ed)?|enrolled|"
    r"repeated|expanded|"
    r"led|did|went through|goe?s? through|put through|sat(?: through| in on)?|sits? through|saw|shown|heard|made aware|"
    r"strengthened|improved|enhanced|widened|developed|continue[sd]? (?:to|with|our)|"
    r"(?:have|ha[sd])(?: had)?(?= (?:an?|the|our|its|their|this|some|also|regular|annual|mandatory|specific|"
    r"modern|in|on|face|training|e)\b)|(?:have|ha[sd]) been (?:on|to|through)|"
    r"gets?|got|finished|assign(?:s|ed)|there (?:was|were|is|are|has been|have been)|requires?|sent|ensures?|ensured|"
    r"mandate[sd]?|supports?|supported|engaged|joined|benefit(?:s|ed) from|equip(?:s|ped)?)"
)
ONGOING = (
    r"(?:(?:is|are|been) (?:also |now |currently )?"
    r"(?:provid|deliver|runn|roll|giv|hold|offer|receiv|undertak|attend)ing)"
)
ACTIVE = re.compile(
    rf"\b(?:{DOING}|{ONGOING})\b[^.;]{{0,110}}?\b{NOUN}\b|"
    rf"\b(?:provid|equip|suppl)(?:es?|s|ed|ies|ied)\b[^.;]{{0,250}}?\bwith (?:[\w-]+ ){{0,4}}?{NOUN}\b",
    re.IGNORECASE,
)
ON_SLAVERY = re.compile(
    rf"\b(?:{DOING}|show(?:s|ed)?)\b[^.;]{{0,60}}?\b{SOFT}\b|"
    rf"\bas part of (?:[\w'’-]+ ){{0,5}}?(?:training|learning)\b|"
    rf"\bput\b[^.;]{{0,60}}? through\b|\b(?:was|were|is|are|been) (?:\w+ )?taught\b|\blearn(?:s|ed|t)? (?:about|"
    rf"how|to)\b|"
    rf"\b{SOFT}\b[^.;]{{0,60}}?\b(?:given|shown|delivered|run|held)\b|"
    rf"\b(?:covered|included|addressed|explained|(?:is|are|was|has been|have been) (?:now |also )?(?:an?|one|"
    rf"part|the (?:theme|subject|topic|focus)))\b"
    rf"[^.;]{{0,40}}?\b(?:in|at|by|during|of)\b[^.;]{{0,60}}?\b(?:{NOUN}|inductions?)\b|"
    rf"\b(?:our|the|this|all|every|each)\s+(?:[\w-]+\s+){{0,3}}?{NOUN}\b[^.;]{{0,60}}?\b(?:has|shows?|features?|"
    rf"contains?)\b",
    re.IGNORECASE,
)
SIGNS = re.compile(r"\b(?:signs?|spot|recogni[sz]e|look for|indicators)\b", re.IGNORECASE)
PASSIVE = re.compile(
    rf"\b{NOUN}\b[^.;]{{0,110}}?\b(?:is|are|was|were|has been|have been|has also been|have also been|"
    rf"being|continues? to be)\s+(?:\w+\s+){{0,5}}?"
    r"(?:provided|delivered|given|held|run|conducted|carried out|rolled out|launched|introduced(?! to\b)|implemented|"
    r"undertaken|completed|attended|received|"
    r"mandatory|compulsory|part of|included|required|offered|cascaded|organi[sz]ed|arranged|extended|in place|"
    r"refreshed|updated|deployed|"
    r"embedded|incorporated|issued|repeated|taken|hosted|made (?:mandatory|compulsory)|undergone|obligatory|"
    r"facilitated|tailored|targeted|aimed at|designed|ongoing|monitored|raised|assigned|finished)\b",
    re.IGNORECASE,
)
CONTENT = re.compile(
    rf"\b(?:covered|included|addressed) (?:in|by)\b[^.;]{{0,60}}?\b{NOUN}\b|"
    rf"\b(?:in addition to|through|via) (?:[\w-]+ ){{0,4}}?{NOUN}\b|"
    rf"\bwith (?:[\w-]+ ){{0,4}}?{NOUN}\b[^.;]{{0,60}}?\b(?:given|provided|delivered) to\b|"
    rf"\b(?:is|are|was|were|forms?|formed|made|makes?) (?:now |also |an? )?(?:\w+ )?part of\b[^.;]{{0,60}}{NOUN}\b|"
    rf"(?:^|\b(?:our|the|this|these|all|annual|mandatory|"
    rf"regular)\s+)(?:[\w'’-]+\s+){{0,5}}?{NOUN}\s+(?:[\w-]+\s+){{0,4}}?(?:covers?|covered|deals?|includes?|"
    rf"included|focus\w*|explains?|helps?|"
    r"raises?|teaches|addresses|aims? to|forms? part|formed part|took place|takes place|ha(?:s|ve) taken place|"
    r"began|started|ensures?|provides?|"
    r"gives?|equips?|reached|enables?|contains?|contained)\b",
    re.IGNORECASE,
)
# A row of a table of figures: "staff trained: 412", "completion of e-learning 96%".
MEASURED = re.compile(
    r"\b(?:trained|training|e-?learning|courses?|modules?|workshops?|awareness)\b[^.;]{0,80}?"
    r"(?<![\d,.])\d[\d,.]{0,5}\s?%|"
    r"\b(?:staff|employees|colleagues|people|managers|workers|suppliers|persons|buyers)\b[^.;]{0,40}?\btrained\b"
    r"[^.;\d]{0,60}(?!(?:19|20)\d\d\b)\d",
    re.IGNORECASE,
)
TARGET = re.compile(
    r"\b(?:targets?|goals?|aims?|plan\w*|by 20[2-9]\d|to be|will|not|risk\w*|score\w*)\b", re.IGNORECASE
)
# So many people did it, whatever else the sentence says.
COUNTED = re.compile(
    r"(?<![\d,.])\d[\d,.]*%?\s+(?:\w+\s+){0,5}?(?:have |has |had )?(?:completed|attended|took|undertook|"
    r"received|passed|done|taken|finished|joined|watched)\b|"
    rf"\b{NOUN}\b[^.;]{{0,60}}?(?::|\s[–—-])\s*(?:over |more than )?\d[\d,.]*\s+(?:\w+\s+){{0,2}}?(?:completions?|"
    r"attendees|attendances?|participants|delegates|learners)\b|"
    rf"\b{NOUN}\b[^.;]{{0,60}}?\b(?:completed|attended|taken|undertaken|delivered|given) by\b(?! 20)|"
    rf"\b{NOUN}, which [^.,;]{{1,60}}, (?:covers?|covered|includes?|included)\b",
    re.IGNORECASE,
)
TRAINED = re.compile(
    r"\b(?:worked|partnered|teamed)\b[^.;]{0,60}\bto (?:train|educate|upskill|brief)\b|"
    r"\b(?:(?:has|have|had|were|was|are|is|been|also|now|already|fully|regularly|be|all|"
    r"being)\s+(?:\w+\s+){0,2}?(?:trained|briefed|coached|instructed|educated|"
    r"upskilled)\b(?! (?:and experienced|engineers|professionals))|"
    r"(?:we|company|group|team|it|university|council|trust|business|also|regularly|and|who|"
    r"which)\s+(?:\w+\s+){0,2}?(?:trains?|trained|briefed|coached|instructed|upskilled|educates?|educated)\s+|"
    r"(?:trained|briefed|coached|instructed)\s+(?:over|more than|all|\d|our|the|\w+ty|members|staff|buyers)|"
    r"(?<![\d,.])\d[\d,.]*%?\s+(?:\w+\s+){0,5}(?:trained|briefed|coached|instructed))",
    re.IGNORECASE,
)
GERUND = re.compile(
    rf"(?:^|\b(?:by|as well as|in addition to|invest(?:s|ed)? in|include[sd]?|including|through|of|involve[sd]?|"
    rf"on|:)\s+)(?:(?:the|our)\s+)?(?:(?:continued|"
    rf"regular|annual|mandatory)\s+)*(?:provid|deliver|conduct|roll|complet|undertak|introduc|hold|runn|giv|attend|"
    rf"cascad|implement|"
    rf"launch|educat|train)(?:ing|ion|y)\b(?:[^.;]{{0,110}}?\b{NOUN}\b|\s+(?:all|our|staff|employees|colleagues|"
    rf"managers|relevant|key|buyers|the))",
    re.IGNORECASE,
)
BARE = re.compile(
    rf"^(?:[\w'’/-]+\s+){{0,8}}?{NOUN}\b(?:\s+(?:sessions?|programmes?|modules?|courses?))?\s+(?:for|to|on|of|in|"
    rf"about|across)\s+[^.;]{{8,}}\.?$",
    re.IGNORECASE,
)
FULL_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can|may|must|should|we|our)\b", re.IGNORECASE)
# Not yet, not by us, or not at all.
NOT_GIVEN = re.compile(
    r"\b(?:will|shall|would|should|(?-i:may|might)|could|can|plan(?:s|ned|ning)? (?:to|for|on)|planned|intend(?:s|"
    r"ed|ing)?|intention|endeavou?rs? to|tr(?:y|ies|ying) to|aims? (?:to|is|for|that)|our aim|"
    r"aiming to|propos\w+|expect(?:s|ed|ing)? (?:to|our|all|"
    r"that|suppliers)|"
    r"going to|look(?:s|ing)? to|hop(?:e|es|ed|ing) to|seek(?:s|ing)? to|consider(?:ing|s)?|explor(?:e|es|ing)|"
    r"develop(?:ing)? (?:a|an|our|the|new|further|bespoke|training|modern)|are developing|is developing|"
    r"being developed|under development|in development|"
    r"(?:is|are)(?: currently| now)? (?:collaborating|working|looking|creating|"
    r"designing|preparing)|to be (?:used|put|made)|in (?:the )?process of|reviewing (?:our|the|its)|"
    r"(?:evaluat|discuss|assess|review)\w+ (?:whether|training)|"
    r"next (?:financial )?year|in the (?:coming|next|future)|"
    r"(?:is|are|be|was|were|made)(?: also)? (?:freely |readily |now )?available|available (?:to|on|for|through|via)|"
    r"have access|has access|access to|accessible|opportunity|upon request|on request|where (?:appropriate|"
    r"necessary|required)[^.]{0,10}may|"
    r"commit(?:ted|s|ment)? to|recogni[sz]es? (?:that|the importance)|recogni[sz]e (?:that|the importance)|"
    r"importan(?:t|ce)|goal|target(?:s)? for|objective|priorit\w+|need(?:s|ed)? to|needs?\b|needed|to be (?:provided|"
    r"delivered|trained|given|rolled|developed|completed|undertaken)|"
    r"(?:is|are) due\b|due to (?:be|launch|start|attend|begin|receive)|(?:is|are) to (?:have|be|receive|undergo|"
    r"attend|complete|take|begin|start)|to have (?:completed|attended|received|undertaken) [^.;]{0,80}\bby\b|"
    r"(?:in|under) preparation|being (?:prepared|written|designed|drawn up)|scheduled|recommend\w* (?:that|to)|"
    r"upcoming|forthcoming|future|not|no|nor|never|none|without|yet to|cannot|"
    r"encourag\w+|invit(?:e|es|ed)|if|by 20[2-9]\d|where needed|unable|lack|strive|once (?:the|this|we|our|it)|"
    r"wants? (?:to|all|every|each|our)|"
    r"(?:asked|tasked|agreed|decided|resolved) [^.;]{0,40}?\bto (?:arrange|provide|deliver|give|organi[sz]e|"
    r"train)|to be (?:introduced|confirmed)|number of [^.;]{0,40}? to \w+|responsibility for (?:training|"
    r"providing|ensuring)|responsib\w+ (?:for|to) (?:ensur|"
    r"provid|deliver|mak)\w*|may include)\b",
    re.IGNORECASE,
)
# In these the words above say nothing against training that was given.
HARMLESS = re.compile(
    r"\b(?:so that [^.;]*|to (?:ensure|make sure|enable|help|equip|raise|understand|identify|recogni[sz]e|increase|"
    r"improve|provide a|support|inform|reinforce|highlight|remind)\b"
    r"(?:(?!\b(?:intends?|plans? to|hopes?|proposes?|we (?:will|shall|aim))\b)[^.;,]){0,160}|"
    r"(?:who|they|staff|employees|colleagues) (?:may|might|can|could|should|will) "
    r"(?!(?:(?:all|also|now|then|each) )?(?:be|have|need|complete|attend|undergo|undertake|receive|take|get)\b)[^.;,]*|"
    r"how (?!we\b|our\b)[^.;]*|"
    r"what to do if[^.;,]*|if (?:\w+ ){1,5}(?:suspect\w*|raised|identified|found|arises?)\b[^.;,]*|"
    r"(?:the )?(?:\w+ )?steps to (?:be taken|take)\b[^.;,]*|not only|continues? to be|"
    r"whether or not|no (?:less|fewer) than|if they [^.;,]*|"
    r"(?:which|that|this|and) (?:will|can|may) (?:be (?:reviewed|refreshed|repeated|updated)|help|enable|continue|"
    r"ensure)[^.;]*|importance of (?:reporting|raising|identifying|speaking|this)[^.;]*|"
    r"expected to (?:complete|undertake|attend|undergo)|as (?:needed|required|appropriate)|needs of|(?:is|"
    r"are) (?:required|obliged) to|must (?:pass|complete|undertake|undergo|attend|receive|take)|potential[^.;,]*|"
    r"(?:identif\w+|recogni[sz]\w+|spot\w*|signs?|understand\w*|awareness of|aware of)[^.;,]{0,120}(?:should|may|"
    r"might|can|could|not|if)\b|not tolerated?|in line with our commitment[^.;,]*|as part of our commitment[^.;,]*|"
    r"(?:who|that|which) (?:\w+ ){0,3}?needs? ?(?:it|them|this)?|needs-based|forms? [^.;,]{0,30}(?:may|can) take)",
    re.IGNORECASE,
)
OTHERS_TRAIN = re.compile(
    r"\b(?:(?:require|expect|ask|encourage)s? (?:our |all |that )?(?:business partners|suppliers|contractors|"
    r"subcontractors|partners|third parties)|"
    r"(?:suppliers|contractors|business partners|agencies) (?:should|must|provide|give|train|are (?:required|"
    r"expected|asked))|"
    r"(?:requires?|obliges?|asked) (?:the |our |all |that |its |any )?(?:\w+ )?(?:(?:sub)?contractors?|"
    r"suppliers?|agenc(?:y|ies)|partners?)\b|how (?:it|they|(?:our |the )?suppliers) trains?|"
    r"(?:told us|confirmed|assured us|says?|said) that (?:it|they|its|their|all (?:of )?(?:its|their))\b|"
    r"for (?:our |its )?(?:clients|customers|tenants|pupils|students|(?:the |members of the )?public)\b(?!-)|"
    r"(?:training|courses?|sessions?|modules?)\b[^.;]{0,30}? to (?:our |its )?(?:clients|customers|schools|colleges|"
    r"learners|pupils|students|undergraduates|the public)\b|"
    r"training provider|provid\w+ for (?:the )?training|trained in the use|train(?:ing)? (?:stations?|journeys?|"
    r"services?))\b",
    re.IGNORECASE,
)
# Trained in their trade.
SKILLED = re.compile(
    r"\b(?:highly|well|suitably|professionally|expertly|technically)[ -]trained\b|\btrained (?:as|accordingly|"
    r"to (?:deliver|provide|offer|operate|drive|use|serve|check)|to (?:[\w-]+ ){0,2}standards?)\b|"
    r"\b(?:skilled and trained|trained and (?:skilled|competent)|trained [^.;]{0,30}?to (?:the|"
    r"a) high\w* standards?)\b|\b(?:fully|experienced and) trained (?:and \w+ )?(?:team|"
    r"staff|employees|people|workforce|colleagues|drivers|personnel)\b|\btrained (?:for|in) (?:the |their )?"
    r"(?:activities|tasks|jobs?|work|duties|roles?)\b",
    re.IGNORECASE,
)
CLAUSES = re.compile(
    r"[;:]\s|\s[–—-]\s|,?\s+\b(?:but|whilst|while|although|however)\b|,\s+(?=and\b|which\b|so\b|with\b)|"
    r"\band\s+(?=(?:we\s+)?(?:will|plan|intend|aim|shall|are (?:planning|developing|committed)|is (?:planning|"
    r"developing)|have|has|expects?|requires?|asks?|in 20))",
    re.IGNORECASE,
)
MIN_WORDS = 5  # of a list item that tells of a deed; a heading has fewer
DONE = re.compile(rf"\b{DOING}\b", re.IGNORECASE)


# Headings and lead-ins over what is still to come.
PLANS = re.compile(
    r"\b(?:next steps?|future|further steps?|further actions?|plans?|planned|looking (?:ahead|forward)|"
    r"going forward|goals?|objectives?|targets?|"
    r"ambitions?|priorities|commitments?|areas (?:for|of) improvement|next year|coming year|20[2-9]\d goals?|"
    r"(?:still |yet )?to (?:do|be done)|what(?: is|['’]s) next|outstanding)\b",
    re.IGNORECASE,
)
# A list item that begins with a deed to be done.
TO_DO = re.compile(
    r"\W*(?:provide|deliver|develop|roll out|conduct|run|hold|introduce|implement|continue|extend|expand|complete|"
    r"train|launch|review|"
    r"increase|improve|ensure|offer|give|carry out|raise|organise|undertake|create|refresh|embed|educate|build)\b",
    re.IGNORECASE,
)
PERFECT = re.compile(
    r"\b(?:has|(?<!to )have|had|was|were|been|delivered|trained|completed|provided|held|ran|rolled out|launched|"
    r"attended|"
    r"received|"
    r"introduced|took|gave|undertaken)\b",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:will|shall|aim|aims|plan|plans|intend|target|goal|not|no|to be|by 20[2-9]\d)\b", re.IGNORECASE
)
FINITE = re.compile(r"\b(?:we|is|are|was|were|has|(?<!to )have)\b", re.IGNORECASE)
# A list item goes on from its lead-in whatever stands in its own clauses: "ensuring that all staff are aware".
ITEM = re.compile(r"\W*(?!(?:train|learn|brief|dur|follow|includ)ing\b)[a-z]\w+ing\b", re.IGNORECASE)
