from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

FIRST_OF_JUNE = relativedelta(month=6, day=1)


class HeatingLedgerImport(models.Model):
    """A hand-kept ledger that is taken over into the archive.

    The preview reads the workbook, counts, lists what is refused and sets aside the
    rows that come in, in batches; it writes nothing to the archive. The import then
    works the batches off in the background. What the archive has already is left as it
    is, so the same ledger may be imported again at any time.

    ====================  =============  ==============
    act                   archive clerk  administrator
    ====================  =============  ==============
    preview               yes            yes
    import, stop, go on   no             yes
    ====================  =============  ==============
    """

    _name = "heating.ledger.import"
    _description = "Ledger Import"
    _inherit = ["mail.thread"]
    _order = "id DESC"
    _check_company_auto = True

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    file = fields.Binary(
        string="Workbook", attachment=True, copy=False, help="An .xlsx file."
    )
    filename = fields.Char(copy=False)
    states_from = fields.Date(
        required=True,
        default=lambda self: self._get_default_states_from(),
        help="A ledger says that a household is stopped or not opened, but not since "
        "when. Households that are stopped count as supplied before this day and as "
        "stopped from this day on; choose a day between two seasons.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("previewed", "Previewed"),
            ("importing", "Importing"),
            ("stopped", "Interrupted"),
            ("done", "Done"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    imported_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    done_at_start = fields.Integer(
        readonly=True,
        copy=False,
        help="Rows that were imported before the last start, for the rate.",
    )
    row_count = fields.Integer(
        string="Rows",
        readonly=True,
        copy=False,
        help="Rows of the sheet of households.",
    )
    importable_count = fields.Integer(
        string="Households",
        readonly=True,
        copy=False,
        help="Households that are read right.",
    )
    existing_count = fields.Integer(
        string="In the Archive",
        readonly=True,
        copy=False,
        help="Households of the ledger that the archive has already: left as they are.",
    )
    new_count = fields.Integer(
        string="New", readonly=True, copy=False, help="Households to be imported."
    )
    refused_count = fields.Integer(
        string="Refused", readonly=True, copy=False, help="Rows that cannot come in."
    )
    repeated_count = fields.Integer(
        string="Repeated",
        readonly=True,
        copy=False,
        help="Rows that say again what an earlier one says.",
    )
    built_area = fields.Float(
        string="Area (m²)",
        readonly=True,
        copy=False,
        digits=(16, 2),
        help="Built area of the households that are read right.",
    )
    line_ids = fields.One2many(
        "heating.ledger.import.line", "import_id", string="Left Out", readonly=True
    )
    batch_ids = fields.One2many(
        "heating.ledger.import.batch", "import_id", readonly=True
    )
    line_count = fields.Integer(compute="_compute_line_count")
    todo_count = fields.Integer(
        string="Rows to Import", compute="_compute_progress", compute_sudo=True
    )
    done_count = fields.Integer(
        string="Rows Imported", compute="_compute_progress", compute_sudo=True
    )
    failed_count = fields.Integer(
        string="Rows Not Saved", compute="_compute_progress", compute_sudo=True
    )
    progress = fields.Float(
        compute="_compute_progress", compute_sudo=True, help="In per cent."
    )
    rate = fields.Float(
        string="Rows a Second",
        compute="_compute_progress",
        compute_sudo=True,
        digits=(16, 1),
    )
    seconds_left = fields.Integer(compute="_compute_progress", compute_sudo=True)

    # two imports at once would race for the same household numbers
    _one_at_a_time = models.UniqueIndex(
        "(company_id) WHERE state = 'importing'",
        "Another ledger is being imported: wait until it is done.",
    )

    # === COMPUTE METHODS === #

    @api.model
    def _get_default_states_from(self):
        """The latest first of June, which lies between two seasons."""
        today = fields.Date.context_today(self)
        first_of_june = today + FIRST_OF_JUNE
        if first_of_june > today:
            first_of_june -= relativedelta(years=1)
        return first_of_june

    @api.depends("filename")
    def _compute_name(self):
        for ledger in self:
            stem = (ledger.filename or "").rpartition(".")[0]
            ledger.name = stem or ledger.name or self.env._("Ledger")

    def _compute_line_count(self):
        counts = dict(
            self.env["heating.ledger.import.line"]._read_group(
                [("import_id", "in", self.ids)], ["import_id"], ["__count"]
            )
        )
        for ledger in self:
            ledger.line_count = counts.get(ledger._origin, 0)

    @api.depends("state")
    def _compute_progress(self):
        sums = {
            ledger: (rows, done, failed)
            for ledger, rows, done, failed in self.env[
                "heating.ledger.import.batch"
            ]._read_group(
                [("import_id", "in", self.ids)],
                ["import_id"],
                ["row_count:sum", "done_count:sum", "failed_count:sum"],
            )
        }
        now = fields.Datetime.now()
        for ledger in self:
            rows, done, failed = sums.get(ledger._origin, (0, 0, 0))
            ledger.todo_count = rows
            ledger.done_count = done
            ledger.failed_count = failed
            ledger.progress = 100.0 * (done + failed) / rows if rows else 0.0
            if ledger.state == "done" and not rows:
                ledger.progress = 100.0
            seconds = (
                ((ledger.finished_at or now) - ledger.started_at).total_seconds()
                if ledger.started_at
                else 0
            )
            done_since = max(done - ledger.done_at_start, 0)
            ledger.rate = done_since / seconds if seconds else 0.0
            ledger.seconds_left = (
                int((rows - done - failed) / ledger.rate)
                if ledger.rate and ledger.state == "importing"
                else 0
            )

    # === CRUD METHODS === #

    @api.model
    def _get_protected_fields(self):
        """Fields that only the steps of the import write; addons above add theirs."""
        return {
            "state",
            "imported_by_id",
            "started_at",
            "finished_at",
            "done_at_start",
            "line_ids",
            "batch_ids",
            *self._get_result_fields(),
        }

    @api.model
    def _get_result_fields(self):
        """Numeric fields that say what the preview found."""
        return [
            "row_count",
            "importable_count",
            "existing_count",
            "new_count",
            "refused_count",
            "repeated_count",
            "built_area",
        ]

    def _check_unprotected(self, vals):
        if not self.env.su and self._get_protected_fields() & set(vals):
            raise UserError(self.env._("Use the buttons of the ledger import."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_unprotected(vals)
        return super().create([{"state": "draft", **vals} for vals in vals_list])

    def write(self, vals):
        self._check_unprotected(vals)
        source = {"file", "company_id"} & set(vals)
        if source or "states_from" in vals:
            for ledger in self:
                if ledger.state not in ("draft", "previewed"):
                    raise UserError(
                        self.env._(
                            "%(name)s has been imported: begin a new import.",
                            name=ledger.name,
                        )
                    )
        result = super().write(vals)
        if source:
            # a preview of another file is no preview
            self.filtered(lambda ledger: ledger.state == "previewed")._forget_preview()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_imported(self):
        if any(ledger.state not in ("draft", "previewed") for ledger in self):
            raise UserError(self.env._("An import that was begun stays on file."))
