from . import test_laws
