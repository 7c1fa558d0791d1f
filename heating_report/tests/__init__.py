from . import test_accounting_reports
from . import test_arrears
from . import test_collection
from . import test_given_up
from . import test_laws
