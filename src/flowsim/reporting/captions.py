"""Words of the report: what stands under each figure, what the model leaves out, which tensions are kept."""

from __future__ import annotations

from flowsim.domain.codes import DRUGS

FAN = (
    "Grey: the baseline, nothing new; colour: the policy. The line is the median world, the bands hold the middle 50 "
    "and 90 % of worlds. "
)
ROLLING = "Each point covers the weeks before it, so that effects appear gradually after the dashed line."
PUBLISHED = "Numbers as agencies would publish them; points are data, and none after 2016 was used."

LINES = (
    "Dashed: the median world of the baseline, in grey its middle 50 and 90 %; colour: the median world under each "
    "policy. Policies that change nothing here lie on top of the baseline. "
)
BOOKS = (
    "Heights are kilograms, pure (marijuana as it is), and add up at every bar: what comes in goes out or changes "
    "stocks. Dark grey: seized or lost; light grey: change of stock. Means over worlds; each drug has its own scale, "
    "the same in both years. Cocaine begins where it leaves Colombia for Mexico; other cocaine joins in the US."
)
ROUTES = (
    "The baseline and the policy under which most kilograms change their crossing, on one scale. Lines join the middle "
    "of the origins with each crossing and show quantities, not roads; colour as on the map above. The share that "
    "others gain is an account of where flows went, not a causal claim. "
)

DOLLARS = (
    "Heights are dollars and add up at every bar, from first sales to what they pay for. Margins: the part of US "
    "distribution above import prices that the organisations hold. Cash hidden in the US and brought out again stays "
    "inside the street cash; frozen money is net of what was given back; tolls between organisations cancel out. "
)

CAPTIONS = {
    "deaths_opioid": FAN
    + "All opioid overdose deaths of the model, whichever code a certificate would carry, among them deaths of users "
    "of stimulants by fentanyl. " + ROLLING,
    "deaths_stimulant": FAN
    + "A death with fentanyl and a stimulant is in this figure and in the one before; all overdose deaths count it "
    "once. " + ROLLING,
    "deaths_heroin": FAN + "Deaths may carry several codes: never add this figure to the next one. " + PUBLISHED,
    "deaths_synthetic": FAN + "Code T40.4 also counts pharmaceutical fentanyl. " + PUBLISHED,
    "deaths_psychostimulants": FAN + "Code T43.6 counts methamphetamine and its kin. " + PUBLISHED,
    "deaths_cocaine": FAN + "Many of these deaths carry T40.4 as well. " + PUBLISHED,
    "homicides": FAN
    + "All homicides of Mexico, between organisations and other, as deaths are registered. "
    + PUBLISHED,
    "homicides_organised": FAN + "Those that follow from members, prize, contestation, leaders and guns. " + ROLLING,
    "members": FAN + "Exporters, local groups and groups that split off. " + ROLLING,
    "recruits": FAN + "Who joins, by pay against legal wages, risk and programmes, or by force. " + ROLLING,
    "homicide_map": "Left: how many (areas, numbers) and how many per 100,000 people (colour). Right: the policy under "
    "which homicide by state changes most, numbers at the states where most deaths are added or averted. Inputs by "
    "state end with 2014.",
    "prices": LINES + "A higher price per pure gram means a scarcer drug; purity falls where the price rises.",
    **{
        f"price_{drug}": FAN + "A higher price per pure gram means a scarcer drug. " + ROLLING
        for drug in ("heroin", "methamphetamine", "cocaine")
    },
    "price_fentanyl": FAN + "Per gram of pure fentanyl, which replaces many grams of heroin. " + ROLLING,
    "price_marijuana": FAN
    + "Most marijuana is grown in the US by the end, and its price follows that supply. "
    + ROLLING,
    **{
        f"purity_{name}": FAN + "Of what is sold in the street. " + ROLLING
        for name in ("heroin", "methamphetamine", "cocaine")
    },
    "kilograms_history": BOOKS,
    "kilograms_horizon": BOOKS,
    "poppy": FAN + "Area standing when the survey looks, net of eradication, with the survey's error. " + PUBLISHED,
    "seizures_heroin": FAN
    + "More seized can mean better inspection or more traffic; alone it is no success. "
    + PUBLISHED,
    "seized_fentanyl": FAN + "Pure weight, all places; tiny beside what the drug does. " + ROLLING,
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
        "the middle of the poppy regions with each crossing and show quantities, not roads. Circles in the US: heroin "
        "consumed a year. Below: the same kilograms by stretch of border and way of crossing."
    ),
    "border_fentanyl": "As for heroin; lines begin at the middle of the laboratory regions, mail comes from abroad.",
    "border_methamphetamine": "As for heroin; lines begin at the middle of the laboratory regions.",
    "border_cocaine": (
        "As for heroin; lines begin in the middle of the landings on the Pacific (drawn at its large ports) and the "
        "southern border, by what each lands."
    ),
    "border_marijuana": "As for heroin; lines begin at the middle of the marijuana regions.",
    "routes_heroin": ROUTES,
    "routes_methamphetamine": ROUTES,
    "routes_marijuana": ROUTES + "The maps show what goes between ports of entry; the bars show every way.",
    "waits": LINES
    + "People and lorries wait less where lanes are added and more where each is looked at longer. Published waits of "
    "lorries are unreliable, so none are drawn. Last panel: the same worlds with and without the policy.",
    "money": (
        "Bars: what crosses, at import prices; black: profit, after goods, transport, tolls, wages and laundering, and "
        "with the margins of that part of US distribution which the organisations hold; purple: exports and those "
        "margins before any cost. Grey: the two ranges of the literature. Prices and quantities are calibrated to "
        "markets and are not bent to reach either range."
    ),
    "dollars": DOLLARS + "Baseline, means over worlds.",
    "dollars_policy": DOLLARS + "The policy that moves most street cash to other channels, on the baseline's scale.",
    "channels": (
        "Shares of street cash by channel, alike in colour within a group. Dashed: policies start; the policy is the "
        "one that moves most. Right: what it adds to and takes from each share, paired by seed; what leaves one "
        "channel shows up in others."
    ),
    "banks": (
        "Left: share of launderers' accounts with an alert, by the share of customers' accounts that have one; points: "
        "the usual threshold; dotted: a coin. Large: the five largest of a country; d: standard deviations between "
        "launderers and customers. Crosses: alerts that were read in simulated worlds, fewer where analysts are too "
        "few. The formula is that of one scheme at the usual number of banks, without sharing."
    ),
    "funnel": (
        "A year, log scale: each stage keeps a part of the one before. Reports about launderers are those about any "
        "crime; the unit cannot tell them from the rest and reads those that look worst. Cases are bounded by "
        "prosecutors, so that more reports alone need not mean more of them."
    ),
    "recovery": (
        "Left: cash seized in the US and going south, value stopped at third parties, and forfeitures, beyond the "
        "baseline of the same seed. Middle: programme cost, private payers included, over that gain; dashed: a dollar "
        "for a dollar; dotted lines have no upper end, because some worlds recover nothing. Programmes with other aims "
        "are charged in full. Right: customers that banks let go, beyond the baseline."
    ),
    "fit": (
        "History of the model against published data of 2012-2016, the only years used for fitting. Wide grey bars: "
        "the tolerance around each scored point; empty orange points: the model's mean lies outside. Grey panels are "
        "shown because they inform, and left unscored because they are too uncertain."
    ),
}

