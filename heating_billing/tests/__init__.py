from . import test_bill
from . import test_bill_run
from . import test_charge
from . import test_guards
from . import test_season
from . import test_tariff
from . import test_ledger_import
from . import test_tours
