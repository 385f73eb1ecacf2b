"""Every figure there is."""

from clusters.statistics.effects import EFFECTS
from clusters.statistics.figures import Figure
from clusters.statistics.flows import FLOWS
from clusters.statistics.national import NATIONAL
from clusters.statistics.published import PUBLISHED
from clusters.statistics.questions import OF_QUESTIONS
from clusters.statistics.regional import REGIONAL

FIGURES: tuple[Figure, ...] = (*NATIONAL, *FLOWS, *OF_QUESTIONS, *REGIONAL, *PUBLISHED, *EFFECTS)
BY_NAME = {figure.name: figure for figure in FIGURES}
