import itertools

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.queue_job.exception import RetryableJobError

RETRY_SECONDS = 10
# a table that PostgreSQL believes to have fewer rows is looked at anew
SMALL_TABLE = 2000
# what a bad row can raise; anything else is a fault of the program or of the machine
ROW_FAULTS = (UserError, psycopg2.IntegrityError, psycopg2.DataError)
# thousands of new records need no message each
QUIETLY = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
}


class HeatingLedgerImportBatch(models.Model):
    """Rows of a ledger that one job imports in one transaction.

    The rows stand here as the preview read them, and go as they are imported. A job
    that is killed leaves the whole batch as it was; one that runs twice finds nothing
    to do.
    """

    _name = "heating.ledger.import.batch"
    _description = "Batch of a Ledger Import"
    _order = "import_id, id"

    import_id = fields.Many2one(
        "heating.ledger.import", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    kind = fields.Selection([("household", "Households")], required=True)
    sheet = fields.Char()
    rows = fields.Json(
        string="Open Rows", prefetch=False, help="Rows that are not imported yet."
    )
    row_count = fields.Integer(string="Rows")
    done_count = fields.Integer(string="Imported")
    failed_count = fields.Integer(string="Not Saved")
    state = fields.Selection(
        [("pending", "Pending"), ("done", "Done"), ("failed", "Partly Failed")],
        default="pending",
        required=True,
        index=True,
    )

    @api.depends("kind", "sheet", "row_count")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for batch in self:
            batch.display_name = f"{kinds.get(batch.kind, '')} {batch.id}"

    def _get_open_rows(self, *kinds):
        """The rows of these kinds that are still to be imported, one after another."""
        batches = self.filtered(lambda batch: batch.kind in kinds and batch.rows)
        return itertools.chain.from_iterable(batch.rows for batch in batches)

    def _retry(self):
        """Make ready again what could not be saved."""
        failed = self.filtered(lambda batch: batch.state == "failed")
        self.env["heating.ledger.import.line"].search(
            [("batch_id", "in", failed.ids)]
        ).unlink()
        failed.write({"state": "pending", "failed_count": 0})

    # === JOB === #

    def _run(self):
        """Job: import the rows of this batch; harmless to repeat."""
        self.ensure_one()
        if not self.try_lock_for_update():
            raise RetryableJobError(
                self.env._("Another job has this batch at work."),
                seconds=RETRY_SECONDS,
                ignore_retry=True,
            )
        self.invalidate_recordset()
        if self.state != "pending" or self.import_id.state != "importing":
            return
        batch = self.with_company(self.company_id).with_context(**QUIETLY)
        batch._refresh_statistics()
        failures = batch._import_safely(self.rows)
        batch._refresh_statistics()
        self.env["heating.ledger.import.line"].create(
            [
                {
                    "import_id": self.import_id.id,
                    "batch_id": self.id,
                    "kind": "failed",
                    "sheet": self.sheet,
                    "row": row["row"],
                    "number": row["number"],
                    "code": code,
                    "facts": facts,
                }
                for row, code, facts in failures
            ]
        )
        self.write(
            {
                "rows": [row for row, _code, _facts in failures],
                "done_count": self.row_count - len(failures),
                "failed_count": len(failures),
                "state": "failed" if failures else "done",
            }
        )

    def _stop_import(self, exc_name=None, exc_message=None, **_details):
        """Job hook: the job broke down for a reason that is no bad row's.

        Its transaction is undone, so the batch is still pending; somebody must look at
        the job's record and then go on.
        """
        ledger = self.import_id.sudo()
        if ledger.state != "importing":
            return
        ledger.state = "stopped"
        ledger.message_post(
            body=self.env._(
                "%(batch)s broke down: %(name)s %(message)s",
                batch=self.display_name,
                name=exc_name,
                message=exc_message or "",
            )
        )

    def _import_safely(self, rows):
        """Import all rows at once, or one by one where one of them is bad.

        :return: a list of (row, code, facts) for each row that is not imported
        """
        import_rows = getattr(self, f"_import_{self.kind}_rows")
        try:
            with self.env.cr.savepoint():
                return import_rows(rows)
        except ROW_FAULTS:
            self.env.invalidate_all()
        failures = []
        for row in rows:
            try:
                with self.env.cr.savepoint():
                    failures += import_rows([row])
            except ROW_FAULTS as error:
                self.env.invalidate_all()
                facts = {"error": self._explain_fault(error)}
                failures.append((row, "not_saved", facts))
        return failures

    @api.model
    def _get_loaded_tables(self, kind):
        """Tables that a batch of this kind fills or asks about its new records.

        Each kind is named where it is imported.
        """
        return ()

    def _refresh_statistics(self):
        """Tell PostgreSQL that tables which it holds for empty are not.

        Autovacuum does so too, but up to a minute later, and a plan made for empty
        tables takes minutes where the right one takes milliseconds. A table that
        another job is looking at is left to it: nobody waits.
        """
        self.env.flush_all()
        small = self.env.execute_query(
            SQL(
                "SELECT relname FROM pg_class WHERE relname = ANY(%s) "
                "AND relnamespace = current_schema::regnamespace AND reltuples < %s",
                list(self._get_loaded_tables(self.kind)),
                SMALL_TABLE,
            )
        )
        for (table,) in small:
            self.env.execute_query(
                SQL("ANALYZE (SKIP_LOCKED) %s", SQL.identifier(table))
            )

    def _explain_fault(self, error):
        """Why a row could not be saved, in words.

        :param error: one of `ROW_FAULTS`
        """
        if not isinstance(error, psycopg2.Error):
            return str(error).strip()
        model = next(
            (
                self.env[name]
                for name, each in self.env.registry.items()
                if each._table == error.diag.table_name
            ),
            self,
        )
        return model._sql_error_to_message(error).strip()