LEFT_OUT = (
    "Drugs other than " + ", ".join(DRUGS) + ". The supply of prescription opioids is not modelled; deaths from "
    "pharmaceutical fentanyl enter as a given stream.",
    "Violence, corruption, courts other than cases of laundering, recruitment and guns. A policy that works through "
    "them shows no effect here, and side effects on violence are invisible.",
    "Politics and macroeconomics: neither government reacts beyond the stated policies, and programme costs are direct "
    "costs only, without benefits to health or crime.",
    "Drugs and routes that nobody uses yet. Adaptation is limited to routes, modes, crops, chemistries and suppliers "
    "in the model.",
)

JUDGEMENT = (
    "What happens after 2016 is a projection: no later outcome was used to fit or to choose anything.",
    "Doses, ramps, full-effect sizes and costs of policies come from published evaluations where there are any and "
    "from judgement elsewhere; comparing policies compares these assumptions too.",
    "Intervals show noise and, where parameters are drawn, their ranges. They do not show that the model may be wrong.",
)

TENSIONS = (
    "Proceeds. The presentation, ICE, the State Department and NDIC say 18-30 bn USD a year or a like range; counted "
    "bottom-up, exports to US wholesalers come to 6-10 bn. The difference is the share of US distribution margins that "
    "the organisations hold, which nobody has measured.",
    "Heroin mass. ONDCP's potential production (81 t pure in 2016) exceeds consumption as RAND estimates it (about "
    "47 t) plus seizures of a few tonnes. Losses, other markets, stocks and over-estimated area share the gap as an "
    "explicit term; nothing is tuned to hide it.",
    "Poppy area. ONDCP and UNODC disagree in level and trend (28,000 ha against 26,100 ha in 2015).",
    "Naloxone. Published effects on deaths differ by a factor of ten; the range here is as wide.",
    "Fentanyl. Kilograms are few and impure, and weight seized says little: the model is held against deaths.",
)
