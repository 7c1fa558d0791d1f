from . import test_arrears
from . import test_collection
from . import test_given_up
from . import test_laws
