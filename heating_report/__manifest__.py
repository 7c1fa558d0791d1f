{
    "name": "Heating: Reports",
    "summary": "Arrears, collection rates, spreadsheets, and the laws of the books",
    "version": "19.0.1.1.0",
    "category": "Services/Heating",
    "license": "AGPL-3",
    "author": "Heating Suite Maintainers",
    "depends": ["heating_payment", "heating_service", "report_xlsx"],
    "data": [
        "security/ir.model.access.csv",
        "security/heating_security.xml",
        "report/heating_xlsx_reports.xml",
        "views/heating_arrears_views.xml",
        "views/heating_collection_views.xml",
        "views/heating_receivable_age_views.xml",
        "views/heating_receivable_date_views.xml",
        "views/heating_revenue_views.xml",
        "views/heating_advances_views.xml",
        "views/heating_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["heating_report/static/src/**/*"],
    },
}
