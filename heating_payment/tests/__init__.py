from . import test_advance
from . import test_receipt
from . import test_shift
from . import test_void
