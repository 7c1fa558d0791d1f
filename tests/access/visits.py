"""What the tests send to the routes of routes.csv, with ids of the first branch."""

from dataclasses import dataclass, field

VISITS = {}


@dataclass
class Visit:
    """One request: an address, and the fields of a form or the parameters of JSON."""

    url: str
    data: dict = field(default_factory=dict)
    # what whoever has the address knows already, such as from a paper
    known: tuple = ()


def visit(route, verb="GET"):
    """Register how a route is called; the function gets the world.

    :param str verb: as in routes.csv: GET, POST (a form) or JSON
    """

    def register(function):
        VISITS[route, verb] = function
        return function

    return register


def prepare_visit(row, world):
    """The request of a row; without a function the route as it stands.

    :rtype: Visit
    """
    if function := VISITS.get((row.route, row.verb)):
        return function(world)
    return Visit(row.route)


# === OURS === #


@visit("/heating/receipt/<string:token>")
def _receipt(world):
    return Visit(f"/heating/receipt/{world.receipt.token}")


def _get_link(world):
    return f"/heating/b/{world.bill._get_link().rsplit('/', 1)[1]}"


@visit("/heating/b/<string:token>")
def _bill_link(world):
    return Visit(_get_link(world), known=(world.own.number,))


@visit("/heating/b/<string:token>/pay", "POST")
def _order_bill(world):
    known = (world.own.number,)
    return Visit(f"{_get_link(world)}/pay", {"provider_id": "0"}, known)


@visit("/heating/pay/<string:token>")
def _order(world):
    return Visit(f"/heating/pay/{world.order.heating_token}")


@visit("/heating/pay/<string:token>/state", "JSON")
def _order_state(world):
    return Visit(f"/heating/pay/{world.order.heating_token}/state")


@visit("/payment/alipay/<int:provider_id>/notify", "POST")
def _tell_alipay(world):
    return Visit(
        f"/payment/alipay/{world.order.provider_id.id}/notify",
        {"out_trade_no": world.order.reference, "trade_status": "TRADE_SUCCESS"},
    )


@visit("/payment/wechatpay/<int:provider_id>/notify", "POST")
def _tell_wechat(world):
    return Visit(f"/payment/wechatpay/{world.wechatpay.id}/notify", {"id": "EV-1"})


@visit("/my/heating/contracts/<int:contract_id>")
def _contract(world):
    return Visit(f"/my/heating/contracts/{world.contracts['sent'].id}")


@visit("/my/heating/contracts/page/<int:page>")
def _contracts(_world):
    return Visit("/my/heating/contracts/page/1")


@visit("/my/heating/contracts/<int:contract_id>/sign", "JSON")
def _sign_contract(world):
    return Visit(
        f"/my/heating/contracts/{world.contracts['sent'].id}/sign",
        {"name": "Customer", "signature": "no image"},
    )


# === THE PORTAL === #


@visit("/my/heating/<int:household_id>")
def _household(world):
    return Visit(f"/my/heating/{world.own.id}")


@visit("/my/heating/<int:household_id>/pay")
def _pay(world):
    return Visit(f"/my/heating/{world.own.id}/pay")


@visit("/my/heating/<int:household_id>/pay/pay", "POST")
def _order_on_portal(world):
    return Visit(f"/my/heating/{world.own.id}/pay/pay", {"provider_id": "0"})


@visit("/my/heating/add", "POST")
def _claim(_world):
    return Visit(
        "/my/heating/add",
        {"number": "none", "name": "Somebody", "phone": "0000"},
    )


@visit("/my/heating/<int:household_id>/apply/<string:code>")
def _apply(world):
    return Visit(f"/my/heating/{world.own.id}/apply/stop")


@visit("/my/heating/<int:household_id>/apply/<string:code>", "POST")
def _apply_post(world):
    return Visit(f"/my/heating/{world.own.id}/apply/stop", {"date_from": "2000-01-01"})


@visit("/my/heating/<int:household_id>/code", "POST")
def _make_code(world):
    return Visit(f"/my/heating/{world.own.id}/code")


@visit("/my/heating/<int:household_id>/revoke/<int:access_id>", "POST")
def _revoke(world):
    access = world.of("heating.household.access")[:1]
    return Visit(f"/my/heating/{world.own.id}/revoke/{access.id}")


@visit("/my/heating/<int:household_id>/fapiao")
def _fapiao_form(world):
    return Visit(f"/my/heating/{world.own.id}/fapiao")


@visit("/my/heating/<int:household_id>/fapiao", "POST")
def _fapiao_request(world):
    return Visit(f"/my/heating/{world.own.id}/fapiao", {"debt": "heating.bill-0"})


@visit("/my/heating/fapiao/<int:fapiao_id>")
def _fapiao_file(world):
    return Visit(f"/my/heating/fapiao/{world.fapiao['issued'].id}")


