from . import heating_receivable_date
from . import heating_statement
