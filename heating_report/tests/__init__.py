from . import test_accounting_reports
from . import test_arrears
from . import test_collection
from . import test_given_up
from . import test_laws
from . import test_statement
from . import test_cash_rounding
from . import test_payable_days
