"""Lists and spreadsheets."""

from tests.access.calls.registry import Call, call, on, wizard


@call("heating.collection", "get_by_branch")
def _by_branch(world, _persona):
    return Call([world.season.id])


for _report, _model in (
    ("arrears", "heating.arrears"),
    ("collection", "heating.collection"),
    ("advances", "heating.advances"),
    ("receivable_age", "heating.receivable.age"),
    ("recognition", "heating.recognition.line"),
    ("revenue", "heating.revenue"),
    ("statement", "heating.statement.line"),
    ("takings", "heating.takings"),
):

    @call(f"report.heating_report.{_report}_xlsx", "create_xlsx_report")
    def _xlsx(world, _persona, model=_model):
        return Call([[], world.of(model).ids, {}], {"active_model": model})

    @call(f"report.heating_report.{_report}_xlsx", "generate_xlsx_report")
    def _generate(_world, _persona):
        return Call([[], None, {}, None])

    @call(f"report.heating_report.{_report}_xlsx", "get_workbook_options")
    def _options(_world, _persona):
        return Call([[]])


@call("heating.receivable.date", "action_open")
def _open_day(world, persona):
    return on(wizard(world, persona, "heating.receivable.date", {}))


def _make_statement(world, persona):
    payer = world.own.customer_id
    return on(wizard(world, persona, "heating.statement", {"partner_id": payer.id}))


call("heating.statement", "action_print")(_make_statement)
call("heating.statement", "action_spreadsheet")(_make_statement)


@call("report.report_xlsx.partner_xlsx", "create_xlsx_report")
def _partner_xlsx(world, _persona):
    partners = world.own.customer_id.ids
    return Call([[], partners, {}], {"active_model": "res.partner"})


@call("report.report_xlsx.partner_xlsx", "generate_xlsx_report")
def _generate_partner(_world, _persona):
    return Call([[], None, {}, None])


@call("report.report_xlsx.partner_xlsx", "get_workbook_options")
def _options_partner(_world, _persona):
    return Call([[]])


@call("ir.actions.report", "save_xlsx_report_attachment")
def _save_xlsx(world, _persona):
    report = world.env["ir.actions.report"].search(
        [("report_type", "=", "xlsx")], limit=1
    )
    return on(report, [1], "x")
