"""Words of the report: what stands under each figure, what the model leaves out, which tensions are kept."""

from __future__ import annotations

from flowsim.domain.codes import DRUGS

FAN = (
    "Grey: the baseline, nothing new; colour: the policy. The line is the median world, the bands hold the middle 50 "
    "and 90 % of worlds. "
)
ROLLING = "Each point covers the weeks before it, so that effects appear gradually after the dashed line."
PUBLISHED = "Numbers as agencies would publish them; points are data, and none after 2016 was used."

CAPTIONS = {
    "deaths_opioid": FAN
    + "All opioid overdose deaths of the model, whichever code a certificate would carry. "
    + ROLLING,
    "deaths_heroin": FAN + "Deaths may carry several codes: never add this figure to the next one. " + PUBLISHED,
    "deaths_synthetic": FAN + "Code T40.4 also counts pharmaceutical fentanyl. " + PUBLISHED,
    "price_heroin": FAN + "A higher price per pure gram means a scarcer drug. " + ROLLING,
    "price_fentanyl": FAN + "Per gram of pure fentanyl, which replaces many grams of heroin. " + ROLLING,
    "poppy": FAN + "Area standing when the survey looks, net of eradication, with the survey's error. " + PUBLISHED,
    "seizures_heroin": FAN
    + "More seized can mean better inspection or more traffic; alone it is no success. "
    + PUBLISHED,
    "seized_fentanyl": FAN + "Pure weight, at the border and in the mail; tiny beside what the drug does. " + ROLLING,
    "forest": (
        "Difference between each policy and the baseline of the same seed, in per cent of the baseline. Thick: middle "
        "50 % of worlds, thin: middle 90 %; they show how far single worlds differ, not how well the mean is known. "
        "Green ground: improvement."
    ),
    "heatmap": (
        "Colour: share of worlds in which the outcome improves (blue) or worsens (orange); number: mean change in per "
        "cent of the baseline. A strong colour with a small number is a sure but small effect."
    ),
    "shifts": (
        "Mean change of what each place delivers or grows, policy by policy; the last column is the total. Orange next "
        "to purple in one row is a problem that moves rather than shrinks. Small changes are within the noise of "
        "single worlds."
    ),
    "border_heroin": (
        "Width: kilograms delivered through each crossing; colour: share of what reaches it that is seized. Lines join "
        "the middle of the poppy regions with each crossing and show quantities, not roads. Below: the same kilograms "
        "by stretch of border and way of crossing."
    ),
    "border_fentanyl": (
        "As above for fentanyl; lines begin at the middle of the laboratory regions, mail comes from abroad. Circles: "
        "opioid deaths a year by US census division."
    ),
    "fit": (
        "History of the model against published data of 2012-2016, the only years used for fitting. Grey bars: the "
        "tolerance around each scored point (25 %, for seizures at ports 40 %). Series marked as not scored are shown "
        "because they inform, and left unscored because they are too uncertain."
    ),
}

LEFT_OUT = (
    f"Drugs other than {' and '.join(DRUGS)}: methamphetamine, cocaine, marijuana and the supply of prescription "
    "opioids are not modelled; deaths from pharmaceutical fentanyl enter as a given stream.",
    "Money laundering, violence, corruption, courts, recruitment and guns. A policy that works through them shows no "
    "effect here, and side effects on violence are invisible.",
    "Politics and macroeconomics: neither government reacts beyond the stated policies, and programme costs are direct "
    "costs only, without benefits to health or crime.",
    "Drugs and routes that nobody uses yet. Adaptation is limited to routes, modes, crops and suppliers in the model.",
)

JUDGEMENT = (
    "What happens after 2016 is a projection: no later figure was used to fit or to choose anything.",
    "Doses, ramps, full-effect sizes and costs of policies come from published evaluations where there are any and "
    "from judgement elsewhere; comparing policies compares these assumptions too.",
    "Intervals show noise and, where parameters are drawn, their ranges. They do not show that the model may be wrong.",
)

TENSIONS = (
    "Heroin mass. ONDCP's potential production (81 t pure in 2016) exceeds consumption as RAND estimates it (about "
    "47 t) plus seizures of a few tonnes. Losses, other markets, stocks and over-estimated area share the gap as an "
    "explicit term; nothing is tuned to hide it.",
    "Poppy area. ONDCP and UNODC disagree in level and trend (28,000 ha against 26,100 ha in 2015).",
    "Naloxone. Published effects on deaths differ by a factor of ten; the range here is as wide.",
    "Fentanyl. Kilograms are few and impure, and weight seized says little: the model is held against deaths.",
)
