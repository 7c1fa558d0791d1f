"""The surcharge for high ceilings."""

from fractions import Fraction

from .errors import AssessmentError
from .exact import fraction, positive_ratio, ratio
from .results import Surcharge


class HeightRule:
    """An `OverHeight` rule, checked once for all households.

    Shenyang's price notice adds 10 % for each started 0.3 m above 3.5 m and leaves
    shops above 6 m to negotiation; Xi'an's measure prices in proportion above 3 m.

    :raise AssessmentError: `over_height_rule`, `negative`, `not_positive`, `not_exact`
    """

    __slots__ = ("_rule", "_threshold", "_step", "_rate")

    def __init__(self, rule):
        has_step = rule.step is not None
        if has_step == rule.proportional or has_step != (
            rule.rate_per_step is not None
        ):
            raise AssessmentError("over_height_rule")
        what = "over-height threshold"
        if rule.proportional:
            self._step = self._rate = None
            self._threshold = Fraction(*positive_ratio(rule.threshold, what))
        else:
            self._step = Fraction(*positive_ratio(rule.step, "over-height step"))
            self._rate = fraction(rule.rate_per_step, "over-height rate")
            self._threshold = fraction(rule.threshold, what)
        if rule.negotiate_above is not None:
            ratio(rule.negotiate_above, "height to negotiate above")
        self._rule = rule

    def surcharge(self, height, key):
        """Return the `Surcharge` for a ceiling, None where it is not too high.

        :param height: metres
        :param key: the key of the space, for the error
        :raise AssessmentError: `negotiated_height`, `negative`, `not_exact`
        """
        rule = self._rule
        metres = fraction(height, "height", space=key)
        limit = rule.negotiate_above
        if limit is not None and height > limit:
            raise AssessmentError(
                "negotiated_height", space=key, height=height, limit=limit
            )
        if height <= rule.threshold:
            return None
        if self._step is None:
            factor = metres / self._threshold - 1
            return Surcharge(height, rule.threshold, factor)
        # Rounded up: a started step is a step.
        steps = -((self._threshold - metres) // self._step)
        return Surcharge(
            height, rule.threshold, steps * self._rate, steps, rule.rate_per_step
        )
