from . import test_application
from . import test_application_access
from . import test_application_type
from . import test_tier_review
from . import test_tier_four_eyes
from . import test_tier_state
from . import test_ledger_import
from . import test_ledger_import_reasons
