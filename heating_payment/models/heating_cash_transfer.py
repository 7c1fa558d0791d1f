from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.heating_billing.models.posting import HEATING_POSTING, may_post


class HeatingCashTransfer(models.Model):
    """Cash that moves between a drawer and the company's safe (金库), booked at once.

    A float comes out of the safe when a shift opens. What a cashier turns in during the
    day leaves the drawer at once and is booked when a head cashier has counted it; what
    was counted at the end, when the hand-over is confirmed, with what is over or short.
    Cash that one drawer gives back for a receipt of another is made good between them.
    So a drawer's account always says what lies in the drawer.
    """

    _name = "heating.cash.transfer"
    _description = "Cash Handed Over"
    _order = "id DESC"
    _rec_name = "shift_id"

    kind = fields.Selection(
        [
            ("float", "Float"),
            ("turn_in", "Turned In"),
            ("hand_over", "Handed Over"),
            ("void", "Given for Another Desk"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    shift_id = fields.Many2one(
        "heating.shift", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="shift_id.company_id", store=True, index=True)
    branch_id = fields.Many2one(related="shift_id.branch_id", store=True, index=True)
    desk_id = fields.Many2one(related="shift_id.desk_id", store=True)
    user_id = fields.Many2one(related="shift_id.user_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    amount = fields.Monetary(required=True, readonly=True)
    state = fields.Selection(
        [
            ("handed", "To Be Counted"),
            ("confirmed", "Confirmed"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="confirmed",
        index=True,
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True)
    confirmed_at = fields.Datetime(readonly=True)
    receipt_id = fields.Many2one(
        "heating.receipt",
        readonly=True,
        ondelete="restrict",
        help="The voided receipt whose cash another drawer gave back.",
    )
    move_id = fields.Many2one("account.move", readonly=True, ondelete="restrict")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "More than 0 yuan are handed over."
    )
    _only_turned_in_waits = models.Constraint(
        "CHECK (kind = 'turn_in' OR state = 'confirmed')",
        "Only what is turned in during the day is counted later.",
    )
    _confirmed_is_booked = models.Constraint(
        "CHECK ((state = 'confirmed') = (move_id IS NOT NULL))",
        "Cash that was handed over is booked.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not may_post(self.env):
            raise UserError(self.env._("Use the buttons of the shift."))
        return super().create(vals_list)

    def write(self, vals):
        if not may_post(self.env):
            raise UserError(self.env._("Use the buttons of the shift."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was handed over stays on record."))

    # === ACTIONS === #

    def action_confirm(self):
        """Confirm that what a cashier turned in was counted and lies in the safe.

        :raise AccessError: the user is no head cashier, or turned it in
        :raise UserError: it was decided on already
        """
        for transfer in self._get_to_decide():
            transfer.write(
                {
                    "state": "confirmed",
                    "move_id": self._book(
                        "turn_in", transfer.shift_id, transfer.amount
                    ).id,
                    "confirmed_by_id": self.env.uid,
                    "confirmed_at": fields.Datetime.now(),
                }
            )

    def action_refuse(self):
        """Give it back: the cash lies in the drawer again.

        Who turned it in may take it back while nobody has counted it.

        :raise AccessError: the user is neither a head cashier nor turned it in
        :raise UserError: it was decided on already
        """
        for transfer in self._get_to_decide(take_back=True):
            transfer.write(
                {
                    "state": "refused",
                    "confirmed_by_id": self.env.uid,
                    "confirmed_at": fields.Datetime.now(),
                }
            )

    # === BUSINESS METHODS === #

    def _get_to_decide(self, take_back=False):
        """These transfers as the server writes them, if the user may decide on them.

        :param bool take_back: who turned it in may do this, too
        """
        self.check_access("read")
        is_head = self.env.user.has_group("heating_customer.group_head_cashier")
        # a client may name one twice: it is decided on once
        transfers_sudo = self.browse(dict.fromkeys(self.ids)).sudo()
        transfers_sudo = transfers_sudo.with_context(heating_posting=HEATING_POSTING)
        for transfer in transfers_sudo:
            own = transfer.user_id == self.env.user
            if not is_head and not (own and take_back):
                raise AccessError(
                    self.env._("Only a head cashier counts what is turned in.")
                )
            if own and not take_back:
                raise AccessError(
                    self.env._("What you turned in is counted by somebody else.")
                )
            transfer.shift_id._lock_for_taking()
            transfer.lock_for_update(allow_referencing=True)
            transfer.invalidate_recordset(["state"])
            if transfer.state != "handed":
                raise UserError(
                    self.env._(
                        "%(amount)s of %(shift)s were decided on already.",
                        amount=transfer.currency_id.format(transfer.amount),
                        shift=transfer.shift_id.name,
                    )
                )
        return transfers_sudo

    @api.model
    def _record(self, kind, shift, amount, receipt=None):
        """Note and book cash that was handed over, unless there is none.

        :param str kind: see the field
        :param shift: of the drawer
        :param float amount: yuan that move
        :param receipt: whose cash it is, where another desk gives it back
        :return: the transfer, or an empty recordset
        """
        transfers = self.sudo().with_context(heating_posting=HEATING_POSTING)
        if shift.currency_id.is_zero(amount):
            return transfers
        return transfers.create(
            {
                "kind": kind,
                "shift_id": shift.id,
                "amount": amount,
                "move_id": self._book(kind, shift, amount, receipt).id,
                "receipt_id": receipt.id if receipt else False,
                "confirmed_by_id": self.env.uid,
                "confirmed_at": fields.Datetime.now(),
            }
        )

    @api.model
    def _book(self, kind, shift, amount, receipt=None):
        """Book the cash: out of the safe, into it, or from one drawer to another.

        The parameters are those of ``_record``.

        :return: the entry
        """
        shift = shift.sudo()
        drawer = shift.desk_id.cash_journal_id
        if kind == "void":
            other = receipt.sudo().desk_id.cash_journal_id
        else:
            other = shift.company_id._get_safe_journal()
        sign = 1 if kind == "float" else -1
        words = dict(self._fields["kind"]._description_selection(self.env))
        return shift._post_cash_entry(
            drawer, words[kind], [(drawer, sign * amount), (other, -sign * amount)]
        )
