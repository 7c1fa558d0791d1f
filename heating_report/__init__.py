from . import audit, models, report, wizards