APPLICATION = "/my/heating/application/<int:application_id>"
STEP = "<any(attach,request,cancel,link):step>"


@visit(APPLICATION)
def _application(world):
    return Visit(f"/my/heating/application/{world.applications['draft'].id}")


@visit(f"{APPLICATION}/{STEP}", "POST")
def _application_step(world):
    return Visit(f"/my/heating/application/{world.written_online.id}/attach")


@visit(f"{APPLICATION}/sign", "JSON")
def _sign(world):
    return Visit(f"/my/heating/application/{world.applications['draft'].id}/sign")


@visit(f"{APPLICATION}/paper/<int:paper_id>")
def _paper(world):
    number = world.applications["draft"].id
    return Visit(f"/my/heating/application/{number}/paper/{world.attachments[0].id}")


@visit("/heating/transfer/<int:application_id>/<string:token>")
def _transfer(world):
    return Visit(f"/heating/transfer/{world.applications['draft'].id}/guessed")


@visit("/heating/transfer/<int:application_id>/<string:token>/prove", "POST")
def _prove_transfer(world):
    number = world.applications["draft"].id
    return Visit(
        f"/heating/transfer/{number}/guessed/prove", {"name": "X", "phone": "0000"}
    )


@visit("/heating/transfer/<int:application_id>/<string:token>/sign", "JSON")
def _sign_transfer(world):
    return Visit(f"/heating/transfer/{world.applications['draft'].id}/guessed/sign")


# === TICKETS === #


@visit("/my/ticket/<int:ticket_id>")
def _ticket(world):
    return Visit(f"/my/ticket/{world.tickets['new'].id}")


@visit("/my/ticket/<int:ticket_id>/<access_token>")
def _ticket_token(world):
    return Visit(f"/my/ticket/{world.tickets['new'].id}/guessed")


@visit("/my/ticket/<int:ticket_id>/ask_follow_up", "POST")
def _ask_follow_up(world):
    return Visit(f"/my/ticket/{world.tickets['done'].id}/ask_follow_up")


@visit("/my/tickets/page/<int:page>")
def _tickets(_world):
    return Visit("/my/tickets/page/1")


@visit("/submitted/ticket", "POST")
def _submit(world):
    return Visit(
        "/submitted/ticket",
        {
            "subject": "Cold",
            "description": "Since yesterday",
            "kind": "too_cold",
            "household": world.own.id,
        },
    )


@visit("/ticket/close", "POST")
def _close(world):
    stage = world.env.ref("heating_service.stage_closed")
    return Visit(
        "/ticket/close", {"ticket_id": world.tickets["done"].id, "stage_id": stage.id}
    )


# === JOBS === #


@visit("/queue_job/runjob")
def _run_job(world):
    return Visit(f"/queue_job/runjob?job_uuid={world.job.uuid}")


# === REPORTS === #


@visit("/report/<converter>/<reportname>/<docids>")
def _report(world):
    name = "heating_payment.receipt_document"
    return Visit(f"/report/html/{name}/{world.receipt.id}")


@visit("/report/<converter>/<reportname>")
def _xlsx(_world):
    return Visit("/report/xlsx/heating_report.collection_xlsx")


@visit("/report/download", "POST")
def _download(world):
    url = "/report/xlsx/heating_report.arrears_xlsx/"
    url += ",".join(map(str, world.of("heating.arrears").ids))
    return Visit("/report/download", {"data": f'["{url}", "xlsx"]'})


# === INVOICES === #


@visit("/my/invoices/<int:invoice_id>")
def _invoice(world):
    return Visit(f"/my/invoices/{world.bill.move_ids.id}")


@visit("/invoice/transaction/<int:invoice_id>", "JSON")
def _pay_invoice(world):
    move = world.open_line.move_id
    move._portal_ensure_token()
    return Visit(
        f"/invoice/transaction/{move.id}",
        {"access_token": move.access_token, "amount": 0.01, "flow": "redirect"},
    )


@visit("/invoice/transaction/overdue", "JSON")
def _pay_overdue(_world):
    return Visit("/invoice/transaction/overdue", {"payment_reference": "x"})


_DOWNLOAD = "/account/download_"


@visit(_DOWNLOAD + 'invoice_attachments/<models("ir.attachment"):attachments>')
def _download_attachments(world):
    return Visit(f"{_DOWNLOAD}invoice_attachments/{world.attachments[:1].id}")


@visit(
    _DOWNLOAD + 'invoice_documents/<models("account.move"):invoices>/<string:filetype>'
)
def _download_documents(world):
    return Visit(f"{_DOWNLOAD}invoice_documents/{world.bill.move_ids.id}/pdf")


@visit(_DOWNLOAD + 'move_attachments/<models("account.move"):moves>')
def _download_moves(world):
    return Visit(f"{_DOWNLOAD}move_attachments/{world.bill.move_ids.id}")


