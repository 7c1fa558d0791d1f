from . import audit, models, report
