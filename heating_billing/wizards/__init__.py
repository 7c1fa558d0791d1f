from . import heating_bill_run_undo
