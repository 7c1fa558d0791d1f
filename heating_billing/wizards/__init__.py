from . import heating_bill_run_undo
from . import heating_tariff_compare
from . import heating_tariff_from_pack
