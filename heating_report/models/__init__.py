from . import heating_advances
from . import heating_arrears
from . import heating_collection
from . import heating_receivable_age
from . import heating_revenue
from . import heating_statement_line
from . import ir_actions_report
from . import res_users
