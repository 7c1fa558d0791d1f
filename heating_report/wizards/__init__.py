from . import heating_receivable_date
