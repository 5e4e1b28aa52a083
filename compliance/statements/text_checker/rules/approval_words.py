"""The words by which statements tell of approval: of the statement or of something else, given or still to come."""

import re

APPROVING = (
    r"(?:approv(?:ing (?:body|authority)|er)|approv(?:ed|es|e|ing)|"
    r"adopt(?:ed|s)?|ratif(?:ied|ies|y)|endors(?:ed|es|e)|authori[sz](?:ed|es)|sanctioned|"
    r"signed[- ]off|agreed|accepted|passed|g[ai]ve[sn]? (?:its |their |full |formal ){0,2}approval(?: (?:to|of|for))?)"
)
VERB = re.compile(rf"\b{APPROVING}\b", re.IGNORECASE)
STATEMENT = re.compile(
    r"(?<!appetite )(?<!financial )(?<!mission )(?<!vision )(?<!tax )(?<!strategy )\bstatements?\b|"
    r"\b(?:the|this|our) draft(?= (?:was|were|has|had|went)\b)|"
    r"\b(?:this|the (?:above|foregoing)|slavery(?: act)?|trafficking|transparency) (?:documents?|reports?|"
    r"disclosures?|declarations?)\b",
    re.IGNORECASE,
)
# "The policies listed in this statement": they are what was approved.
HEAD_IS_OTHER = re.compile(
    r"^\W*(?:the|our|all|these|its|each of the|those)\s+(?:[\w'’-]+\s+){0,3}?(?:polic(?:y|ies)|codes?|steps|"
    r"measures|plans?|targets?|"
    r"procedures?|standards|goals|actions|commitments)\s+(?:listed|described|set out|referred|mentioned|contained|"
    r"in|which|that|"
    r"named|outlined|above|below)\b",
    re.IGNORECASE,
)
OTHER_THING = re.compile(
    r"\b(?:polic(?:y|ies)|codes?|charters?|budgets?|accounts|plans?|strateg(?:y|ies)|programmes?|frameworks?|"
    r"procedures?|"
    r"standards?|training|suppliers?|contracts?|targets?|objectives?|goals?|roadmap|dividend|terms|investments?|"
    r"proposals?|processes|appointments?|vendors?|measures?)\b",
    re.IGNORECASE,
)
# What stands between the verb and "by", and speaks of something else that is done.
OTHER_DEED = re.compile(
    r"\b(?:monitored|overseen|led|prepared|developed|presented|submitted|managed|supported|drafted|written|produced|"
    r"owned|sponsored|championed|implemented|communicated|followed|read|used|created|compiled)\b",
    re.IGNORECASE,
)
BY = re.compile(r"\b(?:by|from)\b:?", re.IGNORECASE)
# "will be", "must be", "to be", "once", "not": nothing was approved.
NOT_DONE = re.compile(
    r"(?:\b(?:will|shall|would|must|should|may|might|can|could|to|cannot)\b(?:\s+(?:also|then|first|always|only|"
    r"next|both))?\s+(?:be|have)\b|"
    r"\b(?:not|never|yet to be|until|once|when|unless|if|before|awaiting|pending|will|shall|must|should|may|"
    r"would|can|cannot)\b|\bto\b(?=(?:\s+(?:also|formally|fully|(?:consider|review|discuss)\s+(?:and|&)))?\s*$))"
    r"(?:\s+(?:it|is|has|have|been|being|be|yet|also|formally|fully|annually|duly|review(?:ed)?|consider(?:ed)?|"
    r"updated?|discuss(?:ed)?|and|&|"
    r"signed|agreed|approved|published|presented|regularly|then|again|both|seek|continue|submit|re))*\s*-?$",
    re.IGNORECASE,
)
REQUIRED = re.compile(
    r"\b(?:(?<!as )(?<!where )requir(?:es?|ed|ing|ements?)|obliges?|obligation|stipulates?|recommends?|guidance|"
    r"in order to comply)\b(?! approval)",
    re.IGNORECASE,
)
UNDER_THE_ACT = re.compile(r"\b(?:section 54|the Act|requirements?|regulations?)\b.*", re.IGNORECASE)
AT_MEETING = re.compile(r"\b(?:at|in|during|following|through)\b[^.;]{0,80}?\bmeetings?\b[^.;]{0,80}", re.IGNORECASE)
# What stands before the verb and changes nothing about who did it.
TRAILING = re.compile(
    r"(?:[\s,]|\b(?:has|have|had|also|formally|duly|considered|reviewed|discussed|read|and|fully|unanimously|hereby|"
    r"therefore|each|collectively|jointly|carefully|subsequently|recently|then|all|did|does|endorsed|adopted|approved|"
    r"supports?|fully|annually|reviews|considers|noted|received|confirm(?:s|ed)? that (?:it|they)(?: has| have)?|"
    r"who))+$",
    re.IGNORECASE,
)
# "It has also been fully", "Version 3.1", "Date": words before the verb that name nothing.
HELPING = re.compile(
    r"^(?:\W|\d|\b(?:as|this|it|which|that|then|and|the above|has|have|had|been|was|were|is|are|being|also|formally|"
    r"duly|fully|reviewed|considered|discussed|by|version|v|date|dated|both|signed|agreed|updated|prepared|first|last|"
    r"policy statement|annually|unanimously|approval|(?:jan|febr)uary|march|april|may|june|july|august|"
    r"(?:sept|nov|dec)ember|october)\b)*",
    re.IGNORECASE,
)
# "It has been issued on behalf of the group, approved by": only a text is.
ISSUED = re.compile(r"(?:issued|published|made|produced|drawn up|written)\b[^,]*,\s*(?:and\s*)?$", re.IGNORECASE)
BETWEEN = re.compile(
    r"(?:\W|\b(?:which|that|has|have|had|been|was|were|is|are|being|also|formally|duly|fully|reviewed|and|"
    r"considered|updated|"
    r"signed|both|all|first|recently|as)\b)*",
    re.IGNORECASE,
)
# "This statement, which the Board has approved": what was approved stands before who did it.
RELATIVE = re.compile(
    r"\b(?:statement|disclosure|declaration)\b[^.;]{0,60}?,?\s(?:which|that)\s(?P<agent>[^.;,]{1,80}?)"
    r"(?:\s(?:has|have|formally|duly|fully|reviewed|considered|and))*\s*$",
    re.IGNORECASE,
)
RESOLVED = re.compile(r"\b(?:resolved|agreed|voted|decided|pleased|happy|proud)(?: unanimously)? to\s*$", re.IGNORECASE)
# A hyphen ends no word here: were it both, a line of hyphens would be cut in more ways than can be tried.
OBJECT = re.compile(
    r"^\W*(?:(?:and|signed|endorsed|adopted|approved|authori[sz]ed|reviewed|supports?|the|of|publication|issue|"
    r"release|contents?|"
    r"content|for|both)\W+)*(?:[\w'’&-]++\W+){0,9}?(?:[\w'’&-]*-)?(?:statement|disclosure|declaration|report)\b|"
    r"^\W*(?:(?:and|signed)\W+)?(?:it|this document|the above)\b",
    re.IGNORECASE,
)
# Under it "this policy" is the text itself.
HEADING = re.compile(
    r"[\d.\s]*(?:(?:board|director|trustee|council|governor|final)\w*['’]?s?['’]? )?(?:approval|sign[- ]?off)"
    r"(?: (?:of|for|by)(?: \w+){1,5})?[\s:]*",
    re.IGNORECASE,
)
# "Board approval" over a sentence is a heading, and the sentence speaks for itself.
NO_HEADING = r"(?!\s+(?-i:This|The|Our|We|It)\b)"
NOUN = re.compile(
    r"\b(?:board(?: of (?:directors|trustees|governors))?|trustees?['’]?|council|governing body|directors['’]|"
    r"members['’]|"
    r"partners['’])(?:['’]s)?(?:[- ]level)?(?:[- ]approval|-approved|[ ]approved(?=\s*(?:[:–-]|on\b|\d|$)))\b"
    rf"{NO_HEADING}|\b(?:approval|adoption|authori[sz]ation|endorsement|agreement|"
    rf"resolution)\b{NO_HEADING}[^.;]{{0,40}}?\b(?:by|of|"
    r"from)\b(?P<agent>[^.;\n]{0,90})",
    re.IGNORECASE,
)
NOUN_NOT_DONE = re.compile(
    r"\b(?:subject to|pending|awaiting|seek(?:s|ing)?|requir(?:es?|ing)|for|will|shall|before|prior to|obtain|until|"
    r"needs?|without)\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)
# "It went to the lawyers before being approved by the board": what came before is told as past, so this is too.
CAME_BEFORE = re.compile(r"\b(?:before(?: being)?|prior to(?: its| being)?)\s*$", re.IGNORECASE)
PAST = re.compile(
    r"\b(?:was|were|went|had|ha(?:s|ve) been|looked|considered|reviewed|discussed|scrutinised|circulated|commented|"
    r"checked|passed|read|drafted)\b",
    re.IGNORECASE,
)
STILL_TO_COME = re.compile(
    r"\b(?:will|shall|must|should|would|(?-i:may)|can|cannot|to be|not|(?:is|was) (?:still )?(?:sought|needed|required|"
    r"awaited|pending|due|refused))\b",
    re.IGNORECASE,
)
# "Put to the Board on 3 June, which approved it": the one spoken of last did.
BY_WHICH = re.compile(
    r"\b(?:to|by|before|with)\s(?P<agent>(?:(?!\b(?:to|by|before|with)\b)[^.;,]){1,60}?)(?:\s(?:on|in)\s[^.;,]{1,20})?,?"
    r"\s(?:which|who)(?:\s(?:has|have|then|duly|formally|unanimously))*\s*$",
    re.IGNORECASE,
)
# "The views of the Board …, approved at its October meeting".
ITS_MEETING = re.compile(r"\s*at (?:its|their)\b", re.IGNORECASE)
BY_COMMITTEE = re.compile(r"\bcommittee\b[^.;,]{0,30},?\s*$", re.IGNORECASE)
BEHALF = re.compile(
    r"\b(?:(?:on|in|for and) (?:the )?behalf(?: of)?|by (?:order|authority|resolution) of|(?:with|"
    r"under) the (?:full )?authority of)(?P<agent>[^.;,\n]{0,90})",
    re.IGNORECASE,
)
BEHALF_VERBS = re.compile(
    r"\b(?:sign(?:ed|s|ing)|signature|approv\w+|authori[sz]ed|issued|endorsed|statement|published|made|yours|"
    r"executed|for and(?: on)?)\b",
    re.IGNORECASE,
)
REVIEWED = re.compile(r"\b(?:reviewed|considered|scrutinised|noted|discussed|supported|overseen)\b", re.IGNORECASE)