@visit("/my/journal/<int:journal_id>/unsubscribe")
def _unsubscribe(world):
    journal = world.company.heating_bill_journal_id
    return Visit(f"/my/journal/{journal.id}/unsubscribe?token=guessed")


for _name in ("get_sections", "create_section", "resequence_sections"):

    @visit(f"/product/catalog/{_name}", "JSON")
    def _section(world, name=_name):
        lines = world.bill.move_ids.invoice_line_ids
        section = {"id": lines[:1].id, "sequence": 1}
        more = {
            "get_sections": {},
            "create_section": {"name": "x", "position": "top"},
            "resequence_sections": {"sections": [section, section]},
        }
        return Visit(
            f"/product/catalog/{name}",
            {
                "res_model": "account.move",
                "order_id": world.bill.move_ids.id,
                "child_field": "invoice_line_ids",
                **more[name],
            },
        )


# === PAYMENT === #


@visit("/payment/pay")
def _pay(world):
    partner = world.own.customer_id.id
    return Visit(f"/payment/pay?partner_id={partner}&amount=1&access_token=guessed")


@visit("/payment/confirmation")
def _confirm(_world):
    return Visit("/payment/confirmation?tx_id=1&access_token=guessed")


@visit("/payment/transaction", "JSON")
def _transaction(world):
    return Visit(
        "/payment/transaction",
        {
            "amount": 0.01,
            "currency_id": world.company.currency_id.id,
            "partner_id": world.own.customer_id.id,
            "access_token": "guessed",
        },
    )


@visit("/payment/archive_token", "JSON")
def _archive_token(_world):
    return Visit("/payment/archive_token", {"token_id": 1})


# === CHATTER AND CONTACTS === #


@visit("/mail/chatter_fetch", "JSON")
def _fetch(world):
    return Visit(
        "/mail/chatter_fetch",
        {"thread_model": "helpdesk.ticket", "thread_id": world.tickets["new"].id},
    )


@visit("/portal/chatter_init", "JSON")
def _chatter_init(world):
    return Visit(
        "/portal/chatter_init",
        {"thread_model": "helpdesk.ticket", "thread_id": world.tickets["new"].id},
    )


@visit("/mail/avatar/mail.message/<int:res_id>/author_avatar/<int:width>x<int:height>")
def _avatar(world):
    return Visit(f"/mail/avatar/mail.message/{world.message.id}/author_avatar/50x50")


@visit("/mail/update_is_internal", "JSON")
def _update_internal(world):
    return Visit(
        "/mail/update_is_internal",
        {"message_id": world.message.id, "is_internal": False},
    )


@visit("/mail/unfollow")
def _unfollow(world):
    return Visit(
        f"/mail/unfollow?model=helpdesk.ticket&res_id={world.tickets['new'].id}"
        f"&pid={world.own.customer_id.id}&token=guessed"
    )


@visit("/portal/attachment/remove", "JSON")
def _remove_attachment(world):
    return Visit(
        "/portal/attachment/remove", {"attachment_id": world.attachments[:1].id}
    )


@visit("/my/address")
def _address(world):
    return Visit(f"/my/address?partner_id={world.own.customer_id.id}")


@visit("/my/address/submit", "POST")
def _submit_address(world):
    return Visit(
        "/my/address/submit",
        {
            "partner_id": world.own.customer_id.id,
            "name": "Somebody Else",
            "email": "else@example.com",
            "phone": "13900000000",
            "street": "x",
            "city": "x",
            "country_id": world.env.ref("base.cn").id,
        },
    )


@visit("/my/address/archive", "JSON")
def _archive_address(world):
    return Visit("/my/address/archive", {"partner_id": world.own.customer_id.id})


@visit('/my/address/country_info/<model("res.country"):country>', "JSON")
def _country(world):
    return Visit(
        f"/my/address/country_info/{world.env.ref('base.cn').id}",
        {"address_type": "billing"},
    )


# === THE WEB CLIENT: ANY MODEL === #


@visit("/web/content/<int:id>")
def _content(world):
    return Visit(f"/web/content/{world.attachments[:1].id}")


@visit("/web/dataset/call_kw/<path:path>", "JSON")
def _call_kw(world):
    return Visit(
        "/web/dataset/call_kw/heating.household/read",
        {
            "model": "heating.household",
            "method": "read",
            "args": [world.own.ids, ["number"]],
            "kwargs": {},
        },
    )


@visit("/web/export/csv", "POST")
def _export(world):
    return Visit(
        "/web/export/csv",
        {
            "data": '{"model": "heating.household", "fields": [{"name": "number", '
            f'"label": "N"}}], "ids": [{world.own.id}], "domain": [], '
            '"import_compat": false, "groupby": []}'
        },
    )
