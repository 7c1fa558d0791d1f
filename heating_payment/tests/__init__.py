from . import test_advance
from . import test_counter
from . import test_counter_tour
from . import test_receipt
from . import test_receipt_print
from . import test_shift
from . import test_void
