import unicodedata

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# the length of a word that trigrams cannot find
PAIR = 2


class HeatingHousehold(models.Model):
    """How households are found: any part of one normalised text, words in any order.

    Three characters and more are found by trigrams. Two Chinese characters have none,
    so PostgreSQL keeps the pairs of neighbouring characters beside the text, in a
    column that only it writes.
    """

    _inherit = "heating.household"

    search_text = fields.Char(
        compute="_compute_search_text", store=True, index="trigram"
    )

    def init(self):
        """Let PostgreSQL keep the pairs of ``search_text``, with an index on them."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION heating_bigrams(value text) RETURNS text[]
                LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
                SELECT array_agg(DISTINCT pair)
                  FROM (SELECT substr(value, start, 2) AS pair
                          FROM generate_series(1, length(value) - 1) start) pairs
                 WHERE strpos(pair, ' ') = 0
            $$;
            ALTER TABLE heating_household
                ADD COLUMN IF NOT EXISTS search_bigrams text[]
                GENERATED ALWAYS AS (heating_bigrams(search_text)) STORED;
            CREATE INDEX IF NOT EXISTS heating_household_search_bigrams_index
                ON heating_household USING gin (search_bigrams);
            """
        )
        return super().init()

    # === COMPUTE METHODS === #

    @api.depends(
        "number", "address", "customer_id.name", "customer_id.phone", "payer_id.name"
    )
    def _compute_search_text(self):
        for household in self:
            parts = (
                household.number,
                household.customer_id.name,
                household.customer_id.phone,
                household.payer_id.name,
                household.address,
            )
            household.search_text = self._normalise_search(
                " ".join(part for part in parts if part)
            )

    # === SEARCH === #

    @api.model
    def _normalise_search(self, text):
        """Fold what people type: half-width, lower case, no double blanks.

        :param str text: any text
        :return: the text as it is kept in ``search_text``
        :rtype: str
        """
        return " ".join(unicodedata.normalize("NFKC", text or "").lower().split())

    @api.model
    def _get_search_domain(self, text):
        """Domain for households that contain each word of *text* in any order.

        :param str text: any part of number, name, phone or address
        :rtype: Domain
        """
        return Domain.AND(
            [
                self._get_pair_domain(word)
                if len(word) == PAIR
                else Domain("search_text", "ilike", word)
                for word in self._normalise_search(text).split()
            ]
        )

    @api.model
    def _get_pair_domain(self, pair):
        """Domain for households whose search text contains two characters in a row.

        :param str pair: two normalised characters, no blank
        :rtype: Domain
        """

        def to_sql(model, alias, _query):
            field = model._fields["search_text"]
            bigrams = SQL.identifier(alias, "search_bigrams", to_flush=field)
            return SQL("%s @> ARRAY[%s]::text[]", bigrams, pair)

        return Domain.custom(
            to_sql=to_sql,
            predicate=lambda household: pair in (household.search_text or ""),
        )

    @api.model
    def _search_display_name(self, operator, value):
        if operator in ("ilike", "like", "=ilike", "=like") and isinstance(value, str):
            return self._get_search_domain(value)
        return super()._search_display_name(operator, value)
