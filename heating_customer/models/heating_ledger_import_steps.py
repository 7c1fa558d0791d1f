from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.queue_job.delay import group


class HeatingLedgerImport(models.Model):
    _inherit = "heating.ledger.import"

    # === ACTIONS === #

    def _check_role(self, groups, sentence):
        if not self.env.user.has_groups(groups):
            raise AccessError(sentence)

    def _check_state(self, *states):
        for ledger in self:
            if ledger.state not in states:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(name)s is in the state “%(state)s”: this step does not fit "
                        "now.",
                        name=ledger.name,
                        state=labels[ledger.state],
                    )
                )

    def action_preview(self):
        """Read the workbook and say what an import would do; changes no archive.

        :raise AccessError: the user is neither administrator nor archive clerk
        :raise UserError: the file cannot be read
        """
        self.ensure_one()
        self.check_access("write")
        self._check_role(
            "heating_customer.group_administrator,heating_customer.group_archive_clerk",
            self.env._("Only an administrator or an archive clerk reads a ledger."),
        )
        self._check_state("draft", "previewed")
        ledger_sudo = self.sudo().with_company(self.company_id)
        ledger_sudo._forget_preview()
        ledger_sudo._read_workbook()
        ledger_sudo.state = "previewed"

    def _check_may_import(self):
        self.ensure_one()
        self.check_access("write")
        self._check_role(
            "heating_customer.group_administrator",
            self.env._("Only an administrator imports a ledger."),
        )

    def action_import(self):
        """Import what the preview has set aside, in the background.

        :raise AccessError: the user is no administrator
        :raise UserError: there is no preview, or the import cannot begin
        """
        self._check_may_import()
        self._check_state("previewed")
        self._start()

    def action_resume(self):
        """Go on after a stop, or try once more what could not be saved."""
        self._check_may_import()
        self._check_state("stopped", "done")
        self.sudo().batch_ids._retry()
        self._start()

    def action_stop(self):
        """Let the batches under way end and begin no further one."""
        self._check_may_import()
        self._check_state("importing")
        self.sudo().state = "stopped"

    def action_view_lines(self):
        """Open what the ledger has but the import leaves out."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_customer.heating_ledger_import_line_action"
        )
        action["domain"] = [("import_id", "=", self.id)]
        return action

    # === BACKGROUND WORK === #

    def _start(self):
        """Make what all batches share, then queue them."""
        ledger_sudo = self.sudo().with_company(self.company_id)
        ledger_sudo._prepare_archive()
        ledger_sudo.write(
            {
                "state": "importing",
                "imported_by_id": self.env.uid,
                "done_at_start": sum(ledger_sudo.batch_ids.mapped("done_count")),
                "started_at": fields.Datetime.now(),
                "finished_at": False,
            }
        )
        # a second import at once is refused here, not inside of the first batch
        ledger_sudo.flush_recordset()
        ledger_sudo._run_next_stage()

    def _prepare_archive(self):
        """Create what the rows of several batches share; addons above add theirs."""
        self.ensure_one()
        rows = self.batch_ids._get_open_rows("household")
        self._ensure_addresses({self._get_address(row) for row in rows})

    @api.model
    def _get_stages(self):
        """Kinds of batches in the order in which they are imported.

        A kind begins when the last batch of the kind before it has ended.
        """
        return ["household"]

    def _run_next_stage(self):
        """Job: queue the batches of the first kind that has some left, or finish."""
        self.ensure_one()
        if self.state != "importing":
            return
        for kind in self._get_stages():
            batches = self.batch_ids.filtered(
                lambda batch, kind=kind: batch.kind == kind and batch.state == "pending"
            )
            if batches:
                jobs = [
                    batch.delayable(
                        channel="root.heating",
                        description=f"{self.name}: {batch.display_name}",
                    )._run()
                    for batch in batches
                ]
                following = self.delayable(channel="root.heating")._run_next_stage()
                group(*jobs).on_done(following).delay()
                return
        self.write({"state": "done", "finished_at": fields.Datetime.now()})
        self._import_done()

    def _import_done(self):
        """Hook: everything that comes in has come in."""
